"""Takes names out of text: whole words, whatever their case and accents, in any of the ways a name is written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

UNCLEAR = "[name]"
"""What stands for a part of a name that belongs to more than one person: it must not say the wrong one."""
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "ʼ": "'", "`": "'"}
)


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


_NO_NAMES = _words("""
    a an the of and or not no known unknown anonymous anonymously parent parents mother father mum mums dad carer carers
    guardian grandmother grandfather sister brother aunt uncle child children pupil pupils student former teacher teachers
    member staff governor governors head headteacher school class year form colleague neighbour friend someone somebody
    person people public their his her my our in at from by to with who which mr mrs ms miss mx dr sir de da di du la le
    el van von der den bin al ap y
""")
"""Words with which somebody is described, and small words of names: they say nothing of who it is."""
_WORDS_TOO = _words("""
    will may mark grace hope rose faith joy bill dean art rich frank grant miles chase drew
    april june august summer autumn dawn eve brown black white
    green grey young king queen cook long day short small little good best west north east wood woods hill field fields
    brook rivers lake stone bishop pope baker butcher carpenter page case love price bond marsh moss ash reed rush cross
    bell ball church gray hall house park parks banks street lane moon star storm winter frost snow wise sharp swift
    strong wild bright noble savage power an so do me on in is it as at be if up us we he go am or by to no my hi oh ok
    see can say way ways sage chance major
""")
"""Names that are words of every day: they are taken out only where they are written with a capital, or the text could not be read."""
_APART = r"[\W_]{0,3}"
_SEEN = r"[\W_]{1,3}"


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody whom a reader may not know by name: what stands for them, and what the maker is told was masked."""

    name: str
    stands: str
    kind: str


@dataclass(slots=True)
class _Whose:
    stands: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def folded(text: str) -> tuple[str, list[int]]:
    """The text in small letters without accents and invisible marks, and where each of its letters stood."""
    found, places = [], []
    for at, letter in enumerate(text):
        for one in unicodedata.normalize("NFKD", letter).casefold().translate(_LETTERS):
            if not unicodedata.combining(one) and unicodedata.category(one) != "Cf":
                found.append(one)
                places.append(at)
    return "".join(found), places


def parts_of(name: str) -> list[str]:
    """The words of a name that say who it is, folded."""
    words = re.sub(r"\([^)]*\)", " ", folded(name)[0])
    found = (re.sub(r"'s$|^[\W_]+|[\W_]+$", "", one) for one in re.split(r"[\s,;/]+", words))
    return [one for one in found if len(one) > 1 and one not in _NO_NAMES and not one.isdigit()]


class Mask:
    """Takes the names of some people out of text and leaves those of others; counts what it took out, by kind."""

    def __init__(self, hidden: Iterable[Hidden], known: Iterable[str] = ()) -> None:
        self.met: Counter[str] = Counter()
        self.hidden = [one for one in hidden if parts_of(one.name)]
        mine = {tuple(parts_of(one.name)) for one in self.hidden}
        self.known = [parts for one in known if (parts := parts_of(one)) and tuple(parts) not in mine]

    @cached_property
    def _whose(self) -> dict[str, _Whose]:
        """Each way a name or a part of it is written, as a pattern, and whom it means."""
        found: dict[str, _Whose] = {}

        def means(pattern: str, one: Hidden) -> None:
            whose = found.setdefault(pattern, _Whose())
            whose.stands.add(one.stands)
            whose.kinds.add(one.kind)

        for one in self.hidden:
            parts = parts_of(one.name)
            for pattern in _written(parts):
                means(pattern, one)
            for part in _pieces(parts):
                means(_part(part), one)
        for parts in self.known:
            for part in _pieces(parts):
                if _part(part) in found:
                    found[_part(part)].stands.add("")
        return found

    @cached_property
    def _pattern(self) -> tuple[re.Pattern[str], list[_Whose | None]]:
        kept = {pattern for parts in self.known for pattern in _written(parts)} - self._whose.keys()
        every: list[tuple[str, _Whose | None]] = [*self._whose.items(), *((one, None) for one in kept)]
        every.sort(key=lambda pair: -len(pair[0]))
        words = "|".join(f"({pattern})" for pattern, _ in every)
        return re.compile(rf"(?<![^\W\d_])(?:(?:mrs?|ms|miss|mx|dr)[\s.]+)?(?:{words})(?![^\W\d_])"), [whose for _, whose in every]

    def __call__(self, text: str) -> str:
        """The text without the names."""
        made, at = [], 0
        for start, end, whose in self._found(text):
            made += [text[at:start], next(iter(whose.stands)) if len(whose.stands) == 1 else UNCLEAR]
            at = end
            self.met.update(whose.kinds)
        return "".join([*made, text[at:]])

    def names_somebody(self, text: str) -> bool:
        """Whether somebody is named in a text who must not be."""
        return any(True for _ in self._found(text))

    def _found(self, text: str) -> Iterator[tuple[int, int, _Whose]]:
        if not self.hidden:
            return
        small, places = folded(text)
        pattern, all_whose = self._pattern
        for one in pattern.finditer(small):
            whose = all_whose[(one.lastindex or 1) - 1]
            start, end = places[one.start()], places[one.end() - 1] + 1
            if whose is None or _reads_as_words(text[start:end]):
                continue
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            yield start, end, whose

    def all_of(self, given: Any, leave: frozenset[str] = frozenset()) -> Any:
        """The same text, list or table without the names; what stands under a key to `leave` stays as it is."""
        if isinstance(given, str):
            return self(given)
        if isinstance(given, dict):
            return {key: one if key in leave else self.all_of(one, leave) for key, one in given.items()}
        return [self.all_of(one, leave) for one in given] if isinstance(given, list | tuple) else given


def _reads_as_words(found: str) -> bool:
    """Whether what was found is no name as it is written here: a word of every day in small letters, alone or after a letter."""
    words = re.findall(r"[^\W\d_]+", found)
    alone = sum(len(one) > 1 for one in words) < 2
    return alone and any(folded(one)[0] in _WORDS_TOO and not one[0].isupper() for one in words)


def _written(parts: list[str]) -> list[str]:
    """The ways a whole name is written: with and without what lies between, turned round, and with the first name cut short."""
    words = [_loose(one) for one in parts]
    if len(words) == 1:
        return []
    first, last = words[0], words[-1]
    ways = [_APART.join(words), f"{last}{_SEEN}{_APART.join(words[:-1])}", f"{first[0]}{_APART}{last}"]
    return ways if len(words) == 2 else [*ways, f"{first}{_APART}{last}"]


def _pieces(parts: list[str]) -> set[str]:
    """The words of a name one by one, and what a hyphen joins in them."""
    return {piece for one in parts for piece in (one, *one.split("-")) if len(piece) > 1 and piece not in _NO_NAMES}


def _part(part: str) -> str:
    return _loose(part) + ("s?" if len(part) > 3 else "")


def _loose(part: str) -> str:
    return re.escape(part).replace("'", "'?")
