"""What surrounds a marked line, and how its number goes on from the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.policy.numbering import Mark
from app.policy.pieces import Paragraph


class Fit(StrEnum):
    """How a number goes on from the one before it."""

    NEXT = "next"
    GAP = "gap"
    BACK = "back"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Here:
    """What surrounds a marked line: where it is, the paragraph before it, and whether that one seems to go on with it."""

    at: int
    words: str  # the whole line
    indent: int
    before: Paragraph | None
    broken: bool  # no blank line before it, and the paragraph before has no stop
    full: bool  # the line before had no room for more
    pointed: bool  # the words before ask for a number, as “see paragraph” does
    heading: int = 0  # the level of the heading that the line is, by the document's own styles


def is_words(mark: Mark, here: Here, fit: Fit) -> bool:
    """Whether a number that begins a line is part of the sentence before it, as in “under paragraph / 3.2 may lead”."""
    reads_on = not mark.rest or not mark.rest[0].isupper()
    return here.broken and (reads_on, here.pointed or here.full, fit is Fit.BACK).count(True) >= 2


def is_first(key: tuple[int, ...]) -> bool:
    """Whether the numbers begin a row: 1, 1.1, 1.0; and 101, 201, where the hundreds are the sections."""
    return all(n <= 1 for n in key) or (len(key) == 1 and key[0] % 100 == 1)


def begins_hundred(key: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether 201 comes after 1xx: the next section where the hundreds are the sections."""
    return len(key) == 1 and len(last) == 1 and key[0] % 100 == 1 and key[0] // 100 == last[0] // 100 + 1


def alike(form: str) -> str:
    """The way a number is set off, where 1, 1. and Section 1 are one way."""
    return "." if form in {"", ".", "section"} else form
