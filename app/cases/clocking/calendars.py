"""The calendars of a school: the bank holidays of England with its own one-off days, and its school days where a procedure counts them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.cases.clocking.models import ClosedDay, DayKind, Term
from app.cases.numbers import number
from app.core.calendar import ENGLAND, Calendar
from app.core.db import db

EVERY_DAY, SCHOOL_DAYS = "england", "school"
TERM_ONLY = {"disciplinary": "discipline_term_only", "equal_opportunities": "dignity_term_only"}
"""For each procedure whose own working days a school may count in term only, the number that says whether it does.
Clocks of law, of the council and of safeguarding never wait for a term."""


def days_of(school_id: uuid.UUID) -> dict[date, ClosedDay]:
    """What a school has said of single days: the newest row of each day."""
    rows = db.session.scalars(select(ClosedDay).where(ClosedDay.school_id == school_id).order_by(ClosedDay.set_at, ClosedDay.id))
    return {row.on: row for row in rows}


def terms_of(school_id: uuid.UUID) -> Sequence[Term]:
    """The terms of a school, by their first day: the newest row of each."""
    rows = db.session.scalars(select(Term).where(Term.school_id == school_id).order_by(Term.set_at, Term.id))
    newest = {row.starts_on: row for row in rows}
    return [newest[day] for day in sorted(newest) if newest[day].ends_on is not None]


def calendar_of(school_id: uuid.UUID) -> Calendar:
    """The calendar that every clock in working days of a school goes by."""
    return _with(days_of(school_id))


def _with(days: Mapping[date, ClosedDay]) -> Calendar:
    if not days:
        return ENGLAND
    return Calendar(
        added=frozenset(row.on for row in days.values() if row.kind == DayKind.BANK_HOLIDAY.value),
        removed=frozenset(row.on for row in days.values() if row.kind == DayKind.WORKING.value),
        names=tuple((row.on, row.name) for row in days.values()),
    )


def school_days_of(school_id: uuid.UUID) -> Calendar:
    """The calendar of a school's own school days: in term, and not on a day on which it is closed."""
    days = days_of(school_id)
    return replace(
        _with(days),
        closed=frozenset(row.on for row in days.values() if row.kind == DayKind.CLOSED.value),
        terms=tuple((one.starts_on, one.ends_on) for one in terms_of(school_id) if one.ends_on),
    )


def own_days(school_id: uuid.UUID, procedure: str) -> Calendar:
    """The days by which a school's own procedure counts: its school days where it says so, else every working day."""
    setting = TERM_ONLY.get(procedure)
    in_term = setting is not None and number(school_id, setting).n == 1
    return school_days_of(school_id) if in_term else calendar_of(school_id)


def by_name(school_id: uuid.UUID, name: str | None) -> Calendar:
    """The calendar that a clock was counted by."""
    return school_days_of(school_id) if name == SCHOOL_DAYS else calendar_of(school_id)
