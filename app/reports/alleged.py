"""What is alleged as pages show it: clause by clause in the words in force that day, with what rests on each and what was found."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.cases.engine import Whole
from app.cases.models import Allegation
from app.cases.work import Finding
from app.policy.models import Clause, Edition
from app.policy.quoting import quoted
from app.reports.recorded import particulars
from app.reports.sight import SEALED_PATHS, Seen
from app.reports.words import PATHS


@dataclass(frozen=True, slots=True)
class Accused:
    """One allegation: its place among those of the case, why it is alleged, what was said of the act, and the outcomes so far."""

    place: int
    allegation: Allegation
    because: str
    outcomes: tuple[tuple[str, str], ...]
    particulars: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause in the words in force that day, and the allegations that rest on it."""

    number: str
    title: str
    words: str
    edition: Edition | None
    rows: tuple[Accused, ...]


def alleged(
    whole: Whole, clauses: Mapping[uuid.UUID, Clause], editions: Mapping[uuid.UUID, Edition], seen: frozenset[Seen]
) -> tuple[Cited, ...]:
    """The allegations of a case by their clause, in the order of the case; the place of each is the one that letters give it."""
    found: dict[tuple[str, uuid.UUID | None], list[Accused]] = {}
    said: dict[Any, tuple[tuple[str, str], ...]] = {}  # several allegations rest on one act
    for place, one in enumerate(whole.allegations, 1):
        words = one.particulars or {}
        act = words.get("act")
        if act not in said:
            said[act] = particulars(whole.case, one)
        row = Accused(place, one, words.get("because", ""), _outcomes(whole, one, seen), said[act])
        found.setdefault((one.clause_number, one.clause_id), []).append(row)
    return tuple(_cited(key, rows, clauses, editions) for key, rows in found.items())


def _cited(
    key: tuple[str, uuid.UUID | None],
    rows: list[Accused],
    clauses: Mapping[uuid.UUID, Clause],
    editions: Mapping[uuid.UUID, Edition],
) -> Cited:
    number, clause_id = key
    clause = clauses.get(clause_id) if clause_id else None
    if clause is None:
        return Cited(number, "", "", None, tuple(rows))
    words = quoted(clause, clauses.values())
    return Cited(number, clause.heading or "", words, editions.get(clause.edition_id), tuple(rows))


def _outcomes(whole: Whole, one: Allegation, seen: frozenset[Seen]) -> tuple[tuple[str, str], ...]:
    """What each procedure found; the outcome words of a sealed one stay with those who protect the child."""
    return tuple(
        (
            PATHS.get(path.name, "") + _then(found),
            "sealed" if path.name in SEALED_PATHS and Seen.PROTECTION not in seen else found.word,
        )
        for found in (*whole.findings, *whole.replaced)
        if found.allegation_id == one.id
        for path in whole.paths
        if path.id == found.path_id
    )


def _then(found: Finding) -> str:
    """What stands beside the name of a procedure when what it found was replaced since."""
    if found.superseded_at is None:
        return ""
    return " before the formal complaint" if found.word == "put_right" else " before the appeal"
