"""Asking first, ticking the safety measures, answering, confirming after a change of headteacher, and revoking."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app.core.action import Blocked, Stale, action, seal
from app.core.acts import Act
from app.core.clock import now, said
from app.core.db import db
from app.core.permission import Actor, Refused
from app.notices.queries import tell
from app.people.models import School
from app.people.queries import person, today
from app.policy.permits.answering import answerers, held, may_answer
from app.policy.permits.measures import WORDS
from app.policy.permits.models import Permit, PermitMeasure
from app.policy.permits.queries import measures, needs_confirming
from app.policy.permits.term import end_of_school_year, missing, standing, ticked
from app.policy.permits.words import ANSWERS, Answer, Kind, Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: `other_side` empty is nobody in particular; `measures` are those in place already."""

    kind: Kind
    platform: str
    other_side: str
    place: str
    purpose: str
    members: str = ""
    closes_on: date | None = None
    measures: frozenset[str] = frozenset()


@action(Act.PERMIT_ASK)
def ask(actor: Actor, school: School, *, asked: Asked, former: Permit | None = None) -> Permit:
    """Ask at one's own school; `former` is one's own permit that this renews. Whoever answers today is told."""
    me = _the_person(actor)
    if person(me).school_id != school.id or (former and (former.asker_id != me or former.kind != asked.kind.value)):
        raise Refused("not theirs")
    if former and standing(former, today()) not in {Standing.AGREED, Standing.ACTIVE, Standing.EXPIRED}:
        raise Blocked("Only what was agreed can be renewed. Ask anew instead.")
    permit = _entry(school, me, asked, former)
    db.session.add(permit)
    db.session.flush()
    if asked.kind is Kind.SPACE:
        _tick(permit, asked.measures, me)
    people = answerers(held(school.id), me).people
    tell(people, "permit_asked", school_id=school.id, case_id=None, once=f"permit_asked:{permit.id}")
    _sealed(permit, kind=permit.kind, former=str(former.id) if former else None)
    return permit


@action(Act.PERMIT_MEASURE)
def tick_measures(actor: Actor, permit: Permit, *, done: frozenset[str], version: int) -> Permit:
    """Say which safety measures are in place now; whoever asked does, or whoever answers them. Nothing is overwritten."""
    me = _the_person(actor)
    if permit.kind != Kind.SPACE.value or (me != permit.asker_id and not _answers(permit, me)):
        raise Refused("not theirs")
    _unchanged(permit, version)
    if standing(permit, today()) in {Standing.DECLINED, Standing.REVOKED, Standing.EXPIRED}:
        raise Blocked("This permit is not in force any more, so its safety measures are kept as they were.")
    changed = _tick(permit, done, me)
    _sealed(permit, changed=sorted(changed), whole=permit.whole_since is not None)
    return permit


@action(Act.PERMIT_ANSWER)
def answer(
    actor: Actor, permit: Permit, *, given: Answer, words: str, valid_from: date | None, valid_to: date | None, version: int
) -> Permit:
    """Answer what was asked, in words; an agreement lasts to 31 August of the school year in which it begins at most."""
    me = _the_person(actor)
    who = answerers(held(permit.school_id), permit.asker_id)
    if me not in who.people:
        raise Refused("somebody else answers this")
    if permit.answer is not None:
        raise Stale(f"This was answered on {said(permit.answered_at or now())}.")
    _unchanged(permit, version)
    if given not in ANSWERS[Kind(permit.kind)]:
        raise Refused("no answer to this kind")
    permit.answer_words = words
    if given is Answer.AGREED:
        permit.valid_from, permit.valid_to = _term(permit, valid_from or today(), valid_to)
    permit.answer, permit.answered_at, permit.answered_by, permit.answered_as = given.value, now(), me, who.role.value
    _tell_asker(permit, "permit_answered")
    _sealed(permit, answer=given.value, valid_to=permit.valid_to.isoformat() if permit.valid_to else None)
    return permit


@action(Act.PERMIT_CONFIRM)
def confirm(actor: Actor, permit: Permit, *, version: int) -> Permit:
    """Stand behind a permit that an earlier headteacher agreed to; it was in force all along."""
    me = _the_person(actor)
    if not _answers(permit, me):
        raise Refused("somebody else answers this")
    _unchanged(permit, version)
    if not needs_confirming(permit, held(permit.school_id)):
        raise Stale("This permit needs no confirmation any more.")
    permit.confirmed_at, permit.confirmed_by = now(), me
    _sealed(permit, confirmed=True)
    return permit


@action(Act.PERMIT_REVOKE)
def revoke(actor: Actor, permit: Permit, *, reason: str, version: int) -> Permit:
    """End an agreement early, with a reason that its holder is shown."""
    me = _the_person(actor)
    if not _answers(permit, me):
        raise Refused("somebody else answers this")
    if permit.revoked_at is not None:
        raise Stale(f"This permit was revoked on {said(permit.revoked_at)}.")
    _unchanged(permit, version)
    if standing(permit, today()) not in {Standing.ACTIVE, Standing.AGREED}:
        raise Blocked("Only a permit that is agreed and has not run out can be revoked.")
    permit.revoke_reason = reason
    permit.revoked_at, permit.revoked_by = now(), me
    _tell_asker(permit, "permit_revoked")
    _sealed(permit, revoked=True)
    return permit


def _the_person(actor: Actor) -> uuid.UUID:
    if actor.person_id is None:
        raise Refused("only a person does this")
    return actor.person_id


def _answers(permit: Permit, person_id: uuid.UUID) -> bool:
    return may_answer(held(permit.school_id), permit.asker_id, person_id)


def _unchanged(permit: Permit, version: int) -> None:
    if permit.version != version:
        raise Stale("This permit has changed since the page was opened.")


def _entry(school: School, asker_id: uuid.UUID, asked: Asked, former: Permit | None) -> Permit:
    return Permit(
        school_id=school.id,
        number=_next_number(school),
        kind=asked.kind.value,
        asker_id=asker_id,
        platform=asked.platform,
        other_side=asked.other_side or None,
        closes_on=asked.closes_on,
        asked_at=now(),
        former_id=former.id if former else None,
        version=1,
        asked={"place": asked.place, "purpose": asked.purpose, "members": asked.members},
    )


def _next_number(school: School) -> int:
    # two who ask at once wait for each other here: the number is one that people say aloud, so none is given twice
    db.session.scalars(select(School.id).where(School.id == school.id).with_for_update(key_share=True)).one()
    return (db.session.scalar(select(func.max(Permit.number)).where(Permit.school_id == school.id)) or 0) + 1


def _tick(permit: Permit, done: Iterable[str], by: uuid.UUID) -> set[str]:
    before = ticked(measures([permit.id])[permit.id])
    after = frozenset(done) & WORDS.keys()
    changed, at = set(before ^ after), now()
    db.session.add_all(
        PermitMeasure(school_id=permit.school_id, permit_id=permit.id, measure=key, done=key in after, at=at, by=by)
        for key in sorted(changed)
    )
    permit.measured_at = at  # so that its version tells a page from before this
    whole = not missing(after)
    permit.whole_since = (permit.whole_since or at) if whole else None
    return changed


def _term(permit: Permit, valid_from: date, valid_to: date | None) -> tuple[date, date]:
    end = end_of_school_year(valid_from)
    last = valid_to or min(end, permit.closes_on or end)
    if valid_from < today():
        raise Blocked("An agreement cannot begin before the day it is given.")
    if valid_from > today() + timedelta(days=366):
        raise Blocked("An agreement cannot begin more than a year ahead.")
    if last < valid_from:
        raise Blocked("The last day cannot be before the first.")
    if last > end:
        raise Blocked(f"A permit lasts to the end of the school year at most: {said(end)}. It can be renewed then.")
    if permit.closes_on and last > permit.closes_on:
        raise Blocked(f"The space closes on {said(permit.closes_on)}: the permit cannot last longer.")
    return valid_from, last


def _tell_asker(permit: Permit, kind: str) -> None:
    tell([permit.asker_id], kind, school_id=permit.school_id, case_id=None, once=f"{kind}:{permit.id}")


def _sealed(permit: Permit, **more: Any) -> None:
    seal(f"r:{permit.id}", school_id=permit.school_id, number=permit.number, **more)
