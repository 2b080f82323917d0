"""What whoever decides is shown beside the questions: warnings that are live, how like cases ended, and how notice is counted."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.cases.clocking.calendars import own_days
from app.cases.engine import D, Whole
from app.cases.hearings.effects import MONTHS
from app.cases.models import Allegation, Case, Involvement, Part
from app.cases.work import Finding, Path, Sanction
from app.core.acts import Role
from app.core.calendar import ENGLAND, Calendar, UnknownDate, notice_by
from app.core.clock import said
from app.core.db import db
from app.core.permission import Actor
from app.pathways.pathway import Step
from app.pathways.words import SANCTIONS
from app.people.queries import today

FEWEST = 3
"""Fewer like cases than this could say whose they are, so they are not shown."""
ARRANGED = frozenset({"set_hearing", "set_again"})
"""The steps that set the day of a hearing, for which notice is counted."""
SEE_LIVE = frozenset({"hearer", "appeal_panel", Role.HR_ADVISER.value})


@dataclass(frozen=True, slots=True)
class Live:
    """A warning that is live today: what it is, until when, and for which clauses it was given."""

    kind: str
    until: date
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """How the cases ended that are alike in what they are about, such as a clause: how many, and what followed how often."""

    about: str
    count: int
    followed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside the questions of one step."""

    decides: bool = False
    live: tuple[Live, ...] = ()
    like: tuple[Like, ...] = ()
    notice: tuple[str, ...] = ()


def beside(actor: Actor, whole: Whole, path: Path, step: Step, typed: dict[str, object]) -> Beside | None:
    """What is shown beside a step of the disciplinary procedure; nothing beside any other."""
    if path.name != D:
        return None
    if step.key in ARRANGED:
        return Beside(notice=notice_words(whole, typed))
    if step.key.startswith("decide_") or step.key == "hear_appeal":
        return Beside(True, live_warnings(actor, whole), like_cases(actor, whole))
    return None


def live_warnings(actor: Actor, whole: Whole) -> tuple[Live, ...]:
    """The warnings of earlier cases about the same person that are live today; one that ended yesterday is not shown to anybody."""
    subject = next((one.person_id for one in whole.involved if one.part == Part.SUBJECT.value and one.person_id), None)
    if subject is None or not whole.roles(actor) & SEE_LIVE:
        return ()
    rows = db.session.scalars(
        select(Sanction)
        .join(Involvement, (Involvement.case_id == Sanction.case_id) & (Involvement.part == Part.SUBJECT.value))
        .where(
            Involvement.person_id == subject,
            Sanction.case_id != whole.case.id,
            Sanction.kind.in_(list(MONTHS)),
            Sanction.ended_at.is_(None),
            Sanction.live_from <= today(),
            Sanction.live_to >= today(),
        )
        .order_by(Sanction.live_to)
    ).all()
    clauses = _proven(one.case_id for one in rows)
    return tuple(Live(dict(SANCTIONS)[one.kind], one.live_to, clauses.get(one.case_id, ())) for one in rows if one.live_to)


def _proven(cases: object) -> dict[uuid.UUID, tuple[str, ...]]:
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    rows = db.session.execute(
        select(Finding.case_id, Allegation.clause_number)
        .join(Allegation, Allegation.id == Finding.allegation_id)
        .where(Finding.case_id.in_(list(cases)), Finding.word == "proven", Finding.superseded_at.is_(None))  # type: ignore[call-overload]  # any keys
        .order_by(Allegation.clause_number)
    )
    for case_id, clause in rows:
        found[case_id] = (*found.get(case_id, ()), clause)
    return found


def like_cases(actor: Actor, whole: Whole) -> tuple[Like, ...]:
    """For each clause of this case, how other cases ended in which it was found broken: no names, no days, no references.

    At the schools where this person advises or sits on panels; too few to show is a count of nothing.
    """
    schools = actor.schools(Role.HR_ADVISER, Role.PANEL_MEMBER, Role.HEADTEACHER)
    wanted = list(dict.fromkeys(one.clause_number for one in whole.allegations))
    rows = db.session.execute(
        select(Allegation.clause_number, Case.id)
        .join(Finding, Finding.allegation_id == Allegation.id)
        .join(Path, Path.id == Finding.path_id)
        .join(Case, Case.id == Finding.case_id)
        .where(
            Case.school_id.in_(schools),
            Case.id != whole.case.id,
            Path.name == D,
            Path.ended_at.is_not(None),
            Finding.word == "proven",
            Finding.superseded_at.is_(None),
            Allegation.clause_number.in_(wanted),
        )
        .distinct()
    ).all()
    ended = _followed({case_id for _, case_id in rows})
    return tuple(
        like(clause, [ended.get(case_id, "none") for number, case_id in rows if number == clause], SANCTIONS) for clause in wanted
    )


def _followed(cases: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = db.session.execute(
        select(Sanction.case_id, Sanction.kind)
        .where(Sanction.case_id.in_(list(cases)), Sanction.ended_at.is_(None))
        .order_by(Sanction.at)
    )
    return {row[0]: row[1] for row in rows}


def like(about: str, kinds: Sequence[str], words: Sequence[tuple[str, str]]) -> Like:
    """How often each of these came of the cases that are alike; a count of nothing when they are too few to show."""
    if len(kinds) < FEWEST:
        return Like(about, 0, ())
    often = Counter(kinds)
    return Like(about, len(kinds), tuple((label, often[kind]) for kind, label in words if often[kind]))


def notice_words(whole: Whole, typed: dict[str, object]) -> tuple[str, ...]:
    """How the notice is counted: for the day that was typed, else the first day that notice today would allow."""
    clear, days = whole.number("notice_days"), own_days(whole.case.school_id, D)
    on, reached = typed.get("ask_on"), typed.get("ask_notice")
    try:
        if not isinstance(on, date):
            first = days.add(today(), clear + 1)
            return (
                f"{clear} clear working days must lie between the day the notice reaches them and the hearing: neither day counts. "
                f"Notice that reaches them today allows a hearing from {said(first)} on.",
            )
        last = notice_by(on, clear, days)
        words = [f"For a hearing on {said(on)} the last day on which notice can reach them is {said(last)}."]
        if isinstance(reached, date):
            words.append(
                f"Between {said(reached)} and the hearing lie {between(reached, on, days)} clear working days; {clear} are needed."
            )
        return tuple(words)
    except UnknownDate:
        return ("The bank holidays of that year are not known, so the notice cannot be counted. Choose another day.",)


def between(reached: date, on: date, days: Calendar = ENGLAND) -> int:
    """The working days between two days, neither of which counts."""
    count, day = 0, reached
    while (day := days.add(day, 1)) < on:
        count += 1
    return count
