"""A letter about nobody: values for every field, so that a template can be tried and looked at before any case needs it."""

from __future__ import annotations

import re
from typing import Any

from app.documents.filling import names_of_fields
from app.documents.kinds import Field, Kind
from app.pathways.pathway import AskKind

PLAIN = {
    "subject_name": "Alex O'Brien & Sons-Łukasz",
    "job_title": "Teacher",
    "case_reference": "EH-0000",
    "letter_date": "2 March 2026",
    "signed_name": "Sam Example",
    "signed_role": "Headteacher",
    "to_address": "1 Example Road\nExampleton",
    "appeal_days": "10",
}
ALLEGATION = {
    "clause": "Clause 3.2(b)",
    "words": "Staff should not: make inappropriate comments about the school (an example).",
    "edition": "Staff social networking policy, adopted on Monday 2 March 2026",
    "digest": "0" * 64,
    "particulars": "That on 1 February 2026 a comment was posted on a public page (an example).",
    "finding": "Proven on the balance of probabilities",
}
_STEERED = re.compile(r"\{[{%].*?[%}]\}")
_NAMES = re.compile(r"\w+")
ROWS = {"substantiated", "allegations", "findings"}


def sample(kind: Kind, school: str) -> dict[str, Any]:
    """Values for every merge field of a kind."""
    found: dict[str, Any] = {one.key: _of(one) for one in kind.fields}
    for name in names_of_fields(kind):
        found.setdefault(name, "yes")
    return {**found, "school_name": school}


def _of(one: Field) -> Any:
    if one.key in ROWS:
        return [{"n": str(n), **ALLEGATION} for n in (1, 2)]
    if one.key == "sections":
        return [{"title": "A section", "rows": [{"label": "A question", "value": "An answer"}]}]
    if one.key in PLAIN:
        return PLAIN[one.key]
    if one.ask and one.ask.kind is AskKind.DATE:
        return "Monday 16 March 2026"
    if one.ask and one.ask.kind is AskKind.CHOICE:
        return one.ask.choices[0][1]
    return f"[{one.label}]"


def must_use(kind: Kind) -> list[str]:
    """The fields that every template of a kind uses: those that it always needs and that the product's own words use."""
    left = {"employer", "case_reference", "signed_role"}
    used = {word for steered in _STEERED.findall(kind.body) for word in _NAMES.findall(steered)}
    return sorted(
        one.key for one in kind.fields if one.needed is True and one.key not in left and {one.key, f"{one.key}_value"} & used
    )
