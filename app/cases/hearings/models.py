"""What is recorded beside the stages of a hearing, and what the governing body has delegated; rows are only added."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed


class HearingEntry(Keyed, Base):
    """One thing recorded beside a hearing: an adjustment with what became of it, or an allegation put to the person."""

    __tablename__ = "hearing_entry"
    proved = True
    __table_args__ = (
        Index("ix_hearing_entry_case", "case_id"),
        CheckConstraint("kind in ('adjustment', 'put')", name="kind"),
        CheckConstraint("(kind = 'put') = (allegation_id is not null)", name="put"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("path.id"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="")
    allegation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("allegation.id"))
    on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[uuid.UUID]
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words = Sealed()  # {"what", "why"} of an adjustment; {"how", "answer"} of an allegation that was put


class Delegation(Keyed, Base):
    """The heaviest thing a decider may decide from a day on, with the minute or scheme that says so."""

    __tablename__ = "delegation"
    __table_args__ = (
        Index("ix_delegation_school", "school_id", "decider"),
        CheckConstraint("decider in ('headteacher', 'panel_of_three', 'smaller_panel')", name="decider"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    decider: Mapped[str] = mapped_column(String(20))
    highest: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(String(300))
    set_at: Mapped[datetime]
    by: Mapped[uuid.UUID]
