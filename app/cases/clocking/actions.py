"""What governs the clocks is changed: a number of the procedures, a day of the calendar or a term, each with its reason."""

from __future__ import annotations

from datetime import date

from app.cases.clocking.calendars import days_of, terms_of
from app.cases.clocking.models import ClosedDay, DayKind, Setting, Term
from app.cases.following import the_person
from app.cases.numbers import number
from app.core.action import Blocked, Stale, action, seal
from app.core.acts import Act
from app.core.calendar import ENGLAND, UnknownDate
from app.core.clock import now, said
from app.core.db import db
from app.core.permission import Actor, Refused, may
from app.pathways.numbers import DEFAULTS
from app.people.models import School


@action(Act.SETTING_CHANGE)
def set_number(
    actor: Actor, school: School, *, key: str, n: int, source: str, edition: str, reason: str, seen: int | None = None
) -> Setting:
    """Set a number of the school's procedures for every clock that starts from now on; clocks that run keep theirs.

    `seen` is the number that the page showed: `Stale` when somebody else has set another one since.
    """
    if not may(actor, Act.SETTING_CHANGE, school.id):
        raise Refused(Act.SETTING_CHANGE)
    usual, before = DEFAULTS[key], number(school.id, key)
    if not usual.least <= n <= usual.most:
        raise Blocked(f"This number can be set from {usual.least} to {usual.most}. Enter one between them.")
    if seen is not None and seen != before.n:
        raise Stale(f"Somebody else has set this number to {before.n} since the page was opened.")
    row = Setting(
        school_id=school.id, key=key, n=n, source=source, edition=edition, reason=reason, set_by=the_person(actor), set_at=now()
    )
    db.session.add(row)
    seal(f"s:{school.id}", school_id=school.id, key=key, n=n, before=before.n, source=source, edition=edition, reason=reason)
    return row


@action(Act.CALENDAR_CHANGE)
def set_day(actor: Actor, school: School, *, on: date, kind: DayKind, name: str, reason: str) -> ClosedDay:
    """Say that a day is an extra bank holiday, that the school is closed on it, or that a bank holiday is worked.

    The clocks that it moves are moved next, case by case (`recounting.keep_counted`), each with an event of its own.
    """
    if not may(actor, Act.CALENDAR_CHANGE, school.id):
        raise Refused(Act.CALENDAR_CHANGE)
    before = days_of(school.id).get(on)
    if kind is DayKind.AS_BEFORE:
        if before is None or before.kind == DayKind.AS_BEFORE.value:
            raise Stale("This day is as it was before already.")
        name = before.name
    else:
        _makes_sense(on, kind)
    row = ClosedDay(school_id=school.id, on=on, kind=kind.value, name=name, reason=reason, set_by=the_person(actor), set_at=now())
    db.session.add(row)
    seal(f"s:{school.id}", school_id=school.id, on=on.isoformat(), kind=kind.value, name=name, reason=reason)
    return row


def _makes_sense(on: date, kind: DayKind) -> None:
    try:
        holiday = ENGLAND.holiday(on)
    except UnknownDate as missing:
        raise Blocked(f"Choose another day: {missing}.") from missing
    if on.weekday() > 4:
        raise Blocked(f"{said(on)} is a weekend and does not count anyway. Choose a weekday.")
    if kind is DayKind.WORKING and holiday is None:
        raise Blocked(f"{said(on)} is a working day already. Choose the bank holiday that is worked.")
    if kind is not DayKind.WORKING and holiday is not None:
        raise Blocked(f"{said(on)} is a bank holiday already: {holiday}. Choose another day.")


@action(Act.CALENDAR_CHANGE)
def set_term(actor: Actor, school: School, *, starts_on: date, ends_on: date | None, name: str) -> Term:
    """Enter a span in which the school meets, or with no last day take the one away that begins on this day."""
    if not may(actor, Act.CALENDAR_CHANGE, school.id):
        raise Refused(Act.CALENDAR_CHANGE)
    if ends_on is not None and ends_on < starts_on:
        raise Blocked("The last day lies before the first. Check both days.")
    overlapping = [
        one
        for one in terms_of(school.id)
        if ends_on and one.ends_on and one.starts_on != starts_on and one.starts_on <= ends_on and starts_on <= one.ends_on
    ]
    if overlapping:
        raise Blocked(f"It overlaps with {overlapping[0].name}, from {said(overlapping[0].starts_on)}. Change the days.")
    row = Term(school_id=school.id, starts_on=starts_on, ends_on=ends_on, name=name, set_by=the_person(actor), set_at=now())
    db.session.add(row)
    seal(
        f"s:{school.id}",
        school_id=school.id,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else None,
        name=name,
    )
    return row
