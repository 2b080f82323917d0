"""What belongs to a case as a whole: who asked to close it and who signed, when it was paused, and which cases it is linked to."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed

OPEN = "answered_at is null"
ENDED = "ended_at is null"


class Closing(Keyed, Base):
    """That somebody asked for a case to be closed, which role signs, and how a second person answered."""

    __tablename__ = "closing"
    proved = True
    __table_args__ = (
        Index("ix_closing_open", "case_id", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_closing_case", "case_id"),
        CheckConstraint("answer in ('signed', 'sent_back')", name="answer"),
        CheckConstraint(
            "(answered_at is null) = (answer is null) and (answered_at is null) = (answered_by is null)", name="answered"
        ),
        CheckConstraint("answered_by <> asked_by", name="two_people"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    asked_by: Mapped[uuid.UUID]
    asked_at: Mapped[datetime]
    signer: Mapped[str] = mapped_column(String(30))
    answer: Mapped[str | None] = mapped_column(String(10))
    answered_by: Mapped[uuid.UUID | None]
    answered_at: Mapped[datetime | None]
    asked_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    said_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked = Sealed()  # {"reason", "lado"}
    said = Sealed()  # what the second person checked, or why it was sent back


class Pause(Keyed, Base):
    """That a case rests for legal reasons: who asked for it, since when, each review, and when and why it ended."""

    __tablename__ = "pause"
    proved = True
    __table_args__ = (
        Index("ix_pause_open", "case_id", unique=True, sqlite_where=text(ENDED), postgresql_where=text(ENDED)),
        Index("ix_pause_case", "case_id"),
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    since: Mapped[datetime]
    by: Mapped[uuid.UUID]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None]
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reviews_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    end_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words = Sealed()  # {"asked_by", "reason", "reference"}
    reviews = Sealed()  # [{"at", "by", "words"}]
    end = Sealed()


class CaseLink(Keyed, Base):
    """That two cases belong to one event; only those who may know of both can know of the link."""

    __tablename__ = "case_link"
    proved = True
    __table_args__ = (
        Index("ix_case_link_case", "case_id"),
        Index("ix_case_link_other", "other_id"),
        CheckConstraint("case_id <> other_id", name="two_cases"),
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    at: Mapped[datetime]
    by: Mapped[uuid.UUID]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None]
    why_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    why = Sealed()
