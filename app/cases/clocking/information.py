"""Clocks that something else in a case starts: requests about somebody's data, limits of claims, retention, an 18th birthday."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.cases import deadlines
from app.cases.clocking.calendars import calendar_of
from app.cases.clocking.rules import CHILD_18
from app.cases.deadlines import Clock
from app.cases.models import Case
from app.cases.numbers import number
from app.cases.work import Deadline
from app.core.calendar import ENGLAND, Unit, end_of, is_child, months_after, tribunal_limit
from app.core.clock import noon, now, said
from app.core.db import db
from app.pathways.numbers import day_of
from app.pathways.words import DISMISSALS
from app.people.queries import today


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody may ask of the school about their data: what it is, how its clock is counted, and by which law."""

    title: str
    n: int
    unit: Unit
    source: str


REQUESTS = {
    "sar_1m": Request("A subject access request", 1, Unit.MONTHS_TO_WORKING_DAY, "UK GDPR Article 12(3)"),
    "dp_complaint_30d": Request(
        "A complaint about data protection, to be acknowledged",
        30,
        Unit.CALENDAR_DAYS_INCLUSIVE,
        "Data Protection Act 2018, section 164A (Data (Use and Access) Act 2025, section 103)",
    ),
}
TRIBUNAL = "tribunal_limit"
CLAIM = "claim_limit"
RETENTION = "retention_10y"
OLD_MONTHS, NEW_MONTHS = 3, 6
COME_OFF = frozenset({"false", "malicious"})
"""Outcomes whose record comes off the file unless the person agrees that it stays: no clock keeps it."""


def limit_months(school_id: uuid.UUID, act: date) -> int:
    """How many months somebody has to bring a claim about what happened on a day: six from the day on which that law began."""
    begins = day_of(number(school_id, "tribunal_six_months_from").n)
    return NEW_MONTHS if begins is not None and act >= begins else OLD_MONTHS


def limit_of_claim(case: Case, rule: str, act: date, *, what: str, owner: str, after: str) -> None:
    """Write, to be known, until when a claim can reach an employment tribunal, with the date by the other rule beside it."""
    months = limit_months(case.school_id, act)
    other = OLD_MONTHS + NEW_MONTHS - months
    source = "Equality Act 2010, section 123; Employment Rights Act 1996, section 111; Employment Rights Act 2025, section 152"
    row = deadlines.write(
        case, None, Clock(rule, months, Unit.MONTHS_INCLUSIVE.value, owner, source, what, "info"), noon(act), ENGLAND
    )
    row.why = (
        f"{row.why} {after} By the rule of {other} months it would be {said(tribunal_limit(act, other))}. "
        "Early conciliation can make it later."
    )


def after_sanction(case: Case, kind: str, on: date) -> None:
    """A dismissal starts the time in which it can be brought before a tribunal; an appeal inside the school does not move it."""
    if kind in DISMISSALS:
        after = (
            "Counted from the day of the decision; with notice it runs from the last day of employment. An appeal does not move it."
        )
        limit_of_claim(case, TRIBUNAL, on, what=f"sanction:{kind}", owner="hr_adviser", after=after)


def after_complaint(case: Case) -> None:
    """A complaint of harassment or discrimination starts the time for a claim, from the last act that was logged."""
    days = [date.fromisoformat(one["on"]) for one in _acts(case) if one.get("on")]
    if days and not is_there(case, CLAIM):
        limit_of_claim(
            case, CLAIM, max(days), what="complaint", owner="hr_adviser", after="Counted from the last act that was logged."
        )


def is_there(case: Case, rule: str) -> bool:
    """Whether the case has this clock already: a case is closed again, and a path accepted again."""
    return db.session.scalar(select(Deadline.id).where(Deadline.case_id == case.id, Deadline.rule == rule).limit(1)) is not None


def _acts(case: Case) -> list[dict[str, Any]]:
    acts: list[dict[str, Any]] = (case.facts or {}).get("acts", [])
    return acts


def request_clock(case: Case, kind: str, received: datetime) -> Deadline:
    """The clock of a request about data, from the day on which it was received."""
    one = REQUESTS[kind]
    clock = Clock(kind, one.n, one.unit.value, "case_manager", one.source, "request", "hard")
    return deadlines.write(case, None, clock, received, calendar_of(case.school_id))


def birthday_clock(case: Case, token: str, born: date) -> Deadline:
    """Until when a child of the case is a child, to be known: the day before the 18th birthday, 1 March for a leap day."""
    adult = months_after(born, 18 * 12)
    if (adult.month, adult.day) != (born.month, born.day):
        adult += timedelta(days=1)
    last = adult - timedelta(days=1)
    clock = Clock(CHILD_18, 0, Unit.CALENDAR_DAYS.value, "dsl", "Children Act 1989, section 105", f"child:{token}", "info")
    row = deadlines.write(case, None, clock, now(), ENGLAND)
    row.n, row.unit, row.due_on, row.due_at = None, None, last, end_of(last)
    row.why = f"{token} is a child until the 18th birthday begins, on {said(adult)}."
    return row


def is_adult(born: date) -> bool:
    """Whether somebody born on a day is 18 already."""
    return not is_child(born, today())
