"""Letters of a case, how they reached whom they are to, and the Word templates that a school has made its own."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed


class LetterTemplate(Keyed, Base):
    """A version of a school's Word template for one kind of letter, sealed under the school's key; without one, the product's own.

    The latest version is the one in use, and a version without a file goes back to the product's own. Nothing is changed later.
    """

    __tablename__ = "letter_template"
    __table_args__ = (
        UniqueConstraint("school_id", "kind", "version"),
        CheckConstraint("(docx_sealed is null) = (sha256 is null)", name="file"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    fields: Mapped[list[str]] = mapped_column(JSON)
    sha256: Mapped[str | None] = mapped_column(String(64))
    docx_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # up to 1 MB: read only where it is opened


class Letter(Keyed, Base):
    """A letter or form of a case: a draft that can be changed, or issued and then kept as it is."""

    __tablename__ = "letter"
    proved = True
    __table_args__ = (
        Index("ix_letter_case", "case_id", "id"),
        CheckConstraint("state in ('draft', 'issued', 'put_away')", name="state"),
        CheckConstraint(
            "(state = 'issued') = (issued_at is not null) and (issued_at is null) = (issued_by is null)"
            " and (issued_at is null) = (issued_sealed is null) and (issued_at is null) = (template_version is null)",
            name="issued",
        ),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    made_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID]
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[uuid.UUID | None]
    template_version: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, default=1)
    typed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    issued_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    typed = Sealed()  # what was typed, by the keys of the fields
    issued = Sealed()  # {"words": […], "values": {…}, "word": {"key", "sha256", "bytes"}, "pdf": {…}, "template": its digest}

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == "draft"

    def file(self, what: str) -> dict[str, Any]:
        """Where the Word file or the PDF is kept, its digest and its size."""
        found: dict[str, Any] = (self.issued or {})[what]
        return found


class Service(Keyed, Base):
    """That an issued letter was handed over or sent: how, when, by whom, and what proves it."""

    __tablename__ = "service"
    proved = True
    __table_args__ = (Index("ix_service_letter", "letter_id"), Index("ix_service_case", "case_id"))
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    how: Mapped[str] = mapped_column(String(20))
    served_at: Mapped[datetime]
    at: Mapped[datetime]
    by: Mapped[uuid.UUID]
    proof_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    proof = Sealed()
