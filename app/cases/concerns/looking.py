"""That somebody looked at the low-level concerns about one adult: in the trail before they are shown, and told on the page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from app.cases.actions import is_long_ago
from app.cases.concerns.queries import Row, may_see
from app.cases.models import Case
from app.core.action import action, seal_case
from app.core.acts import Act
from app.core.db import db
from app.core.permission import Actor, NotThere
from app.core.trail import Event
from app.people.queries import names


@dataclass(frozen=True, slots=True)
class Look:
    """Who has looked, and when last."""

    who: str
    at: datetime


@action(Act.CONCERN_OPEN)
def look(actor: Actor, case: Case) -> None:
    """Note that this person opens the concerns about the adult of this case, which is the newest of them."""
    if db.session.scalar(select(Case.id).where(Case.id == case.id, may_see(actor))) is None:
        raise NotThere("adult")
    seal_case(case, sign_in=str(actor.session_id))


def note_look(actor: Actor, rows: Sequence[Row]) -> None:
    """Note it the first time in this sign-in, and then every half hour."""
    last = db.session.scalars(_looks(rows).where(Event.actor == actor.said).limit(1)).first()
    if last is None or is_long_ago(actor, last.at, last.payload().get("sign_in")):
        look(actor, db.session.get_one(Case, rows[0].case_id))


def looks(rows: Sequence[Row]) -> tuple[Look, ...]:
    """Everybody who has looked at the concerns about one adult, the last first, as the trail has it."""
    last: dict[str, datetime] = {}
    for event in db.session.scalars(_looks(rows)):
        last.setdefault(event.actor, event.at)
    known = names(uuid.UUID(one[2:]) for one in last if one.startswith("u:"))
    return tuple(Look(known.get(uuid.UUID(one[2:]), "Somebody"), at) for one, at in last.items())


def _looks(rows: Sequence[Row]) -> Select[Event]:
    return (
        select(Event)
        .where(Event.case_id.in_([one.case_id for one in rows]), Event.act == Act.CONCERN_OPEN.value)
        .order_by(Event.at.desc())
    )
