"""What governs the clocks: the numbers that a school has set, the days that do not count, and its terms, and who is away."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

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


class DayKind(StrEnum):
    """What a school has said of one day."""

    BANK_HOLIDAY = "bank_holiday"
    CLOSED = "closed"
    WORKING = "working"
    AS_BEFORE = "as_before"


class ClosedDay(Keyed, Base):
    """What a school or its council said of one day after the calendar was made: the newest row of a day counts.

    An extra bank holiday counts for every clock in working days; a day on which the school is closed only for clocks in
    school days; a bank holiday that was moved is a working day; and what was entered by mistake is as it was before.
    """

    __tablename__ = "closed_day"
    __table_args__ = (
        CheckConstraint("kind in ('bank_holiday', 'closed', 'working', 'as_before')", name="kind"),
        Index("ix_closed_day_on", "school_id", "on"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class Term(Keyed, Base):
    """A span in which the school meets, half-terms apart; one that is wrong is put right by a newer row of the same first day."""

    __tablename__ = "term"
    __table_args__ = (
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="span"),
        Index("ix_term_school", "school_id", "starts_on"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]  # none takes the span away
    name: Mapped[str] = mapped_column(String(80))
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class Absence(Keyed, Base):
    """That somebody is away from one day to another, both counted, at one of the schools where they hold a role.

    Their clocks are told to the next in line meanwhile. Called off, it stays on record.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="span"),
        CheckConstraint("(called_off_at is null) = (called_off_by is null)", name="called_off"),
        Index("ix_absence_school", "school_id", "ends_on"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    called_off_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    called_off_at: Mapped[datetime | None]
