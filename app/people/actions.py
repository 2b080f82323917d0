"""Founding a school, and the roles people are given and give up."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from app.core.action import Blocked, action, seal
from app.core.acts import MAY, Act, Role
from app.core.db import db
from app.core.keys import make_school_key
from app.core.permission import Actor, Refused, may
from app.core.trail import SYSTEM, open_log
from app.people.models import Appointment, Employer, Person, School
from app.people.queries import another_administrator, roles_from

SEES_CASES = MAY[Act.CASE_LIST]


@action(Act.SCHOOL_FOUND)
def found_product(actor: Actor, domain: str) -> None:
    """Begin the product's own log, once for each database."""
    db.session.add(make_school_key(SYSTEM))
    db.session.flush()
    open_log(None, domain)
    seal("product", school_id=None)


@action(Act.SCHOOL_FOUND)
def found_school(
    actor: Actor,
    employer: Employer,
    *,
    name: str,
    domain: str,
    clock_set: str = "sefton",
    lado: tuple[str, str, str] = ("", "", ""),
    kind: str = "community",
) -> School:
    """A new school of this employer, with its key and its log; `kind` is one of `app.people.kinds`, `lado` is the designated officer's name, telephone and e-mail."""
    db.session.add(employer)
    db.session.flush()
    school = School(
        employer_id=employer.id,
        name=name,
        clock_set=clock_set,
        kind=kind,
        lado_name=lado[0],
        lado_phone=lado[1],
        lado_email=lado[2],
    )
    db.session.add_all([school, make_school_key(school.id)])
    db.session.flush()
    open_log(school.id, domain)
    seal(f"s:{school.id}", school_id=school.id, name=name)
    return school


@action(Act.ROLE_APPOINT)
def appoint(actor: Actor, person: Person, *, role: Role, school_id: uuid.UUID, starts_on: date) -> Appointment:
    """Give a person a role at a school from a day on.

    `Blocked` for a role of one's own, and for the administrator's role beside one that sees cases, either way round: the
    administrator has accounts and settings, and no case (design: Access).
    """
    if actor.person_id == person.id:
        raise Blocked("You cannot give yourself a role: ask another administrator to do it.")
    held = roles_from(person.id, starts_on)
    if (role is Role.ADMINISTRATOR and held & SEES_CASES) or (role in SEES_CASES and Role.ADMINISTRATOR in held):
        raise Blocked(
            "Nobody can be administrator and work on cases: the administrator sees no case. "
            "Give the role to somebody else, or end the other role first."
        )
    appointment = Appointment(person_id=person.id, role=role.value, school_id=school_id, starts_on=starts_on)
    db.session.add(appointment)
    seal(f"p:{person.id}", school_id=school_id, role=role.value, starts_on=starts_on.isoformat())
    return appointment


def keep_an_administrator(school_id: uuid.UUID, person_id: uuid.UUID, day: date) -> None:
    """Raise `Blocked` when a school would be without an administrator after this day; two who go at once wait in line."""
    db.session.scalars(select(School.id).where(School.id == school_id).with_for_update()).one()
    if not another_administrator(school_id, person_id, day):
        raise Blocked("This is the school's only administrator. Give the role to somebody else first; then this one can end.")


@action(Act.ROLE_END)
def end_role(actor: Actor, appointment: Appointment, *, last_day: date) -> Appointment:
    """End a role after its last day; a role that has not begun ends the day it would have begun."""
    if appointment.ends_on and appointment.ends_on < last_day:
        raise Blocked("This role has ended already.")
    if appointment.role == Role.ADMINISTRATOR.value and appointment.school_id:
        keep_an_administrator(appointment.school_id, appointment.person_id, last_day)
    appointment.ends_on = max(last_day, appointment.starts_on)
    seal(
        f"p:{appointment.person_id}",
        school_id=appointment.school_id,
        role=appointment.role,
        ends_on=appointment.ends_on.isoformat(),
    )
    return appointment


@action(Act.PERSON_ADD)
def add(actor: Actor, school: School, *, name: str, post: str, job_title: str, email: str, on_roll_from: date) -> Person:
    """Put somebody on a school's roll, without a role or an account."""
    if not may(actor, Act.PERSON_ADD, school.id):
        raise Refused(Act.PERSON_ADD)
    person = Person(school_id=school.id, name=name, post=post, job_title=job_title, email=email.lower(), on_roll_from=on_roll_from)
    db.session.add(person)
    db.session.flush()
    seal(f"p:{person.id}", school_id=school.id)
    return person


@action(Act.PERSON_ADD)
def take_back(actor: Actor, person: Person, *, on_roll_from: date) -> Person:
    """Put somebody who had left on the roll again: the same person, so that what they have a part in still holds."""
    if person.left_on is None:
        raise Blocked("They are on the roll already.")
    person.on_roll_from, person.left_on = on_roll_from, None
    seal(f"p:{person.id}", school_id=person.school_id)
    return person


@action(Act.ROLE_APPOINT)
def enter(
    actor: Actor, school: School, *, name: str, job_title: str, post: str, email: str, starts_on: date, roles: tuple[Role, ...]
) -> Person:
    """Enter somebody on a school's roll, with the roles they hold there from a day on."""
    person = Person(school_id=school.id, name=name, post=post, job_title=job_title, email=email, on_roll_from=starts_on)
    db.session.add(person)
    db.session.flush()
    db.session.add_all(
        Appointment(person_id=person.id, role=role.value, school_id=school.id, starts_on=starts_on) for role in roles
    )
    seal(f"p:{person.id}", school_id=school.id, roles=[role.value for role in roles])
    return person
