"""A clock is stopped, started again or extended with a reason, or said why it was missed; the row it had stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.cases.clocking.calendars import by_name
from app.cases.clocking.owning import may_change, owns
from app.cases.clocking.rules import LONGEST
from app.cases.clocking.states import strength_of
from app.cases.deadlines import follow, state_of
from app.cases.following import only_while_open, the_person
from app.cases.models import Case
from app.cases.work import Deadline, Path
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.calendar import ENGLAND, Due, UnknownDate, counted, end_of, months_after
from app.core.clock import london, now, said
from app.core.db import db
from app.core.permission import Actor, Refused
from app.people.queries import today

OPEN = frozenset({"open", "due soon", "overdue", "not known"})
BY_LAW = "This clock is set by law or by the safeguarding procedures: it cannot be stopped or moved. If it is missed, say why."


@action(Act.CLOCK_CHANGE)
def stop_clock(actor: Actor, deadline: Deadline, *, reason: str) -> Deadline:
    """Stop a clock of the school's own procedures; what is left of it runs when it is started again."""
    _changeable(actor, deadline)
    state = state_of(deadline, now())
    if state == "overdue":
        raise Blocked("This clock is overdue already, so it cannot be stopped. Say why it was missed instead.")
    if state == "not known":
        raise Blocked("This clock has no date yet, so there is nothing to stop. Extend it to a date first.")
    deadline.dropped_at, deadline.ended_how, deadline.ended_by, deadline.reason = now(), "stopped", the_person(actor), reason
    _seal(deadline, how="stopped", reason=reason)
    return deadline


@action(Act.CLOCK_CHANGE)
def start_again(actor: Actor, deadline: Deadline, *, reason: str) -> Deadline:
    """Start a stopped clock again: the days that were left when it was stopped run from today."""
    followed = select(Deadline.id).where(Deadline.case_id == deadline.case_id, Deadline.replaces == deadline.id)
    if deadline.ended_how != "stopped" or db.session.scalar(followed) is not None:
        raise Stale("This clock is not stopped: somebody else may have started it again.")
    _changeable(actor, deadline, stopped=True)
    path = db.session.get(Path, deadline.path_id) if deadline.path_id else None
    if path is not None and path.ended_at is not None:
        raise Blocked("The procedure of this clock has come to its end, so it is not started again.")
    due, unit, left = _rest(deadline)
    row = follow(deadline, due, how="restarted", by=the_person(actor), reason=reason, begun=now(), n=left, unit=unit)
    _seal(row, how="restarted", reason=reason, due=_day(row))
    return row


@action(Act.CLOCK_CHANGE)
def extend_clock(actor: Actor, deadline: Deadline, *, to: date, reason: str) -> Deadline:
    """Extend a clock of the school's own procedures to a later day, before its day has passed: a miss stays a miss."""
    _changeable(actor, deadline, to=to)
    if state_of(deadline, now()) == "overdue":
        raise Blocked("This clock is overdue: it can be extended only before its day has passed. Say why it was missed instead.")
    before = deadline.due_on or (london(deadline.due_at).date() if deadline.due_at else None)
    if before is not None and to <= before:
        raise Blocked(f"It is due on {said(before)} already. Choose a later day.")
    if to < today():
        raise Blocked(f"{said(to)} has passed. Choose a day that is still to come.")
    why = f"Extended to {said(to)}" + (f"; it was due on {said(before)} before." if before else "; its date was not known before.")
    row = follow(deadline, Due(end_of(to), to, why), how="extended", by=the_person(actor), reason=reason, begun=deadline.starts_at)
    _seal(row, how="extended", reason=reason, due=_day(row), before=before.isoformat() if before else None)
    return row


@action(Act.CLOCK_EXPLAIN)
def explain_missed(actor: Actor, deadline: Deadline, *, reason: str) -> Deadline:
    """Say why a clock was missed, once, in the words of whoever owns it."""
    case = db.session.get_one(Case, deadline.case_id)
    if not owns(actor, case, deadline):
        raise Refused("whoever owns the clock explains it")
    if deadline.missed is not None:
        raise Stale("Somebody has said already why it was missed.")
    if state_of(deadline, now()) not in {"overdue", "met late"}:
        raise Blocked("This clock has not been missed, so there is nothing to explain.")
    deadline.missed, deadline.missed_by, deadline.missed_at = reason, the_person(actor), now()
    _seal(deadline, how="missed", reason=reason)
    return deadline


def _changeable(actor: Actor, deadline: Deadline, *, stopped: bool = False, to: date | None = None) -> None:
    """Raise unless this person may stop, extend or restart this clock as it stands."""
    case = db.session.get_one(Case, deadline.case_id)
    if not may_change(actor, case, deadline):
        raise Refused("only whoever owns the clock, and the case manager")
    if deadline.rule not in LONGEST:
        only_while_open(case)
    if not stopped and state_of(deadline, now()) not in OPEN:
        raise Stale("This clock does not run any more.")
    longest = _longest(deadline)
    if strength_of(deadline) != "soft" and (to is None or longest is None):
        raise Blocked(BY_LAW)
    if to is not None and longest is not None and to > longest:
        raise Blocked(f"The law lets it be extended to {said(longest)} at the latest. Choose an earlier day.")


def _longest(deadline: Deadline) -> date | None:
    """The last day to which the law itself lets a clock of law be extended."""
    months = LONGEST.get(deadline.rule)
    return ENGLAND.on_or_after(months_after(london(deadline.starts_at).date(), months)) if months else None


def _rest(deadline: Deadline) -> tuple[Due, str, int]:
    """What is left of a stopped clock, counted from today."""
    if deadline.dropped_at is None or deadline.due_on is None:
        raise Stale("This clock cannot be started again as it stands.")
    stopped, day = london(deadline.dropped_at).date(), today()
    working = deadline.unit == "working_days"
    span = (stopped + timedelta(days=n + 1) for n in range((deadline.due_on - stopped).days))
    days = by_name(deadline.school_id, deadline.calendar)
    try:
        left = sum(days.is_working_day(one) for one in span) if working else (deadline.due_on - stopped).days
    except UnknownDate as missing:
        raise Blocked(f"What is left of it cannot be counted: {missing}. Have the calendar completed first.") from missing
    unit = "working_days" if working else "calendar_days"
    due, words = counted(unit, left, day, days), "working day" if working else "day"
    why = (
        f"{left} {words}{'' if left == 1 else 's'} {'was' if left == 1 else 'were'} left when it was stopped on {said(stopped)}. "
        f"It runs again from {said(day)}."
    )
    return Due(due.at, due.on, why), unit, left


def _day(deadline: Deadline) -> str | None:
    return deadline.due_on.isoformat() if deadline.due_on else None


def _seal(deadline: Deadline, *, how: str, reason: str, due: str | None = None, before: str | None = None) -> None:
    path = db.session.get(Path, deadline.path_id) if deadline.path_id else None
    seal_case(deadline, rule=deadline.rule, how=how, reason=reason, due=due, before=before, path=path.name if path else None)
