"""A request about somebody's data reaches the school and is answered; a child's date of birth is put to its clock."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from app.cases.clocking.information import REQUESTS, birthday_clock, is_adult, request_clock
from app.cases.clocking.owning import may_change
from app.cases.clocking.rules import CHILD_18
from app.cases.deadlines import happened
from app.cases.engine import roles_on
from app.cases.models import Case, Involvement, Part
from app.cases.work import Deadline
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.clock import now, said
from app.core.db import db
from app.core.permission import Actor, Refused
from app.people.queries import today

ASKED = frozenset({"case_manager", Role.HR_ADVISER.value})
PROTECTS = frozenset({"case_manager", Role.DSL.value, Role.DEPUTY_DSL.value})


@action(Act.CLOCK_START)
def record_request(actor: Actor, case: Case, *, kind: str, on: date) -> Deadline:
    """Record that a request about somebody's data in this case reached the school on a day: its clock of law runs from it.

    It may come while the case is open or after it was closed.
    """
    if kind not in REQUESTS or not roles_on(actor, case) & ASKED:
        raise Refused(Act.CLOCK_START)
    row = request_clock(case, kind, happened(case, on.isoformat(), now()))
    db.session.flush()
    seal_case(row, rule=kind, how="started")
    return row


@action(Act.CLOCK_CHANGE)
def answer_request(actor: Actor, deadline: Deadline, *, on: date) -> Deadline:
    """Record on which day a request about data was answered, or a complaint acknowledged."""
    case = db.session.get_one(Case, deadline.case_id)
    if deadline.rule not in REQUESTS or not may_change(actor, case, deadline):
        raise Refused(Act.CLOCK_CHANGE)
    if not deadline.is_running:
        raise Stale("That it was answered is on record already.")
    at = happened(case, on.isoformat(), now())
    if at < deadline.starts_at and on != today():
        raise Blocked(f"It was received on {said(deadline.starts_at)} only. Check the day of the answer.")
    deadline.met_at, deadline.met_by, deadline.met_what = at, actor.person_id, "answered"
    seal_case(deadline, rule=deadline.rule, how="answered")
    return deadline


@action(Act.CLOCK_START)
def note_birthday(actor: Actor, case: Case, *, child_id: uuid.UUID, born: date) -> Deadline:
    """Put the 18th birthday of a child of the case among the clocks; only who protects the child sees it."""
    child = db.session.get(Involvement, child_id)
    if child is None or child.case_id != case.id or child.part != Part.CHILD.value or not roles_on(actor, case) & PROTECTS:
        raise Refused(Act.CLOCK_START)
    if born > today():
        raise Blocked(f"{said(born)} has not come yet. Check the date of birth.")
    if is_adult(born):
        raise Blocked("By this date of birth they are 18 already. Check it; an adult needs no such clock.")
    token = child.token or "The child"
    known = select(Deadline.id).where(
        Deadline.case_id == case.id, Deadline.rule == CHILD_18, Deadline.started_by == f"child:{token}"
    )
    if db.session.scalar(known) is not None:
        raise Stale("The birthday of this child is among the clocks already.")
    row = birthday_clock(case, token, born)
    db.session.flush()
    seal_case(row, rule=CHILD_18, how="started", path="child_welfare")
    return row
