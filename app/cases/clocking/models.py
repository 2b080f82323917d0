"""What governs the clocks: the numbers that a school has set for its procedures, only ever added to."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed


class Setting(Keyed, Base):
    """A number of the procedures as a school set it: from which document and edition or minute, why, by whom and when.

    The newest row of a number counts; a school that has set none goes by the usual value (`app/pathways/numbers.py`).
    """

    __tablename__ = "setting"
    __table_args__ = (
        CheckConstraint("n >= 0", name="n"),
        Index("ix_setting_key", "school_id", "key", "set_at"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    key: Mapped[str] = mapped_column(String(40))
    n: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(200))
    edition: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
