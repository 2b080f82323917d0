"""A clause quoted so that it says what it says in the document: the item of a list after the words that lead into the list."""

from __future__ import annotations

from collections.abc import Iterable

from app.policy.models import Clause


def quoted(clause: Clause, among: Iterable[Clause]) -> str:
    """The words of a clause; those of a list's item after the lead-in of the clause above it.

    The lead-in is the paragraph that ends with a colon; where none does, the first one's words up to its colon. Without it
    "accept friend requests" reads as an order where the policy says "Staff should not: accept friend requests".
    """
    if not clause.parent or not clause.number.endswith(")"):
        return clause.text
    above = next((one for one in among if one.edition_id == clause.edition_id and one.number == clause.parent), None)
    paragraphs = (above.text if above else "").split("\n\n")
    if leading := next((one for one in paragraphs if one.endswith(":")), None):
        return f"{leading} {clause.text}"
    lead, colon, _ = paragraphs[0].partition(":")
    return f"{lead.strip()}: {clause.text}" if colon else clause.text
