"""The trail of a school for its data protection officer: who did which kind of act and when, and no content."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from app.cases.queries import conflicted
from app.core.acts import Role
from app.core.clock import london
from app.core.db import db
from app.core.permission import Actor
from app.core.trail import Event
from app.people.queries import names
from app.reports.words import ACTS

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One event without its content."""

    at: datetime
    who: str
    what: str


def school_trail(actor: Actor) -> list[tuple[date, list[Line]]]:
    """The newest events of the actor's schools by day, less those of cases they have a part in; never a number of them."""
    schools = actor.schools(Role.DATA_PROTECTION_OFFICER)
    mine = db.session.scalars(
        select(Event)
        .where(Event.school_id.in_(schools), or_(Event.case_id.is_(None), Event.case_id.not_in(conflicted(actor))))
        .order_by(Event.at.desc(), Event.seq.desc())
        .limit(MOST)
    ).all()
    known = names(uuid.UUID(one.actor[2:]) for one in mine if one.actor.startswith("u:"))
    days: dict[date, list[Line]] = {}
    for one in mine:
        who = known.get(uuid.UUID(one.actor[2:]), "Somebody") if one.actor.startswith("u:") else "Evenhand"
        days.setdefault(london(one.at).date(), []).append(Line(one.at, who, ACTS.get(one.act, one.act.replace(".", ": "))))
    return list(days.items())
