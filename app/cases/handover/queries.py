"""Reads of the notes of a case: the one that somebody has not read yet, and all of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from app.cases.handover.models import Handover
from app.core.db import db
from app.core.permission import Actor, in_known_case, scope


@scope(Handover)
def _notes(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Handover.case_id)


def unread(actor: Actor, case_id: uuid.UUID) -> Handover | None:
    """The newest note of a case for this person, unless they have read it."""
    wanted = select(Handover).where(Handover.case_id == case_id, Handover.person_id == actor.person_id)
    found = db.session.scalars(wanted.order_by(Handover.at.desc(), Handover.id.desc()).limit(1)).one_or_none()
    return found if found is not None and found.read_at is None else None


def handovers(case_id: uuid.UUID) -> Sequence[Handover]:
    """Every note of a case, newest first."""
    wanted = select(Handover).where(Handover.case_id == case_id)
    return db.session.scalars(wanted.order_by(Handover.at.desc(), Handover.id.desc())).all()


def has_note(case_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """Whether a note of this case was ever made for this person."""
    wanted = select(Handover.id).where(Handover.case_id == case_id, Handover.person_id == person_id).limit(1)
    return db.session.scalar(wanted) is not None
