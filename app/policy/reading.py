"""From the text of a policy to its numbered clauses: numbers alone on a line, wrapped lines, bullets, front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.policy.plain_text import Unreadable, text_of

__all__ = ["ClauseKind", "ReadClause", "Reading", "Unreadable", "read"]

_NUMBER = re.compile(r"^(?:section\s+)?(\d{1,3}(?:\.\d{1,3}){0,5})(?:[.)]?\s+|[.)]?$|(?=[A-Z]))(.*)$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[·•▪◦*\-–]\s+(.*)$|^o\s+(.*)$")
_BLANK = re.compile(r"^[\s_.…]*$")


class ClauseKind(StrEnum):
    """What a numbered piece is."""

    HEADING = "heading"
    CLAUSE = "clause"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class ReadClause:
    """One numbered piece of a policy."""

    number: str
    parent: str | None
    heading: str | None
    text: str
    kind: ClauseKind


@dataclass(frozen=True, slots=True)
class Reading:
    """A policy document as it was read."""

    title: str
    adopted_on: date | None
    review_due: date | None
    clauses: tuple[ReadClause, ...]
    front_matter: tuple[str, ...]
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "title": self.title,
            "adopted_on": self.adopted_on.isoformat() if self.adopted_on else None,
            "review_due": self.review_due.isoformat() if self.review_due else None,
            "clauses": [
                {"number": one.number, "parent": one.parent, "heading": one.heading, "text": one.text} for one in self.clauses
            ],
            "warnings": list(self.warnings),
        }


@dataclass(slots=True)
class _Piece:
    number: str
    kind: ClauseKind
    words: list[str] = field(default_factory=list)
    heading: str | None = None


def letters(index: int) -> str:
    """The letters of the nth bullet: a to z, then aa, ab."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def read(data: bytes, name: str) -> Reading:
    """Read a policy document; `Unreadable` with one plain sentence when it cannot be."""
    text, warnings = text_of(data, name)
    front: list[str] = []
    pieces: list[_Piece] = []
    bullets: dict[str, int] = {}
    parent: _Piece | None = None
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if _BLANK.match(line):
            if pieces and pieces[-1].kind is ClauseKind.BULLET and pieces[-1].words:
                pieces[-1].words.append("")
            continue
        number = _NUMBER.match(line)
        bullet = _BULLET.match(raw)
        if number and _follows(number[1], pieces):
            parent = _Piece(number[1].removesuffix(".0"), ClauseKind.CLAUSE, [number[2]] if number[2] else [])
            pieces.append(parent)
        elif bullet and parent is not None:
            count = bullets.get(parent.number, 0)
            bullets[parent.number] = count + 1
            pieces.append(
                _Piece(f"{parent.number}({letters(count)})", ClauseKind.BULLET, [" ".join((bullet[1] or bullet[2]).split())])
            )
        elif parent is None:
            front.append(line)
        elif pieces[-1].kind is ClauseKind.BULLET and pieces[-1].words[-1] == "":
            parent.words.append(line)
        else:
            pieces[-1].words.append(line)
    if not pieces:
        raise Unreadable("No numbered clause was found in this document. Number the clauses (1, 1.1, …) and import it again.")
    return _finished(front, pieces, list(warnings))


def _follows(number: str, pieces: list[_Piece]) -> bool:
    before = [tuple(int(one) for one in piece.number.split(".")) for piece in pieces if piece.kind is not ClauseKind.BULLET]
    here = tuple(int(one) for one in number.removesuffix(".0").split("."))
    if not before:
        return here[0] in (1, 101)
    return here > before[-1] and here[0] - before[-1][0] in (0, 1)


def _finished(front: list[str], pieces: list[_Piece], warnings: list[str]) -> Reading:
    numbers = [one.number for one in pieces]
    clauses = []
    for one in pieces:
        words = " ".join(word for word in one.words if word)
        has_children = any(number.startswith(f"{one.number}.") for number in numbers)
        heading, kind = None, one.kind
        if one.kind is ClauseKind.CLAUSE and "." not in one.number and one.words:
            first, rest = one.words[0], " ".join(word for word in one.words[1:] if word)
            if len(first) < 80 and not first.endswith("."):
                heading, words = first, rest
                kind = ClauseKind.HEADING if has_children and not rest else ClauseKind.CLAUSE
        clauses.append(ReadClause(one.number, _parent(one), heading, words, kind))
        if words and kind is not ClauseKind.BULLET and words[-1].isalpha():
            warnings.append(f"Clause {one.number} seems to be unfinished: it ends with “{words[-40:]}”.")
    title = next((line for line in reversed(front) if "polic" in line.lower()), front[0] if front else "")
    return Reading(title, None, None, tuple(clauses), tuple(front), tuple(warnings))


def _parent(one: _Piece) -> str | None:
    if one.kind is ClauseKind.BULLET:
        return one.number.rsplit("(", 1)[0]
    return one.number.rsplit(".", 1)[0] if "." in one.number else None
