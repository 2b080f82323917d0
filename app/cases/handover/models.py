"""The note made for somebody who takes a case over, and when they said that they have read it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed


class Handover(Keyed, Base):
    """What the record said to one person when they took a case over; only that they have read it is added later."""

    __tablename__ = "handover"
    proved = True
    __table_args__ = (
        Index("ix_handover_case", "case_id", "person_id"),
        CheckConstraint("read_at is null or read_at >= at", name="read"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime]
    by: Mapped[uuid.UUID | None]  # nobody when the product itself did it
    read_at: Mapped[datetime | None]
    note_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    note = Sealed()  # {"by", "to", "reason", "words", "seen": […], "parts": [{"title", "lines": [[what, more]]}]}
