"""A piece of evidence, its capture sheet, and everything that was done with it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed


class Evidence(Keyed, Base):
    """A file or link as it came; name, kind, size, digest and capture sheet are sealed under the case's key.

    `case_id` is the key of the case, or of the draft that becomes the case.
    """

    __tablename__ = "evidence"
    proved = True
    __table_args__ = (
        Index("ix_evidence_case", "case_id"),
        CheckConstraint("(kind = 'file') = (object_key is not null)", name="object"),
    )
    school_id: Mapped[uuid.UUID]
    case_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(10))
    object_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    added_at: Mapped[datetime]
    added_by: Mapped[uuid.UUID]
    removed_at: Mapped[datetime | None]
    about_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    sheet_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    about = Sealed()  # {"name", "media_type", "bytes", "sha256"} or {"url"}
    sheet = Sealed()  # the capture sheet


class Custody(Keyed, Base):
    """One thing done with a piece of evidence: taken in, opened, and why."""

    __tablename__ = "custody"
    proved = True
    __table_args__ = (Index("ix_custody_evidence", "evidence_id", "at"),)
    school_id: Mapped[uuid.UUID]
    case_id: Mapped[uuid.UUID]
    evidence_id: Mapped[uuid.UUID]
    what: Mapped[str] = mapped_column(String(20))
    by: Mapped[uuid.UUID]
    at: Mapped[datetime]
    why_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    why = Sealed()
