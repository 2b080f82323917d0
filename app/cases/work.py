"""The work on a case: paths opened on it, the stages they went through, deadlines, contacts, decisions and outcomes."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed
from app.core.proved import LATER

OPEN = "met_at is null and dropped_at is null"
HOLDS = "superseded_at is null"


class Path(Keyed, Base):
    """A procedure proposed or opened on a case: why, who decided, and the stage it is at."""

    __tablename__ = "path"
    proved = True
    __table_args__ = (
        Index("ix_path_case", "case_id", "name", "state", "stage"),
        Index("ix_path_filter", "school_id", "name", "stage"),
        UniqueConstraint("case_id", "name", "procedure"),
        CheckConstraint("state in ('proposed', 'accepted', 'declined')", name="state"),
        CheckConstraint(
            "(state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)",
            name="decided",
        ),
        CheckConstraint("(state = 'accepted') = (stage is not null)", name="stage"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    name: Mapped[str] = mapped_column(String(30))
    procedure: Mapped[str] = mapped_column(String(100), default="")
    standing: Mapped[str] = mapped_column(String(10))
    waits_for: Mapped[str | None] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    stage: Mapped[str | None] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    stage_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    decided_by: Mapped[uuid.UUID | None]
    decided_at: Mapped[datetime | None]
    because_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    because = Sealed()  # [{"rule", "clause", "fact"}]
    reason = Sealed()


class StageEntry(Keyed, Base):
    """That a path came to a stage: by which step, when, by whom, and what was recorded with it."""

    __tablename__ = "stage_entry"
    proved = True
    __table_args__ = (Index("ix_stage_entry_case", "case_id", "at"),)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("path.id"))
    stage: Mapped[str] = mapped_column(String(40))
    step: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    by: Mapped[uuid.UUID | None]
    answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answers = Sealed()


class Deadline(Keyed, Base):
    """By when something must be done, by which rule, and when it was met; an unknown date is said, never guessed.

    A row is never counted again: what stops, extends or moves it ends it (`dropped_at`, `ended_how`, `reason`), and the row
    that follows names it in `replaces`. `n` and `unit` say how it was counted, `started_by` and `met_what` what began and
    met it, `strength` whether it must hold (hard), should (soft), or is there to be known (info).
    """

    __tablename__ = "deadline"
    proved = True
    __table_args__ = (
        Index("ix_deadline_case", "case_id"),
        Index("ix_deadline_open", "school_id", "due_at", "case_id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("path.id"))
    rule: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300), default="")
    owner: Mapped[str] = mapped_column(String(30))
    met_at: Mapped[datetime | None]
    met_by: Mapped[uuid.UUID | None]
    dropped_at: Mapped[datetime | None]
    n: Mapped[int | None] = mapped_column(Integer, info=LATER)
    unit: Mapped[str | None] = mapped_column(String(30), info=LATER)
    calendar: Mapped[str | None] = mapped_column(String(20), info=LATER)
    strength: Mapped[str | None] = mapped_column(String(4), info=LATER)
    started_by: Mapped[str | None] = mapped_column(String(120), info=LATER)
    met_what: Mapped[str | None] = mapped_column(String(120), info=LATER)
    replaces: Mapped[uuid.UUID | None] = mapped_column(info=LATER)
    follows_by: Mapped[uuid.UUID | None] = mapped_column(info=LATER)
    ended_how: Mapped[str | None] = mapped_column(String(12), info=LATER)
    ended_by: Mapped[uuid.UUID | None] = mapped_column(info=LATER)
    missed_by: Mapped[uuid.UUID | None] = mapped_column(info=LATER)
    missed_at: Mapped[datetime | None] = mapped_column(info=LATER)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=LATER)
    because_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=LATER)
    missed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=LATER)
    reason = Sealed()  # why it was stopped
    because = Sealed()  # why it follows the row it replaces: extended, started again, or moved by the calendar
    missed = Sealed()  # why it was missed, in the words of whoever owns it

    @property
    def is_running(self) -> bool:
        """Whether it was neither met nor dropped: the same of a row as `runs` in a query."""
        return self.met_at is None and self.dropped_at is None


def runs(row: Any = Deadline) -> tuple[ColumnElement[bool], ...]:
    """What makes a clock one that runs; `row` may be an alias of the table."""
    return row.met_at.is_(None), row.dropped_at.is_(None)


def to_do(row: Any = Deadline) -> tuple[ColumnElement[bool], ...]:
    """What makes a clock one that somebody has to do something by: it runs, and is not there only to be known."""
    return (*runs(row), row.strength.is_distinct_from("info"))


class Contact(Keyed, Base):
    """A conversation with an agency: who, when, how, their reference and their advice in their words."""

    __tablename__ = "contact"
    proved = True
    __table_args__ = (Index("ix_contact_case", "case_id", "at"),)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("path.id"))
    agency: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by: Mapped[uuid.UUID]
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words = Sealed()  # {"with", "how", "reference", "advice"}


class Decision(Keyed, Base):
    """A decision with its reasons and the equality consideration that went with it: none is kept without one (clause 5.1)."""

    __tablename__ = "decision"
    proved = True
    __table_args__ = (
        Index("ix_decision_case", "case_id", "at"),
        CheckConstraint("length(equality_sealed) >= 60", name="equality"),  # shorter than that, nothing was sealed but a bracket
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("path.id"))
    what: Mapped[str] = mapped_column(String(60))
    by: Mapped[uuid.UUID]
    at: Mapped[datetime]
    reasons_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    equality_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reasons = Sealed()
    equality = Sealed()  # {"conclusion", "words", "in_play", "adjustments", …}


class Finding(Keyed, Base):
    """The outcome of one allegation on one path: the word, who found it and when, and the decision it rests on.

    What was found never changes. An appeal that finds otherwise makes a finding of its own, which `replaces` the one before.
    """

    __tablename__ = "finding"
    proved = True
    __table_args__ = (
        Index("ix_finding_holds", "allegation_id", "path_id", unique=True, sqlite_where=text(HOLDS), postgresql_where=text(HOLDS)),
        Index("ix_finding_case", "case_id"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("path.id"))
    allegation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("allegation.id"))
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"))
    word: Mapped[str] = mapped_column(String(30))
    by: Mapped[uuid.UUID]
    at: Mapped[datetime]
    superseded_at: Mapped[datetime | None] = mapped_column(info=LATER)
    replaces: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("finding.id"), info=LATER)


class Sanction(Keyed, Base):
    """What followed from a decision; a warning has its first and last live day, both counted.

    On appeal it can end, by the decision that `ended_by` names; the row stays.
    """

    __tablename__ = "sanction"
    proved = True
    __table_args__ = (
        Index("ix_sanction_case", "case_id"),
        CheckConstraint("live_to is null or (live_from is not null and live_to >= live_from)", name="live"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("path.id"))
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"))
    kind: Mapped[str] = mapped_column(String(30))
    live_from: Mapped[date | None]
    live_to: Mapped[date | None]
    months: Mapped[int | None] = mapped_column(info=LATER)
    ended_at: Mapped[datetime | None] = mapped_column(info=LATER)
    ended_by: Mapped[uuid.UUID | None] = mapped_column(info=LATER)
    by: Mapped[uuid.UUID]
    at: Mapped[datetime]
