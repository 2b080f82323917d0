"""The lines of a text as they were printed, and which of them run on into the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PAGE = re.compile(
    r"(?:page )?[-–]? ?[0-9]{1,3} ?(?:of|/) ?[0-9]{1,3} ?[-–]?|page [0-9]{1,3}|[-–] ?[0-9]{1,3} ?[-–]", re.IGNORECASE
)
_STOPS = ".!?:;"
_CLOSERS = "\"'”’)]*"
_SAYS = frozenset(
    [
        "must",
        "should",
        "shall",
        "will",
        "may",
        "can",
        "cannot",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "not",
        "do",
        "does",
        "applies",
        "apply",
    ]
)
_POINTS = frozenset(
    [
        "clause",
        "clauses",
        "paragraph",
        "paragraphs",
        "para",
        "section",
        "sections",
        "part",
        "number",
        "no",
        "see",
        "page",
        "and",
        "or",
        "to",
        "in",
        "of",
        "under",
        "with",
        "at",
        "by",
        "from",
        "the",
        "than",
        "least",
        "about",
        "over",
    ]
)
_ASKS = ("what ", "who ", "how ", "when ", "where ", "why ", "which ")
_WIDEST = 130  # a longer usual line means that lines are paragraphs
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its words with white space folded, columns before it and up to its end, and what is around it."""

    words: str
    indent: int
    width: int
    gap: bool  # a blank line or the top of the file comes before it
    leader: bool  # it ends as a line of a table of contents does
    dots: bool  # that ending is a row of dots
    full: bool | None = None  # where the page itself tells: whether the first word of the next line had no room in it
    whole: bool = False  # a paragraph of a document that knows its paragraphs: nothing runs on into it
    heading: int = 0  # the level of a heading that the document itself sets as one, from 1; else 0
    aside: bool = False  # a table of contents: it belongs to the front matter wherever it stands


def lines_of(text: str) -> list[Line]:
    """Take a text with `\\n` line ends; give its lines that hold anything."""
    found: list[Line] = []
    gap = True
    for raw in text.split("\n"):
        words = " ".join(raw.split())
        if words:
            wide = raw.expandtabs(8).rstrip()
            leader, dots = ends_as_contents(raw)
            found.append(Line(words, len(wide) - len(wide.lstrip()), len(wide), gap, leader, dots))
        gap = not words
    return found


def ends_as_contents(raw: str) -> tuple[bool, bool]:
    """Whether a line ends in white space or dots and then the number of a page, and whether in dots."""
    line = raw.rstrip()
    title = line.rstrip("0123456789")
    if title == line or len(line) - len(title) > 3:
        return False, False
    before = title.rstrip()
    space = title[len(before) :]
    dots = before.endswith(("...", "…", ". . ."))
    return bool(before) and (dots or "\t" in space or len(space) > 2), dots


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The column at which the lines were broken by machine, or None when each line is a paragraph."""
    widths = sorted(line.width for line in lines)
    if not widths:
        return None
    width = widths[int(len(widths) * 0.98)]
    # a machine breaks in the middle of sentences, and near the margin; short paragraphs of one length do only the second
    broken = sum(1 for line in lines if line.width > width - 16 and not is_ended(line.words))
    wrapped = _NARROWEST <= width <= _WIDEST and broken >= 3 and 6 * broken >= len(widths)
    return width if wrapped else None


def is_full(line: Line, after: Line, width: int | None) -> bool:
    """Whether the line had no room for the first word of the line after it: broken by machine, not by a writer."""
    if line.full is not None:
        return line.full
    return width is not None and line.width + 1 + len(after.words.split(" ", 1)[0]) > width


def runs_on(line: Line, after: Line, width: int | None) -> bool:
    """Whether `after`, which has no number or bullet, goes on with the sentence of `line`."""
    if after.gap or line.words[-1] == ":":
        return False
    first = next((c for c in after.words if c.isalpha()), "")
    return (first.islower() and not is_ended(line.words)) or is_full(line, after, width)


def is_ended(words: str) -> bool:
    """Whether the words end as a sentence or a lead-in does."""
    return (words.rstrip(_CLOSERS) or words)[-1] in _STOPS


def points_on(words: str) -> bool:
    """Whether the last word asks for something after it, as “under paragraph” does."""
    return words.rsplit(" ", 1)[-1].casefold() in _POINTS


def is_title(words: str) -> bool:
    """Whether the words could be a heading: short, begun with a capital, and not closed by a stop."""
    first = next((c for c in words if c.isalnum()), "")
    return len(words) <= 90 and words.count(" ") < 12 and bool(first) and not first.islower() and words[-1] not in ".,;:!?"


def is_saying(words: str) -> bool:
    """Whether the words hold a verb of rules, as a sentence does and a heading seldom."""
    return not _SAYS.isdisjoint(words.casefold().rstrip(":").split())


def is_asking(words: str) -> bool:
    """Whether the words begin as a question does: a heading may hold a verb then, as in “What staff must do”."""
    return words.casefold().startswith(_ASKS)


def is_page_number(words: str) -> bool:
    """Whether the line is nothing but the number of a page."""
    return len(words) < 20 and _PAGE.fullmatch(words) is not None
