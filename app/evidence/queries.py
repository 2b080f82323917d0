"""What pages ask of evidence: only of cases the actor may know of, or of a draft of their own."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, select

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


_OPENED = (
    select(Custody.evidence_id, Custody.at)
    .where(Custody.case_id == bindparam("case_id"), Custody.what == "opened")
    .order_by(Custody.at)
)


def opened(case_id: uuid.UUID) -> Mapping[uuid.UUID, Sequence[datetime]]:
    """When each piece of the evidence of a case was opened, in order."""
    found: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    for evidence_id, at in db.session.execute(_OPENED, {"case_id": case_id}):
        found[evidence_id].append(at)
    return found
