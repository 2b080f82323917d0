"""The permission register of the demonstration: a few permits in each standing, none of anybody whom a story is about."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from app.core.clock import frozen, now
from app.core.db import db
from app.demo.cast import FIRST, SECOND
from app.people.models import School
from app.policy.permits.actions import Asked, answer, ask
from app.policy.permits.measures import WORDS
from app.policy.permits.words import Answer, Kind

PARENT = Asked(Kind.PARENT, "social_site", "parent", "Facebook", "We were at school together, long before her daughter came here.")
SPACE = Asked(
    Kind.SPACE,
    "school_platform",
    "pupil",
    "Year 4 reading blog",
    "Pupils write about the books they read at home.",
    "Year 4 and two teachers",
    None,
    frozenset(WORDS),
)


def ask_first(world: dict[str, Any]) -> None:
    """Ask and answer through the actions that people use, some weeks before the stories."""
    head, chair = "Helen Ashworth", "Margaret Thistlewood"
    half = Asked(
        SPACE.kind, "blog", "pupil", "Eco club diary", "The club shows what it grows.", "Eco club", None, frozenset({"logs_kept"})
    )
    for days, school, who, asked, by, given, words in (
        (60, FIRST, "Amina Yusuf", SPACE, head, Answer.AGREED, "Agreed. Keep the moderation rota in the staff room."),
        (
            55,
            FIRST,
            "Colin Baptiste",
            PARENT,
            head,
            Answer.ADVISED_AGAINST,
            "You teach her son. Please keep to the school's email.",
        ),
        (50, FIRST, head, PARENT, chair, Answer.AGREED, "An old friendship, declared. Do not discuss school matters."),
        (40, FIRST, "Daniel Pryce", half, head, Answer.AGREED, "Good idea. Tick the rest before it opens."),
        (3, FIRST, "Laura Fenwick", PARENT, "", None, ""),
        (30, SECOND, "Hannah Brook", PARENT, "Marcus Vale", Answer.AGREED, "Fine, as you knew each other before."),
    ):
        _one(world, days, school, who, asked, by, given, words)


def _one(world: dict[str, Any], days: int, school: str, who: str, asked: Asked, by: str, given: Answer | None, words: str) -> None:
    from app.demo.loading import actor_of

    at = now().replace(hour=10, minute=5, second=0, microsecond=0) - timedelta(days=days)
    with frozen(at):
        permit = ask(actor_of(world, who), db.session.get_one(School, uuid.UUID(world["schools"][school])), asked=asked)
    if given:
        with frozen(at + timedelta(hours=4)):
            answer(actor_of(world, by), permit, given=given, words=words, valid_from=None, valid_to=None, version=permit.version)
