"""Who has which part in a case, and who manages it: given, named later, or handed over, and never to somebody with a part."""

from __future__ import annotations

import uuid

from app.cases.engine import Whole, roles_on
from app.cases.following import only_manager, only_while_open
from app.cases.handover.noting import note_for
from app.cases.hearings.taking_part import APPOINTERS, NO_TIE, SAY_FIRST, TIED, may_take
from app.cases.managing import ORDER, free_holders, manager_for
from app.cases.models import CONFLICTED, MAY_BE_ONE, Case, Involvement, Part
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, Refused
from app.notices.queries import tell

NOBODY_FREE = "The role is held by nobody who is free of the case."
CAME_TO_ROLE = "They came to the role that manages this case after it was logged."
NOT_FREE = "This person cannot be chosen for this case. Choose somebody else."


@action(Act.CASE_APPOINT)
def give_part(actor: Actor, case: Case, *, person_id: uuid.UUID, part: Part, tie: str) -> Involvement:
    """Give somebody a working part: investigator, presenter, adviser, hearer or one of the appeal panels.

    They share nobody, but whoever investigated may present the case. Whoever gives the part says that nothing ties the person
    to the case (`tie`), and that stays with it.
    """
    whole = _appointing(actor, case, person_id)
    if tie != NO_TIE:
        raise Blocked(TIED.get(tie, SAY_FIRST))
    if any(one.person_id == person_id and _in_the_way(one, part) for one in whole.involved):
        raise Blocked(
            "This person has another part in the case already. Investigator, hearer and those who hear an appeal must be different people."
        )
    may_take(whole, person_id, part)
    row = _written(actor, case, person_id, part, tie)
    tell([person_id], "appointed", school_id=case.school_id, case_id=case.id, once=f"appointed:{row.id}")
    return row


@action(Act.CASE_APPOINT)
def keep_out(actor: Actor, case: Case, *, person_id: uuid.UUID, tie: str) -> Involvement:
    """Keep what ties somebody to the case: no part is given to them, whoever asks again, and one that they have ends."""
    whole = _appointing(actor, case, person_id)
    if tie not in TIED:
        raise Blocked(SAY_FIRST)
    _end_work(whole, person_id)
    return _written(actor, case, person_id, Part.KEPT_OUT, tie)


def _appointing(actor: Actor, case: Case, person_id: uuid.UUID) -> Whole:
    """The case, for whoever may appoint; `Blocked` for a person who has no place in it."""
    if not roles_on(actor, case) & APPOINTERS:
        raise Refused("only the case manager, the HR adviser or the clerk appoints")
    only_while_open(case)
    whole = Whole(case)
    if person_id in whole.conflicted or str(person_id) in whole.holders(Part.KEPT_OUT):
        raise Blocked(NOT_FREE)  # the same words whatever the part: they must not tell who reported it
    return whole


def _in_the_way(one: Involvement, part: Part) -> bool:
    """Whether a part that somebody has, or had, keeps them from this one."""
    return one.ended_at is None if one.part == part.value else not {one.part, part.value} <= MAY_BE_ONE


def _written(actor: Actor, case: Case, person_id: uuid.UUID, part: Part, tie: str) -> Involvement:
    row = Involvement(
        school_id=case.school_id,
        case_id=case.id,
        part=part.value,
        person_id=person_id,
        added_at=now(),
        details={"tie": tie, "by": str(actor.person_id)},
    )
    db.session.add(row)
    db.session.flush()
    seal_case(row, part=part.value, person=str(person_id), tie=tie)
    return row


def _end_work(whole: Whole, person_id: uuid.UUID) -> None:
    """A working part ends: nobody works on a case they are tied to."""
    for one in whole.involved:
        if one.person_id == person_id and Part(one.part) not in CONFLICTED and one.ended_at is None:
            one.ended_at = now()


@action(Act.CASE_NAME)
def name_part(actor: Actor, case: Case, *, part: Part, person_id: uuid.UUID | None, name: str, note: str) -> Involvement:
    """Name somebody whose part in the case has come to light; from now on they do not know that it exists.

    When it is whoever manages the case, it goes at once to the next in order who has no part in it (R14). Who only dealt with
    an earlier concern about the same person goes on knowing of the case, and neither investigates nor hears it (ADR 15).
    """
    only_manager(actor, case)
    only_while_open(case)
    if part not in (CONFLICTED | {Part.EARLIER}) - {Part.SUBJECT, Part.REPORTER}:
        raise Refused("only a part that hides the case is named here")
    whole = Whole(case)
    if person_id and any(one.person_id == person_id and one.part == part.value for one in whole.involved):
        raise Stale("This person is named with this part already.")
    row = Involvement(
        school_id=case.school_id,
        case_id=case.id,
        part=part.value,
        person_id=person_id,
        added_at=now(),
        token=_token(whole) if part is Part.CHILD else None,
        name=None if person_id else name,
        details={"note": note},
    )
    db.session.add(row)
    if person_id:
        _end_work(whole, person_id)
    db.session.flush()
    if part in CONFLICTED:
        _leave_no_gap(actor, case, {*whole.conflicted, *({person_id} if person_id else set())})
    seal_case(row, part=part.value, person=str(person_id) if person_id else None)
    return row


@action(Act.CASE_HAND_OVER)
def hand_over(actor: Actor, case: Case, *, to: Role, reason: str, version: int, words: str = "") -> Case:
    """Hand a case to another role that can manage it, held today by somebody who has no part in it.

    The case manager may (away, or too close to it), and so may the employer's HR adviser, who is told when nobody is left.
    A case about the headteacher stays with the chair of governors or the employer. Whoever takes it finds a note of it, with
    the reason and what else they should know.
    """
    only_while_open(case)
    if case.version != version:
        raise Stale("Somebody else worked on this case after this page was opened.")
    if to not in open_roles(case):
        raise Blocked("Nobody who is free of this case holds that role today. Choose another, or have one appointed first.")
    people = free_holders(case.school_id, (to,), Whole(case).conflicted)
    case.manager = to.value
    tell(
        [one for one in people if one != actor.person_id],
        "case_to_manage",
        school_id=case.school_id,
        case_id=case.id,
        once=f"handed:{case.id}:{to.value}:{now().isoformat()}",
    )
    note_for(case, people, by=actor, reason=reason, words=words)
    seal_case(case, to=to.value, reason=reason)
    return case


@action(Act.CASE_HAND_OVER)
def pass_on(actor: Actor, case: Case) -> Case:
    """Give a case whose manager has left, or has come to have a part in it, to the next in order (a job does it)."""
    _leave_no_gap(actor, case, Whole(case).conflicted)
    seal_case(case, to=case.manager, reason=NOBODY_FREE)
    return case


@action(Act.CASE_HAND_OVER)
def brief(actor: Actor, case: Case, *, people: frozenset[uuid.UUID]) -> Case:
    """Make the note for people who came to the role that manages a case while it runs (a job does it); the conflicted get none."""
    only_while_open(case)
    note_for(case, people - Whole(case).conflicted, by=actor, reason=CAME_TO_ROLE)
    seal_case(case, to=case.manager, reason=CAME_TO_ROLE)
    return case


def open_roles(case: Case) -> tuple[Role, ...]:
    """The roles this case can be handed to: not the one that has it, held today by somebody with no part in it."""
    conflicted = Whole(case).conflicted
    about_head = case.answer["case_manager"] == Role.CHAIR.value
    order = (Role.CHAIR,) if about_head else ORDER
    return tuple(role for role in order if role.value != case.manager and free_holders(case.school_id, (role,), conflicted))


def _leave_no_gap(actor: Actor, case: Case, conflicted: set[uuid.UUID]) -> None:
    if case.manager == Role.HR_ADVISER.value or free_holders(case.school_id, (Role(case.manager),), conflicted):
        return
    about_head = case.answer["case_manager"] == Role.CHAIR.value
    case.manager = manager_for(case.school_id, conflicted, about_head=about_head).value
    kind = "appoint_manager" if case.manager == Role.HR_ADVISER.value else "case_to_manage"
    people = free_holders(case.school_id, (Role(case.manager),), conflicted)
    tell(people, kind, school_id=case.school_id, case_id=case.id, once=f"{kind}:{case.id}:{case.version}")
    note_for(case, people, by=actor, reason=NOBODY_FREE)


def _token(whole: Whole) -> str:
    children = sum(one.part == Part.CHILD.value for one in whole.involved)
    return child_token(children)


def child_token(before: int) -> str:
    """What pages call the next child of a case in which so many were named before: Child A to Child Z, then Child A1."""
    return f"Child {chr(ord('A') + before % 26)}{before // 26 or ''}"
