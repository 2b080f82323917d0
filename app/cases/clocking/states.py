"""How a clock stands at an instant: met, red, amber or open, and from when it is amber."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from app.cases.clocking.rules import HARD
from app.cases.work import Deadline
from app.core import clock
from app.core.calendar import ENGLAND, UnknownDate
from app.pathways.pathway import Unit

MOVED = frozenset({"extended", "calendar"})
"""How a clock ended that another one follows."""
AMBER: dict[str, timedelta] = {
    Unit.HOURS.value: timedelta(hours=12),
    Unit.CALENDAR_DAYS.value: timedelta(days=3),
    Unit.CALENDAR_DAYS_INCLUSIVE.value: timedelta(days=3),
    Unit.WEEKS.value: timedelta(days=3),
    Unit.MONTHS.value: timedelta(days=7),
}
"""How long before it is due a clock is amber, by its unit; one in working days is amber from its last working day but one."""


def state_of(deadline: Deadline, at: datetime) -> str:
    """How a clock stands: met, met late, stopped, replaced, dropped, unknown, overdue (red), due soon (amber), or open.

    One that is there to be known is for information, and then passed: nobody has to do anything by it.
    """
    if deadline.dropped_at is not None:
        return "replaced" if deadline.ended_how in MOVED else "stopped" if deadline.ended_how == "stopped" else "dropped"
    if deadline.met_at is not None:
        return "met late" if deadline.due_at and deadline.met_at > deadline.due_at else "met"
    if deadline.strength == "info":
        return "passed" if deadline.due_at and deadline.due_at < at else "for information"
    if deadline.due_at is None:
        return "not known"
    if deadline.due_at < at:
        return "overdue"
    return "due soon" if at >= amber_from(deadline, deadline.due_at) else "open"


def strength_of(deadline: Deadline) -> str:
    """How strict a clock is: hard, soft or info; of one from before that was kept, as the list of hard clocks says."""
    return deadline.strength or ("hard" if deadline.rule in HARD else "soft")


def amber_from(deadline: Deadline, due_at: datetime) -> datetime:
    """The instant from which an open clock is amber."""
    if deadline.due_on is not None and deadline.unit in {None, Unit.WORKING_DAYS.value}:
        try:
            before = ENGLAND.add(deadline.due_on, -1)
        except UnknownDate:
            before = deadline.due_on - timedelta(days=1)
        return clock.utc(datetime.combine(before, time(0), clock.LONDON))
    return due_at - AMBER.get(deadline.unit or "", timedelta(hours=24))
