"""A case and who is in it, and what is alleged: the unit of access and the unit of finding."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Keyed
from app.core.keys import Sealed
from app.core.proved import LATER

if TYPE_CHECKING:
    from app.cases.work import Path


class CaseState(StrEnum):
    """Where the case as a whole stands (the case shell)."""

    TRIAGE = "triage"
    ROUTED = "routed"
    CLOSED = "closed"
    NOT_WITHIN_POLICY = "not_within_policy"


class Part(StrEnum):
    """A person's part in a case."""

    SUBJECT = "subject"
    REPORTER = "reporter"
    COMPLAINANT = "complainant"
    CHILD = "child"
    RELATIVE = "relative"
    WITNESS = "witness"
    INTERESTED = "interested"
    INVESTIGATOR = "investigator"
    HEARER = "hearer"
    APPEAL_PANEL = "appeal_panel"
    EQUALITY_PANEL = "equality_panel"
    PRESENTER = "presenter"
    ADVISER = "adviser"
    PANEL_ADVISER = "panel_adviser"
    APPEAL_ADVISER = "appeal_adviser"
    MINUTES = "minutes"
    KEPT_OUT = "kept_out"
    COMPANION = "companion"
    EARLIER = "earlier"


CONFLICTED = frozenset(
    {
        Part.SUBJECT,
        Part.REPORTER,
        Part.COMPLAINANT,
        Part.CHILD,
        Part.RELATIVE,
        Part.WITNESS,
        Part.INTERESTED,
        Part.COMPANION,
    }
)
"""Parts whose holders do not know that the case exists, whatever roles they hold."""

WORKING = frozenset({Part.INVESTIGATOR, Part.PRESENTER, Part.HEARER, Part.APPEAL_PANEL, Part.EQUALITY_PANEL, Part.MINUTES})
"""Parts that open the case to a person who holds no standing role in it."""

ADVISERS = frozenset({Part.ADVISER, Part.PANEL_ADVISER, Part.APPEAL_ADVISER})
"""HR advisers of the investigation, of those who hear the case, and of those who hear the appeal: never the same person."""

MAY_BE_ONE = frozenset({Part.INVESTIGATOR, Part.PRESENTER})
"""Parts that one person can have together: whoever investigated may present the case."""


class Case(Keyed, Base):
    """One suspected breach or several that belong together; names and words are sealed under the case's key."""

    __tablename__ = "case_file"
    proved = True
    __table_args__ = (
        Index("ix_case_list", "school_id", "logged_at", "id", "manager"),
        Index("ix_case_state", "school_id", "state", "logged_at"),
        CheckConstraint("state in ('triage', 'routed', 'closed', 'not_within_policy')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at is not null)", name="closed"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=CaseState.TRIAGE.value)
    manager: Mapped[str] = mapped_column(String(30))
    edition_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("edition.id"))
    reported_at: Mapped[datetime]
    logged_at: Mapped[datetime]
    logged_by: Mapped[uuid.UUID]
    closed_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None] = mapped_column(info=LATER)
    version: Mapped[int] = mapped_column(Integer, default=1)
    subject_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    limbs_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    permits_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    subject = Sealed()  # {"name", "post", "job_title"}
    account = Sealed()  # what was said at logging, in the logger's words: {"words", "told_by", "how", "told_already"}
    facts = Sealed()  # the facts that were routed
    answer = Sealed()  # what routing answered
    limbs = Sealed()  # {"H1": {"answer", "reason"}, …}
    permits = Sealed()  # what the permission register said of each act when it was logged
    paths: Mapped[list[Path]] = relationship(lazy="raise_on_sql", order_by="Path.opened_at")

    __mapper_args__ = {"version_id_col": version}


class Allegation(Keyed, Base):
    """One clause and its particulars; `clause_id` is empty for other conduct, which no clause names."""

    __tablename__ = "allegation"
    proved = True
    __table_args__ = (
        Index("ix_allegation_case", "case_id"),
        Index("ix_allegation_clause", "school_id", "clause_number"),
        CheckConstraint("met in ('yes', 'may_be')", name="met"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    clause_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clause.id"))
    clause_number: Mapped[str] = mapped_column(String(20))
    act_index: Mapped[int | None] = mapped_column(Integer)
    met: Mapped[str] = mapped_column(String(10))
    proposed: Mapped[bool] = mapped_column(default=True)
    particulars_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    particulars = Sealed()  # {"because", "act", "reason"}


class Involvement(Keyed, Base):
    """A person's part in a case; a person of the roll by key, anybody else by a sealed name, a child by a token."""

    __tablename__ = "involvement"
    proved = True
    __table_args__ = (
        Index("ix_involvement_person", "person_id", "part", "case_id"),
        Index("ix_involvement_case", "case_id"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    part: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    token: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name = Sealed()
    details = Sealed()  # {"relation", "age", "note"}; {"tie", "by"}: what whoever gave a part said ties them to the case


class Visit(Base):
    """That a person has opened a case, and when last: once in a sign-in and half hour it is also an event."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_case", "case_id"),)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    sign_in_id: Mapped[uuid.UUID | None]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class SavedView(Keyed, Base):
    """A filter of the list that a person keeps under a name of their own; both sealed under the school's key."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_person", "person_id"),)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
