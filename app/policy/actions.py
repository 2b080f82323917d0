"""A policy document comes in as a draft edition; one person records its adoption, another confirms it; later it may be withdrawn."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.action import Blocked, Stale, action, seal
from app.core.acts import MAY, Act
from app.core.clock import now, said
from app.core.db import db
from app.core.permission import Actor, Refused
from app.notices.queries import settled, tell
from app.people.models import School
from app.people.queries import holders, today
from app.policy.digests import digest_of
from app.policy.mapping import Kind
from app.policy.models import Clause, Edition
from app.policy.proposing import open_proposals
from app.policy.queries import next_review
from app.policy.reading import ClauseKind, Reading

CONFIRM = "confirm"  # begins the `once` of the notices that an adoption or a withdrawal waits
CHANGED = "Somebody else changed this edition after this page was opened."


@dataclass(frozen=True, slots=True)
class Adoption:
    """What is recorded of an adoption: the day, the minute that says so, who signed, and when it is to be reviewed if not in a year."""

    adopted_on: date
    minute: str
    chair: str
    headteacher: str
    review_due: date | None = None


@action(Act.POLICY_IMPORT)
def import_reading(actor: Actor, school: School, *, reading: Reading, source_name: str, source_digest: str) -> Edition:
    """Keep a document that was read as a draft edition; its mapping is proposed on the page and is nobody's yet."""
    front = [
        ["", words]
        for words in ([] if reading.title in reading.front_matter else [reading.title]) + list(reading.front_matter)
        if words
    ]
    edition = Edition(
        school_id=school.id,
        title=reading.title or "Social networking policy",
        state="draft",
        version=1,
        source_name=source_name[:200],
        source_digest=source_digest,
        source=front + [[one.number, "\n".join(filter(None, (one.heading, one.text)))] for one in reading.clauses],
        front_matter="\n".join(reading.front_matter),
        warnings=list(reading.warnings),
        review_due=reading.review_due,
        imported_at=now(),
        imported_by=actor.person_id,
    )
    db.session.add(edition)
    db.session.flush()
    for position, one in enumerate(reading.clauses):
        db.session.add(
            Clause(
                school_id=school.id,
                edition_id=edition.id,
                position=position,
                number=one.number,
                parent=one.parent,
                heading=one.heading,
                text=one.text,
                kind=Kind.HEADING if one.kind is ClauseKind.HEADING else Kind.CLAUSE,
                source_at=len(front) + position,
            )
        )
    seal(f"e:{edition.id}", school_id=school.id, source=source_digest, clauses=len(reading.clauses))
    return edition


@action(Act.POLICY_ADOPT)
def record_adoption(actor: Actor, edition: Edition, *, adoption: Adoption, version: int) -> Edition:
    """Record that the governing body adopted an edition; it counts once a second person has confirmed it."""
    _unchanged(edition, version)
    if edition.state != "draft":
        raise Stale("The adoption of this edition was recorded already.")
    if open_mapping(edition):
        raise Blocked(
            "Some proposals of mapping are still open. Accept them, or leave out those that do not fit, and record the adoption then."
        )
    _check_day(edition, adoption.adopted_on)
    edition.adopted_on, edition.minute = adoption.adopted_on, adoption.minute
    edition.chair, edition.headteacher = adoption.chair, adoption.headteacher
    edition.review_due = adoption.review_due
    edition.recorded_by, edition.recorded_at = _person(actor), now()
    edition.state, edition.version = "recorded", edition.version + 1
    _ask_others(actor, edition)
    seal(f"e:{edition.id}", school_id=edition.school_id, adopted_on=adoption.adopted_on.isoformat(), minute=adoption.minute)
    return edition


@action(Act.POLICY_EDIT)
def take_back(actor: Actor, edition: Edition, *, version: int) -> Edition:
    """Make an edition whose adoption is not confirmed a draft again, so that it can be changed."""
    _unchanged(edition, version)
    if edition.state != "recorded":
        raise Stale("This edition is not waiting for a confirmation any more.")
    edition.adopted_on = edition.minute = edition.chair = edition.headteacher = edition.recorded_by = edition.recorded_at = None
    edition.state, edition.version = "draft", edition.version + 1
    settled(f"{CONFIRM}:{edition.id}:")
    seal(f"e:{edition.id}", school_id=edition.school_id, taken_back=True)
    return edition


@action(Act.POLICY_CONFIRM)
def confirm_adoption(actor: Actor, edition: Edition, *, version: int) -> Edition:
    """Confirm, as a second person, what another recorded: words, mapping and digest are frozen, the earlier edition ends."""
    _unchanged(edition, version)
    if edition.state != "recorded" or edition.adopted_on is None:
        raise Stale("This edition is not waiting for a confirmation any more.")
    second = _second(actor, edition.recorded_by)
    before = _check_day(edition, edition.adopted_on)
    edition.digest = digest_of(db.session.scalars(select(Clause).where(Clause.edition_id == edition.id).order_by(Clause.position)))
    edition.review_due = edition.review_due or next_review(edition.adopted_on)
    edition.confirmed_by, edition.adopted_at = second, now()
    edition.state, edition.version = "adopted", edition.version + 1
    settled(f"{CONFIRM}:{edition.id}:")
    if before is not None and before.state == "adopted":
        before.state, before.ended_on, before.version = "superseded", edition.adopted_on, before.version + 1
    seal(f"e:{edition.id}", school_id=edition.school_id, digest=edition.digest, adopted_on=edition.adopted_on.isoformat())
    return edition


@action(Act.POLICY_WITHDRAW)
def record_withdrawal(actor: Actor, edition: Edition, *, withdrawn_on: date, reason: str, version: int) -> Edition:
    """Record from which day an edition no longer applies, and why; it applies until a second person has confirmed it."""
    _unchanged(edition, version)
    if edition.state != "adopted" or edition.adopted_on is None:
        raise Stale("Only the edition in force can be withdrawn.")
    if withdrawn_on > today():
        raise Blocked("The day of withdrawal cannot be in the future: record it when the policy no longer applies.")
    if withdrawn_on <= edition.adopted_on:
        raise Blocked(f"The day of withdrawal must be after the day of adoption, {said(edition.adopted_on)}.")
    edition.withdrawn_on, edition.withdrawal_reason = withdrawn_on, reason
    edition.withdrawal_by, edition.withdrawal_at = _person(actor), now()
    edition.version += 1
    _ask_others(actor, edition)
    seal(f"e:{edition.id}", school_id=edition.school_id, withdrawn_on=withdrawn_on.isoformat(), reason=reason)
    return edition


@action(Act.POLICY_CONFIRM)
def confirm_withdrawal(actor: Actor, edition: Edition, *, version: int) -> Edition:
    """Confirm, as a second person, that an edition was withdrawn; from that day none is in force until one is adopted."""
    _unchanged(edition, version)
    if edition.state != "adopted" or edition.withdrawn_on is None:
        raise Stale("This edition is not waiting for a confirmation any more.")
    edition.withdrawal_confirmed_by, edition.withdrawal_confirmed_at = _second(actor, edition.withdrawal_by), now()
    edition.state, edition.ended_on, edition.version = "withdrawn", edition.withdrawn_on, edition.version + 1
    settled(f"{CONFIRM}:{edition.id}:")
    seal(f"e:{edition.id}", school_id=edition.school_id, withdrawn_on=edition.withdrawn_on.isoformat())
    return edition


def open_mapping(edition: Edition) -> list[Clause]:
    """The clauses of an edition for which a mapping is proposed that nobody has accepted or put aside."""
    found = db.session.scalars(select(Clause).where(Clause.edition_id == edition.id).order_by(Clause.position)).all()
    proposed = open_proposals(edition, found)
    return [one for one in found if one.number in proposed]


def _unchanged(edition: Edition, version: int) -> None:
    if edition.version != version:
        raise Stale(CHANGED)


def _person(actor: Actor) -> uuid.UUID:
    if actor.person_id is None:
        raise Refused("a person answers for an adoption")
    return actor.person_id


def _ask_others(actor: Actor, edition: Edition) -> None:
    """Tell whoever can confirm what this person recorded that it waits for one of them."""
    others = [key for _, key in holders(edition.school_id, MAY[Act.POLICY_CONFIRM]) if key != actor.person_id]
    once = f"{CONFIRM}:{edition.id}:{edition.version}"
    tell(others, "policy_to_confirm", school_id=edition.school_id, case_id=None, once=once)


def _second(actor: Actor, first: uuid.UUID | None) -> uuid.UUID:
    second = _person(actor)
    if first is None or second == first:
        raise Blocked(
            "You recorded this yourself, so somebody else must confirm it: the headteacher, the chair or the clerk. Ask one of them to sign in."
        )
    return second


def _check_day(edition: Edition, day: date) -> Edition | None:
    """Whether an edition can have been adopted on this day; gives the edition before it.

    Not in the future, and after every adoption and withdrawal that was confirmed: what was in force on a past day stays so.
    """
    if day > today():
        raise Blocked("The day of adoption cannot be in the future: record it when the governing body has adopted it.")
    before = db.session.scalars(
        select(Edition)
        .where(Edition.school_id == edition.school_id, Edition.state.in_(("adopted", "superseded", "withdrawn")))
        .order_by(Edition.adopted_on.desc(), Edition.adopted_at.desc())
        .limit(1)
    ).first()
    if before is not None and before.adopted_on is not None and day <= before.adopted_on:
        raise Blocked(
            f"The day of adoption must be after {said(before.adopted_on)}, the day on which the edition before this one was adopted."
        )
    if before is not None and before.ended_on is not None and day < before.ended_on:
        raise Blocked(
            f"The day of adoption cannot be before {said(before.ended_on)}, the day on which the edition before this one was withdrawn."
        )
    return before
