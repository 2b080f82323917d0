"""The mark at the beginning of a line: a number, a letter, a bullet or the name of a part, and its place in its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase

from app.policy.lines import is_title

_N = r"(?:0|[1-9][0-9]{0,2})"
_NUMBER = re.compile(
    r"(?:(?P<word>(?i:section|clause|article|paragraph)) )?(?P<open>\()?"
    rf"(?P<n>{_N}(?:\.{_N})*)(?P<close>[.):]?)(?P<subs>(?: ?\((?:[a-z]|[ivx]{{2,5}}|[0-9]{{1,2}})\))*)"
)
_LETTERED = re.compile(rf"(?P<letter>[A-Z])\.?(?P<n>{_N}(?:\.{_N})*)[.):]?")
_LISTED = re.compile(r"\((?P<inside>[A-Za-z]{1,6})\)|(?P<label>[A-Za-z]{1,6})(?P<close>[.)])")
_DIVISION = re.compile(
    r"(?P<word>(?i:part|chapter|appendix|annexe?|schedule|section)) (?P<label>[0-9]{1,2}|[A-Z]|[IVX]{2,5}|"
    r"(?i:one|two|three|four|five|six|seven|eight|nine|ten))(?![A-Za-z0-9])(?P<set> ?[:.–—-])?"
)
_SUB = re.compile(r"\(([a-z]+|[0-9]+)\)")
_MONTH = re.compile(
    r"(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?,? (?:[0-9]{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)[0-9]{2}\b"
)
# The marks word processors put before the items of a list, and what is left of them when saved as text.
_BULLETS = {
    **dict.fromkeys("·•∙●\uf0b7", "•"),
    **dict.fromkeys("-–—−‐⁃", "-"),
    **dict.fromkeys("o○◦", "o"),
    **dict.fromkeys("▪■□▫§\uf0a7", "▪"),
    **dict.fromkeys("➢►▸‣➤Ø\uf0d8", "➢"),
    **dict.fromkeys("✓✔ü\uf0fc", "✓"),
    "*": "*",
}
_BY_ITSELF = frozenset("-–—−‐o*§Øü")  # these are also letters and signs: a bullet only when white space follows


class Family(StrEnum):
    """The ways in which a line can be marked."""

    NUMBER = "number"  # 1, 1.1, 1.1.1
    LETTERED = "lettered"  # A1, A1.1
    LISTED = "listed"  # (a), b), C., iv.
    BULLET = "bullet"
    DIVISION = "division"  # Part 2, Appendix A


@dataclass(frozen=True, slots=True)
class Auto:
    """Where a number stands that the word processor counts itself: in which list, and how deep in it, from 0."""

    listing: str
    level: int
    dotted: bool  # it carries the numbers above it, as 1.1 does


@dataclass(frozen=True, slots=True)
class Mark:
    """A line's mark, the way it is set, its address where it has one, and the words after it."""

    family: Family
    printed: str  # "3.2", "A1", "ii", "•", "Appendix A"
    form: str  # what sets it off: "." for 1. and a., ")" for a), "()" for (a), "" for a bare 1, "section"
    key: tuple[int, ...]  # (3, 2); empty for lists, bullets and divisions
    rest: str
    subs: tuple[str, ...] = ()  # the ("a", "ii") of 3.2(a)(ii)
    auto: Auto | None = None  # known from the document, so that nothing need be guessed

    @property
    def is_bare(self) -> bool:
        """A whole number with nothing to set it off: it could be the first word of a sentence."""
        return self.family is Family.NUMBER and len(self.key) == 1 and self.form == "" and not self.subs


def mark_of(words: str) -> Mark | None:
    """Take a line with its white space folded; give the mark it begins with, or None."""
    head = words[:1]
    if head in _BULLETS and (bullet := _bullet(words)):
        return bullet
    return _division(words) or _number(words) or _lettered(words) or _listed(words)


def letters(index: int) -> str:
    """The label of a lettered item by its index, from 0: a to z, then aa, ab."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = ascii_lowercase[rest] + found
    return found


def roman(n: int) -> str:
    """The nth label of a list in small Roman numbers."""
    out = ""
    for value, sign in (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        out += sign * (n // value)
        n %= value
    return out


_ROMANS = {roman(n): n for n in range(1, 51)}


def places(label: str) -> tuple[tuple[str, int], ...]:
    """Take the label of a list; give each row it can stand in ("a", "A", "i", "I", "1") with its place there.

    After z word processors print aa, bb; others count aa, ab. Both are understood.
    """
    if label.isdigit():
        return (("1", int(label)),)
    if not (label.islower() or label.isupper()):
        return ()
    low, found = label.lower(), []
    first = ord(low[0]) - 96
    if low in _ROMANS:
        found.append(("i", _ROMANS[low]))
    if low == low[0] * len(low):
        found.append(("a", 26 * (len(low) - 1) + first))
    elif len(low) == 2:
        found.append(("a", 26 * first + ord(low[1]) - 96))
    return tuple((row.upper() if label.isupper() else row, place) for row, place in found)


def _after(words: str, end: int) -> str | None:
    """The words after a mark: set off by a space or, glued, begun with a capital; None when it is no mark."""
    rest = words[end:]
    if not rest or rest[0] == " ":
        return rest.strip().removeprefix("- ").removeprefix("– ").removeprefix("— ")
    return rest if rest[0].isupper() or rest[0] in "“‘\"'" else None


def _bullet(words: str) -> Mark | None:
    sign, rest = words[0], words[1:].strip()
    if sign in _BY_ITSELF and words[1:2] not in ("", " "):
        return None
    if (rest and not any(c.isalnum() for c in rest)) or (sign == "§" and rest[:1].isdigit()):
        return None
    return Mark(Family.BULLET, _BULLETS[sign], "", (), rest)


def _number(words: str) -> Mark | None:
    found = _NUMBER.match(words)
    if not found or (found["open"] and found["close"] != ")"):
        return None
    rest, key = _after(words, found.end()), tuple(map(int, found["n"].split(".")))
    if rest is None or _MONTH.match(rest) or (found["word"] and not _is_named(rest, found["close"])):
        return None
    form = "section" if found["word"] else "()" if found["open"] else ")" if found["close"] == ")" else found["close"] and "."
    subs = tuple(_SUB.findall(found["subs"]))
    if len(key) == 1 and not form and not subs and not _could_be_bare(words, found.end(), rest):
        return None
    return Mark(Family.NUMBER, found["n"], form, key, rest, subs)


def _could_be_bare(words: str, end: int, rest: str) -> bool:
    """A bare number goes before a capital; glued to it, before a word of small letters (not 2D, 4G)."""
    glued = end < len(words) and words[end] != " "
    return not rest or (rest[0].isupper() and (not glued or (len(rest) > 2 and rest[1:3].isalpha() and rest[1:3].islower())))


def _is_named(rest: str, close: str) -> bool:
    """Whether the words after “Section 4” make it a heading and not the beginning of a sentence."""
    return not rest or (bool(close) and not rest[0].islower()) or is_title(rest)


def _lettered(words: str) -> Mark | None:
    found = _LETTERED.match(words)
    if not found or (rest := _after(words, found.end())) is None:
        return None
    key = (ord(found["letter"]) - 64, *map(int, found["n"].split(".")))
    return Mark(Family.LETTERED, words[: found.end("n")], "", key, rest)


def _listed(words: str) -> Mark | None:
    found = _LISTED.match(words)
    if not found or (rest := _after(words, found.end())) is None:
        return None
    label = found["inside"] or found["label"]
    form = "()" if found["inside"] else found["close"]
    return Mark(Family.LISTED, label, form, (), rest) if places(label) else None


def _division(words: str) -> Mark | None:
    found = _DIVISION.match(words)
    if not found or found["word"].islower() or (found["word"].lower() == "section" and found["label"].isdigit()):
        return None
    rest = words[found.end() :]
    if rest and rest[0] != " ":
        return None
    if not _is_named(rest.strip(), found["set"] or ""):
        return None
    label = found["label"].upper() if len(found["label"]) < 3 or found["label"].lower() in _ROMANS else found["label"].title()
    return Mark(Family.DIVISION, f"{found['word'].title()} {label}", "", (), rest.strip())
