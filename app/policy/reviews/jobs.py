"""What the clock does for the annual review: one reminder a stage, to whoever is clerk or chair that morning."""

from __future__ import annotations

import uuid
from datetime import date

from app.core.permission import job
from app.notices.queries import untold
from app.policy.queries import in_force
from app.policy.reviews.actions import remind
from app.policy.reviews.queries import due_on, reminded, stage


def remind_of_review(school_id: uuid.UUID, day: date) -> int:
    """Give the most urgent reminder that this day calls for to whoever has not had it; returns how many were told."""
    edition = in_force(school_id, day)
    due = due_on(edition) if edition else None
    kind = stage(due, day) if due else None
    if edition is None or due is None or kind is None:
        return 0
    once = f"{kind}:{edition.id}:{due.isoformat()}"
    people = untold(reminded(school_id), once)
    return remind(job("reviews"), edition, kind=kind, once=once, people=people) if people else 0
