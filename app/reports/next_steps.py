"""What must happen next on a case: one to three things, each with its owner, its clock and why that date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.cases import deadlines as clocks
from app.cases.engine import Whole, is_live, stage_of
from app.cases.models import Case
from app.cases.work import Deadline
from app.reports.showing import clock_rows
from app.reports.words import PATHS

MOST = 3
MANAGER = "Case manager"
DECIDE = "Decide which of the proposed procedures to open"
NOTHING = "No procedure follows from what was logged: check it, and close the case"
CLOSE = "Every procedure has come to its end: check the outcomes and close the case"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing: what, by whom, by when (an instant or a day; neither when no clock runs), why that date, and its state."""

    what: str
    owner: str
    by: datetime | None = None
    on: date | None = None
    why: str = ""
    state: str = ""


def next_steps(case: Case, whole: Whole, found: Sequence[Deadline]) -> tuple[NextStep, ...]:
    """The open clocks, soonest first; where none runs, what each open procedure is at; at the end, closing."""
    if case.state not in {"triage", "routed"}:
        return ()
    running = [one for one in found if one.met_at is None and one.dropped_at is None and one.strength != "info"]
    deciding = any(one.state == "proposed" for one in whole.paths)
    triage = next((one for one in running if one.rule == clocks.TRIAGE), None)
    timed = [_timed(one) for one in running if one is not triage]
    if deciding:
        row = _timed(triage) if triage else None
        decide = NextStep(DECIDE, MANAGER, row.by, row.on, row.why, row.state) if row else NextStep(DECIDE, MANAGER)
        return (*timed[: MOST - 1], decide)
    if not whole.paths:
        return (NextStep(NOTHING, MANAGER),)
    live = [one for one in whole.paths if is_live(one)]
    if not live:
        return (NextStep(CLOSE, MANAGER),) if case.state == "routed" else ()
    free = [one for one in live if not (one.waits_for and one.standing == "held")]
    at = [NextStep(f"{PATHS[one.name]}: {stage.now}", "") for one in free if (stage := stage_of(one))]
    return tuple(timed[:MOST] or at[:MOST])


def _timed(deadline: Deadline) -> NextStep:
    row = clock_rows([deadline])[0]
    return NextStep(row.title, row.owner, row.by, row.on, row.why, row.state)
