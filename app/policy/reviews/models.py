"""The record of a review of an edition: the day, its outcome, the minute, and when the next one is due."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed


class Outcome(StrEnum):
    """What the governing body decided about the edition it reviewed."""

    KEPT = "kept"
    AMENDED = "amended"
    REPLACED = "replaced"


OUTCOME_WORDS = {
    Outcome.KEPT: "Kept as it is",
    Outcome.AMENDED: "To be amended",
    Outcome.REPLACED: "To be replaced",
}


class Review(Keyed, Base):
    """One review; never changed: a mistake is put right by recording the review again, and the last record counts.

    The next due date stands here and not on the edition, whose words and digest stay frozen.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("outcome in ('kept', 'amended', 'replaced')", name="outcome"),
        CheckConstraint("(outcome = 'kept') = (next_due is not null)", name="next_due"),
        Index("ix_review_edition", "edition_id", "recorded_at"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"))
    reviewed_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(10))
    minute: Mapped[str] = mapped_column(String(120))
    chair: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, default="")
    next_due: Mapped[date | None]
    recorded_by: Mapped[uuid.UUID | None]
    recorded_at: Mapped[datetime]
