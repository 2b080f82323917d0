"""What a case needs before it closes: what is open, what each procedure ended with, and what goes where afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cases.engine import CP, Whole, pathway_of, stage_of
from app.cases.models import Allegation
from app.cases.protection.recording import ground
from app.cases.protection.standing import not_sealed, referrals_open
from app.cases.sight import SEALED_PATHS, Seen
from app.cases.work import Deadline, Path
from app.core.clock import london, said
from app.core.words import lowered

SIGN_OFF = "sign_off_5wd"
GOES: Mapping[str, str] = {
    "substantiated": "A summary goes on the confidential personnel file. A reference gives the facts, and no opinion.",
    "unsubstantiated": "A summary goes on the confidential personnel file. It is left out of references.",
    "unfounded": "A summary goes on the confidential personnel file. It is left out of references.",
    "false": "It comes off the personnel file, unless the member of staff agrees that it stays. It is left out of references.",
    "malicious": "It comes off the personnel file, unless the member of staff agrees that it stays. It is left out of references.",
    "below_threshold": "It is kept with the low-level concerns, and left out of references.",
    "low_level": "It is kept with the low-level concerns, and left out of references.",
    "nothing_in_it": "It is kept with the low-level concerns as having nothing in it, and left out of references.",
    "proven": "The decision and what followed from it go on the personnel file for as long as the decision says.",
    "not_proven": "Nothing goes on the personnel file beyond that it was not proven.",
    "no_case": "Nothing goes on the personnel file beyond that there was no case to answer.",
    "upheld": "The outcome stays with the complaint. What follows for the member of staff is for disciplinary.",
    "partly_upheld": "The outcome stays with the complaint. What follows for the member of staff is for disciplinary.",
    "not_upheld": "The outcome stays with the complaint, and nothing goes on the personnel file.",
}
ELSEWHERE = "It stays with this case."


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist: what it is about, whether it is done, and how it stands or what to do."""

    what: str
    done: bool
    words: str


@dataclass(frozen=True, slots=True)
class Goes:
    """What becomes of the record of one outcome."""

    what: str
    outcome: str
    words: str


def ran(whole: Whole, name: str) -> Path | None:
    """The path of this name, if it was opened."""
    return next((one for one in whole.paths if one.name == name and one.state == "accepted"), None)


def points(whole: Whole, seen: frozenset[Seen]) -> tuple[Point, ...]:
    """Every line of the checklist as this person sees it, those of the procedures first; nothing in it tells what is sealed."""
    found = [_of_path(one, seen) for one in whole.paths]
    found.append(_outcomes(whole))
    found += _beside(whole)
    if whole.case.paused_at is not None:
        found.append(Point("Pause", False, "The case is paused for legal reasons. End the pause first."))
    return tuple(found)


def _of_path(path: Path, seen: frozenset[Seen]) -> Point:
    title = pathway_of(path).title
    stage = None if path.name in SEALED_PATHS and Seen.PROTECTION not in seen else stage_of(path)
    if path.state == "declined":
        return Point(title, True, "Declined.")
    if path.state == "proposed":
        return Point(title, False, "Proposed: decide whether to open it.")
    if path.ended_at is None:
        return Point(title, False, f"Still open, at: {stage.title}." if stage else "Still open.")
    day = said(london(path.ended_at).date())
    return Point(title, True, f"Ended: {lowered(stage.title)}, on {day}." if stage else f"Ended on {day}.")


def _outcomes(whole: Whole) -> Point:
    open_ones = without_outcome(whole)
    if not open_ones:
        return Point("Outcomes", True, "Each allegation has an outcome." if whole.allegations else "Nothing is alleged.")
    clauses = ", ".join(sorted({one.clause_number for one in open_ones}))
    words = (
        f"No outcome yet for what is alleged under {clauses}."
        if judged(whole)
        else "What was not taken up is recorded as not pursued."
    )
    return Point("Outcomes", not judged(whole), words)


def without_outcome(whole: Whole) -> list[Allegation]:
    """The allegations that no procedure has come to an outcome for."""
    found = {one.allegation_id for one in whole.findings}
    return [one for one in whole.allegations if one.id not in found]


def judged(whole: Whole) -> bool:
    """Whether a procedure was opened that finds on each allegation."""
    return any(ran(whole, name) is not None for name in (CP, "disciplinary"))


def _beside(whole: Whole) -> list[Point]:
    """What runs beside the procedures: a suspension must have ended, and referrals be decided for each removal.

    Which of them is open beside child protection is sealed like the rest of it: those who may read it see it on its own page.
    """
    found, free = [], not_sealed(whole)
    if free.suspensions:
        words = "It has ended." if free.suspension is None else "It must have ended, and its end be on record."
        found.append(Point("Suspension", free.suspension is None, words))
    if whole.ledger.unsaid and ground(whole) is not None:
        found.append(Point("Leaving", False, "The staff roll says that they left: the case manager records first how it goes on."))
    if ran(whole, CP) is None:
        if free.removals:
            still = referrals_open(whole)
            words = "Decide first whether the DBS and, for a teacher, the TRA is told." if still else "They are decided."
            found.append(Point("Referrals", not still, words))
        return found
    sealed = whole.ledger.suspension is not None and free.suspension is None
    open_ones = sealed or bool(whole.ledger.undecided(whole.case.subject["post"], removals=True))
    words = "Something is still open. The case manager sees what, under child protection." if open_ones else "Nothing is open."
    return [*found, Point("Beside child protection", not open_ones, words)]


def where_it_goes(whole: Whole, seen: frozenset[Seen], words: Mapping[str, str]) -> tuple[Goes, ...]:
    """For each outcome, what becomes of its record; an outcome of a sealed path only for those who may read it."""
    paths, numbers = {one.id: one for one in whole.paths}, {one.id: one.clause_number for one in whole.allegations}
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in whole.findings:
        path = paths[one.path_id]
        hidden = path.name in SEALED_PATHS and Seen.PROTECTION not in seen
        line = (pathway_of(path).title, "Sealed", "What becomes of it is sealed.") if hidden else (
            pathway_of(path).title, words.get(one.word, one.word), GOES.get(one.word, ELSEWHERE))  # fmt: skip
        found.setdefault(line, []).append(numbers[one.allegation_id])
    return tuple(
        Goes(f"{title}, {', '.join(sorted(set(those)))}", outcome, kept) for (title, outcome, kept), those in found.items()
    )


def of_the_whole(mine: frozenset[str], clocks: Sequence[Deadline]) -> frozenset[str]:
    """Which of the pages of a case as a whole somebody with these roles has; they stay when the case is closed."""
    waits = [one.owner for one in clocks if one.rule == SIGN_OFF and one.is_running]
    wanted = {"whole": bool(mine & {"case_manager", "hr_adviser"}), "sign": any(one in mine for one in waits)}
    return frozenset(name for name, good in wanted.items() if good)
