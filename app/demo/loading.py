"""Loads the demonstration into an empty database, through the same actions that people use."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import pyotp
from flask import current_app

from app.access.actions import factor_for
from app.access.models import Account
from app.access.passwords import hash_password
from app.core.action import action, seal
from app.core.acts import ROLE_WORDS, Act, Role
from app.core.clock import now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import Actor, Holding, job
from app.demo.cast import CAST, COUNCIL, EMPLOYER, FIRST, SECOND, Member
from app.demo.governance import follow_up
from app.demo.permits import ask_first
from app.demo.policy import adopt_starter
from app.people.actions import found_product, found_school
from app.people.models import Appointment, Employer, Person, School
from app.people.queries import any_school, today


class NotHere(Exception):
    """The demonstration is refused where real cases are, or where something is loaded already."""


@dataclass(frozen=True, slots=True)
class SignInRow:
    """How one person of the cast signs in."""

    name: str
    role: str
    roles: tuple[str, ...]
    role_words: str
    school: str
    email: str
    password: str
    totp_secret: str
    person_id: str


LOADER = job("demo")


def refuse_production() -> None:
    """Raise `NotHere` under a production configuration."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise NotHere("The demonstration does not load where EVENHAND_ENV is production.")


@action(Act.DEMO_LOAD)
def _enter(actor: Actor, place: School | Employer, *, member: Member, starts_on: date) -> SignInRow:
    at_school = isinstance(place, School)
    person = Person(
        school_id=place.id if at_school else None,
        employer_id=None if at_school else place.id,
        name=member.name,
        post=member.post,
        job_title=member.job_title,
        email=member.email,
        on_roll_from=starts_on,
    )
    db.session.add(person)
    db.session.flush()
    for role in member.roles:
        db.session.add(
            Appointment(
                person_id=person.id,
                role=role.value,
                school_id=place.id if at_school else None,
                employer_id=None if at_school else place.id,
                starts_on=starts_on,
            )
        )
    password, secret = secrets.token_urlsafe(12), pyotp.random_base32()
    if member.roles:
        account = Account(person_id=person.id, email=member.email, password_hash=hash_password(password), created_at=now())
        db.session.add(account)
        db.session.flush()
        db.session.add(factor_for(account.id, secret, now()))
    seal(f"p:{person.id}", school_id=place.id if at_school else None, roles=[role.value for role in member.roles])
    return SignInRow(
        member.name,
        member.roles[0].value if member.roles else "",
        tuple(role.value for role in member.roles),
        ", ".join(ROLE_WORDS[role] for role in member.roles if role is not Role.STAFF or len(member.roles) == 1),
        place.name,
        member.email,
        password,
        secret,
        str(person.id),
    )


def load(*, with_cases: bool = True) -> dict[str, Any]:
    """Load both schools, everyone in them, the starter policy and a case on each path; returns the world for scripts."""
    refuse_production()
    if any_school():
        raise NotHere("The database is not empty, so the demonstration was not loaded into it.")
    reach_for(EVERY_SCHOOL)
    domain = current_app.config["ORIGIN"]
    found_product(LOADER, domain)
    employer = Employer(name=EMPLOYER)
    starts_on = today() - timedelta(days=400)
    rows: list[SignInRow] = []
    schools: dict[str, uuid.UUID] = {}
    for name in (FIRST, SECOND):
        school = found_school(
            LOADER,
            employer,
            name=name,
            domain=domain,
            clock_set="sefton" if name == FIRST else "national",
            lado=("Sandhills designated officer team", "01632 960 123", "lado@sandhills.example"),
        )
        schools[name] = school.id
        rows += [_enter(LOADER, school, member=one, starts_on=starts_on) for one in CAST[name]]
    rows += [_enter(LOADER, employer, member=one, starts_on=starts_on) for one in COUNCIL]
    world: dict[str, Any] = {
        "schools": {name: str(key) for name, key in schools.items()},
        "people": [asdict(one) for one in rows],
        "cases": [],
    }
    editions = {}
    for name in (FIRST, SECOND):
        head, chair = (actor_of(world, _named(rows, name, role)) for role in (Role.HEADTEACHER, Role.CHAIR))
        editions[name] = adopt_starter(db.session.get_one(School, schools[name]), head, chair).id
    follow_up(world, editions)
    ask_first(world)
    if with_cases:
        from app.demo.stories import tell_stories

        world["cases"] = tell_stories(world)
    return world


def _named(rows: list[SignInRow], school: str, role: Role) -> str:
    return next(one.name for one in rows if one.school == school and role.value in one.roles)


def actor_of(world: dict[str, Any], name: str) -> Actor:
    """One of the cast as an actor, with the roles they hold."""
    row = next(one for one in world["people"] if one["name"] == name)
    school_ids = (
        [uuid.UUID(world["schools"][row["school"]])]
        if row["school"] in world["schools"]
        else [uuid.UUID(key) for key in world["schools"].values()]
    )
    holdings = tuple(Holding(Role(role), key) for role in row["roles"] for key in school_ids)
    return Actor(person_id=uuid.UUID(row["person_id"]), holdings=holdings, name=name)
