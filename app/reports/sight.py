"""What each person who may open a case sees of it: one table, and the question whether they see a part."""

from __future__ import annotations

from enum import StrEnum

from app.cases.engine import Whole
from app.cases.models import Part
from app.core.permission import Actor

SEALED_PATHS = frozenset({"child_protection", "child_welfare"})


class Seen(StrEnum):
    """A part of the case page."""

    PROTECTION = (
        "protection"  # words recorded on the child protection and welfare paths, conversations with agencies, the harm answers
    )
    ACCOUNT = "account"  # what was reported, in the reporter's words
    NAMES = "names"  # the names behind the tokens of children


SEES: dict[str, frozenset[Seen]] = {
    "case_manager": frozenset(Seen),
    "dsl": frozenset(Seen),
    "deputy_dsl": frozenset(Seen),
    "hr_adviser": frozenset({Seen.ACCOUNT}),
    "investigating_officer": frozenset({Seen.ACCOUNT}),
    "hearer": frozenset(),
    "appeal_panel": frozenset(),
}
"""Everybody who may open a case sees its allegations, its other procedures, its evidence, its clocks and its people.
What they see beyond that is named here; whoever hears a case hears it, and does not read the report of it beforehand."""


def sight(actor: Actor, whole: Whole) -> frozenset[Seen]:
    """What this person sees of this case beyond what everybody on it sees; a part in hearing it narrows every other role."""
    key = str(actor.person_id)
    if key in whole.holders(Part.HEARER) or key in whole.holders(Part.APPEAL_PANEL):
        return SEES["hearer"]
    return frozenset().union(*(SEES.get(role, frozenset()) for role in whole.roles(actor)))
