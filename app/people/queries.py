"""What pages ask of schools and people."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Date, Select, Uuid, bindparam, or_, select

from app.core.acts import Role
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor, Holding, scope
from app.people.models import Appointment, Employer, Person, School


@scope(School)
def _schools(actor: Actor) -> ColumnElement[bool]:
    return School.id.in_(actor.schools())


@scope(Person)
def _people(actor: Actor) -> ColumnElement[bool]:
    return Person.school_id.in_(actor.schools())


def today() -> date:
    """The date in London."""
    return london(now()).date()


def _current(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return (Appointment.starts_on <= day) & or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day)


_HOLDINGS = (
    select(Appointment.role, School.id)
    .join(School, or_(School.id == Appointment.school_id, School.employer_id == Appointment.employer_id))
    .where(
        Appointment.person_id == bindparam("person_id"),
        Appointment.starts_on <= bindparam("day"),
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= bindparam("day")),
    )
    .order_by(School.name, Appointment.role)
)  # built once: every page asks it


def holdings_of(person_id: uuid.UUID) -> tuple[Holding, ...]:
    """Every role this person holds today, one for each school; roles at an employer count for all of its schools."""
    rows = db.session.execute(_HOLDINGS, {"person_id": person_id, "day": today()})
    return tuple(Holding(Role(role), school_id) for role, school_id in rows)


def roles_from(person_id: uuid.UUID, day: date) -> frozenset[Role]:
    """The roles this person holds anywhere on a day or will hold after it."""
    found = db.session.scalars(
        select(Appointment.role).where(
            Appointment.person_id == person_id, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day)
        )
    )
    return frozenset(Role(role) for role in found)


_HOLDERS = (
    select(Appointment.role, Appointment.person_id)
    .join(Person, Person.id == Appointment.person_id)
    .where(
        Appointment.role.in_(bindparam("roles", expanding=True)),
        _current(bindparam("day", type_=Date())),
        or_(
            Appointment.school_id == bindparam("school", type_=Uuid()),
            Appointment.employer_id
            == select(School.employer_id).where(School.id == bindparam("school", type_=Uuid())).scalar_subquery(),
        ),
        or_(Person.left_on.is_(None), Person.left_on > bindparam("day", type_=Date())),
    )
)  # built once: building it costs more than running it


def holders(school_id: uuid.UUID, roles: Iterable[Role]) -> Sequence[tuple[str, uuid.UUID]]:
    """Who holds these roles at this school today, as (role, person), also those appointed by its employer; never a leaver."""
    asked = {"roles": [role.value for role in roles], "day": today(), "school": school_id}
    return [(role, person_id) for role, person_id in db.session.execute(_HOLDERS, asked)]


def came_to(school_id: uuid.UUID, roles: Iterable[Role], since: date) -> Sequence[Appointment]:
    """The appointments to these roles at this school that began on a day or after it and run today."""
    wanted = (Appointment.school_id == school_id, Appointment.role.in_([role.value for role in roles]))
    return db.session.scalars(select(Appointment).where(*wanted, Appointment.starts_on >= since, _current(today()))).all()


def looked_after(actor: Actor) -> Select[uuid.UUID]:
    """The keys of the people whose accounts this administrator looks after: those of their own schools, also who has left."""
    return select(Person.id).where(Person.school_id.in_(actor.schools(Role.ADMINISTRATOR)))


def whole_roll(school_ids: Sequence[uuid.UUID]) -> Sequence[Person]:
    """Everybody these schools have or had, by name."""
    return db.session.scalars(select(Person).where(Person.school_id.in_(school_ids)).order_by(Person.name, Person.id)).all()


def roles_of(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Appointment]]:
    """The roles that these people hold or will hold, in one query."""
    rows = db.session.scalars(
        select(Appointment)
        .where(Appointment.person_id.in_(set(person_ids)), or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today()))
        .order_by(Appointment.starts_on, Appointment.role)
    )
    found: dict[uuid.UUID, list[Appointment]] = {}
    for one in rows:
        found.setdefault(one.person_id, []).append(one)
    return found


def place_of(person: Person) -> School:
    """A person's school, or the first school of the employer that they work for."""
    here = or_(School.id == person.school_id, School.employer_id == person.employer_id)
    return db.session.scalars(select(School).where(here).order_by(School.name).limit(1)).one()


def another_administrator(school_id: uuid.UUID, person_id: uuid.UUID, day: date) -> bool:
    """Whether somebody other than this person is still administrator of a school after a day."""
    school = db.session.get_one(School, school_id)
    found = db.session.scalar(
        select(Appointment.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.role == Role.ADMINISTRATOR.value,
            Appointment.person_id != person_id,
            Appointment.starts_on <= today(),
            or_(Appointment.ends_on.is_(None), Appointment.ends_on > max(day, today())),
            or_(Appointment.school_id == school_id, Appointment.employer_id == school.employer_id),
            Person.left_on.is_(None),
        )
        .limit(1)
    )
    return found is not None


def roll(school_id: uuid.UUID) -> Sequence[Person]:
    """The staff roll of a school, by name: everybody who has not left."""
    return db.session.scalars(
        select(Person)
        .where(Person.school_id == school_id, or_(Person.left_on.is_(None), Person.left_on >= today()))
        .order_by(Person.name)
    ).all()


def everybody_at(school_id: uuid.UUID) -> Sequence[Person]:
    """The staff roll, and everybody at its employer who holds a role for the school today, by name."""
    employed = select(Appointment.person_id).where(
        _current(today()), Appointment.employer_id.in_(select(School.employer_id).where(School.id == school_id))
    )
    return db.session.scalars(
        select(Person)
        .where(
            or_(Person.school_id == school_id, Person.id.in_(employed) & Person.employer_id.is_not(None)),
            or_(Person.left_on.is_(None), Person.left_on >= today()),
        )
        .order_by(Person.name)
    ).all()


_ROLL_NAMES = (
    select(Person.id, Person.name)
    .where(Person.school_id == bindparam("school"), or_(Person.left_on.is_(None), Person.left_on >= bindparam("day")))
    .order_by(Person.name)
)


def roll_names(school_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, str]]:
    """The key and name of everybody on the staff roll of a school, by name."""
    return [(row[0], row[1]) for row in db.session.execute(_ROLL_NAMES, {"school": school_id, "day": today()})]


_NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("people", expanding=True)))


def names(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these people, in one query."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    rows = db.session.execute(_NAMES, {"people": list(wanted)})
    return {row[0]: row[1] for row in rows}


def person(person_id: uuid.UUID) -> Person:
    """One person by key."""
    return db.session.get_one(Person, person_id)


def school(school_id: uuid.UUID) -> School:
    """One school by key."""
    return db.session.get_one(School, school_id)


def schools_of(actor: Actor) -> Sequence[School]:
    """The schools where this actor holds any role, by name."""
    return db.session.scalars(select(School).where(School.id.in_(actor.schools())).order_by(School.name)).all()


def every_school() -> Sequence[uuid.UUID]:
    """The keys of every school, for what the clock does for each of them."""
    return db.session.scalars(select(School.id).order_by(School.id)).all()


@dataclass(frozen=True, slots=True)
class Lado:
    """The council's designated officer of a school, as far as the school has entered it."""

    name: str
    phone: str
    email: str

    @property
    def said(self) -> str:
        """Name, telephone and e-mail in one line; empty when nothing was entered."""
        return ", ".join(one for one in (self.name, self.phone, self.email) if one)


def lado_of(school_id: uuid.UUID) -> Lado:
    """Whom at the council the school tells; each part may be empty."""
    row = school(school_id)
    return Lado(row.lado_name, row.lado_phone, row.lado_email)


def any_school() -> bool:
    """Whether the database holds a school at all."""
    return db.session.scalar(select(Employer.id).limit(1)) is not None


@scope(Appointment)
def _appointments(actor: Actor) -> ColumnElement[bool]:
    return Appointment.school_id.in_(actor.schools(Role.ADMINISTRATOR))


def role_rows(school_ids: Sequence[uuid.UUID]) -> list[tuple[Person, list[Appointment]]]:
    """The people of these schools who hold or held roles, by name, each with their roles."""
    rows = db.session.execute(
        select(Person, Appointment)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.school_id.in_(school_ids))
        .order_by(Person.name, Appointment.starts_on)
    )
    found: dict[uuid.UUID, tuple[Person, list[Appointment]]] = {}
    for one, appointment in rows:
        found.setdefault(one.id, (one, []))[1].append(appointment)
    return list(found.values())
