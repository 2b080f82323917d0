"""A breach being logged: its answers so far, sealed under the key that becomes the key of the case; and the receipt."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed


class Draft(Keyed, Base):
    """The answers of one person who is logging a breach; its key is the key of the case it becomes."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_author", "author_id", "saved_at"),)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    logged_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)
    answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answers = Sealed()

    __mapper_args__ = {"version_id_col": version}


class Receipt(Keyed, Base):
    """What somebody reported, when, and its reference: theirs to keep, even when the case is not theirs to see."""

    __tablename__ = "receipt"
    __table_args__ = (Index("ix_receipt_person", "person_id", "at"),)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[uuid.UUID]
    reference: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words = Sealed()
