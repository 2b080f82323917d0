"""What each morning does for clocks: the calendar is counted again, people are told that something is due, and the next in line."""

from __future__ import annotations

import uuid
from datetime import date

from app.cases.clocking.away import away_on
from app.cases.clocking.calendars import calendar_of
from app.cases.clocking.escalating import KEEPER, escalate, is_worked
from app.cases.clocking.recounting import keep_counted
from app.cases.queries import has_due
from app.core.action import action, seal
from app.core.acts import MAY, Act
from app.core.db import db
from app.core.permission import Actor
from app.notices.queries import tell, untold
from app.people.models import School
from app.people.queries import holders, holdings_of

DIGEST = "due"


def count_again(school_id: uuid.UUID, _day: date) -> int:
    """Move the clocks that the calendar moves and that were not moved when it was changed; also when a year becomes known."""
    return keep_counted(school_id)


def tell_of_clocks(school_id: uuid.UUID, day: date) -> int:
    """Each working day one notice for everybody with something due or overdue in a case they may know of; then escalation.

    The notice names no case and no number: it says to look. Whoever is away gets none.
    """
    told = 0
    if is_worked(calendar_of(school_id), day) and (
        people := untold(_with_something_due(school_id, day), f"{DIGEST}:{day.isoformat()}")
    ):
        told = remind(KEEPER, db.session.get_one(School, school_id), day=day, people=people)
    return told + escalate(school_id, day)


def look_again(school_id: uuid.UUID, day: date) -> int:
    """Tell on, through the day, of the clocks that cannot wait for the next morning."""
    return escalate(school_id, day, only_short=True)


def _with_something_due(school_id: uuid.UUID, day: date) -> list[uuid.UUID]:
    away = away_on(school_id, day)
    people = dict.fromkeys(person_id for _, person_id in holders(school_id, MAY[Act.CASE_LIST]) if person_id not in away)
    return [one for one in people if has_due(Actor(person_id=one, holdings=holdings_of(one)), school_id, day)]


@action(Act.CLOCK_REMIND)
def remind(actor: Actor, school: School, *, day: date, people: list[uuid.UUID]) -> int:
    """Tell these people, once a day, that something is due today or overdue."""
    fresh = tell(people, "clocks_due", school_id=school.id, case_id=None, once=f"{DIGEST}:{day.isoformat()}")
    seal(f"s:{school.id}", school_id=school.id, day=day.isoformat(), told=[str(one) for one in fresh])
    return len(fresh)
