"""A document as lines and their marks: a text as it was printed, or the paragraphs of a document that knows its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.policy.automatic import HEADINGS
from app.policy.front_matter import is_field, is_paper
from app.policy.lines import Line, ends_as_contents, is_asking, is_ended, is_page_number, is_saying, is_title, lines_of, wrap_width
from app.policy.lists import places_of
from app.policy.numbering import Auto, Family, Mark, mark_of


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its words with tabs kept, columns before it, and what its document knows of it."""

    words: str
    indent: int = 0
    mark: Mark | None = None  # of an automatic list; its words are not in `words`
    heading: int = 0  # level, from 1
    aside: bool = False  # a table of contents
    plain: bool = False  # a row of a table: what looks like a number at its beginning is a cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines, the mark that each begins with, and the column at which a machine broke them (None: each is a paragraph)."""

    lines: Sequence[Line]
    marks: Sequence[Mark | None]
    width: int | None


def sheet_of_text(text: str) -> Sheet:
    """Take a text with `\\n` line ends; give its lines."""
    lines = lines_of(text)
    return Sheet(lines, [mark_of(line.words) for line in lines], wrap_width(lines))


def sheet_of_lines(lines: Sequence[Line]) -> Sheet:
    """Take lines that were put together from a page; a line's `full` tells where it was broken."""
    return Sheet(lines, [mark_of(line.words) for line in lines], None)


def sheet_of_blocks(blocks: Iterable[Block]) -> Sheet:
    """Take paragraphs; those without words and without a mark are nothing."""
    lines: list[Line] = []
    marks: list[Mark | None] = []
    for one in blocks:
        words = " ".join(one.words.split())
        if not words and (one.mark is None or one.mark.family is Family.BULLET):
            continue
        found = replace(one.mark, rest=words) if one.mark else None if one.plain or one.aside else mark_of(words)
        leader, dots = ends_as_contents(one.words)
        words = words or (one.mark.printed if one.mark else "")
        lines.append(Line(words, one.indent, 0, True, leader, dots, whole=True, heading=one.heading, aside=one.aside))
        marks.append(found)
    return Sheet(lines, marks, None)


def with_numbered_headings(sheet: Sheet, is_needed: bool) -> Sheet | None:
    """The sheet with its headings counted 1, 1.1, …, when they have no numbers but hold the lists that have.

    `is_needed` says that no number was found at all: then lines that look like headings will do. None when the headings
    are not to be counted.
    """
    set_so = [at for at, line in enumerate(sheet.lines) if _is_heading(line) and sheet.marks[at] is None]
    heads = _without_title(sheet, set_so)
    if is_needed and not heads:
        heads = [at for at in range(len(sheet.lines)) if _seems_heading(sheet, at)]
    if not heads or not (is_needed or _hold_lists(sheet, heads)):
        return None
    levels = sorted({sheet.lines[at].heading for at in heads})
    marks, counts = list(sheet.marks), [0] * len(levels)
    for at in heads:
        level = levels.index(sheet.lines[at].heading)
        counts[level:] = [counts[level] + 1, *[0] * (len(levels) - level - 1)]
        key = tuple(max(n, 1) for n in counts[: level + 1])
        counts[: level + 1] = key
        printed = ".".join(map(str, key))
        marks[at] = Mark(Family.NUMBER, printed, HEADINGS, key, sheet.lines[at].words, auto=Auto(HEADINGS, level, True))
    return replace(sheet, marks=marks)


def _is_heading(line: Line) -> bool:
    return bool(line.heading) and not line.aside and not is_page_number(line.words)


def _without_title(sheet: Sheet, heads: list[int]) -> list[int]:
    """Headings without the title: the first, when it stands alone on its level above the others or names the paper."""
    if len(heads) < 2:
        return [at for at in heads if not is_paper(sheet.lines[at].words)]
    first, *others = heads
    level = sheet.lines[first].heading
    alone = all(sheet.lines[at].heading > level for at in others)
    names = is_paper(sheet.lines[first].words) and others[0] == first + 1
    return others if alone or names else heads


def _seems_heading(sheet: Sheet, at: int) -> bool:
    """Whether a line without a style of its own looks like a heading with something to say below it."""
    line, ahead = sheet.lines[at], sheet.lines[at + 1 : at + 2]
    if not ahead or sheet.marks[at] or not line.gap or not is_title(line.words):
        return False
    if is_saying(line.words) and not is_asking(line.words):
        return False
    if is_field(line.words) or "_" in line.words or line.aside or (at == 0 and is_paper(line.words)):
        return False
    below = sheet.marks[at + 1]
    return (below is not None and bool(below.rest)) or is_ended(ahead[0].words) or not is_title(ahead[0].words)


def _hold_lists(sheet: Sheet, heads: list[int]) -> bool:
    """Whether numbers begin again under the headings, or stand under few of them, so that the headings are the sections."""
    marked = [at for at, one in enumerate(sheet.marks) if one and one.family is not Family.BULLET]
    if any(sheet.lines[at].heading for at in marked):
        return False
    if any(one.family is Family.DIVISION or len(one.key) > 1 for at in marked if (one := sheet.marks[at])):
        return False
    ends = [*heads[1:], len(sheet.lines)]
    first = [next((at for at in marked if start < at < end), None) for start, end in zip(heads, ends, strict=True)]
    held = [one for at in first if at is not None and (one := sheet.marks[at])]
    begins = sum(1 for one in held if one.key == (1,) or any(place == 1 for _, place in places_of(one)))
    # of printed pages only the letters tell what is a heading: that is not sure enough for this
    is_sure = all(sheet.lines[at].whole for at in heads)
    return begins > 1 or (is_sure and 2 * len(held) <= len(heads) and 2 * len(marked) < len(sheet.lines))
