"""Setting up a real installation from the command line: its first school, and the people of a school with their accounts."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from app.access.models import Account
from app.accounts.actions import invite, reset
from app.core.acts import Role
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.core.trail import Log
from app.people.actions import enter, found_product, found_school
from app.people.models import Employer, Person, School
from app.people.queries import today

FOUNDER = job("command-line")


class NotDone(Exception):
    """What was asked cannot be done; the sentence says why."""


def found(name: str, employer_name: str, clock_set: str, kind: str = "community") -> School:
    """Found a school of an employer, and the product's own log before the first one."""
    reach_for(EVERY_SCHOOL)
    domain = current_app.config["ORIGIN"]
    if db.session.scalar(select(Log.id).where(Log.school_id.is_(None))) is None:
        found_product(FOUNDER, domain)
    if db.session.scalar(select(School.id).where(School.name == name)) is not None:
        raise NotDone("There is a school of this name already.")
    employer = db.session.scalars(select(Employer).where(Employer.name == employer_name)).one_or_none() or Employer(
        name=employer_name
    )
    return found_school(FOUNDER, employer, name=name, domain=domain, clock_set=clock_set, kind=kind)


def add_person(school_name: str, name: str, job_title: str, post: str, roles: tuple[str, ...], email: str) -> str:
    """Enter somebody at a school; with an e-mail address they are invited, and the link is returned once."""
    reach_for(EVERY_SCHOOL)
    school = db.session.scalars(select(School).where(School.name == school_name)).one_or_none()
    if school is None:
        raise NotDone("There is no school of this name.")
    if email and db.session.scalar(select(Account.id).where(Account.email == email.strip().lower())) is not None:
        raise NotDone("There is an account with this email address already.")
    person = enter(
        FOUNDER,
        school,
        name=name,
        job_title=job_title,
        post=post,
        email=email.strip().lower(),
        starts_on=today(),
        roles=tuple(Role(one) for one in roles),
    )
    return _link(invite(FOUNDER, person, email=email, secret=_secret())) if email else ""


def start_reset(email: str) -> str:
    """Start a reset for whoever signs in with this address, such as a school's only administrator; returns the link once."""
    reach_for(EVERY_SCHOOL)
    holder = select(Person).join(Account, Account.person_id == Person.id).where(Account.email == email.strip().lower())
    person = db.session.scalars(holder).one_or_none()
    if person is None:
        raise NotDone("There is no account with this email address.")
    return _link(reset(FOUNDER, person, secret=_secret()))


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _link(token: str) -> str:
    return f"https://{current_app.config['ORIGIN']}/invitation/{token}"
