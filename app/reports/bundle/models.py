"""A bundle for one reader, what of the evidence was confirmed for them, and how far the worker is with it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed
from app.core.proved import LATER

OPEN = text("state = 'asked'")
READER_KEYS = "('hearing', 'staff', 'presenting', 'appeal', 'appeal_staff', 'eo_panel', 'eo_complained', 'eo_staff')"


class Bundle(Keyed, Base):
    """A bundle as it was asked for and made; once it is ready or has failed it is kept as it is."""

    __tablename__ = "bundle"
    proved = True
    __table_args__ = (
        Index("ix_bundle_case", "case_id", "id"),
        Index("uq_bundle_open", "case_id", "for_part", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        CheckConstraint("state in ('asked', 'ready', 'failed')", name="state"),
        CheckConstraint(f"for_part in {READER_KEYS}", name="for_part"),
        CheckConstraint(
            "(state = 'ready') = (made_sealed is not null) and (made_sealed is null) = (pages is null)"
            " and (made_sealed is null) = (made_at is null)",
            name="made",
        ),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    for_part: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_at: Mapped[datetime]
    asked_by: Mapped[uuid.UUID]
    made_at: Mapped[datetime | None]
    pages: Mapped[int | None] = mapped_column(Integer)
    made_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    unnamed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=LATER)
    made = Sealed()  # {"key", "sha256", "bytes"} of the file in the vault, {"says", "masked", "left"} of what is in it
    unnamed = Sealed()  # the keys of the parts whose holders are not named in it, beside those who never are


class Cleared(Keyed, Base):
    """Which pages of a piece of evidence one reader may have, as somebody who looked at each confirmed; the last one holds."""

    __tablename__ = "bundle_cleared"
    proved = True
    __table_args__ = (
        Index("ix_bundle_cleared_case", "case_id", "id"),
        CheckConstraint(f"for_part in {READER_KEYS}", name="for_part"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id"))
    for_part: Mapped[str] = mapped_column(String(20))
    is_report: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime]
    by: Mapped[uuid.UUID]
    pages_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    pages = Sealed()  # the numbers of the pages, from 1; none when it is taken back


class BundleMaking(Keyed, Base):
    """How far the worker is with a bundle of the same key, and until when no other begins it again. No part of the record."""

    __tablename__ = "bundle_making"
    housekeeping = True
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bundle.id"), primary_key=True)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    until: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    of: Mapped[int] = mapped_column(Integer, default=0)
