"""The clocks of a case: written with the reason for their date, met by what meets them, and never recomputed in silence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.cases.models import Case
from app.cases.work import Deadline, Path
from app.core import clock
from app.core.calendar import Due, after_days, after_hours, after_working_days, end_of
from app.core.db import db
from app.pathways.pathway import By, Unit
from app.people.queries import school

LADO = ("lado_24h", "lado_1wd")
TRIAGE = "triage_1wd"
WHEN_ENDED = ("data_breach_72h",)
ROUTING = {
    "lado_24h": ("case_manager", "child_protection", "Sefton Safeguarding Children Partnership procedures, 15.3"),
    "lado_1wd": ("case_manager", "child_protection", "Working Together to Safeguard Children, chapter 4; local procedures"),
    "data_breach_72h": ("case_manager", "other_procedure", "UK GDPR Article 33"),
    "triage_1wd": ("case_manager", "", "The school's own procedure"),
}
"""For each clock of routing: who owns it, the path it belongs to, and where the rule comes from."""


def _write(case: Case, path: Path | None, rule: str, begun: datetime, due: Due, *, owner: str, source: str) -> None:
    db.session.add(
        Deadline(
            school_id=case.school_id,
            case_id=case.id,
            path_id=path.id if path else None,
            rule=rule,
            starts_at=begun,
            due_at=due.at,
            due_on=due.on,
            why=due.why,
            source=source,
            owner=owner,
        )
    )


def from_routing(case: Case, deadlines: Iterable[dict[str, str]], paths: Sequence[Path]) -> None:
    """Write the clocks that routing started, all from the instant the report reached the school."""
    for one in deadlines:
        owner, name, source = ROUTING[one["rule"]]
        path = next(
            (path for path in paths if path.name == name and (name != "other_procedure" or path.procedure == "data_protection")),
            None,
        )
        at, on = _instant(one["due"])
        due = Due(at, on, _why(one["rule"], case.reported_at, on))
        _write(case, path, one["rule"], case.reported_at, due, owner=owner, source=source)


def lado_clocks(case: Case, path: Path, at: datetime) -> None:
    """Start the clocks for telling the LADO from an instant, as the school's council counts them."""
    rules = [("lado_1wd", after_working_days(at, 1))]
    if school(case.school_id).clock_set == "sefton":
        rules.insert(0, ("lado_24h", after_hours(at, 24)))
    for rule, due in rules:
        owner, _, source = ROUTING[rule]
        _write(case, path, rule, at, due, owner=owner, source=source)


def _instant(due: str) -> tuple[datetime, date | None]:
    if "T" in due:
        return datetime.fromisoformat(due), None
    on = date.fromisoformat(due)
    return end_of(on), on


def _why(rule: str, started: datetime, due_on: date | None) -> str:
    if due_on is None:
        return after_hours(started, 24 if rule == "lado_24h" else 72).why
    return after_working_days(started, 1).why


def counted(rule: By, at: datetime) -> Due:
    """The deadline that a rule of a pathway gives from an instant."""
    if rule.unit is Unit.HOURS:
        return after_hours(at, rule.n)
    return after_working_days(at, rule.n) if rule.unit is Unit.WORKING_DAYS else after_days(at, rule.n)


def start(case: Case, path: Path, rules: Iterable[By], at: datetime, answers: Mapping[str, Any]) -> None:
    """Start the clocks of a stage that the school's council knows, from now or from the day that was asked for.

    A date that the calendar cannot give is written as not known.
    """
    clock_set = school(case.school_id).clock_set
    for rule in rules:
        if rule.only_for not in {"", clock_set}:
            continue
        begun = _begun(answers.get(rule.starts_from), at)
        _write(case, path, rule.rule_id, begun, counted(rule, begun), owner=rule.owner, source=rule.source)


def _begun(day: object, at: datetime) -> datetime:
    """Midday in London of a day that was asked for, so that days are counted from it; the instant itself without one."""
    try:
        return datetime.combine(date.fromisoformat(str(day)), time(12), clock.LONDON)
    except ValueError:
        return at


def meet(
    case_id: uuid.UUID,
    *,
    by: uuid.UUID | None,
    rules: Iterable[str] | None = None,
    path_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Mark open clocks of a case as met: those of these rules, of one path when it is named."""
    wanted = select(Deadline).where(Deadline.case_id == case_id, Deadline.met_at.is_(None), Deadline.dropped_at.is_(None))
    if rules is not None:
        wanted = wanted.where(Deadline.rule.in_(list(rules)))
    if path_id is not None:
        wanted = wanted.where(Deadline.path_id == path_id)
    for one in db.session.scalars(wanted):
        one.met_at, one.met_by = at or clock.now(), by


def drop(path_id: uuid.UUID) -> None:
    """Drop the open clocks of a path that was declined or has ended; they stay on the record."""
    wanted = select(Deadline).where(Deadline.path_id == path_id, Deadline.met_at.is_(None), Deadline.dropped_at.is_(None))
    for one in db.session.scalars(wanted):
        one.dropped_at = clock.now()


def state_of(deadline: Deadline, at: datetime) -> str:
    """How a clock stands: met, met late, dropped, unknown, overdue, due within a day, or open."""
    if deadline.dropped_at is not None:
        return "dropped"
    if deadline.met_at is not None:
        return "met late" if deadline.due_at and deadline.met_at > deadline.due_at else "met"
    if deadline.due_at is None:
        return "not known"
    if deadline.due_at < at:
        return "overdue"
    return "due soon" if deadline.due_at - at < timedelta(hours=24) else "open"
