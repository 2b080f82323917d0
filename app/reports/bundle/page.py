"""The page of bundles as each person sees it: how far each is, whether the case says the same still, by when it is to be served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cases.clocking.calendars import own_days
from app.cases.engine import Whole
from app.cases.queries import deadlines
from app.core.calendar import UnknownDate
from app.core.clock import day_in
from app.core.permission import Actor
from app.evidence.models import Evidence
from app.evidence.queries import of_case
from app.people.queries import names
from app.reports.bundle import queries
from app.reports.bundle.content import Contents
from app.reports.bundle.models import Bundle, BundleMaking
from app.reports.bundle.readers import NOTICE, READERS, WORDS


@dataclass(frozen=True, slots=True)
class Row:
    """A bundle as it is shown."""

    bundle: Bundle
    making: BundleMaking
    words: str
    by: str
    later: bool
    changed: bool
    masked: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]
    serve_by: date | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence, and for whom it was confirmed."""

    id: Any
    number: int
    shows: str
    readers: tuple[str, ...]


def rows_of(actor: Actor, whole: Whole) -> list[Row]:
    """The bundles that this person may see, newest first; what was masked and left out is told to whoever may ask for one."""
    found, asks, made = queries.bundles_of(actor, whole), queries.may_ask(actor, whole), []
    people, seen = names({one.asked_by for one, _ in found}), set()
    for one, making in found:
        about = (one.made or {}) if one.state == "ready" else {}
        newest = one.state == "ready" and one.for_part not in seen
        seen |= {one.for_part} if newest else set()
        made.append(
            Row(
                one,
                making,
                WORDS[one.for_part],
                people.get(one.asked_by, ""),
                one.state == "ready" and not newest,
                newest and about.get("says") != Contents(actor, whole, one.for_part, one.unnamed).says,
                tuple((kind, count) for kind, count in about.get("masked", ()) if asks),
                tuple((kind, count) for kind, count in about.get("left", ()) if asks),
                _serve_by(whole, one.for_part) if newest else None,
            )
        )
    return made


def _serve_by(whole: Whole, for_part: str) -> date | None:
    """The last day for a bundle by the school's number of days: before the hearing that is set, or the last day for the appeal."""
    reader, run = READERS[for_part], queries.run_for(whole, for_part)
    if reader.clock:
        on = next((one.due_on for one in deadlines(whole.case.id) if one.rule == reader.clock and one.dropped_at is None), None)
    else:
        on = next((day_in(one.answers.get("on")) for one in reversed(run) if NOTICE.of(one.step)), None)
    if on is None:
        return None
    try:
        return own_days(whole.case.school_id, reader.path).add(on, -whole.number("bundle_days"))
    except UnknownDate:
        return None


def pieces_of(whole: Whole) -> list[Piece]:
    """The evidence of a case with those for whom it was confirmed."""
    said = queries.cleared(whole.case.id)
    return [
        Piece(
            one.id,
            at,
            str((one.sheet or {}).get("shows") or "Not described"),
            tuple(words for key, words in WORDS.items() if (row := said.get((one.id, key))) is not None and row.pages),
        )
        for at, one in enumerate(of_case(whole.case.id), 1)
    ]


def one_piece(whole: Whole, evidence: Evidence) -> Piece:
    """A piece of evidence by its number on the case."""
    return next(one for one in pieces_of(whole) if one.id == evidence.id)
