"""One clock as its page tells it: how it was counted, what began and met it, and every row it had before, with the reason."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.cases import queries
from app.cases.clocking.changing import OPEN
from app.cases.clocking.information import REQUESTS
from app.cases.clocking.owning import may_change, owner_words, owns
from app.cases.clocking.rules import LONGEST
from app.cases.clocking.states import strength_of
from app.cases.deadlines import state_of
from app.cases.engine import Whole
from app.cases.models import Case, CaseState
from app.cases.sight import SEALED_PATHS, Seen, sight
from app.cases.work import Deadline
from app.core.clock import now
from app.core.permission import Actor
from app.people.queries import names

STRENGTHS = {
    "hard": "It must be kept: law or the safeguarding procedures set it.",
    "soft": "The school's own procedure sets it.",
    "info": "It is here to be known. Nobody at the school has to do anything by it.",
}


@dataclass(frozen=True, slots=True)
class Change:
    """That a clock was stopped, started again, extended, or moved by the calendar."""

    how: str
    at: datetime | None
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Version:
    """One row of a clock before this one: when it was due, and what came after it, when, by whom and why.

    The words are empty for who may not read them.
    """

    due_at: datetime | None
    due_on: date | None
    why: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the page of a clock shows to this person; `first` is the row with which it began."""

    clock: Deadline
    first: Deadline
    state: str
    owner: str
    strength: str
    met_by: str
    missed: str
    missed_by: str
    sealed: bool
    versions: tuple[Version, ...]
    can: tuple[str, ...]


def story(actor: Actor, case: Case, clock: Deadline) -> Story:
    """The page of a clock for this person; of a sealed procedure the reasons are kept from who may not read it."""
    whole, rows = Whole(case), chain(queries.deadlines(case.id), clock)
    path = next((one for one in whole.paths if one.id == clock.path_id), None)
    sealed = path is not None and path.name in SEALED_PATHS and Seen.PROTECTION not in sight(actor, whole)
    known = names(key for one in rows for key in (one.met_by, one.ended_by, one.missed_by, one.follows_by) if key)
    at = now()
    return Story(
        clock,
        rows[0],
        state_of(clock, at),
        owner_words(clock.owner),
        STRENGTHS[strength_of(clock)],
        known.get(clock.met_by, "") if clock.met_by else "",
        "" if sealed else clock.missed or "",
        known.get(clock.missed_by, "") if clock.missed_by else "",
        sealed,
        tuple(
            _version(one, after, known, sealed)
            for one, after in zip(rows, [*rows[1:], None], strict=True)
            if after or one.dropped_at
        ),
        _can(actor, case, clock, at) if rows[-1].id == clock.id else (),
    )


def chain(rows: Sequence[Deadline], clock: Deadline) -> list[Deadline]:
    """Every row of one clock, oldest first, whichever of them is asked for."""
    by_id = {one.id: one for one in rows}
    followed = {one.replaces: one for one in rows if one.replaces}
    first = clock
    while first.replaces in by_id:
        first = by_id[first.replaces]
    found = [first]
    while found[-1].id in followed:
        found.append(followed[found[-1].id])
    return found


def _version(row: Deadline, after: Deadline | None, known: dict[uuid.UUID, str], sealed: bool) -> Version:
    changes = []
    if row.ended_how == "stopped":
        changes.append(_change("stopped", row.dropped_at, row.ended_by, row.reason, known, sealed))
    elif after is None:
        changes.append(_change("path", row.dropped_at, row.ended_by, None, known, sealed))
    if after is not None:
        when = after.starts_at if after.started_by == "restarted" else row.dropped_at
        changes.append(_change(after.started_by or "", when, after.follows_by, after.because, known, sealed))
    return Version(row.due_at, row.due_on, row.why, tuple(changes))


def _change(
    how: str, at: datetime | None, by: uuid.UUID | None, words: str | None, known: dict[uuid.UUID, str], sealed: bool
) -> Change:
    return Change(how, at, known.get(by, "") if by else "", "" if sealed else words or "")


def _can(actor: Actor, case: Case, clock: Deadline, at: datetime) -> tuple[str, ...]:
    """What this person can do with it now."""
    state, found = state_of(clock, at), []
    if clock.rule in REQUESTS and state in OPEN and may_change(actor, case, clock):
        found.append("answered")
    if clock.rule in LONGEST and state in OPEN - {"overdue"} and may_change(actor, case, clock):
        found.append("extend")
    if case.state != CaseState.CLOSED.value and strength_of(clock) == "soft" and may_change(actor, case, clock):
        if state in OPEN - {"overdue", "not known"}:
            found.append("stop")
        if state in OPEN - {"overdue"}:
            found.append("extend")
        if state == "stopped":
            found.append("restart")
    if state in {"overdue", "met late"} and clock.missed is None and owns(actor, case, clock):
        found.append("explain")
    return tuple(found)
