"""Who is asked to acknowledge the policy, who has, and who is due a reminder."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import BindParameter, ColumnElement, Date, Uuid, bindparam, or_, select

from app.access.models import Account
from app.core.acts import MAY, Act
from app.core.calendar import months_after
from app.core.db import db
from app.core.permission import Actor, scope, scope_of
from app.people.models import Person, School
from app.people.queries import today
from app.policy.acknowledgements.models import Acknowledgement
from app.policy.models import Edition
from app.policy.queries import in_force

NOT_STAFF = ("governor",)
"""Posts on the roll whom clause 1 does not bind: everybody else who teaches or gives support is asked."""
FIRST, SECOND = timedelta(days=7), timedelta(days=21)


@scope(Acknowledgement)
def _acknowledgements(actor: Actor) -> ColumnElement[bool]:
    return or_(
        Acknowledgement.person_id == actor.person_id,
        Acknowledgement.school_id.in_(actor.schools(*MAY[Act.ACKNOWLEDGEMENT_READ])),
    )


def _asked(day: date | BindParameter[date]) -> list[ColumnElement[bool]]:
    return [
        Person.post.not_in(NOT_STAFF),
        or_(Person.on_roll_from.is_(None), Person.on_roll_from <= day),
        or_(Person.left_on.is_(None), Person.left_on >= day),
    ]


def asked_at(actor: Actor) -> uuid.UUID | None:
    """The school whose policy binds this person as a member of its staff; none for governors and the employer's people."""
    return db.session.scalar(
        select(Person.school_id).where(Person.id == actor.person_id, Person.school_id.is_not(None), *_asked(today()))
    )


def own(actor: Actor) -> Sequence[tuple[Acknowledgement, Edition]]:
    """Everything this person has acknowledged, newest first, each with its edition."""
    rows = db.session.execute(
        select(Acknowledgement, Edition)
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .where(Acknowledgement.person_id == actor.person_id)
        .order_by(Acknowledgement.at.desc())
    )
    return [(one, edition) for one, edition in rows]


def given(person_id: uuid.UUID | None, edition_id: uuid.UUID) -> Acknowledgement | None:
    """This person's acknowledgement of this edition."""
    return db.session.scalars(
        select(Acknowledgement).where(Acknowledgement.person_id == person_id, Acknowledgement.edition_id == edition_id)
    ).one_or_none()


_TO_ACKNOWLEDGE = (
    select(Person.school_id, Acknowledgement.id)
    .outerjoin(
        Acknowledgement,
        (Acknowledgement.person_id == Person.id) & (Acknowledgement.edition_id == bindparam("edition", type_=Uuid())),
    )
    .where(Person.id == bindparam("person", type_=Uuid()), Person.school_id.is_not(None), *_asked(bindparam("day", type_=Date())))
)  # built once: the home page asks it each time


def to_acknowledge(actor: Actor, known: Edition | None = None) -> Edition | None:
    """The edition in force that this person is asked for and has not acknowledged yet.

    `known` is the edition in force at some school, where a page has it already: when it is theirs, one query answers.
    """
    given_now = {"person": actor.person_id, "edition": known.id if known else None, "day": today()}
    found = db.session.execute(_TO_ACKNOWLEDGE, given_now).one_or_none()
    if found is None:
        return None
    if known and known.school_id == found.school_id:
        return None if found.id else known
    edition = in_force(found.school_id, today())
    return edition if edition and given(actor.person_id, edition.id) is None else None


class State(StrEnum):
    """Where a member of staff stands with the edition in force."""

    DONE = "done"
    WAITING = "waiting"
    NO_ACCOUNT = "no_account"


STATE_WORDS = {State.DONE: "Acknowledged", State.WAITING: "Not yet", State.NO_ACCOUNT: "No account"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One member of staff on the roll, and when they acknowledged the edition in force."""

    person: Person
    state: State
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Roll:
    """The staff of a school with the edition in force; `shown` are those the filter keeps."""

    school: School
    edition: Edition | None
    everybody: tuple[Asked, ...]
    shown: tuple[Asked, ...]

    def count(self, state: State) -> int:
        """How many of all the staff are in this state."""
        return sum(one.state is state for one in self.everybody)


def rolls(actor: Actor, wanted: State | None = None) -> list[Roll]:
    """The staff rolls of the schools where this actor follows acknowledgements up, narrowed to one state if asked."""
    schools = db.session.scalars(
        select(School).where(School.id.in_(actor.schools(*MAY[Act.ACKNOWLEDGEMENT_READ]))).order_by(School.name)
    ).all()
    found = []
    for school in schools:
        edition = in_force(school.id, today())
        people = _staff(actor, school.id, edition)
        found.append(Roll(school, edition, people, tuple(one for one in people if wanted in (None, one.state))))
    return found


def _staff(actor: Actor, school_id: uuid.UUID, edition: Edition | None) -> tuple[Asked, ...]:
    edition_id = edition.id if edition else None
    rows = db.session.execute(
        select(Person, Account.id, Acknowledgement.at)
        .outerjoin(Account, (Account.person_id == Person.id) & Account.closed_at.is_(None))
        .outerjoin(
            Acknowledgement,
            (Acknowledgement.person_id == Person.id)
            & (Acknowledgement.edition_id == edition_id)
            & scope_of(Acknowledgement, actor),
        )
        .where(Person.school_id == school_id, *_asked(today()))
        .order_by(Person.name, Person.id)
    )
    return tuple(Asked(person, _state(account_id, at), at) for person, account_id, at in rows)


def _state(account_id: uuid.UUID | None, at: datetime | None) -> State:
    if at is not None:
        return State.DONE
    return State.WAITING if account_id else State.NO_ACCOUNT


def reminder(start: date, day: date) -> str | None:
    """The latest reminder that falls on or before a day, by name: 7 and 21 days after the start, then month by month."""
    if day < start + SECOND:
        return "7" if day >= start + FIRST else None
    months = 0
    while months_after(start + SECOND, months + 1) <= day:
        months += 1
    return f"21+{months}m" if months else "21"


def to_remind(edition: Edition, day: date) -> dict[str, list[uuid.UUID]]:
    """Who has an account and has still to acknowledge this edition on a day, by the reminder that is due to them.

    Days count from the adoption, or from the day somebody joined the roll when that is later.
    """
    rows = db.session.execute(
        select(Person.id, Person.on_roll_from)
        .join(Account, (Account.person_id == Person.id) & Account.closed_at.is_(None))
        .outerjoin(Acknowledgement, (Acknowledgement.person_id == Person.id) & (Acknowledgement.edition_id == edition.id))
        .where(Person.school_id == edition.school_id, Acknowledgement.id.is_(None), *_asked(day))
        .order_by(Person.id)
    )
    due: dict[str, list[uuid.UUID]] = {}
    for person_id, joined in rows:
        name = reminder(max(filter(None, (edition.adopted_on, joined))), day) if edition.adopted_on else None
        if name:
            due.setdefault(name, []).append(person_id)
    return due
