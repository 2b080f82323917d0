"""Days of a worker, and people who come in on another day than today."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import pyotp
from checked import CheckedClient
from flask import Flask
from sqlalchemy import select, text

from app.access.passwords import hash_password
from app.access.queries import invitation_of
from app.accounts.actions import enrol
from app.cases.clocking.away import be_away
from app.cases.clocking.models import Absence
from app.cases.models import Case
from app.cases.work import Deadline, runs
from app.core.action import action, seal
from app.core.acts import Act
from app.core.clock import LONDON, frozen, now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import Actor, job
from app.demo.cast import FIRST
from app.demo.loading import actor_of
from app.demo.policy import adopt_starter
from app.founding import add_person
from app.intake.actions import log_breach, save, start
from app.jobs import Mornings
from app.notices.models import Notice
from app.people.models import Person, School
from app.people.queries import today


@contextmanager
def at(day: date, hour: int = 9, minute: int = 0) -> Iterator[datetime]:
    """Let it be this time in London."""
    moment = datetime.combine(day, time(hour, minute), LONDON)
    with frozen(moment):
        yield moment


def morning(day: date, worker: Mornings | None = None, hour: int = 7, minute: int = 30) -> int:
    """What a worker does at this time of a day, by its own clock."""
    with at(day, hour, minute):
        try:
            return (worker or Mornings()).run()
        finally:
            reach_for(EVERY_SCHOOL)


def told(kind: str) -> list[tuple[str, datetime]]:
    """Who was given a notice of a kind, and when, in order."""
    db.session.rollback()
    rows = db.session.execute(
        select(Person.name, Notice.made_at)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.kind == kind)
        .order_by(Notice.made_at, Person.name)
    )
    return [(name, made_at) for name, made_at in rows]


def come_in(app: Flask, row: dict[str, Any]) -> CheckedClient:
    """Somebody signed in by the clock of the test, with a code of that moment."""
    with db.engine.begin() as connection:
        connection.execute(text("update factor set last_step = 0"))
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    code = pyotp.TOTP(row["totp_secret"]).at(now())
    answer = client.send("/sign-in", email=row["email"], password=row["password"], code=code)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client


def starter(name: str, email: str) -> dict[str, Any]:
    """Somebody new on the roll of the first school who has set up their sign-in, and how they sign in."""
    link = add_person(FIRST, name, "Teacher", "teacher", ("staff",), email)
    invitation, _ = invitation_of(link.rsplit("/", 1)[-1]) or (None, None)
    assert invitation is not None
    row = {"email": email, "password": "a long enough password", "totp_secret": pyotp.random_base32()}
    enrol(job("test"), invitation, password_hash=hash_password(row["password"]), secret=row["totp_secret"], step=0)
    return row


def row_of(world: dict[str, Any], name: str) -> dict[str, Any]:
    """How somebody of the world signs in."""
    return next(one for one in world["people"] if one["name"] == name)


@action(Act.DEMO_LOAD)
def meet_all(actor: Actor, case: Case | None) -> None:
    """Meet every clock that runs: of one case, or of all there are."""
    for one in db.session.scalars(select(Deadline).where(*runs(), *((Deadline.case_id == case.id,) if case else ()))):
        one.met_at = now()
    seal("product", school_id=None)


def away(who: Actor, world: dict[str, Any], name: str, first: date, last: date) -> Absence:
    """Say that somebody of the world is away."""
    person = db.session.get_one(Person, uuid.UUID(row_of(world, name)["person_id"]))
    return be_away(who, person, starts_on=first, ends_on=last)


def school_of(world: dict[str, Any], name: str) -> School:
    """A school of the world."""
    return db.session.scalars(select(School).where(School.name == name)).one()


def adopt_again(world: dict[str, Any], school: School) -> None:
    """A second edition for the first school, adopted today: it is in force now."""
    adopt_starter(school, actor_of(world, "Helen Ashworth"), actor_of(world, "Margaret Thistlewood"), today())


def logged(world: dict[str, Any], by: str, subject: str, harm: str = "no", **clauses: Any) -> str:
    """The reference of a comment about the school that was logged through the actions; `clauses` are the answers about clauses,
    `harm` is the answer to whether somebody may be a risk to children."""
    from app.demo.stories import whole_answers

    actor = actor_of(world, by)
    answers = whole_answers(world, subject)
    answers["clauses"] = {**answers["clauses"], **clauses}
    answers["harm"] = {**answers["harm"], "H3": harm}
    draft = start(actor, db.session.get_one(School, actor.schools()[0]), answers={})
    return log_breach(actor, save(actor, draft, step="check", answers=answers, version=draft.version)).reference
