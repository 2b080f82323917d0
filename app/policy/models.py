"""The policy of a school: its editions, frozen when adopted, and the clauses of each."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Keyed


class Edition(Keyed, Base):
    """One version of the policy: a draft until the governing body adopts it, then frozen with its digest."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'adopted', 'withdrawn')", name="state"),
        CheckConstraint(
            "state = 'draft' or (adopted_on is not null and chair is not null and headteacher is not null"
            " and review_due is not null and digest is not null)",
            name="adoption",
        ),
        Index("ix_edition_in_force", "school_id", "state", "adopted_on"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    source_name: Mapped[str] = mapped_column(String(200), default="")
    source_digest: Mapped[str] = mapped_column(String(64), default="")
    front_matter: Mapped[str] = mapped_column(Text, default="")
    warnings: Mapped[list[Any]] = mapped_column(JSON, default=list)
    imported_at: Mapped[datetime]
    imported_by: Mapped[uuid.UUID | None]
    adopted_on: Mapped[date | None]
    adopted_at: Mapped[datetime | None]
    chair: Mapped[str | None] = mapped_column(String(200))
    headteacher: Mapped[str | None] = mapped_column(String(200))
    review_due: Mapped[date | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    clauses: Mapped[list[Clause]] = relationship(order_by="Clause.position", lazy="raise_on_sql")


class Clause(Keyed, Base):
    """One numbered clause, in the school's own words; never changed once its edition is adopted."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"))
    position: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(20))
    parent: Mapped[str | None] = mapped_column(String(20))
    heading: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    breachable: Mapped[bool] = mapped_column(default=False)
    routes: Mapped[list[Any]] = mapped_column(JSON, default=list)
