"""Who is away, on which days: entered by the person, the headteacher or the administrator; and called off when they are not."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from app.cases.clocking.models import Absence
from app.cases.following import the_person
from app.core.action import Blocked, Stale, action, seal
from app.core.acts import Act, Role
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, Refused, scope, scope_of
from app.people.models import Person
from app.people.queries import holdings_of, names, today

FOR_OTHERS = (Role.HEADTEACHER, Role.ADMINISTRATOR)
"""Whoever may say that somebody else is away."""


@scope(Absence)
def _absences(actor: Actor) -> ColumnElement[bool]:
    """One's own; the headteacher and the administrator those of their school."""
    return or_(Absence.person_id == actor.person_id, Absence.school_id.in_(actor.schools(*FOR_OTHERS)))


@action(Act.ABSENCE_SET)
def be_away(actor: Actor, person: Person, *, starts_on: date, ends_on: date) -> Absence:
    """Record that somebody is away, at every school where they hold a role that the actor can speak for."""
    own = actor.person_id == person.id
    held = {one.school_id for one in holdings_of(person.id)}
    schools = sorted(held if own else held & set(actor.schools(*FOR_OTHERS)))
    if not schools and not own:
        raise Refused(Act.ABSENCE_SET)
    if not schools:
        raise Blocked("You hold no role, so no clock is yours and nothing has to be told to anybody.")
    if ends_on < starts_on:
        raise Blocked("The last day lies before the first. Check both days.")
    if ends_on < today():
        raise Blocked("These days have passed. Enter days that are still to come.")
    rows = [
        Absence(
            school_id=school_id,
            person_id=person.id,
            starts_on=starts_on,
            ends_on=ends_on,
            set_by=the_person(actor),
            set_at=now(),
        )
        for school_id in schools
    ]
    db.session.add_all(rows)
    seal(f"p:{person.id}", school_id=schools[0], starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
    return rows[0]


@action(Act.ABSENCE_SET)
def be_back(actor: Actor, absence: Absence) -> Absence:
    """Call an absence off: from now on their clocks are theirs again."""
    if actor.person_id != absence.person_id and absence.school_id not in actor.schools(*FOR_OTHERS):
        raise Refused(Act.ABSENCE_SET)
    if absence.called_off_at is not None:
        raise Stale("This absence was called off already.")
    own = select(Absence).where(
        Absence.person_id == absence.person_id, Absence.set_at == absence.set_at, Absence.called_off_at.is_(None)
    )
    for row in db.session.scalars(own):
        row.called_off_at, row.called_off_by = now(), the_person(actor)
    seal(f"p:{absence.person_id}", school_id=absence.school_id, called_off=True)
    return absence


def away_on(school_id: uuid.UUID, day: date) -> set[uuid.UUID]:
    """The people of a school who are away on a day."""
    wanted = select(Absence.person_id).where(
        Absence.school_id == school_id,
        Absence.starts_on <= day,
        Absence.ends_on >= day,
        Absence.called_off_at.is_(None),
    )
    return set(db.session.scalars(wanted))


def absences(actor: Actor) -> Sequence[tuple[Absence, str]]:
    """The absences from today on that this person may know of, each with a name, one for each person and span."""
    rows = db.session.scalars(
        select(Absence)
        .where(scope_of(Absence, actor), Absence.ends_on >= today(), Absence.called_off_at.is_(None))
        .order_by(Absence.starts_on, Absence.id)
    ).all()
    once = {(row.person_id, row.set_at): row for row in rows}
    known = names(row.person_id for row in once.values())
    return [(row, known.get(row.person_id, "")) for row in once.values()]
