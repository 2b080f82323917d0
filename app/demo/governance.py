"""What follows an adoption in the demonstration: most staff have acknowledged the policy, and the first school has reviewed it once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from app.core.clock import frozen, now
from app.core.db import db
from app.demo.cast import CAST, FIRST
from app.policy.acknowledgements.actions import acknowledge
from app.policy.acknowledgements.queries import NOT_STAFF
from app.policy.models import Edition
from app.policy.reviews.actions import record
from app.policy.reviews.models import Outcome

WAITING = ("Laura Fenwick", "Colin Baptiste", "Hannah Brook")
"""Members of staff with an account who have not acknowledged the policy."""


def follow_up(world: dict[str, Any], editions: dict[str, uuid.UUID]) -> None:
    """Acknowledge the edition of each school for most of its staff, and record the first school's review of it."""
    from app.demo.loading import actor_of

    for school, edition_id in editions.items():
        names = [one.name for one in CAST[school] if one.roles and one.post not in NOT_STAFF and one.name not in WAITING]
        for days, name in enumerate(names):
            with frozen(now() - timedelta(days=290 - 3 * days, minutes=17 * days)):
                acknowledge(actor_of(world, name), db.session.get_one(Edition, edition_id))
    with frozen(now() - timedelta(days=36)):
        record(
            actor_of(world, "Peter Lomax"),
            db.session.get_one(Edition, editions[FIRST]),
            reviewed_on=(now() - timedelta(days=40)).date(),
            outcome=Outcome.KEPT,
            minute="FGB autumn, item 7",
            chair="Margaret Thistlewood",
            words="Governors asked for the closed groups of year teams to be looked at before the next review.",
        )
