"""What each person who may open a case sees of it: one table, and the question whether they see a part.

Case manager, safeguarding lead and their deputy: everything.
HR adviser, clerk, investigating and presenting officer: everything but the words of child protection and of the child's
welfare (why they were opened or decided, what was recorded, what agencies said, the four harm answers) and the names behind tokens.
Hearer and both appeal panels: allegations with their particulars, the other procedures, evidence, clocks and people; not the
report in the reporter's words, and nothing that is sealed from the HR adviser.
Everybody sees that a sealed procedure moved, and that a decision was recorded in it.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.cases.engine import WORKS_AS, Whole
from app.cases.models import Case, Involvement, Part
from app.cases.work import Deadline
from app.core.acts import Role
from app.core.permission import Actor
from app.pathways import PATHWAYS

SEALED_PATHS = frozenset({"child_protection", "child_welfare"})

TOLD_CLOCKS = frozenset({"lado_24h", "lado_1wd"})
"""Clocks that routing starts for everybody who works on the case: until when the LADO must know."""
SEALED_CLOCKS = frozenset(
    {
        "suspension_letter_1wd",
        "suspension_review_10wd",
        "police_review_4w",
        "police_review_2w",
        "agreed_action",
        "welfare_review",
        "child_18",
        "retention_10y",
    }
) | frozenset(
    rule.rule_id
    for one in PATHWAYS.values()
    if one.name in SEALED_PATHS
    for stage in one.stages
    for rule in stage.by
    if rule.rule_id not in TOLD_CLOCKS
)
"""The clocks of the stages of sealed paths, and of what runs beside them: those from whom these are sealed do not see them either."""


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
    "clerk": frozenset({Seen.ACCOUNT}),
    "investigating_officer": frozenset({Seen.ACCOUNT}),
    "presenting_officer": frozenset({Seen.ACCOUNT}),
    "hearer": frozenset(),
    "appeal_panel": frozenset(),
    "equality_panel": frozenset(),
}
"""Everybody who may open a case sees its allegations, its other procedures, its evidence, its clocks and its people.
What they see beyond that is named here; whoever hears a case hears it, and does not read the report of it beforehand."""


HEARS = (Part.HEARER, Part.APPEAL_PANEL, Part.EQUALITY_PANEL)
"""The parts of those who hear a case, at first or on appeal, and of those who hear the appeal of a complaint."""


def sight(actor: Actor, whole: Whole) -> frozenset[Seen]:
    """What this person sees of this case beyond what everybody on it sees; a part in hearing it narrows every other role.

    The headteacher to whom hearing is delegated goes on managing the case, and cannot do that without seeing it.
    """
    if "case_manager" in whole.roles(actor):
        return SEES["case_manager"]
    key = str(actor.person_id)
    if any(key in whole.holders(part) for part in HEARS):
        return SEES["hearer"]
    return frozenset().union(*(SEES.get(role, frozenset()) for role in whole.roles(actor)))


def _has(actor: Actor, *parts: Part) -> Select[uuid.UUID]:
    """The cases in which this person has one of these parts now."""
    return select(Involvement.case_id).where(
        Involvement.person_id == actor.person_id, Involvement.part.in_(parts), Involvement.ended_at.is_(None)
    )


def sees(actor: Actor, what: Seen, case: type[Case] = Case) -> ColumnElement[bool]:
    """The cases of which this person sees this, for a query; of one case it is what `sight` answers."""
    managed = [and_(case.school_id == one.school_id, case.manager == one.role.value) for one in actor.holdings]
    roles = [one for one in Role if what in SEES.get(one.value, ())]
    parts = [part for part, role in WORKS_AS.items() if what in SEES.get(role, ())]
    theirs = or_(case.school_id.in_(actor.schools(*roles)), case.id.in_(_has(actor, *parts)))
    return or_(*managed, and_(theirs, case.id.not_in(_has(actor, *HEARS))))


def clocks_shown(actor: Actor, clock: type[Deadline] = Deadline) -> ColumnElement[bool]:
    """The clocks that are not sealed from this person, for a query."""
    whose = aliased(Case)
    protects = select(whose.id).where(whose.id == clock.case_id, sees(actor, Seen.PROTECTION, whose))
    return or_(clock.rule.not_in(SEALED_CLOCKS), exists(protects.correlate(clock)))
