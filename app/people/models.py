"""Schools, their employers, the people who work there and the roles they hold between two dates."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed


class Employer(Keyed, Base):
    """The council or trust that employs the staff of its schools."""

    __tablename__ = "employer"
    name: Mapped[str] = mapped_column(String(200))


class School(Keyed, Base):
    """One school; `clock_set` names the safeguarding clocks of its council."""

    __tablename__ = "school"
    employer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("employer.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20), default="community")
    clock_set: Mapped[str] = mapped_column(String(20), default="sefton")
    lado_name: Mapped[str] = mapped_column(String(200), default="")
    lado_phone: Mapped[str] = mapped_column(String(60), default="")
    lado_email: Mapped[str] = mapped_column(String(200), default="")


class Person(Keyed, Base):
    """Somebody on a school's roll, or at its employer; the same row however often they come and go."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_school_name", "school_id", "name"),
        CheckConstraint("(school_id is null) <> (employer_id is null)", name="one_place"),
    )
    school_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("school.id"))
    employer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("employer.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(20), default="teacher")
    job_title: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    on_roll_from: Mapped[date | None]
    left_on: Mapped[date | None]


class Appointment(Keyed, Base):
    """A role held by a person from one day to another, at a school or at the employer for all of its schools."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("(school_id is null) <> (employer_id is null)", name="one_place"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="dates"),
        Index("ix_appointment_person", "person_id"),
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30))
    school_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("school.id"), index=True)
    employer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("employer.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
