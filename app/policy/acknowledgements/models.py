"""That a member of staff has read an edition: whose words, by their digest, and when."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed


class Acknowledgement(Keyed, Base):
    """One person's acknowledgement of one edition, once and for ever; a new edition asks again."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("person_id", "edition_id"), Index("ix_acknowledgement_edition", "edition_id"))
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"))
    digest: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
