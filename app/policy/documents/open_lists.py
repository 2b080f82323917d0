"""The lists of an OpenDocument text: their styles, and the numbers that are counted by them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.policy.documents.archive import about, local
from app.policy.documents.labels import automatic, bullet, printed
from app.policy.numbering import Mark, letters

LEVELS = 10
OUTLINE = "outline"
_PLACE = re.compile(r"%([0-9]{1,2})%")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is printed."""

    look: str | None  # None for a bullet
    before: str
    after: str
    shows: int  # how many levels are in the label
    start: int
    in_step: bool  # after z comes aa, bb; else aa, ab
    whole: str  # "%1%.%2%" where the newer form of label is used

    def number(self, count: int) -> str:
        """A count as this level prints it."""
        if self.look in {"a", "A"} and not self.in_step and count > 0:
            return letters(count - 1).upper() if self.look == "A" else letters(count - 1)
        return printed(count, self.look or "")


@dataclass(slots=True)
class Count:
    """The counters of one list, by level from 0."""

    key: str
    numbers: list[int | None] = field(default_factory=lambda: [None] * LEVELS)

    def step(self, at: int, start: int, value: int | None) -> None:
        """Count the next item of a level; the levels below it begin again."""
        before = self.numbers[at]
        self.numbers[at] = value if value is not None else start if before is None else before + 1
        self.numbers[at + 1 :] = [None] * (LEVELS - at - 1)


class Lists:
    """The list styles of a document, and the lists met so far."""

    def __init__(self, trees: list[Element]) -> None:
        """Take the trees of styles.xml and content.xml."""
        self._styles: dict[str, dict[int, Level]] = {}
        for one in (one for tree in trees for one in tree.iter()):
            if local(one) in {"list-style", "outline-style"}:
                name = OUTLINE if local(one) == "outline-style" else about(one, "name")
                self._styles[name] = {whole(about(level, "level"), 1) - 1: _level(level) for level in one if about(level, "level")}
        self._by_id: dict[str, Count] = {}
        self._by_style: dict[str, Count] = {}
        self._made = 0

    def begin(self, one: Element, style: str) -> Count:
        """The counters for an outermost list: new ones, or those of the list that it goes on with."""
        before = self._by_id.get(about(one, "continue-list"))
        if before is None and about(one, "continue-numbering") == "true":
            before = self._by_style.get(style)
        count = before or self.new()
        self._by_style[style] = count
        if key := about(one, "id"):
            self._by_id[key] = count
        return count

    def new(self) -> Count:
        """Counters that begin."""
        self._made += 1
        return Count(f"list {self._made}")

    def mark(self, style: str, at: int, count: Count, value: int | None = None) -> Mark | None:
        """Count an item of this style and level; give its mark, or None where the level prints nothing."""
        levels = self._styles.get(style, {})
        level = levels.get(at)
        if level is None or at >= LEVELS:
            return bullet(count.key, at) if level is None and style != OUTLINE else None
        count.step(at, level.start, value)
        if level.look is None:
            return bullet(count.key, at)
        if not level.look:
            return None
        named = [int(n) - 1 for n in _PLACE.findall(level.whole)]
        shown = [n for n in named or range(max(at + 1 - level.shows, 0), at + 1) if 0 <= n <= at and n in levels and levels[n].look]
        values = {n: found if (found := count.numbers[n]) is not None else levels[n].start for n in shown}
        texts = {n: levels[n].number(values[n]) for n in shown}
        if named:
            label = _PLACE.sub(lambda found: texts.get(int(found[1]) - 1, ""), level.whole)
        else:
            label = f"{level.before}{'.'.join(texts.values())}{level.after}"
        return automatic(label, tuple(values.values()), count.key, at)


def _level(level: Element) -> Level:
    return Level(
        look=about(level, "num-format") if local(level) in {"list-level-style-number", "outline-level-style"} else None,
        before=about(level, "num-prefix"),
        after=about(level, "num-suffix"),
        shows=whole(about(level, "display-levels"), 1),
        start=whole(about(level, "start-value"), 1),
        in_step=about(level, "num-letter-sync") == "true",
        whole=about(level, "num-list-format"),
    )


def whole(value: str, default: int) -> int:
    """A number of the XML, or the default where there is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else default


def style_of(one: Element) -> str:
    """The list style that an element names."""
    return about(one, "style-name")
