"""The clocks of a case: written with the reason for their date, met by what meets them, and never recomputed in silence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.cases.clocking.calendars import EVERY_DAY, SCHOOL_DAYS, TERM_ONLY, by_name, calendar_of
from app.cases.clocking.rules import BY_STATUTE, COUNTED, HARD, LADO, LOGGED, ROUTING, TRIAGE, WHEN_ENDED
from app.cases.clocking.states import amber_from, state_of
from app.cases.models import Case
from app.cases.numbers import USUAL, Number, numbers
from app.cases.work import Deadline, Path, runs
from app.core import calendar, clock
from app.core.action import Blocked
from app.core.calendar import Calendar, Due
from app.core.db import db
from app.pathways import PATHWAYS
from app.pathways.pathway import By, Unit
from app.people.queries import school

__all__ = [
    "LADO",
    "TRIAGE",
    "WHEN_ENDED",
    "amber_from",
    "at_once",
    "drop",
    "follow",
    "from_routing",
    "happened",
    "lado_clocks",
    "meet",
    "start",
    "state_of",
]


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock about to start: its rule, how it is counted, who owns it, where it is from, and what began it."""

    rule: str
    n: int
    unit: str
    owner: str
    source: str
    started_by: str
    strength: str = "soft"
    calendar: str = EVERY_DAY


def write(case: Case, path: Path | None, one: Clock, begun: datetime, days: Calendar) -> Deadline:
    """Write one clock, counted on a calendar; several of one rule may run side by side."""
    due = calendar.counted(one.unit, one.n, begun, days)
    row = Deadline(
        school_id=case.school_id,
        case_id=case.id,
        path_id=path.id if path else None,
        rule=one.rule,
        starts_at=begun,
        due_at=due.at,
        due_on=due.on,
        why=due.why,
        source=one.source[:300],
        owner=one.owner,
        n=one.n,
        unit=one.unit,
        calendar=one.calendar,
        strength=one.strength,
        started_by=one.started_by[:120],
    )
    db.session.add(row)
    return row


def _of_routing(rule: str, started_by: str) -> Clock:
    owner, _, source = ROUTING[rule]
    n, unit = COUNTED[rule]
    return Clock(rule, n, unit.value, owner, source, started_by, "hard" if rule in HARD else "soft")


def from_routing(case: Case, deadlines: Iterable[dict[str, str]], paths: Sequence[Path], days: Calendar) -> None:
    """Write the clocks that routing started, all from the instant the report reached the school, by the school's calendar."""
    for one in deadlines:
        name = ROUTING[one["rule"]][1]
        path = next(
            (path for path in paths if path.name == name and (name != "other_procedure" or path.procedure == "data_protection")),
            None,
        )
        write(case, path, _of_routing(one["rule"], LOGGED), case.reported_at, days)
    for path in paths:
        at_once(case, path, case.reported_at, what=LOGGED)


def lado_clocks(case: Case, path: Path, at: datetime, *, what: str = "step:child_protection:opened") -> None:
    """Start the clocks for telling the LADO from an instant, as the school's council counts them."""
    days = calendar_of(case.school_id)
    for rule in LADO if school(case.school_id).clock_set == "sefton" else LADO[1:]:
        write(case, path, _of_routing(rule, what), at, days)


def start(
    case: Case, path: Path, rules: Iterable[By], at: datetime, answers: Mapping[str, Any], *, what: str = ""
) -> list[Deadline]:
    """Start the clocks of a stage that the school's council knows, from now or from the day that was asked for.

    The number is the school's own where schools set it, and its calendar counts. A date that the calendar cannot give is
    written as not known. A rule has one clock at a time on a path: while one runs, it runs on.
    """
    clock_set = school(case.school_id).clock_set
    wanted = [rule for rule in rules if rule.only_for in {"", clock_set}]
    wanted = [rule for rule in wanted if not rule.only_when or answers.get(rule.only_when[0]) == rule.only_when[1]]
    running = _running(path, [rule.rule_id for rule in wanted]) | _begun_before(path, [one for one in wanted if one.at_once])
    wanted = [rule for rule in wanted if rule.rule_id not in running]
    if not wanted:
        return []
    chosen, days, rows = numbers(case.school_id), {EVERY_DAY: calendar_of(case.school_id)}, []
    for rule in wanted:
        n, source = _number(rule, chosen)
        one = Clock(
            rule.rule_id,
            n,
            rule.unit.value,
            rule.owner,
            source,
            what or f"stage:{path.name}:{path.stage}",
            _strength(rule),
            _calendar(rule, path, chosen),
        )
        if one.calendar not in days:
            days[one.calendar] = by_name(case.school_id, one.calendar)
        rows.append(write(case, path, one, _begun(answers.get(rule.starts_from), at), days[one.calendar]))
    return rows


def _calendar(rule: By, path: Path, chosen: Mapping[str, Number]) -> str:
    """The calendar of a rule: the school's own days where its procedure counts them, else every working day."""
    setting = TERM_ONLY.get(path.name)
    own = setting is not None and chosen[setting].n == 1 and rule.unit is Unit.WORKING_DAYS and _strength(rule) == "soft"
    own = own and rule.rule_id not in BY_STATUTE
    return SCHOOL_DAYS if own else EVERY_DAY


def routed(case: Case, rule: str, at: datetime, *, what: str, path: Path | None = None) -> None:
    """Start a clock of routing again, from an instant, for what came to light after the report."""
    write(case, path, _of_routing(rule, what), at, calendar_of(case.school_id))


def of_case(case: Case, rule: By, at: datetime, *, what: str, owner: str = "") -> Deadline:
    """Start a clock that belongs to a case as a whole, and to none of its procedures."""
    n, source = _number(rule, numbers(case.school_id) if rule.setting else {})
    one = Clock(rule.rule_id, n, rule.unit.value, owner or rule.owner, source, what, _strength(rule))
    return write(case, None, one, at, calendar_of(case.school_id))


def _strength(rule: By) -> str:
    return rule.strength or ("hard" if rule.rule_id in HARD else "soft")


def _running(path: Path, rules: Sequence[str]) -> frozenset[str]:
    """Those of these rules whose clock runs on this path already."""
    if not rules:
        return frozenset()
    return frozenset(
        db.session.scalars(select(Deadline.rule).where(Deadline.path_id == path.id, Deadline.rule.in_(rules), *runs()))
    )


def at_once(case: Case, path: Path, at: datetime, *, what: str) -> None:
    """Start the clocks that run from the moment a path is proposed."""
    first = PATHWAYS[path.name].stage(PATHWAYS[path.name].first)
    for rule in first.by:
        if rule.at_once and not _running(path, [rule.rule_id]):
            n, source = _number(rule, chosen := numbers(case.school_id))
            counts = _calendar(rule, path, chosen)
            one = Clock(rule.rule_id, n, rule.unit.value, rule.owner, source, what, _strength(rule), counts)
            write(case, path, one, at, by_name(case.school_id, counts))


def _begun_before(path: Path, rules: Sequence[By]) -> frozenset[str]:
    """Those of these rules that began when the path was proposed, whether they run still or were met."""
    if not rules:
        return frozenset()
    wanted = select(Deadline.rule).where(Deadline.path_id == path.id, Deadline.rule.in_([one.rule_id for one in rules]))
    return frozenset(db.session.scalars(wanted))


def _number(rule: By, chosen: Mapping[str, Number]) -> tuple[int, str]:
    """The number of a rule and where it is from: the school's own document when the school has set it."""
    found = chosen.get(rule.setting or "")
    if found is None or found == USUAL.get(rule.setting or ""):
        return rule.n, rule.source
    return found.n, f"{found.source}, {found.edition}"


def _begun(day: object, at: datetime) -> datetime:
    """Midday in London of a day that was asked for, so that days are counted from it; the instant itself without one."""
    asked = clock.day_in(day)
    return clock.noon(asked) if asked else at


def happened(case: Case, day: object, at: datetime) -> datetime:
    """The instant of a day that was asked for: now when it is today, else its midday in London; `at` when no day was asked.

    `Blocked` for a day that has not come yet, or that lies before the report of the case.
    """
    asked = clock.day_in(day)
    if asked is None:
        return at
    today = clock.london(at).date()
    if asked > today:
        raise Blocked(f"{clock.said(asked)} has not come yet. Enter the day on which it took place, once it has.")
    if asked < clock.london(case.reported_at).date():
        raise Blocked(
            f"{clock.said(asked)} is before this reached the school, on {clock.said(clock.london(case.reported_at).date())}. "
            "Check the day."
        )
    return at if asked == today else clock.noon(asked)


def meet(
    case_id: uuid.UUID,
    *,
    by: uuid.UUID | None,
    rules: Iterable[str] | None = None,
    path_id: uuid.UUID | None = None,
    at: datetime | None = None,
    what: str = "",
) -> list[Deadline]:
    """Mark open clocks of a case as met: those of these rules, of one path when it is named.

    `at` is when it happened (now without it), `what` what met them: a step, a contact, a letter. Returns the clocks met.
    """
    wanted = select(Deadline).where(Deadline.case_id == case_id, *runs())
    if rules is not None:
        wanted = wanted.where(Deadline.rule.in_(list(rules)))
    if path_id is not None:
        wanted = wanted.where(Deadline.path_id == path_id)
    rows = list(db.session.scalars(wanted))
    for one in rows:
        one.met_at, one.met_by, one.met_what = at or clock.now(), by, what[:120] or None
    return rows


def drop(path_id: uuid.UUID, rules: Iterable[str] | None = None) -> None:
    """Drop the open clocks of a path that was declined or has ended, or those of these rules; they stay on the record."""
    wanted = select(Deadline).where(Deadline.path_id == path_id, *runs())
    for one in db.session.scalars(wanted if rules is None else wanted.where(Deadline.rule.in_(list(rules)))):
        one.dropped_at, one.ended_how = clock.now(), "path"


def follow(
    old: Deadline,
    due: Due,
    *,
    how: str,
    by: uuid.UUID | None,
    reason: str,
    begun: datetime,
    n: int | None = None,
    unit: str | None = None,
) -> Deadline:
    """Write the clock that follows another, which ends with it if it still runs: the old row stays, the new one names it."""
    if old.dropped_at is None:
        old.dropped_at, old.ended_by, old.ended_how = clock.now(), by, how
    row = Deadline(
        school_id=old.school_id,
        case_id=old.case_id,
        path_id=old.path_id,
        rule=old.rule,
        starts_at=begun,
        due_at=due.at,
        due_on=due.on,
        why=due.why,
        source=old.source,
        owner=old.owner,
        n=n,
        unit=unit,
        calendar=old.calendar,
        strength=old.strength,
        started_by=how,
        replaces=old.id,
        follows_by=by,
        because=reason,
    )
    db.session.add(row)
    return row
