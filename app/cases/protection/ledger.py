"""What the rows beside the stages add up to: the suspension, each agency's strand, meetings, removals and referrals."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.words import LIVE, bodies_for
from app.core.clock import day_in, london, now
from app.pathways.protection_facts import ProtectionFacts

UNDONE = "undone"
"""What a removal row says that ends an earlier one: the appeal undid the dismissal, or the staff roll has them again."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """One suspension from its first instant to its end, with its letter and its reviews."""

    begun: ProtectionEntry
    letter: ProtectionEntry | None
    reviews: tuple[ProtectionEntry, ...]
    ended: ProtectionEntry | None

    @property
    def council_on(self) -> date | None:
        """The day on which the council was told that it began."""
        return day_in(words_of(self.begun, "council_on") or words_of(self.letter, "council_on"))

    @property
    def runs(self) -> bool:
        """Whether it has not ended: it lasts until the day on which the person leaves has come."""
        return self.ended is None or self.ended.at > now()


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action that a meeting agreed, and when it was done."""

    entry: ProtectionEntry
    done: ProtectionEntry | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the agencies with what it agreed."""

    held: ProtectionEntry
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A referral that must be decided: to whom, and because of which removal (none: at closure)."""

    body: str
    removal: ProtectionEntry | None


class Ledger:
    """The rows of one case, read once."""

    def __init__(self, rows: Iterable[ProtectionEntry]) -> None:
        self.rows: Sequence[ProtectionEntry] = sorted(rows, key=lambda one: one.id)

    def of_kind(self, kind: Noted, of: uuid.UUID | None = None) -> tuple[ProtectionEntry, ...]:
        """The rows of a kind as they were written, those of one earlier row when it is named."""
        return tuple(one for one in self.rows if one.kind == kind.value and of in (None, one.of_id))

    def _last(self, kind: Noted, of: uuid.UUID | None = None) -> ProtectionEntry | None:
        return next(reversed(self.of_kind(kind, of)), None)

    @property
    def suspensions(self) -> tuple[Suspension, ...]:
        """Every suspension, in order; one ends when it is lifted, or when the person is dismissed or leaves."""
        return tuple(
            Suspension(
                one,
                self._last(Noted.LETTER, one.id),
                self.of_kind(Noted.REVIEW, one.id),
                self._last(Noted.LIFTED, one.id) or self._gone(one.id),
            )
            for one in self.of_kind(Noted.SUSPENDED)
        )

    def _gone(self, suspension: uuid.UUID) -> ProtectionEntry | None:
        """What took the person away and ended a suspension; not when the staff roll has them again."""
        gone = [one for one in self.of_kind(Noted.REMOVAL, suspension) if (undone := self.undone.get(one.id)) is None or undone.by]
        return gone[-1] if gone else None

    @property
    def suspension(self) -> Suspension | None:
        """The suspension that runs now."""
        return next((one for one in self.suspensions if one.runs), None)

    def apart_from(self, path_id: uuid.UUID | None) -> Ledger:
        """What is kept under any other procedure than this one, whose words are sealed."""
        return Ledger(one for one in self.rows if path_id is None or one.path_id != path_id)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Every meeting of the agencies with what it agreed."""
        return tuple(
            Meeting(
                one,
                tuple(Agreed(row, self._last(Noted.DONE, row.id)) for row in self.of_kind(Noted.AGREED, one.id)),
            )
            for one in self.of_kind(Noted.MEETING)
        )

    def strands(self, agency: str) -> tuple[ProtectionEntry, ...]:
        """Everything recorded of where an agency's own work stands, in order."""
        return tuple(one for one in self.of_kind(Noted.STRAND) if one.what == agency)

    def strand(self, agency: str) -> ProtectionEntry | None:
        """Where an agency's own work stands: the last row about it."""
        return next(reversed(self.strands(agency)), None)

    def is_live(self, agency: str) -> bool:
        """Whether an agency's own work runs."""
        last = self.strand(agency)
        return last is not None and last.words["state"] in LIVE

    @property
    def removals(self) -> tuple[ProtectionEntry, ...]:
        """Each time the person was taken away from work with children, less what an appeal or the staff roll undid."""
        return tuple(one for one in self.of_kind(Noted.REMOVAL) if one.what != UNDONE and one.id not in self.undone)

    @property
    def undone(self) -> dict[uuid.UUID, ProtectionEntry]:
        """For each removal that was undone the row that says so: it asks for no referral, and what was decided stays."""
        return {one.of_id: one for one in self.of_kind(Noted.REMOVAL) if one.what == UNDONE and one.of_id}

    @property
    def left(self) -> ProtectionEntry | None:
        """That the person has left, or is leaving."""
        return next((one for one in reversed(self.removals) if one.what == "left"), None)

    def leaving(self, left: ProtectionEntry | None) -> ProtectionEntry | None:
        """How the process goes on without somebody whom the staff roll says to have left, once the case manager has said it."""
        return self._last(Noted.LEAVING, left.id) if left is not None else None

    @property
    def unsaid(self) -> bool:
        """Whether the staff roll says that the person left, and nobody has said yet how the process goes on."""
        return self.left is not None and self.left.by is None and self.leaving(self.left) is None

    @property
    def answered(self) -> tuple[ProtectionEntry, ...]:
        """What was answered about naming the person in public, and what ended it, in order."""
        return tuple(one for one in self.rows if one.kind in {Noted.RESTRICTION.value, Noted.RESTRICTION_END.value})

    @property
    def filed(self) -> tuple[ProtectionEntry, ...]:
        """What became of the record on the personnel file."""
        return self.of_kind(Noted.FILE)

    def referral(self, body: str, removal: uuid.UUID | None) -> ProtectionEntry | None:
        """The last decision on a referral to a body, because of a removal or, without one, at closure."""
        found = [one for one in self.of_kind(Noted.REFERRAL) if one.what == body and one.of_id == removal]
        return found[-1] if found else None

    def undecided(self, post: str, *, removals: bool) -> tuple[Wanted, ...]:
        """The referrals without a decision: of the removals, or at closure; the TRA only for a teacher."""
        wanted = [Wanted(body, one) for one in (self.removals if removals else (None,)) for body in bodies_for(post)]
        return tuple(one for one in wanted if self.referral(one.body, one.removal.id if one.removal else None) is None)

    def told_from(self, who: str) -> datetime | None:
        """The instant from which the agencies agreed that somebody may be told; none while they have not."""
        found = [one.at for one in self.of_kind(Noted.MAY_TELL) if one.what == who]
        return found[-1] if found else None

    def is_kept_from(self, who: str, at: datetime) -> bool:
        """Whether somebody may not be told yet: an agency is at work or has met, and its day for this has not come."""
        since = self.told_from(who)
        if since is not None:
            return at < since
        return bool(self.of_kind(Noted.MEETING)) or self.is_live("police") or self.is_live("social_care")

    def facts(self, post: str, at: datetime) -> ProtectionFacts:
        """What the guards of child protection read of it."""
        return ProtectionFacts(
            today=london(at).date().isoformat(),
            subject_kept_from=self.is_kept_from("subject", at),
            parents_kept_from=self.is_kept_from("parents", at),
            meeting_missing=not self.of_kind(Noted.MEETING),
            removals_undecided=tuple(one.body for one in self.undecided(post, removals=True)),
            closing_undecided=tuple(one.body for one in self.undecided(post, removals=False)),
        )


def words_of(row: ProtectionEntry | None, key: str) -> Any:
    """One of the words of a row, empty when there is none."""
    return (row.words or {}).get(key, "") if row is not None else ""
