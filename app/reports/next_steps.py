"""What must happen next on a case: one to three things, each with its owner, its clock and why that date."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile

from app.cases import deadlines as clocks
from app.cases.engine import Whole, is_live, stage_of
from app.cases.models import Case
from app.cases.work import Deadline, Path
from app.documents.kinds import KINDS
from app.pathways.pathway import Offer, Step
from app.reports.letters import Paper
from app.reports.showing import PathCard, clock_rows
from app.reports.sight import SEALED_PATHS, Seen
from app.reports.words import PATHS

MOST = 3
MANAGER = "Case manager"
DECIDE = "Decide which of the proposed procedures to open"
NOTHING = "No procedure follows from what was logged: check it, and close the case"
ISSUE = "Finish the draft and issue it"
SENT = frozenset(rule for one in KINDS.values() for rule in one.meets)
ASIDE = ("withdraw", "resigned", "victimisation")  # how the keys begin of steps that are never what comes next
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
    path_id: uuid.UUID | None = None
    step: Step | None = None  # the one step that does it and that this person can take now
    decide: bool = False
    letter_id: uuid.UUID | None = None  # the draft that waits to be issued
    letters: bool = False  # sending a letter does it


def with_drafts(steps: tuple[NextStep, ...], drafts: Sequence[tuple[Paper, str]]) -> tuple[NextStep, ...]:
    """The steps with the drafts that wait to be issued after them: as many as there is room for, and one in any case."""
    wanted = drafts[: max(1, MOST - len(steps))]
    return (
        *steps,
        *(NextStep(f"{ISSUE}: {one.title}", f"Begun by {by}" if by else "", letter_id=one.letter_id) for one, by in wanted),
    )


def next_steps(
    case: Case, whole: Whole, found: Sequence[Deadline], cards: Sequence[PathCard], seen: frozenset[Seen]
) -> tuple[NextStep, ...]:
    """The open clocks, soonest first, then what each open procedure without one is at; at the end, closing.

    Each carries the step that does it when this person can take exactly one that does.
    """
    if case.state not in {"triage", "routed"}:
        return ()
    running = [one for one in found if one.is_running and one.strength != "info"]
    deciding = any(one.state == "proposed" for one in whole.paths)
    before = list(takewhile(lambda one: one.rule != clocks.TRIAGE, running))
    timed = [_with_step(_timed(one), one, cards) for one in running if one.rule != clocks.TRIAGE]
    if deciding:
        row = _timed(running[len(before)]) if len(before) < len(running) else NextStep(DECIDE, MANAGER)
        proposed = next(one.id for one in whole.paths if one.state == "proposed")
        first = min(len(before), MOST - 1)
        decide = replace(row, what=DECIDE, owner=MANAGER, path_id=proposed, decide=True)
        return (*timed[:first], decide, *timed[first : MOST - 1])
    if not whole.paths:
        return (NextStep(NOTHING, MANAGER),)
    live = [one for one in whole.paths if is_live(one)]
    if not live:
        return (NextStep(CLOSE, MANAGER),) if case.state == "routed" else ()
    free = [one for one in live if not (one.waits_for and one.standing == "held")]
    if timed:
        clear = {card.path.id for card in cards if not card.sealed}
        free = [one for one in free if one.id in clear and not _has_clock(one, running)]
    at = [NextStep(f"{PATHS[one.name]}: {_now(one, seen)}", "", path_id=one.id) for one in free]
    return (*timed, *(_alone(one, cards) for one in at))[:MOST]


def _has_clock(path: Path, running: Sequence[Deadline]) -> bool:
    """Whether a clock of the stage a path is at runs; one of a suspension beside it is none."""
    stage = stage_of(path)
    own = {one.rule_id for one in stage.by} if stage else set()
    return any(one.path_id == path.id and one.rule in own for one in running)


def _now(path: Path, seen: frozenset[Seen]) -> str:
    """What the stage a path is at means; the stages of a sealed procedure stay with those who protect the child."""
    stage = stage_of(path)
    sealed = path.name in SEALED_PATHS and Seen.PROTECTION not in seen
    return "it is being worked on; its stages are sealed." if sealed or stage is None else stage.now


def _with_step(row: NextStep, deadline: Deadline, cards: Sequence[PathCard]) -> NextStep:
    """The step that meets this clock, by its own word for it or by leaving the stage that started it."""
    card = next((one for one in cards if one.path.id == deadline.path_id), None)
    stage = stage_of(card.path) if card else None
    left = {rule.rule_id for rule in stage.by} if stage else set()
    offers = _forward(card)
    fits = [one.step for one in offers if deadline.rule in (left if one.step.meets is None else one.step.meets)]
    return replace(row, path_id=card.path.id, step=fits[0]) if card and len(fits) == 1 else row


def _forward(card: PathCard | None) -> list[Offer]:
    """The steps this person can take that lead on."""
    return [one for one in card.offers if not one.step.key.startswith(ASIDE)] if card else []


def _alone(row: NextStep, cards: Sequence[PathCard]) -> NextStep:
    """What a procedure is at, with its step when there is only one."""
    offers = _forward(next((one for one in cards if one.path.id == row.path_id), None))
    return replace(row, step=offers[0].step) if len(offers) == 1 else row


def _timed(deadline: Deadline) -> NextStep:
    row = clock_rows([deadline])[0]
    return NextStep(row.title, row.owner, row.by, row.on, row.why, row.state, letters=deadline.rule in SENT)
