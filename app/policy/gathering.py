"""Going through the lines of a document once: each becomes front matter, the beginning of a piece, or words of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.policy.front_matter import is_field
from app.policy.lines import Line, is_ended, is_full, is_page_number, is_saying, is_title, points_on, runs_on
from app.policy.lists import Lists
from app.policy.notes import Notes
from app.policy.numbering import Mark
from app.policy.outline import Outline
from app.policy.pieces import MAX_HEADING, Paragraph
from app.policy.sheets import Sheet
from app.policy.standing import Here

_CONTENTS = frozenset({"contents", "table of contents", "contents page", "index"})


@dataclass(slots=True)
class Gathering:
    """What was gathered so far, and the paragraph that the next line may go on with."""

    lines: Sequence[Line]
    marks: Sequence[Mark | None]
    outline: Outline
    width: int | None
    front: list[Paragraph] = field(default_factory=list)
    back: list[Paragraph] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    _within: list[Paragraph] = field(default_factory=list)  # where the last paragraph stands
    _lists_contents: bool = False

    def take(self, at: int) -> None:
        """Take the line at this place."""
        line, mark = self.lines[at], self.marks[at]
        if line.aside:
            self.front.append(Paragraph([line.words], line, line.gap))
        elif not line.whole and is_page_number(line.words):
            self.pages.append(line.words)
        elif not self.outline.pieces and line.leader and (line.dots or self._lists_contents):
            self._new(self.front, line)
        elif mark is None or not self._begins(mark, at):
            self._words(line)

    def end(self) -> None:
        """Set apart what is signed and dated below the last clause: it says nothing to staff."""
        rows = self._within if self.outline.pieces else []
        first = next((i for i, one in enumerate(rows) if i and is_field(one.words())), len(rows))
        while first > 1 and not rows[first - 1].words().strip("_.… "):
            first -= 1
        self.back = rows[first:]
        del rows[first:]

    def _begins(self, mark: Mark, at: int) -> bool:
        line, before = self.lines[at], self._within[-1] if self._within else None
        if before and len(self.outline.pieces) > 1 and self._is_contents(mark):
            self._set_apart_contents()
        open_ended = before is not None and not line.gap and not is_ended(before.parts[-1])
        full = before is not None and is_full(before.line, line, self.width)
        pointed = before is not None and points_on(before.parts[-1])
        here = Here(at, line.words, line.indent, before, open_ended, full, pointed, line.heading)
        piece = self.outline.place(mark, here)
        if piece is None:
            return False
        if before and not piece.is_item and self._is_heading_of(before, mark, at):
            piece.heading = before.words()
            self._within.pop()
        piece.line = line.words
        self._within = piece.paragraphs
        if mark.rest:
            piece.paragraphs.append(Paragraph([mark.rest], line, line.gap))
        return True

    def _words(self, line: Line) -> None:
        """A line without a mark, or whose mark is only words."""
        if self._within and runs_on(self._within[-1].line, line, self.width):
            self._within[-1].add(line)
            return
        pieces = self.outline.pieces
        if not pieces:
            self._lists_contents = self._lists_contents or line.words.casefold().rstrip(":") in _CONTENTS
            self._new(self.front, line)
        elif not pieces[-1].paragraphs:
            self._new(pieces[-1].paragraphs, line)
        else:
            owner = self.outline.owner(line.indent)
            self._new(owner.paragraphs, line, owner.items)

    def _new(self, within: list[Paragraph], line: Line, items: int = 0) -> None:
        within.append(Paragraph([line.words], line, line.gap, items))
        self._within = within

    def _is_heading_of(self, before: Paragraph, mark: Mark, at: int) -> bool:
        """Whether the paragraph before a number, having none itself, is the heading of what follows."""
        rows = self._within
        if self.lines[at].whole and (before.line.heading or rows is self.front):
            is_second = len(rows) > 1 or (rows is not self.front and self.outline.pieces[-1].heading is not None)
            fits = before.line.heading > 0 and len(before.words()) <= MAX_HEADING
            return fits and not self.lines[at].heading and is_second
        if not before.gap or not self.lines[at].gap or len(rows) < 2 or not before.is_title():
            return False
        if is_saying(before.words()) or "_" in before.words():
            return False
        ahead = mark.rest or (self.lines[at + 1].words if at + 1 < len(self.lines) else "")
        if not ahead or is_title(ahead):
            return False
        if rows is self.front:  # there the last line could also be the title of the whole
            return any("polic" in one.words().lower() for one in rows[:-1])
        return is_ended(rows[-2].parts[-1])

    def _is_contents(self, mark: Mark) -> bool:
        """Whether the first heading comes again, after headings only: what was read so far was a table of contents."""
        first = self.outline.pieces[0]
        again = (mark.family, mark.key) == (first.mark.family, first.mark.key) and mark.rest == first.mark.rest != ""
        return again and all(len(one.paragraphs) == 1 and one.paragraphs[0].is_title() for one in self.outline.pieces)

    def _set_apart_contents(self) -> None:
        for piece in self.outline.pieces:
            self.front += [Paragraph([piece.line], one.line, one.gap) for one in piece.paragraphs]
        self.outline.forget()
        self._within = self.front


def gathered(sheet: Sheet, notes: Notes) -> Gathering:
    """Take the lines of a document; give its front matter, its pieces and what is signed below them.

    Raises `Unreadable` as `Outline` does.
    """
    lines, marks = sheet.lines, sheet.marks
    made = Gathering(lines, marks, Outline(marks, notes, Lists(notes, marks)), sheet.width)
    for at in range(len(lines)):
        made.take(at)
    made.end()
    if made.pages:
        notes.add("pages", f"Left out as numbers of pages: {', '.join(f'“{one}”' for one in dict.fromkeys(made.pages))}.")
    return made
