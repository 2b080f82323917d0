"""When the calendar changes, every open clock whose date would be another is followed by one with the new date, and why."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.cases.clocking.calendars import by_name
from app.cases.clocking.rules import COUNTED
from app.cases.deadlines import follow
from app.cases.models import Case
from app.cases.work import Deadline, Path, runs
from app.core.action import action, seal_case
from app.core.acts import Act
from app.core.calendar import Calendar, Due, Unit, counted
from app.core.clock import london, now, said
from app.core.db import db
from app.core.permission import Actor, job
from app.pathways import PATHWAYS

KEEPER = job("calendar")
DAYS = frozenset({Unit.WORKING_DAYS.value, Unit.MONTHS_TO_WORKING_DAY.value})
"""The units that a calendar can move."""
MEASURES = {rule.rule_id: (rule.n, rule.unit) for one in PATHWAYS.values() for stage in one.stages for rule in stage.by} | COUNTED
"""How clocks were counted that were written before a clock kept its number."""


@dataclass(frozen=True, slots=True)
class Move:
    """An open clock and the date that it has by the calendar as it is now."""

    deadline: Deadline
    due: Due
    n: int
    unit: str


def keep_counted(school_id: uuid.UUID) -> int:
    """Move every open clock of a school whose date is another by its calendar now; returns how many cases it touched.

    A case at a time, by the product itself: whoever entered the day need not know of the case. Done twice it does nothing.
    """
    cases = list(dict.fromkeys(one.deadline.case_id for one in moves(school_id)))
    for case_id in cases:
        move_clocks(KEEPER, db.session.get_one(Case, case_id))
    return len(cases)


@action(Act.CLOCK_CHANGE)
def move_clocks(actor: Actor, case: Case) -> Case:
    """Supersede the clocks of one case that the calendar moves: the old rows stay, with the event that says both dates."""
    moved = []
    for one in list(moves(case.school_id, case.id)):
        old, path = one.deadline, db.session.get(Path, one.deadline.path_id) if one.deadline.path_id else None
        words = f"{_day(old.due_on)} became {_day(one.due.on)}, because the calendar changed. {one.due.why}"
        follow(old, one.due, how="calendar", by=None, reason=words, begun=old.starts_at, n=one.n, unit=one.unit)
        moved.append(
            {
                "rule": old.rule,
                "path": path.name if path else "",
                "from": old.due_on.isoformat() if old.due_on else "",
                "to": one.due.on.isoformat() if one.due.on else "",
                "why": one.due.why,
            }
        )
    seal_case(case, how="calendar", moved=moved, rule=moved[0]["rule"] if len(moved) == 1 else None)
    return case


def moves(school_id: uuid.UUID, case_id: uuid.UUID | None = None) -> Iterator[Move]:
    """The open clocks whose date the calendar gives differently now; a clock is not made overdue by a change after the day."""
    wanted = select(Deadline).where(Deadline.school_id == school_id, *runs())
    if case_id is not None:
        wanted = wanted.where(Deadline.case_id == case_id)
    known: dict[str | None, Calendar] = {}
    for one in db.session.scalars(wanted.order_by(Deadline.id)).all():
        n, unit = (one.n, one.unit) if one.n is not None or one.replaces else MEASURES.get(one.rule, (None, None))
        if n is None or unit not in DAYS or (one.n is None and not _as_counted(one, str(unit), n)):
            continue
        if one.calendar not in known:
            known[one.calendar] = by_name(school_id, one.calendar)
        due = counted(str(unit), n, london(one.starts_at).date(), known[one.calendar])
        late = due.at is not None and one.due_at is not None and due.at < now() <= one.due_at
        if due.on != one.due_on and not late:
            yield Move(one, due, n, str(unit))


def _as_counted(deadline: Deadline, unit: str, n: int) -> bool:
    """Whether a clock from before its number was kept has the date that its rule gives without any day added."""
    return counted(unit, n, london(deadline.starts_at).date()).on == deadline.due_on


def _day(on: date | None) -> str:
    return said(on) if on else "a date that is not known"
