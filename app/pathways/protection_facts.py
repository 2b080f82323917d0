"""What the guards read of suspension, agencies and referrals; each field says what stands in the way, so that nothing does at first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProtectionFacts:
    """What stands in the way of telling somebody, of going on, and of closing child protection."""

    today: str = ""
    subject_kept_from: bool = False
    parents_kept_from: bool = False
    meeting_missing: bool = False
    removals_undecided: tuple[str, ...] = ()
    closing_undecided: tuple[str, ...] = ()


NOTHING_IN_THE_WAY = ProtectionFacts()
