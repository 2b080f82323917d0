"""A person's own drafts and receipts, and what routing needs to know of the past."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from app.cases.models import Case, Involvement, Part
from app.cases.work import Path
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, scope, scope_of, scoped
from app.intake.models import Draft, Receipt

KEPT = timedelta(days=365)


@scope(Draft)
def _own_drafts(actor: Actor) -> ColumnElement[bool]:
    return (Draft.author_id == actor.person_id) & Draft.discarded_at.is_(None)


@scope(Receipt)
def _own_receipts(actor: Actor) -> ColumnElement[bool]:
    return Receipt.person_id == actor.person_id


def drafts(actor: Actor) -> Sequence[Draft]:
    """What this person has begun to log and not finished, newest first."""
    return db.session.scalars(scoped(actor, Draft).where(Draft.logged_at.is_(None)).order_by(Draft.saved_at.desc()).limit(20)).all()


def receipts(actor: Actor) -> Sequence[Receipt]:
    """What this person has reported, newest first."""
    return db.session.scalars(select(Receipt).where(scope_of(Receipt, actor)).order_by(Receipt.at.desc()).limit(100)).all()


def earlier_low_level_concerns(person_id: uuid.UUID | None) -> int:
    """Low-level concerns recorded about this person in the last twelve months."""
    if person_id is None:
        return 0
    return (
        db.session.scalar(
            select(func.count(func.distinct(Path.case_id)))
            .join(Involvement, Involvement.case_id == Path.case_id)
            .join(Case, Case.id == Path.case_id)
            .where(
                Involvement.person_id == person_id,
                Involvement.part == Part.SUBJECT.value,
                Path.name == "low_level_concern",
                Path.state != "declined",
                Case.reported_at > now() - KEPT,
            )
        )
        or 0
    )
