"""What is proposed for the clauses of a draft: what the edition in force says of the same words, else what its words are like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.people.queries import today
from app.policy.mapping import Kind, Proposal, alike, propose, stems
from app.policy.models import Clause, Edition
from app.policy.queries import in_force

NEARLY = 0.8
"""How alike the words of two clauses of one number must be, from 0 to 1, for the later one to be proposed the earlier one's mapping."""


def open_proposals(edition: Edition, clauses: Sequence[Clause] | None = None) -> dict[str, Proposal]:
    """The proposals on which nobody has decided, by number: of these clauses of a draft, or of all of them."""
    wanted = [one for one in (edition.clauses if clauses is None else clauses) if not one.mapped and one.left_out is None]
    before = in_force(edition.school_id, today()) if wanted else None
    known = Earlier(before.clauses if before and before.id != edition.id else ())
    return {one.number: found for one in wanted if (found := known.proposal(one) or propose(one))}


class Earlier:
    """The clauses of the edition in force whose mapping somebody decided on, found by their words."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        decided = [one for one in clauses if one.left_out is None and (one.likes or one.leads or one.kind == Kind.GUIDANCE)]
        times = Counter(_words(one) for one in clauses)
        self.by_words = {_words(one): one for one in decided if times[_words(one)] == 1}
        self.by_number = {one.number: one for one in decided}

    def proposal(self, clause: Clause) -> Proposal | None:
        """The mapping of the clause with the same words, or with the same number and nearly the same words."""
        same = self.by_words.get(_words(clause))
        if same is not None:
            return _as_before(same, f"Its words are those of {same.number} of the edition in force.")
        numbered = self.by_number.get(clause.number)
        if numbered is not None and alike(stems(_words(numbered)), stems(_words(clause))) >= NEARLY:
            return _as_before(numbered, f"It has the number and nearly the words of {numbered.number} of the edition in force.")
        return None


def _as_before(clause: Clause, why: str) -> Proposal:
    return Proposal(clause.likes, why, True, clause.leads, clause.breachable, clause.question, clause.procedure, clause.kind)


def _words(clause: Clause) -> str:
    return " ".join(f"{clause.heading or ''} {clause.text}".casefold().split())
