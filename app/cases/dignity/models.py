"""The log of prejudice incidents, which belongs to the school, and support that was given before a procedure was opened."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed
from app.core.keys import Sealed


class Incident(Keyed, Base):
    """Something that the person hurt, or anybody else, sees as prejudiced: what they say of it; what was found comes in notes.

    It may belong to a case, and is kept as long as the school keeps its log, whatever becomes of that case.
    """

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_school", "school_id", "on"), Index("ix_incident_case", "linked_case_id"))
    case_id = None  # sealed under the school's key
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    linked_case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_file.id"))
    about_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    said_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    said = Sealed()  # {"what", "place", "reporter", "target", "by_words", "perceived", "crime", "police", "impact", "response"}


class IncidentNote(Keyed, Base):
    """What was found of an incident, done about it or seen when it was looked at again; only ever added."""

    __tablename__ = "incident_note"
    __table_args__ = (
        Index("ix_incident_note_incident", "incident_id", "at"),
        CheckConstraint("kind in ('found', 'done', 'reviewed')", name="kind"),
    )
    case_id = None  # sealed under the school's key
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    incident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incident.id"))
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    said_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    said = Sealed()  # {"words", "found"}


class EarlySupport(Keyed, Base):
    """Support that was put in place while the equal opportunities path was only proposed."""

    __tablename__ = "early_support"
    proved = True
    __table_args__ = (Index("ix_early_support_case", "case_id"),)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("path.id"))
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"))
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    answers_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    answers = Sealed()  # what the step that records support asks
