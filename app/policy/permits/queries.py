"""Which permits an actor may know of: one's own, what waits for an answer, what a new headteacher confirms, and the register."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from app.core.acts import MAY, Act, Role
from app.core.db import db
from app.core.permission import Actor, scope, scope_of, scoped
from app.people.models import Appointment, Person, School
from app.people.queries import today
from app.policy.permits.answering import Held, answerers, held, may_answer
from app.policy.permits.models import Permit, PermitMeasure
from app.policy.permits.term import standing, stands
from app.policy.permits.words import Answer, Kind, Standing

PAGE = 25
MOST_OWN = 50


@scope(Permit)
def _known(actor: Actor) -> ColumnElement[bool]:
    """One's own; the register's readers all of their school; a deputy while the school has no headteacher."""
    if actor.person_id is None:
        return false()
    rules: list[ColumnElement[bool]] = [Permit.asker_id == actor.person_id]
    if schools := actor.schools(*MAY[Act.PERMIT_LIST]):
        rules.append(Permit.school_id.in_(schools))
    if schools := actor.schools(Role.DEPUTY_HEAD):
        rules.append(Permit.school_id.in_(schools) & ~_has_head())
    return or_(*rules)


def _has_head() -> ColumnElement[bool]:
    day = today()
    return exists(
        select(Appointment.id)
        .join(School, or_(School.id == Appointment.school_id, School.employer_id == Appointment.employer_id))
        .where(
            School.id == Permit.school_id,
            Appointment.role == Role.HEADTEACHER.value,
            Appointment.starts_on <= day,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day),
        )
        .correlate(Permit)
    )


@scope(PermitMeasure)
def _measures(actor: Actor) -> ColumnElement[bool]:
    return exists(select(Permit.id).where(Permit.id == PermitMeasure.permit_id, _known(actor)))


@dataclass(frozen=True, slots=True)
class Row:
    """A permit as lists show it."""

    permit: Permit
    standing: Standing
    asker: str
    answerer: str = ""


def own_school(actor: Actor) -> School | None:
    """The school on whose roll this person is, where they ask; none for the employer's own people."""
    return db.session.scalars(
        select(School)
        .join(Person, Person.school_id == School.id)
        .where(Person.id == actor.person_id, School.id.in_(actor.schools()))
    ).one_or_none()


def own(actor: Actor) -> list[Row]:
    """What this person has asked, newest first."""
    found = db.session.scalars(
        select(Permit).where(Permit.asker_id == actor.person_id).order_by(Permit.id.desc()).limit(MOST_OWN)
    ).all()
    day = today()
    return [Row(one, standing(one, day), actor.name) for one in found]


def _posts(actor: Actor) -> dict[uuid.UUID, Held]:
    return {school_id: held(school_id) for school_id in actor.schools(*MAY[Act.PERMIT_ANSWER])}


def waiting(actor: Actor) -> list[Row]:
    """What waits for this person's answer, longest first."""
    return _among(actor, _posts(actor), Permit.answer.is_(None))


def to_confirm(actor: Actor) -> list[Row]:
    """Permits in force that were agreed by somebody else than today's headteacher, who has not confirmed them yet."""
    day = today()
    lasting = (Permit.answer == Answer.AGREED.value) & Permit.revoked_at.is_(None) & (Permit.valid_to >= day)
    posts = _posts(actor)
    return [one for one in _among(actor, posts, lasting) if needs_confirming(one.permit, posts[one.permit.school_id])]


def _among(actor: Actor, posts: dict[uuid.UUID, Held], wanted: ColumnElement[bool]) -> list[Row]:
    if not posts:
        return []
    rows = db.session.execute(
        select(Permit, Person.name)
        .join(Person, Person.id == Permit.asker_id)
        .where(scope_of(Permit, actor), Permit.school_id.in_(list(posts)), wanted)
        .order_by(Permit.id)
    ).all()
    day = today()
    return [
        Row(permit, standing(permit, day), name)
        for permit, name in rows
        if may_answer(posts[permit.school_id], permit.asker_id, actor.person_id)
    ]


def needs_confirming(permit: Permit, found: Held) -> bool:
    """Whether a permit carries over: it lasts, its answerer today is a headteacher, and no headteacher of today stands behind it."""
    if standing(permit, today()) not in {Standing.ACTIVE, Standing.AGREED}:
        return False
    who = answerers(found, permit.asker_id)
    return who.role is Role.HEADTEACHER and not {permit.answered_by, permit.confirmed_by} & set(who.people)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is narrowed to; everything empty means all."""

    person_id: uuid.UUID | None = None
    kind: Kind | None = None
    standing: Standing | None = None
    before: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """One page of the register, and where older ones begin."""

    rows: tuple[Row, ...]
    older: uuid.UUID | None


def register(actor: Actor, wanted: Wanted) -> Register:
    """One page of the register, newest first: one query, whatever is in it."""
    day = today()
    answerer = aliased(Person)
    query = (
        select(Permit, Person.name, func.coalesce(answerer.name, ""))
        .join(Person, Person.id == Permit.asker_id)
        .outerjoin(answerer, answerer.id == Permit.answered_by)
        .where(scope_of(Permit, actor), Permit.school_id.in_(actor.schools(*MAY[Act.PERMIT_LIST])))
    )
    if wanted.person_id:
        query = query.where(Permit.asker_id == wanted.person_id)
    if wanted.kind:
        query = query.where(Permit.kind == wanted.kind.value)
    if wanted.standing:
        query = query.where(stands(wanted.standing, day))
    if wanted.before:
        query = query.where(Permit.id < wanted.before)
    found = db.session.execute(query.order_by(Permit.id.desc()).limit(PAGE + 1)).all()
    rows = tuple(Row(permit, standing(permit, day), asker, by) for permit, asker, by in found[:PAGE])
    return Register(rows, rows[-1].permit.id if len(found) > PAGE else None)


def askers(actor: Actor) -> Sequence[tuple[uuid.UUID, str]]:
    """Everybody who is in the register, by name."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(select(Permit.asker_id).where(Permit.school_id.in_(actor.schools(*MAY[Act.PERMIT_LIST])))))
        .order_by(Person.name)
    )
    return [(key, name) for key, name in rows]


def measures(permit_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[PermitMeasure]]:
    """What happened to the checklists of these permits, oldest first, in one query."""
    found: dict[uuid.UUID, list[PermitMeasure]] = {one: [] for one in permit_ids}
    if permit_ids:
        wanted = select(PermitMeasure).where(PermitMeasure.permit_id.in_(permit_ids))
        for one in db.session.scalars(wanted.order_by(PermitMeasure.at, PermitMeasure.id)):
            found[one.permit_id].append(one)
    return found


def former(actor: Actor, permit: Permit) -> Permit | None:
    """The permit that this one renews."""
    return db.session.scalars(scoped(actor, Permit).where(Permit.id == permit.former_id)).one_or_none()


def renewals(permit: Permit) -> Sequence[Permit]:
    """The permits that renew this one."""
    return db.session.scalars(select(Permit).where(Permit.former_id == permit.id).order_by(Permit.id)).all()


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A permit of one person as intake reads it: the row, and what happened to its checklist."""

    permit: Permit
    measures: tuple[PermitMeasure, ...]


def on_record(school_id: uuid.UUID, person_id: uuid.UUID, kinds: Sequence[Kind], *, until: datetime) -> list[OnRecord]:
    """Every permit of these kinds that a person had asked for by an instant, in the order they were answered; not kept to an actor,
    because an incident is held against the register whoever logs it."""
    found = db.session.scalars(
        select(Permit)
        .where(
            Permit.school_id == school_id,
            Permit.asker_id == person_id,
            Permit.kind.in_([one.value for one in kinds]),
            Permit.asked_at <= until,
        )
        .order_by(Permit.answered_at, Permit.number)
    ).all()
    history = measures([one.id for one in found if one.kind == Kind.SPACE.value])
    return [OnRecord(one, tuple(history.get(one.id, ()))) for one in found]
