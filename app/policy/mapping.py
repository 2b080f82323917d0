"""Which clause of the starter edition a school's clause corresponds to: a proposal by its words, and why it is made."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from app.policy.starter import STARTER, StarterClause, starter
from app.policy.vocabulary import MORE, SAME, STOP

LEAST = 0.38
"""How alike the words must be, from 0 (no word in common) to 1 (the same words), for a clause numbered otherwise."""
LEAST_NUMBERED = 0.2
"""The same for a clause that also has the same number."""
LEAD = 1.15
"""How many times nearer the nearest clause must be than the next one; less is ambiguous, and nothing is proposed."""
FEWEST = 2
"""Words in common below which nothing is proposed."""
LEAST_TOGETHER = 0.3
"""How alike the nearer of two clauses must be that one sentence may stand for."""
SURE = 0.5
"""How alike the words must be for a proposal that is ticked beforehand; a weaker one is ticked by whoever has read it."""

_NEEDS = {
    "3.2(f)": ({"confidential"}, set()),
    "3.2(g)": ({"pupil", "identify"}, set()),
    "3.2(h)": ({"accept", "pupil"}, {"parent", "make"}),
    "3.2(i)": ({"accept", "parent"}, {"make"}),
    "3.2(j)": ({"make", "pupil"}, {"parent", "accept"}),
    "3.2(k)": ({"make", "parent"}, {"accept"}),
}
"""Clauses that differ from another in a word or two: the words one must have, and those it must not have."""
_TOGETHER = (
    ({"accept", "make", "pupil"}, {"parent"}, ("3.2(h)", "3.2(j)")),
    ({"accept", "make", "parent"}, {"pupil"}, ("3.2(i)", "3.2(k)")),
)
"""Requests that one sentence speaks of both ways, accepted and made: the words it must have, must not have, and the two clauses."""


class Kind:
    """What a piece of an edition is: a heading, a clause, or guidance that cannot be broken."""

    HEADING, CLAUSE, GUIDANCE = "heading", "clause", "guidance"
    WORDS = ((CLAUSE, "A clause"), (GUIDANCE, "Guidance: it helps, and cannot be broken"), (HEADING, "A heading"))


class Piece(Protocol):
    """What a proposal is made from."""

    number: str
    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mapping that is proposed for a clause, the sentence that says why, and whether it is sure enough to be ticked beforehand.

    `likes` are the clauses of the starter edition that it seems to be; none where an earlier edition had a clause of its own.
    """

    likes: tuple[str, ...]
    why: str
    sure: bool
    routes: tuple[str, ...] = ()
    breachable: bool = False
    question: str = ""
    procedure: str = ""
    kind: str = Kind.CLAUSE

    @classmethod
    def of_models(cls, likes: tuple[str, ...], why: str, *, sure: bool) -> Proposal:
        """What the rules know of these clauses of the starter edition."""
        models = models_of(likes)
        routes = tuple(dict.fromkeys(route for one in models for route in one.routes))
        return cls(likes, why, sure, routes, any(one.breachable for one in models), models[0].question)

    @property
    def titles(self) -> str:
        """The numbers and titles of what it is like, as a list in a sentence; empty for a clause of the school's own."""
        return " and ".join(f"{one.number}, {one.title[0].lower()}{one.title[1:]}" for one in models_of(self.likes))


def models_of(numbers: Iterable[str]) -> tuple[StarterClause, ...]:
    """The clauses of the starter edition with these numbers; `LookupError` for a number it does not have."""
    found = {number: starter(number) for number in numbers}
    if None in found.values():
        raise LookupError(", ".join(number for number, one in found.items() if one is None))
    return tuple(one for one in found.values() if one)


def stems(text: str) -> tuple[str, ...]:
    """The words of a text that say something, each in one form: without endings, and one word for several of a meaning."""
    found = (_stem(one) for one in _words(text))
    return tuple(one for one in found if one and one not in STOP)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]{2,}|18", text.casefold().replace("’s", "").replace("'s", ""))


def _can_be(number: str, words: set[str]) -> bool:
    needed, barred = _NEEDS.get(number, (set(), set()))
    return needed <= words and not barred & words


def _stem(word: str) -> str:
    if word in STOP:
        return ""
    if word in SAME:
        return SAME[word]
    for ending, put in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 3 and not word.endswith("ss"):
            cut = word.removesuffix(ending) + put
            return SAME.get(cut, SAME.get(f"{cut}e", cut))
    return word


@cache
def _models() -> tuple[tuple[StarterClause, frozenset[str]], ...]:
    return tuple((one, frozenset(stems(f"{one.title} {one.asks} {MORE.get(one.number, '')}"))) for one in STARTER if one.asks)


@cache
def _weights() -> dict[str, float]:
    counts = Counter(word for _, words in _models() for word in words)
    return {word: math.log(1 + len(_models()) / count) for word, count in counts.items()}


def alike(one: Iterable[str], other: Iterable[str]) -> float:
    """How alike two sets of words are, from 0 to 1: the weight of what they share, rare words weighing more."""
    weights, a, b = _weights(), set(one), set(other)
    unknown = 1.0  # a word the starter edition never uses tells less than its own

    def size(words: set[str]) -> float:
        return math.sqrt(sum(weights.get(word, unknown) ** 2 for word in words))

    shared = sum(weights.get(word, unknown) ** 2 for word in a & b)
    return shared / (size(a) * size(b)) if shared else 0.0


def propose(piece: Piece) -> Proposal | None:
    """The clause of the starter edition a piece corresponds to, with the reason; none when nothing is near or two are.

    Deterministic: it compares words and numbers and nothing else.
    """
    said_as = {_stem(one): one for one in reversed(_words(f"{piece.heading or ''} {piece.text}"))}
    words = {one for one in said_as if one and one not in STOP}
    if not piece.text or not words:
        return None

    def shared(known: frozenset[str]) -> list[str]:
        return [said_as[one] for one in sorted(words & known, key=lambda one: (-_weights().get(one, 1.0), one))]

    if both := _together(words):
        common = shared(frozenset().union(*(known for one, known in _models() if one.number in both)))
        said = f"It speaks of requests accepted and of requests made: {', '.join(common[:5])}."
        return Proposal.of_models(both, said, sure=True)
    scores = sorted(((alike(words, known), one.number) for one, known in _models() if _can_be(one.number, words)), reverse=True)
    (best, number), (second, _) = scores[0], scores[1]
    common = shared({one.number: known for one, known in _models()}[number])
    said = ", ".join(common[:5])
    if number == piece.number and best >= LEAST_NUMBERED and len(common) >= FEWEST:
        return Proposal.of_models((number,), f"It has the same number, {number}, and similar words: {said}.", sure=best >= LEAST)
    if best < LEAST or best < LEAD * second or len(common) < FEWEST:
        return None
    why = f"Its number is another, but its words are like those of {number}: {said}."
    return Proposal.of_models((number,), why, sure=best >= SURE)


def _together(words: set[str]) -> tuple[str, ...]:
    """The two clauses that one sentence about requests both ways stands for; none when it names pupils and parents."""
    found = next((numbers for needed, barred, numbers in _TOGETHER if needed <= words and not barred & words), ())
    near = max((alike(words, known) for one, known in _models() if one.number in found), default=0.0)
    return found if near >= LEAST_TOGETHER else ()
