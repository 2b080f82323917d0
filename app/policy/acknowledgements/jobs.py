"""What the clock does for acknowledgements: a reminder to those on the roll, with an account, who have still to read the policy."""

from __future__ import annotations

import uuid
from datetime import date

from app.core.permission import job
from app.notices.queries import untold
from app.policy.acknowledgements.actions import remind
from app.policy.acknowledgements.queries import to_remind
from app.policy.queries import in_force


def remind_to_acknowledge(school_id: uuid.UUID, day: date) -> int:
    """Give each of them the latest reminder that is due and that they have not had; returns how many were reminded."""
    edition, told = in_force(school_id, day), 0
    if edition is None:
        return 0
    for name, people in to_remind(edition, day).items():
        once = f"acknowledge:{edition.id}:{name}"
        if fresh := untold(people, once):
            told += remind(job("acknowledgements"), edition, once=once, people=fresh)
    return told
