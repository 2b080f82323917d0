"""What differs between two editions, word by word: which clause became which, and the words put in and taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from app.policy.mapping import alike, stems
from app.policy.models import Clause

NEAR = 0.5
"""How alike two clauses must be, from 0 to 1, to be called the same clause when neither mapping nor number says so."""
MOST_WORDS = 4000
"""Words in a clause beyond which its two versions are shown whole, one after the other."""


class Sort(StrEnum):
    """What happened to a clause."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause of the two editions together; each part is `=`, `+` or `-` and its words."""

    sort: Sort
    number: str
    old_number: str
    parts: tuple[tuple[str, str], ...]


def differences(old: Sequence[Clause], new: Sequence[Clause]) -> list[Difference]:
    """Each clause of the new edition beside the old one's, then where they stood the clauses that are gone."""
    pairs = matched(old, new)
    found = [_one(pairs.get(index), clause, old) for index, clause in enumerate(new)]
    kept = set(pairs.values())
    place = {pairs[index]: index for index in pairs}
    gone = [(max((place[at] for at in place if at < index), default=-1), index) for index in range(len(old)) if index not in kept]
    for after, index in reversed(gone):
        found.insert(after + 1, Difference(Sort.REMOVED, "", old[index].number, (("-", _words(old[index])),)))
    return found


def matched(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """Which clause of the old edition each of the new one corresponds to: by mapping, then number, then likeness."""
    pairs: dict[int, int] = {}
    left = dict(enumerate(old))

    def pair(index: int, at: int) -> None:
        pairs[index] = at
        del left[at]

    for index, clause in enumerate(new):
        same = [at for at, one in left.items() if set(clause.likes) & set(one.likes)]
        if same:
            pair(index, max(same, key=lambda at: (_near(left[at], clause), -at)))
    for index, clause in enumerate(new):
        by_number = next((at for at, one in left.items() if one.number == clause.number and not (one.like and clause.like)), None)
        if index not in pairs and by_number is not None:
            pair(index, by_number)
    for index, clause in enumerate(new):
        if index not in pairs and left:
            at = max(left, key=lambda one: (_near(left[one], clause), -one))
            if _near(left[at], clause) >= NEAR:
                pair(index, at)
    return pairs


def word_by_word(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The words of two texts together: `=` in both, `-` only in the old one, `+` only in the new one."""
    a, b = re.findall(r"\S+\s+", f"{old} "), re.findall(r"\S+\s+", f"{new} ")
    if max(len(a), len(b)) > MOST_WORDS:
        return (("=", new),) if old == new else (("-", old), ("+", new))
    parts: list[tuple[str, str]] = []
    plain_a, plain_b = [one.strip() for one in a], [one.strip() for one in b]
    for what, i, j, k, m in SequenceMatcher(None, plain_a, plain_b, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(("=", "".join(b[k:m])))
        if what in {"delete", "replace"}:
            parts.append(("-", "".join(a[i:j])))
        if what in {"insert", "replace"}:
            parts.append(("+", "".join(b[k:m])))
    return tuple(parts)


def _one(at: int | None, clause: Clause, old: Sequence[Clause]) -> Difference:
    if at is None:
        return Difference(Sort.ADDED, clause.number, "", (("+", _words(clause)),))
    before = old[at]
    parts = word_by_word(_words(before), _words(clause))
    if any(sign != "=" for sign, _ in parts):
        return Difference(Sort.CHANGED, clause.number, before.number, parts)
    return Difference(Sort.SAME if before.number == clause.number else Sort.MOVED, clause.number, before.number, parts)


def _words(clause: Clause) -> str:
    words = f"{clause.heading}. {clause.text}".strip() if clause.heading and clause.text else clause.heading or clause.text
    return f"(Left out: {clause.left_out}) {words}" if clause.left_out else words


def _near(one: Clause, other: Clause) -> float:
    return alike(stems(_words(one)), stems(_words(other)))
