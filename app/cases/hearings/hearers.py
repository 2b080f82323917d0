"""Who may hear a case, at first or on appeal: nobody who has looked into it, knows of it or works beside the person it is about."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from app.cases.hearings.delegations import highest_of_head
from app.cases.models import Part, Visit
from app.core.action import Blocked
from app.core.acts import Role
from app.core.db import db
from app.people.queries import holders, person

if TYPE_CHECKING:
    from app.cases.engine import Whole

OPENED = "This person has opened the case, so they can no longer hear it. Choose somebody who has not."
HEAD_ALONE = (
    "The headteacher hears a case alone, or a panel of governors hears it without the headteacher. Choose one or the other."
)
NOT_DELEGATED = (
    "The governing body has not recorded that the headteacher may hear cases. Record the delegation first, under Governance, or "
    "choose a panel of governors."
)


def works_here(whole: Whole, person_id: uuid.UUID, roles: set[str]) -> bool:
    """Whether they work at the school of the case, whatever else they are there: its roll says so."""
    one = person(person_id)
    return Role.STAFF.value in roles or (one.school_id == whole.case.school_id and one.post != "governor")


def may_hear(whole: Whole, person_id: uuid.UUID, part: Part) -> None:
    """Raise `Blocked` unless this person may hear the case (for the panel of an appeal: whatever was decided first)."""
    case = whole.case
    held = holders(case.school_id, tuple(Role))
    roles = {role for role, one in held if one == person_id}
    head = Role.HEADTEACHER.value in roles
    if head and part is Part.HEARER and case.manager == Role.HEADTEACHER.value and highest_of_head(case.school_id):
        if whole.holders(Part.HEARER):
            raise Blocked(HEAD_ALONE)
        return  # delegated, no investigator and no witness: the one who may know the file before
    if head and part is not Part.HEARER:
        raise Blocked("The headteacher does not hear an appeal. Choose a panel of governors.")
    if db.session.get(Visit, (person_id, case.id)) is not None or case.logged_by == person_id:
        raise Blocked(f"{OPENED} {NOT_DELEGATED}" if head and part is Part.HEARER else OPENED)
    if head:
        raise Blocked(NOT_DELEGATED)
    if Role.PANEL_MEMBER.value not in roles:
        raise Blocked("Only a governor who is appointed as panel member hears a case. Choose one of them.")
    if works_here(whole, person_id, roles):
        raise Blocked("A governor who works at the school does not hear a case about a colleague. Choose another governor.")
    heads = {str(one) for role, one in held if role == Role.HEADTEACHER.value}
    if part is Part.HEARER and heads & whole.holders(Part.HEARER):
        raise Blocked(HEAD_ALONE)
