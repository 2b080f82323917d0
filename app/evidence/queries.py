"""What pages ask of evidence: only of cases the actor may know of, or of a draft of their own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from app.core.db import db
from app.core.permission import Actor, in_known_case, scope
from app.evidence.models import Custody, Evidence


@scope(Evidence)
def _known(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Evidence.case_id) & Evidence.removed_at.is_(None)


@scope(Custody)
def _known_custody(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Custody.case_id)


def of_case(case_id: uuid.UUID) -> Sequence[Evidence]:
    """The evidence of a case, or of the draft that becomes it, in the order it came."""
    return db.session.scalars(
        select(Evidence).where(Evidence.case_id == case_id, Evidence.removed_at.is_(None)).order_by(Evidence.added_at, Evidence.id)
    ).all()


def custody(case_id: uuid.UUID) -> Sequence[Custody]:
    """Everything done with the evidence of a case."""
    return db.session.scalars(select(Custody).where(Custody.case_id == case_id).order_by(Custody.at)).all()
