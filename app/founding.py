"""Setting up a real installation from the command line: its first school, and the people of a school with their accounts."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from app.access.actions import Opened, open_account
from app.core.acts import Role
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.core.trail import Log
from app.people.actions import enter, found_product, found_school
from app.people.models import Employer, School
from app.people.queries import today

FOUNDER = job("command-line")


class NotDone(Exception):
    """What was asked cannot be done; the sentence says why."""


def found(name: str, employer_name: str, clock_set: str) -> School:
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
    return found_school(FOUNDER, employer, name=name, domain=domain, clock_set=clock_set)


def add_person(school_name: str, name: str, job_title: str, post: str, roles: tuple[str, ...], email: str) -> Opened | None:
    """Enter somebody at a school; with an e-mail address they get an account, whose sign-in is returned once."""
    reach_for(EVERY_SCHOOL)
    school = db.session.scalars(select(School).where(School.name == school_name)).one_or_none()
    if school is None:
        raise NotDone("There is no school of this name.")
    person = enter(
        FOUNDER, school, name=name, job_title=job_title, post=post, starts_on=today(), roles=tuple(Role(one) for one in roles)
    )
    return open_account(FOUNDER, person, email=email) if email else None
