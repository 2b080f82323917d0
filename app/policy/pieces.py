"""What a document is made of while it is read: paragraphs, the pieces that begin with a mark, and the numbers they get."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.policy.lines import Line, is_ended, is_title
from app.policy.notes import Notes
from app.policy.numbering import Mark
from app.policy.plain_text import Unreadable

MAX_NUMBER = 20  # characters; the register keeps no longer numbers
MAX_HEADING = 300  # characters, likewise


@dataclass(slots=True, eq=False)
class Paragraph:
    """Words that belong together, from one or more printed lines."""

    parts: list[str]
    line: Line  # the last line of it
    gap: bool
    items_before: int = 0  # items of the piece's list that are printed before it: more than none and it closes the list

    def add(self, line: Line) -> None:
        """Join a line; a word that was broken at its own hyphen is joined without a space."""
        if self.parts[-1][-1] == "-" and self.parts[-1][-2:-1].isalpha() and line.words[0].islower():
            self.parts[-1] += line.words
        else:
            self.parts.append(line.words)
        self.line = line

    def is_title(self) -> bool:
        """Whether it could be a heading; one of many lines cannot, and is not put together to find out."""
        return len(self.parts) < 4 and is_title(self.words())

    def words(self) -> str:
        """The whole paragraph on one line."""
        return " ".join(self.parts)

    def stands_alone(self, before: Paragraph) -> bool:
        """Whether it surely is a paragraph of its own after another one of the same piece.

        A document that knows its paragraphs says so, and a list between them does. Elsewhere a blank line or white space
        tells it, unless the sentence before goes on; on a printed page that sentence has to have ended well before the margin.
        """
        if self.line.whole or self.items_before > before.items_before:
            return True
        ended = is_ended(before.parts[-1])
        if self.line.full is None:
            return self.gap and (ended or not next((c for c in self.parts[0] if c.isalpha()), "").islower())
        return self.gap and ended and before.line.full is not True


@dataclass(slots=True, eq=False)
class Piece:
    """A number, a letter or a bullet, and what stands beside it."""

    mark: Mark
    label: str  # its number as printed; for an item of a list what stands in the brackets
    parent: Piece | None
    is_item: bool = False
    container: Piece | None = None  # the part or appendix it stands in
    paragraphs: list[Paragraph] = field(default_factory=list)
    heading: str | None = None
    items: int = 0
    line: str = ""  # the printed line it began with
    number: str = ""

    @property
    def depth(self) -> int:
        """How many brackets its number has."""
        return 1 + self.parent.depth if self.is_item and self.parent else 0


def joined(paragraphs: Sequence[Paragraph]) -> str:
    """Take the paragraphs of a piece; give its text, with an empty line before each that surely is one of its own."""
    words = [one.words() for one in paragraphs[:1]]
    for before, one in pairwise(paragraphs):
        words += ["\n\n" if one.stands_alone(before) else " ", one.words()]
    return "".join(words)


def give_numbers(pieces: Sequence[Piece], notes: Notes) -> None:
    """Give every piece a number of its own, as printed where that is possible; note the numbers that were printed twice.

    Where the numbers begin again in each part or appendix, they get its label before them: A/1.
    """
    places = defaultdict(set)
    for one in pieces:
        if not one.is_item:
            places[one.label].add(id(one.container))
    again = any(len(found) > 1 for found in places.values())
    used: Counter[str] = Counter()
    for one in pieces:
        printed = _printed(one, again)
        used[printed] += 1
        one.number = printed if used[printed] == 1 else f"{printed} [{used[printed]}]"
        if one.number != printed:
            notes.add(
                "twice", f"The number {printed} stands twice; the later one is kept as {one.number} until it is given its own."
            )
        if len(one.number) > MAX_NUMBER:
            raise Unreadable(f"The number {one.number[:40]} is longer than {MAX_NUMBER} characters, so it cannot be kept.")


def _printed(one: Piece, again: bool) -> str:
    if one.is_item:
        return f"{one.parent.number if one.parent else ''}({one.label})"
    if again and one.container:
        return f"{one.container.label.rsplit(' ', 1)[-1].strip('()')}/{one.label}"
    return one.label
