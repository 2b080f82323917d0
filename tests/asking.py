"""Asking first through the pages and through the actions, as several tests do."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from checked import CheckedClient
from sqlalchemy import select, text

from app.core.clock import LONDON, frozen
from app.core.db import db
from app.demo.cast import FIRST
from app.demo.loading import actor_of
from app.intake.actions import log_breach, save, start
from app.people.models import School
from app.policy.permits import actions
from app.policy.permits.measures import WORDS
from app.policy.permits.models import Permit
from app.policy.permits.words import Answer, Kind

PARENT = {"other_side": "parent", "platform": "social_site", "place": "Facebook", "purpose": "An old friend from college asked me."}
SPACE = {
    "place": "Year 4 blog",
    "platform": "blog",
    "purpose": "Reading diary.",
    "other_side": "pupil",
    "members": "Year 4",
}
ALL = [key for key in WORDS if key != "closing_date"]
NO_HARM = {"H1": "no", "H2": "no", "H3": "no", "H4": "no", "reasons": ""}


def boxes(name: str, day: Any) -> dict[str, str]:
    """A date as the three boxes of a field send it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def ask(client: CheckedClient, slug: str = "parent", **fields: Any) -> str:
    """Ask through the page; the address of the permit."""
    given = dict(PARENT if slug == "parent" else SPACE)
    if slug == "space" and "closes_on-day" not in fields:
        given |= boxes("closes_on", datetime.now(LONDON).date() + timedelta(days=30))
    return client.passed(f"/ask/{slug}", **{**given, **fields})


def answer(client: CheckedClient, permit: str, given: str = "agreed", **fields: Any) -> str:
    """Answer through the page, with the dates it proposes."""
    shown = client.get(f"{permit}/answer").get_data(as_text=True)
    dates = dict(re.findall(r'name="(valid_(?:from|to)-(?:day|month|year))"[^>]*value="(\d+)"', shown))
    assert len(dates) == 6
    return client.passed(f"{permit}/answer", **{"given": given, "words": "Considered and answered.", **dates, **fields})


def at(day: str, hour: int = 10) -> datetime:
    """An instant of a day in London."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=LONDON)


def long_held(world: dict[str, Any]) -> School:
    """The first school, where everybody has held their roles for years, so that tests may tell of any day."""
    with db.engine.begin() as connection:
        connection.execute(text("update appointment set starts_on = '2019-09-01'"))
    return db.session.get_one(School, uuid.UUID(world["schools"][FIRST]))


def on_record(
    world: dict[str, Any],
    school: School,
    *,
    asked: datetime,
    answered: datetime | None,
    given: Answer = Answer.AGREED,
    kind: Kind = Kind.PARENT,
    who: str = "Farah Siddiqui",
    by: str = "Helen Ashworth",
    platform: str = "social_site",
    other_side: str | None = "parent",
    measures: frozenset[str] = frozenset(),
    valid_from: Any = None,
    valid_to: Any = None,
) -> Permit:
    """A permit through the actions of the register, asked and answered at these instants."""
    wanted = actions.Asked(kind, platform, other_side or "", "The page", "The reason.", "Everybody", None, measures)
    with frozen(asked):
        permit = actions.ask(actor_of(world, who), school, asked=wanted)
    if answered:
        with frozen(answered):
            actions.answer(
                actor_of(world, by),
                permit,
                given=given,
                words="In words.",
                valid_from=valid_from,
                valid_to=valid_to,
                version=permit.version,
            )
    return permit


def incident(
    world: dict[str, Any], school: School, reported: datetime, *acts: dict[str, Any], about: str = "Farah Siddiqui"
) -> Any:
    """Log an incident of these acts of the contract's facts about somebody of the roll, by the safeguarding lead; the case."""
    logger = actor_of(world, "Amina Yusuf")
    keys: dict[str, dict[str, Any]] = {}
    for one in acts:
        key = one["kind"]
        while key in keys:
            key = f"{one['kind']}.{int(key.split('.')[1]) + 1 if '.' in key else 2}"
        keys[key] = {
            "channel": one.get("channel", "social_site"),
            "on": one.get("on"),
            "by_subject": "yes",
            "with_": one.get("with"),
            "age_at_act": one.get("age_at_act"),
            "request_pending": "no",
        }
    answers = {
        "before": {"danger": "no", "imagery": "no"},
        "who": {"person": str(actor_of(world, about).person_id)},
        "found": {
            "how": "told",
            "told_by": "A parent",
            "on": reported.astimezone(LONDON).date().isoformat(),
            "at": reported.astimezone(LONDON).strftime("%H:%M"),
        },
        "what": {"words": "It happened.", "kinds": list(dict.fromkeys(one["kind"] for one in acts))},
        "more": [key for key in keys if "." in key],
        "acts": keys,
        "clauses": {"removed": [], "added": [], "reason": "", "other_conduct": ""},
        "harm": NO_HARM,
        "others": {"interest": "no", "people": []},
    }
    with frozen(reported):
        draft = start(logger, school, answers={})
        return log_breach(logger, save(logger, draft, step="check", answers=answers, version=draft.version))


def newest(number_of: str) -> Permit:
    """The permit at an address."""
    key = uuid.UUID(number_of.rsplit("/", 1)[1])
    return db.session.scalars(select(Permit).where(Permit.id == key)).one()
