"""When the review of an edition is due, which reminder is the most urgent on a day, and the reviews on record."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Uuid, bindparam, select

from app.core.acts import MAY, Act, Role
from app.core.db import db
from app.core.permission import Actor, NotThere, may, scope, scope_of, visible
from app.people.queries import holders, today
from app.policy.models import Edition
from app.policy.queries import with_clauses
from app.policy.reviews.models import Review

REMINDED = (Role.CLERK, Role.CHAIR)
REMINDERS = ((7, "review_7"), (30, "review_30"), (60, "review_60"))
"""So many days before it is due a review is announced, most urgent first, by the kind of the notice."""


@scope(Review)
def _reviews(actor: Actor) -> ColumnElement[bool]:
    return Review.school_id.in_(actor.schools(*MAY[Act.REVIEW_READ]))


_KEPT = (
    select(Review.next_due)
    .where(Review.edition_id == bindparam("edition", type_=Uuid()), Review.next_due.is_not(None))
    .order_by(Review.recorded_at.desc(), Review.id.desc())
    .limit(1)
)  # built once: the home page asks it each time


def due_on(edition: Edition) -> date | None:
    """When the review of this edition is due: as the last review that kept it says, else a year after adoption (6.1)."""
    return db.session.scalar(_KEPT, {"edition": edition.id}) or edition.review_due


def stage(due: date, day: date) -> str | None:
    """The most urgent reminder that a day calls for, as the kind of its notice; none until 60 days before."""
    if day > due:
        return "review_overdue"
    return next((kind for before, kind in REMINDERS if day >= due - timedelta(days=before)), None)


def reminded(school_id: uuid.UUID) -> list[uuid.UUID]:
    """Who is reminded of a review: whoever is clerk or chair of governors of the school today."""
    return [person_id for _, person_id in holders(school_id, REMINDED)]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the review of the edition in force stands, and whether this person works on it."""

    due: date
    overdue: bool
    works: bool


def standing(actor: Actor, edition: Edition | None, *, only_workers: bool = False) -> Standing | None:
    """How the review of an edition stands for this person; none while it is a draft, or for others than those who work on it."""
    if edition is None or edition.digest is None:
        return None
    works = may(actor, Act.REVIEW_RECORD, edition.school_id)
    due = due_on(edition) if works or not only_workers else None
    return Standing(due, today() > due, works) if due else None


def reviewable(actor: Actor, edition_id: uuid.UUID) -> Edition:
    """An edition with its clauses for somebody who works on its review; `NotThere` for others and for a draft."""
    edition = visible(actor, Edition, id=edition_id)
    if edition.digest is None or not may(actor, Act.REVIEW_READ, edition.school_id):
        raise NotThere(Edition.__name__)
    return with_clauses(edition_id)


def on_record(actor: Actor, school_id: uuid.UUID) -> Sequence[tuple[Review, Edition]]:
    """The reviews of a school that this actor may know of, each with its edition, newest first."""
    rows = db.session.execute(
        select(Review, Edition)
        .join(Edition, Edition.id == Review.edition_id)
        .where(scope_of(Review, actor), Review.school_id == school_id)
        .order_by(Review.reviewed_on.desc(), Review.recorded_at.desc())
    )
    return [(review, edition) for review, edition in rows]
