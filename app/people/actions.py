"""Founding a school, and the roles people are given and give up."""

from __future__ import annotations

import uuid
from datetime import date

from app.core.action import Blocked, action, seal
from app.core.acts import MAY, Act, Role
from app.core.db import db
from app.core.keys import make_school_key
from app.core.permission import Actor
from app.core.trail import SYSTEM, open_log
from app.people.models import Appointment, Employer, Person, School
from app.people.queries import roles_of

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
) -> School:
    """A new school of this employer, with its key and its log; `lado` is the designated officer's name, telephone and e-mail."""
    db.session.add(employer)
    db.session.flush()
    school = School(
        employer_id=employer.id,
        name=name,
        clock_set=clock_set,
        kind="community",
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
    held = roles_of(person.id, starts_on)
    if (role is Role.ADMINISTRATOR and held & SEES_CASES) or (role in SEES_CASES and Role.ADMINISTRATOR in held):
        raise Blocked(
            "Nobody can be administrator and work on cases: the administrator sees no case. "
            "Give the role to somebody else, or end the other role first."
        )
    appointment = Appointment(person_id=person.id, role=role.value, school_id=school_id, starts_on=starts_on)
    db.session.add(appointment)
    seal(f"p:{person.id}", school_id=school_id, role=role.value, starts_on=starts_on.isoformat())
    return appointment


@action(Act.ROLE_END)
def end_role(actor: Actor, appointment: Appointment, *, last_day: date) -> Appointment:
    """End a role after its last day; a role that has not begun ends the day it would have begun."""
    if appointment.ends_on and appointment.ends_on < last_day:
        raise Blocked("This role has ended already.")
    if appointment.role == Role.ADMINISTRATOR.value and appointment.person_id == actor.person_id:
        raise Blocked("You cannot end your own role as administrator: ask another administrator to do it.")
    appointment.ends_on = max(last_day, appointment.starts_on)
    seal(
        f"p:{appointment.person_id}",
        school_id=appointment.school_id,
        role=appointment.role,
        ends_on=appointment.ends_on.isoformat(),
    )
    return appointment


@action(Act.ROLE_APPOINT)
def enter(
    actor: Actor, school: School, *, name: str, job_title: str, post: str, starts_on: date, roles: tuple[Role, ...]
) -> Person:
    """Enter somebody on a school's roll, with the roles they hold there from a day on."""
    person = Person(school_id=school.id, name=name, post=post, job_title=job_title, on_roll_from=starts_on)
    db.session.add(person)
    db.session.flush()
    db.session.add_all(
        Appointment(person_id=person.id, role=role.value, school_id=school.id, starts_on=starts_on) for role in roles
    )
    seal(f"p:{person.id}", school_id=school.id, roles=[role.value for role in roles])
    return person
