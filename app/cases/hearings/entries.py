"""What is recorded beside a hearing: adjustments with what became of them, and allegations put to the person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from app.cases.hearings.models import HearingEntry
from app.core.clock import now
from app.core.db import db

if TYPE_CHECKING:
    from app.cases.work import Path

STATES = (
    ("offered", "Offered"),
    ("agreed", "Agreed"),
    ("refused", "Refused, with a reason"),
)
_ENTRIES = select(HearingEntry).where(HearingEntry.case_id == bindparam("case_id")).order_by(HearingEntry.at, HearingEntry.id)


def entries(case_id: uuid.UUID) -> Sequence[HearingEntry]:
    """Everything recorded beside the hearings of a case, in the order in which it was written."""
    return db.session.scalars(_ENTRIES, {"case_id": case_id}).all()


def write(
    path: Path,
    by: uuid.UUID,
    kind: str,
    on: date,
    words: dict[str, Any],
    *,
    state: str = "",
    allegation_id: uuid.UUID | None = None,
) -> HearingEntry:
    """Write one row; it is never changed, and what becomes of an adjustment is a row of its own."""
    row = HearingEntry(
        school_id=path.school_id,
        case_id=path.case_id,
        path_id=path.id,
        kind=kind,
        state=state,
        allegation_id=allegation_id,
        on=on,
        at=now(),
        by=by,
        words=words,
    )
    db.session.add(row)
    return row
