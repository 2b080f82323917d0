"""What is recorded beside the stages of child protection, one row each time; a row is never changed or taken away."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import london
from app.core.db import Base, Keyed
from app.core.keys import Sealed


class Noted(StrEnum):
    """What a row records."""

    SUSPENDED = "suspended"
    LETTER = "letter"
    REVIEW = "review"
    LIFTED = "lifted"
    MEETING = "meeting"
    AGREED = "agreed"
    DONE = "done"
    MAY_TELL = "may_tell"
    STRAND = "strand"
    REMOVAL = "removal"
    REFERRAL = "referral"
    RESTRICTION = "restriction"
    RESTRICTION_END = "restriction_end"
    FILE = "file"
    LEAVING = "leaving"
    BORN = "born"


_KINDS = ", ".join(f"'{one.value}'" for one in Noted)


class ProtectionEntry(Keyed, Base):
    """One thing that happened: what, of which earlier row, when it was so, when and by whom it was written down.

    Without `by` it is the staff roll that says so.
    """

    __tablename__ = "protection_entry"
    proved = True
    __table_args__ = (
        Index("ix_protection_entry_case", "case_id"),
        Index("ix_protection_entry_kind", "school_id", "kind"),
        Index("ix_protection_entry_of", "of_id"),
        CheckConstraint(f"kind in ({_KINDS})", name="kind"),
        CheckConstraint("kind not in ('letter', 'review', 'lifted', 'agreed', 'done', 'leaving') or of_id is not null", name="of"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"))
    path_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("path.id"))
    of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("protection_entry.id"))
    kind: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(20), default="")
    at: Mapped[datetime]
    due_on: Mapped[date | None]
    noted_at: Mapped[datetime]
    by: Mapped[uuid.UUID | None]
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words = Sealed()

    @property
    def on(self) -> date:
        """The day in London on which it was so."""
        return london(self.at).date()


class Alarm(Keyed, Base):
    """That somebody called the police, an ambulance or social care about a child: theirs to keep, whatever they may see.

    `case_id` is the key of the case, or of the report that becomes it; `not_for` a safeguarding lead whom it is about.
    """

    __tablename__ = "alarm"
    proved = True
    __table_args__ = (
        Index("ix_alarm_person", "person_id", "at"),
        Index("ix_alarm_case", "case_id"),
        Index("ix_alarm_school", "school_id", "at"),
        CheckConstraint("agency in ('police', 'ambulance', 'social_care')", name="agency"),
    )
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[uuid.UUID]
    not_for: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    agency: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    noted_at: Mapped[datetime]
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words = Sealed()  # {"with", "how", "reference", "advice"}
