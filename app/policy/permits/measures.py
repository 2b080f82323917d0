"""The safety measures of a closed space as data: clause 3.5 asks for them without naming them, so each names its source."""

from __future__ import annotations

from dataclasses import dataclass

OWN_LIST = "Clause 3.5 asks for appropriate safety measures and does not name them; this list is Evenhand's, 2026"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure that must be in place before a space is active."""

    key: str
    words: str
    source: str = OWN_LIST


CLOSING = "closing_date"
MEASURES = (
    Measure("school_accounts", "Only accounts that the school manages are used"),
    Measure("two_admins", "Two members of staff are administrators"),
    Measure("no_private_messages", "Private messages are switched off"),
    Measure("age_rating", "The age rating of the platform was checked and fits"),
    Measure("parents_told", "Parents and carers have been told"),
    Measure("moderation", "Somebody moderates what is posted"),
    Measure("logs_kept", "Logs are kept"),
    Measure(CLOSING, "It has a closing date"),
)
WORDS = {one.key: one.words for one in MEASURES}
