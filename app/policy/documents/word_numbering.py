"""The numbers that Word counts itself: they are not in the text of a .docx, so they are counted again here by its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.policy.documents.archive import about, child, children
from app.policy.documents.labels import FORMATS, automatic, bullet, printed
from app.policy.documents.word_styles import Styles
from app.policy.numbering import Mark

_PLACE = re.compile(r"%([1-9])")
LEVELS = 9
TWIPS = 120  # a column of text, in twentieths of a point


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted and printed."""

    start: int
    look: str | None  # None for a bullet
    text: str  # "%1.%2"
    restarts: int | None  # the level (from 1) after which it begins again; 0 never; None after any above it
    figures: bool  # all numbers in it in figures (Word's “legal style”)
    indent: int  # columns before the label


@dataclass(slots=True)
class Num:
    """A list of the document: the scheme it is counted by, and what it changes of it."""

    scheme: str
    starts: dict[int, int]
    levels: dict[int, Level]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the numbered paragraphs of a document in their order; counters belong to the scheme (abstractNum)."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Take numbering.xml, or None for a document without lists."""
        self._styles = styles
        self._schemes: dict[str, dict[int, Level]] = {}
        self._linked: dict[tuple[str, str], int] = {}  # scheme and paragraph style to level
        self._nums: dict[str, Num] = {}
        self._counts: dict[str, list[int | None]] = {}
        borrowed: dict[str, str] = {}
        for one in children(root, "abstractNum"):
            scheme = about(one, "abstractNumId")
            self._schemes[scheme] = {}
            for level in children(one, "lvl"):
                at = _whole(about(level, "ilvl"))
                self._schemes[scheme][at] = _level(level)
                if style := about(child(level, "pStyle"), "val"):
                    self._linked[scheme, style] = at
            if style := about(child(one, "numStyleLink"), "val"):
                borrowed[scheme] = style
        for one in children(root, "num"):
            self._nums[about(one, "numId")] = self._num(one)
        for num in self._nums.values():
            if num.scheme in borrowed and (lender := self._nums.get(styles.numbering(borrowed[num.scheme])[0] or "")):
                num.scheme = lender.scheme

    def _num(self, one: Element) -> Num:
        num = Num(about(child(one, "abstractNumId"), "val"), {}, {})
        for change in children(one, "lvlOverride"):
            at = _whole(about(change, "ilvl"))
            if (start := child(change, "startOverride")) is not None:
                num.starts[at] = _whole(about(start, "val"))
            if (level := child(change, "lvl")) is not None:
                num.levels[at] = _level(level)
        return num

    def mark(self, properties: Element | None, style: str) -> tuple[Mark | None, int]:
        """Take a paragraph's properties and style; count it, and give its mark and the columns before it."""
        direct = child(properties, "numPr")
        inherited, at_style, owner = self._styles.numbering(style)
        number = about(child(direct, "numId"), "val") or inherited
        num = self._nums.get(number or "")
        if num is None:  # numId 0 switches numbering off
            return None, 0
        at: int | None = None
        if (level := child(direct, "ilvl")) is not None:
            at = _whole(about(level, "val"))
        elif (num.scheme, owner) in self._linked:
            at = self._linked[num.scheme, owner]
        at = min(at if at is not None else at_style or 0, LEVELS - 1)
        rules = {**self._schemes.get(num.scheme, {}), **num.levels}
        return self._counted(num, at, rules) if at in rules else (None, 0)

    def _counted(self, num: Num, at: int, rules: dict[int, Level]) -> tuple[Mark | None, int]:
        counts = self._counts.setdefault(num.scheme, [None] * LEVELS)
        before = counts[at]
        if at in num.starts and at not in num.begun:
            counts[at] = num.starts[at]
        else:
            counts[at] = _start(num, rules, at) if before is None else before + 1
        num.begun.add(at)
        for below in range(at + 1, LEVELS):
            restarts = rules[below].restarts if below in rules else None
            if restarts is None or at < restarts:
                counts[below] = None
        rule = rules[at]
        if rule.look is None:
            return bullet(num.scheme, at), rule.indent
        shown = [int(n) - 1 for n in _PLACE.findall(rule.text)]
        values = {n: count if (count := counts[n]) is not None else _start(num, rules, n) for n in shown}
        looks = {n: "1" if rule.figures else (rules[n].look or "" if n in rules else "1") for n in shown}
        label = _PLACE.sub(lambda found: printed(values[int(found[1]) - 1], looks[int(found[1]) - 1]), rule.text)
        numbers = tuple(values[n] for n in shown if looks[n])
        return (automatic(label, numbers, num.scheme, at) if label.strip() else None), rule.indent


def _level(level: Element) -> Level:
    look = about(child(level, "numFmt"), "val", "decimal")
    restart = child(level, "lvlRestart")
    indent = child(level, "pPr", "ind")
    left = _whole(about(indent, "left") or about(indent, "start"))
    return Level(
        start=_whole(about(child(level, "start"), "val", "0")),
        look=None if look == "bullet" else FORMATS.get(look, "1"),
        text=about(child(level, "lvlText"), "val"),
        restarts=_whole(about(restart, "val")) if restart is not None else None,
        figures=child(level, "isLgl") is not None and about(child(level, "isLgl"), "val", "1") not in {"0", "false"},
        indent=max(left - _whole(about(indent, "hanging")) + _whole(about(indent, "firstLine")), 0) // TWIPS,
    )


def _start(num: Num, rules: dict[int, Level], at: int) -> int:
    return num.starts.get(at, rules[at].start if at in rules else 1)


def _whole(value: str) -> int:
    """A number of the XML; 0 for none, as Word takes it."""
    try:
        return int(float(value)) if len(value) < 12 else 0
    except (ValueError, OverflowError):
        return 0
