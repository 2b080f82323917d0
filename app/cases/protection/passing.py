"""What the clock does beside the stages: when a last day that lay ahead has passed, the suspension's clock of review ends with it."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.cases import deadlines
from app.cases.protection.leaving import ENDS_SUSPENSION
from app.cases.protection.ledger import UNDONE
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.suspending import is_to_be_reviewed
from app.cases.work import Path
from app.core.action import action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, job
from app.pathways.child_protection import REVIEWS

KEEPER = job("suspensions")


def end_passed(school_id: uuid.UUID, _day: date) -> int:
    """End the clock of review of every suspension whose person's last day has come; returns how many."""
    back = aliased(ProtectionEntry)
    gone = select(ProtectionEntry).where(
        ProtectionEntry.school_id == school_id,
        ProtectionEntry.kind == Noted.REMOVAL.value,
        ProtectionEntry.what.in_(ENDS_SUSPENSION),
        ProtectionEntry.of_id.is_not(None),
        ProtectionEntry.at <= now(),
        ~exists().where(back.of_id == ProtectionEntry.id, back.what == UNDONE),
        is_to_be_reviewed(ProtectionEntry.case_id),
    )
    return sum(_end(one) for one in db.session.scalars(gone).all())


def _end(row: ProtectionEntry) -> int:
    later = select(ProtectionEntry.id).where(
        ProtectionEntry.case_id == row.case_id, ProtectionEntry.kind == Noted.SUSPENDED.value, ProtectionEntry.at > row.at
    )
    if db.session.scalar(later.limit(1)) is not None:
        return 0  # the clock that runs is that of a later suspension
    end_clock(KEEPER, row)
    return 1


@action(Act.SUSPENSION_END)
def end_clock(actor: Actor, row: ProtectionEntry) -> ProtectionEntry:
    """The last day has come: nothing is left to review, by the record of that day."""
    deadlines.meet(row.case_id, by=None, rules=REVIEWS, at=row.at, what="suspension:ended")
    path = db.session.get(Path, row.path_id) if row.path_id else None
    seal_case(row, noted="passed", path=path.name if path else None)
    return row
