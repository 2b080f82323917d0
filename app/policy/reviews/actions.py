"""A review of the policy is recorded, and whoever arranges it is reminded."""

from __future__ import annotations

import uuid
from datetime import date

from app.core.action import Blocked, action, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor
from app.notices.queries import tell
from app.people.queries import today
from app.policy.models import Edition
from app.policy.queries import in_force, next_review
from app.policy.reviews.models import Outcome, Review


@action(Act.REVIEW_RECORD)
def record(
    actor: Actor, edition: Edition, *, reviewed_on: date, outcome: Outcome, minute: str, chair: str, words: str = ""
) -> Review:
    """Record that the governing body reviewed the edition in force; kept, its next review is due a year later (6.1).

    Amended or replaced, the due date stays as it was until a new edition is adopted.
    """
    current = in_force(edition.school_id, today())
    if current is None or current.id != edition.id:
        raise Blocked("Only the edition in force is reviewed. Go to the policy page and open its review there.")
    if reviewed_on > today():
        raise Blocked("The day of the review cannot be in the future: record it when it has taken place.")
    if edition.adopted_on and reviewed_on < edition.adopted_on:
        raise Blocked("This edition was not adopted yet on that day. Check the day of the review.")
    review = Review(
        school_id=edition.school_id,
        edition_id=edition.id,
        reviewed_on=reviewed_on,
        outcome=outcome.value,
        minute=minute,
        chair=chair,
        words=words,
        next_due=next_review(reviewed_on) if outcome is Outcome.KEPT else None,
        recorded_by=actor.person_id,
        recorded_at=now(),
    )
    db.session.add(review)
    seal(
        f"e:{edition.id}",
        school_id=edition.school_id,
        review=str(review.id),
        outcome=outcome.value,
        reviewed_on=reviewed_on.isoformat(),
        minute=minute,
    )
    return review


@action(Act.REVIEW_REMIND)
def remind(actor: Actor, edition: Edition, *, kind: str, once: str, people: list[uuid.UUID]) -> int:
    """Tell these people that a review comes near or is overdue, each of them once; returns how many were told."""
    fresh = tell(people, kind, school_id=edition.school_id, case_id=None, once=once)
    seal(f"e:{edition.id}", school_id=edition.school_id, kind=kind, told=[str(one) for one in fresh])
    return len(fresh)
