"""Notices: that something needs a person, never what; one row for a person and a thing, however often it is sent."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed


class Notice(Keyed, Base):
    """Something needs this person; `kind` chooses the words of the inbox, the e-mail says only to sign in."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "once"),
        Index("ix_notice_due", "state", "next_at"),
        Index("ix_notice_person", "person_id", "made_at"),
    )
    housekeeping = True  # that it was sent, or seen, is no event
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[uuid.UUID | None]
    kind: Mapped[str] = mapped_column(String(40))
    once: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="due")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
