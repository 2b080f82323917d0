"""A person's own drafts and receipts, and what routing needs to know of the past."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, select

from app.cases.concerns.counting import concerns_about
from app.core.db import db
from app.core.permission import Actor, scope, scope_of, scoped
from app.intake.models import Draft, Receipt


@scope(Draft)
def _own_drafts(actor: Actor) -> ColumnElement[bool]:
    return (Draft.author_id == actor.person_id) & Draft.discarded_at.is_(None)


@scope(Receipt)
def _own_receipts(actor: Actor) -> ColumnElement[bool]:
    return Receipt.person_id == actor.person_id


@lru_cache(maxsize=512)  # the home page asks it each time, and building it costs more than running it
def _drafts(actor: Actor) -> Select[Draft]:
    return scoped(actor, Draft).where(Draft.logged_at.is_(None)).order_by(Draft.saved_at.desc()).limit(20)


def drafts(actor: Actor) -> Sequence[Draft]:
    """What this person has begun to log and not finished, newest first."""
    return db.session.scalars(_drafts(actor)).all()


def receipts(actor: Actor) -> Sequence[Receipt]:
    """What this person has reported, newest first."""
    return db.session.scalars(select(Receipt).where(scope_of(Receipt, actor)).order_by(Receipt.at.desc()).limit(100)).all()


def earlier_low_level_concerns(school_id: uuid.UUID, person_id: uuid.UUID | None, name: str) -> int:
    """Low-level concerns about this adult within the months that the school counts together."""
    return len(concerns_about(school_id, person_id, name))
