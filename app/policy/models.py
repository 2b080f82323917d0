"""The policy of a school: its editions, frozen when their adoption is confirmed, and the clauses of each with their mapping."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Keyed
from app.policy.starter import CP, EO, LLC, OTHER, D, starter

PATHS = (CP, D, EO, LLC, OTHER)
"""Every path, in the order in which they are named."""
OPEN = ("draft", "recorded")
"""States of an edition that nothing can be held against yet."""


class Edition(Keyed, Base):
    """One version of the policy: a draft, then recorded as adopted by one person and confirmed by another, which freezes it.

    It is in force from `adopted_on` until the day before `ended_on`: the day a later edition was adopted, or it was withdrawn.
    """

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'recorded', 'adopted', 'superseded', 'withdrawn')", name="state"),
        CheckConstraint(
            "state = 'draft' or (adopted_on is not null and chair is not null and headteacher is not null and minute is not null)",
            name="recorded",
        ),
        CheckConstraint(
            "state in ('draft', 'recorded') or (review_due is not null and digest is not null and adopted_at is not null"
            " and (length(digest) = 64 or (recorded_by is not null and confirmed_by is not null and recorded_by <> confirmed_by)))",
            name="adoption",
        ),
        CheckConstraint("(state in ('superseded', 'withdrawn')) = (ended_on is not null)", name="ended"),
        CheckConstraint("ended_on is null or ended_on >= adopted_on", name="order"),
        CheckConstraint(
            "state <> 'withdrawn' or (withdrawal_reason is not null and (length(digest) = 64 or"
            " (withdrawal_by is not null and withdrawal_confirmed_by is not null and withdrawal_by <> withdrawal_confirmed_by)))",
            name="withdrawal",
        ),
        Index("ix_edition_in_force", "school_id", "state", "adopted_on"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    version: Mapped[int] = mapped_column(Integer, default=1)
    source_name: Mapped[str] = mapped_column(String(200), default="")
    source_digest: Mapped[str] = mapped_column(String(64), default="")
    # the text that was read: [[number, words], …] in its order, and what was to be looked at: read only where a draft is worked on
    source: Mapped[list[Any]] = mapped_column(JSON, default=list, deferred=True)
    front_matter: Mapped[str] = mapped_column(Text, default="")
    warnings: Mapped[list[Any]] = mapped_column(JSON, default=list, deferred=True)
    imported_at: Mapped[datetime]
    imported_by: Mapped[uuid.UUID | None]
    adopted_on: Mapped[date | None]
    minute: Mapped[str | None] = mapped_column(String(200))
    chair: Mapped[str | None] = mapped_column(String(200))
    headteacher: Mapped[str | None] = mapped_column(String(200))
    recorded_by: Mapped[uuid.UUID | None]
    recorded_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None]
    adopted_at: Mapped[datetime | None]  # when the adoption was confirmed
    review_due: Mapped[date | None]
    digest: Mapped[str | None] = mapped_column(String(80))
    ended_on: Mapped[date | None]  # the first day on which it is no longer in force
    withdrawn_on: Mapped[date | None]
    withdrawal_reason: Mapped[str | None] = mapped_column(Text)
    withdrawal_by: Mapped[uuid.UUID | None]
    withdrawal_at: Mapped[datetime | None]
    withdrawal_confirmed_by: Mapped[uuid.UUID | None]
    withdrawal_confirmed_at: Mapped[datetime | None]
    clauses: Mapped[list[Clause]] = relationship(order_by="Clause.position", lazy="raise_on_sql")

    @property
    def last_day(self) -> date | None:
        """The last day on which it was in force, once it has ended; none for one that never was."""
        if self.ended_on is None or self.ended_on == self.adopted_on:
            return None
        return self.ended_on - timedelta(days=1)

    @property
    def is_open(self) -> bool:
        """Whether nothing can be held against it yet."""
        return self.state in OPEN


class Clause(Keyed, Base):
    """One numbered clause in the school's own words, and its mapping; never changed once its edition's adoption is recorded.

    `like` is the number of the clause of the starter edition that it corresponds to: what routing calls it; `also_like` are the
    others, where one clause of the school says what two of the starter edition do. `mapped` says that a person has decided on
    the mapping. `left_out` is the reason why it does not count.
    """

    __tablename__ = "clause"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        CheckConstraint("kind in ('heading', 'clause', 'guidance')", name="kind"),
        CheckConstraint("not breachable or (kind = 'clause' and left_out is null)", name="breachable"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"))
    position: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(20))
    parent: Mapped[str | None] = mapped_column(String(20))
    heading: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(10), default="clause")
    breachable: Mapped[bool] = mapped_column(default=False)
    like: Mapped[str | None] = mapped_column("like_number", String(20))
    also_like: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    mapped: Mapped[bool] = mapped_column(default=False)
    routes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    procedure: Mapped[str] = mapped_column(String(100), default="")
    question: Mapped[str] = mapped_column(String(300), default="")
    left_out: Mapped[str | None] = mapped_column(String(500))
    source_at: Mapped[int | None] = mapped_column(Integer)  # where it begins in the text that was read

    @property
    def likes(self) -> tuple[str, ...]:
        """The numbers of all clauses of the starter edition that it corresponds to."""
        return (self.like, *(self.also_like or ())) if self.like else ()

    @property
    def leads(self) -> tuple[str, ...]:
        """Every path that it can lead to: by the clauses it corresponds to, and by its own mapping."""
        models = (starter(number) for number in self.likes)
        found = {*self.routes, *(route for one in models if one for route in one.routes)}
        return tuple(path for path in PATHS if path in found)
