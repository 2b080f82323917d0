"""A permit: what somebody asked for, what was answered, and the safety measures ticked and unticked over time."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed


class Permit(Keyed, Base):
    """An entry of the permission register. Free words may name parents and pupils: they are sealed under the school's key.

    There is no column for its standing: that follows from answer, dates and checklist (`term.standing`). The key is the
    school's, not one of its own, because an entry belongs to no case and outlives every case that cites it.
    """

    __tablename__ = "permit"
    __table_args__ = (
        UniqueConstraint("school_id", "number"),
        Index("ix_permit_asker", "asker_id", "kind"),
        Index("ix_permit_register", "school_id", "id"),
        CheckConstraint("kind in ('parent_contact_advice', 'curriculum_space')", name="kind"),
        CheckConstraint(
            "answer is null or answer = 'agreed' or (kind = 'parent_contact_advice' and answer = 'advised_against')"
            " or (kind = 'curriculum_space' and answer = 'declined')",
            name="answer",
        ),
        CheckConstraint(
            "(answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)"
            " and (answer is null) = (answered_as is null)",
            name="answered",
        ),
        CheckConstraint("answered_by is null or answered_by <> asker_id", name="not_their_own"),
        CheckConstraint(
            "(valid_from is null) = (valid_to is null) and (valid_to is not null) = (answer is not null and answer = 'agreed')",
            name="valid",
        ),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="dates"),
        CheckConstraint("(revoked_at is null) = (revoked_by is null)", name="revoked"),
        CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name="confirmed"),
    )
    case_id = None  # sealed under the school's key
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(30))
    asker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    platform: Mapped[str] = mapped_column(String(20))
    other_side: Mapped[str | None] = mapped_column(String(20))
    closes_on: Mapped[date | None]
    asked_at: Mapped[datetime]
    former_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("permit.id"))
    answer: Mapped[str | None] = mapped_column(String(20))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_as: Mapped[str | None] = mapped_column(String(30))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    measured_at: Mapped[datetime | None]
    whole_since: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    asked_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer_words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    revoke_reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked = Sealed()  # {"place", "purpose", "members"}
    answer_words = Sealed()
    revoke_reason = Sealed()

    __mapper_args__ = {"version_id_col": version}

    @property
    def called(self) -> str:
        """What people call it aloud."""
        return f"permit {self.number}"


class PermitMeasure(Keyed, Base):
    """That a safety measure was put in place, or was found missing, at an instant; only ever added to."""

    __tablename__ = "permit_measure"
    __table_args__ = (Index("ix_permit_measure_permit", "permit_id", "at"),)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    permit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("permit.id"))
    measure: Mapped[str] = mapped_column(String(30))
    done: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
