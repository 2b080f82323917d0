"""Who may take which part in a case: what the product knows for itself, and what whoever gives the part is asked once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from app.cases.hearings.hearers import may_hear, works_here
from app.cases.models import ADVISERS, Part
from app.core.action import Blocked
from app.core.acts import Role
from app.people.queries import holders

if TYPE_CHECKING:
    from app.cases.engine import Whole
    from app.cases.work import Path

APPOINTERS = frozenset({"case_manager", Role.HR_ADVISER.value, Role.CLERK.value})
NO_TIE = "none"
TIES = (
    ("manages", "They manage the member of staff day to day, or are in the dispute themselves"),
    ("parent", "A child of theirs is one of the pupils involved"),
    ("close", "They are family or a close friend of the member of staff, of whoever complained or of a witness"),
    ("saw", "They complained about it, or saw or heard it"),
    (NO_TIE, "None of these"),
)
"""What is asked of whoever gives a part, because no record of the school says it."""
TIED = {
    "manages": "Whoever manages the member of staff, or is in the dispute, takes no part in judging it. Choose somebody else.",
    "parent": "A parent of a pupil who is involved takes no part in judging it. Choose somebody else.",
    "close": "Family and close friends of the people in a case take no part in judging it. Choose somebody else.",
    "saw": "Whoever complained, or saw or heard it, takes no part in judging it. Choose somebody else.",
}
KEPT = "What you said is kept, and they are given no part."
SAY_FIRST = "Say first whether something ties this person to the case."
PATHS_OF_THE_CHILD = frozenset({"child_protection", "child_welfare"})
LEADS = frozenset({Role.DSL.value, Role.DEPUTY_DSL.value})
INVESTIGATES = frozenset(
    {Role.INVESTIGATOR.value, Role.HEADTEACHER.value, Role.DEPUTY_HEAD.value, Role.CHAIR.value, Role.PANEL_MEMBER.value}
)
PRESENTS = frozenset({Role.INVESTIGATOR.value, Role.DEPUTY_HEAD.value})
OF_THE_INVESTIGATION = frozenset({"investigate", "widen_terms", "go_back", "hand_in_report"})
"""The steps that whoever supports an investigation takes."""


def may_take(whole: Whole, person_id: uuid.UUID, part: Part) -> None:
    """Raise `Blocked` unless this person, who has no part that stands in the way, may take this one."""
    if part in ADVISERS:
        _may_advise(whole, person_id, part)
    elif part is Part.MINUTES:
        if Role.CLERK.value not in _roles(whole, person_id):
            raise Blocked("Only the clerk to the governors takes the minutes. Choose the clerk.")
    elif part is Part.PRESENTER:
        _may_present(whole, person_id)
    elif part is Part.INVESTIGATOR:
        _may_investigate(whole, person_id)
    else:
        may_hear(whole, person_id, part)


def _roles(whole: Whole, person_id: uuid.UUID) -> set[str]:
    return {role for role, one in holders(whole.case.school_id, tuple(Role)) if one == person_id}


def _looked_after_the_child(whole: Whole, person_id: uuid.UUID, roles: set[str]) -> bool:
    """Whether they are the safeguarding lead who did the work for the child: what they know makes them a witness."""
    theirs = {one.id for one in whole.paths if one.name in PATHS_OF_THE_CHILD}
    return bool(roles & LEADS) and any(one.by == person_id and one.path_id in theirs for one in whole.entries)


def _may_investigate(whole: Whole, person_id: uuid.UUID) -> None:
    roles = _roles(whole, person_id)
    if _looked_after_the_child(whole, person_id, roles):
        raise Blocked("The safeguarding lead who worked for the child is a witness and does not investigate. Choose somebody else.")
    if not roles & INVESTIGATES:
        raise Blocked(
            "Only an investigating officer, a deputy headteacher, the headteacher or a governor investigates. Choose one of them."
        )
    if roles & INVESTIGATES == {Role.PANEL_MEMBER.value} and works_here(whole, person_id, roles):
        raise Blocked("A governor who works at the school does not investigate a colleague. Choose another governor.")


def _may_present(whole: Whole, person_id: uuid.UUID) -> None:
    if any(one.person_id == person_id and one.part == Part.INVESTIGATOR.value for one in whole.involved):
        return  # nobody knows the case for the school better than whoever looked into it
    roles = _roles(whole, person_id)
    about_head = whole.case.answer["case_manager"] == Role.CHAIR.value
    if about_head and Role.CHAIR.value in roles:
        return
    if Role.HEADTEACHER.value in roles:
        raise Blocked("The headteacher presents a case only when they investigated it. Choose somebody else.")
    if roles & LEADS or not roles & PRESENTS:
        raise Blocked(
            "Only whoever investigated presents the case, or an investigating officer, a deputy headteacher or, when it is about the "
            "headteacher, the chair of governors. Choose one of them."
        )


def _may_advise(whole: Whole, person_id: uuid.UUID, part: Part) -> None:
    if Role.HR_ADVISER.value not in _roles(whole, person_id):
        raise Blocked("Only an HR adviser advises. Choose one, or have the employer appoint one first.")
    if part is not Part.ADVISER and any(
        one.by == person_id and one.step in OF_THE_INVESTIGATION and one.path_id in _disciplinary(whole) for one in whole.entries
    ):
        raise Blocked("This adviser supported the investigation, so another one advises those who decide. Choose somebody else.")


def may_step(whole: Whole, person_id: uuid.UUID | None, path: Path, step: str) -> None:
    """Raise `Blocked` when an adviser of those who decide would support the investigation of the same case."""
    decides = (Part.PANEL_ADVISER, Part.APPEAL_ADVISER)
    if (
        step in OF_THE_INVESTIGATION
        and path.name == "disciplinary"
        and any(str(person_id) in whole.holders(one) for one in decides)
    ):
        raise Blocked("You advise those who decide on this case, so somebody else takes the steps of the investigation.")


def _disciplinary(whole: Whole) -> set[uuid.UUID]:
    return {one.id for one in whole.paths if one.name == "disciplinary"}
