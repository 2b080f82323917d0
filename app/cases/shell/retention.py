"""For how long the record of a case is kept: what starts the time, and the day on which disposing of it is looked at, never done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.cases import deadlines
from app.cases.clocking.information import COME_OFF, RETENTION, is_there
from app.cases.concerns.counting import LLC
from app.cases.deadlines import Clock
from app.cases.engine import CP, EO, D, Whole
from app.cases.following import only_manager_or_adviser
from app.cases.models import Case
from app.cases.protection.ledger import words_of
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.recording import note
from app.cases.work import Deadline, Path, runs
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.calendar import ENGLAND, Due, Unit, age_on, end_of, kept_until, months_after
from app.core.clock import day_in, london, now, said
from app.core.db import db
from app.core.permission import Actor, Refused
from app.people.queries import today

PENSION = ((date(1977, 4, 6), 68), (date(1960, 4, 6), 67), (date.min, 66))
"""From which day of birth which age: state pension age, in the years in which it rises the later one (Pensions Act 1995,
Schedule 4, as changed in 2007, 2011 and 2014). The normal pension age of teachers and of council staff is not later."""
YEARS = 10
CLAIM_YEARS = 6
SOURCE = "Keeping children safe in education, Part four: until pension age, or ten years from the allegation if that is longer"
ALLEGED = "The allegation"
CLOSED = "The closing of the case"
LEAVES = "Their last day"


@dataclass(frozen=True, slots=True)
class Retention:
    """What starts the time, the day (none while it is not known), why then, and whether a date of birth would make it known."""

    trigger: str
    until: date | None
    why: str
    birth_missing: bool = False

    @property
    def words(self) -> str:
        """All of it in sentences."""
        begins = f"Kept at least until {said(self.until)}, then looked at." if self.until else "The date is not known."
        return f"{begins} {self.why}"


def protected(whole: Whole) -> Path | None:
    """The child protection path, if it was opened."""
    return next((one for one in whole.paths if one.name == CP and one.state == "accepted"), None)


def retention(whole: Whole) -> Retention:
    """How long the record of a case is kept."""
    if protected(whole) is not None:
        return _of_allegation(whole)
    opened = {one.name for one in whole.paths if one.state == "accepted"}
    if LLC not in opened or opened & {D, EO}:
        return _of_closing(whole)
    left = whole.ledger.left
    if left is not None:
        return Retention(LEAVES, left.on, "A low-level concern is kept at least until they leave.")
    return Retention(
        LEAVES, None, "A low-level concern is kept at least until they leave, and the day on which they do is not on record."
    )


def _of_allegation(whole: Whole) -> Retention:
    alleged = london(whole.case.reported_at).date()
    born = born_on(whole)
    if born is None:
        least = said(months_after(alleged, 12 * YEARS))
        why = (
            "The date of birth of the member of staff is missing, so the day on which they reach pension age is not known. It is "
            f"not before {least}, ten years from the allegation."
        )
        return Retention(ALLEGED, None, why, birth_missing=True)
    return Retention(
        ALLEGED,
        kept_until(alleged, pension_day(born), YEARS),
        "Until pension age, or ten years from the allegation if that is longer (Keeping children safe in education, Part four).",
    )


def _of_closing(whole: Whole) -> Retention:
    closed = whole.case.closed_at
    why = "Six years from the day on which the case is closed: until then a claim can be brought (Limitation Act 1980, section 5)."
    return Retention(CLOSED, months_after(london(closed).date(), 12 * CLAIM_YEARS) if closed else None, why)


def pension_day(born: date) -> date:
    """The day on which somebody reaches state pension age at the latest."""
    years = next(age for since, age in PENSION if born >= since)
    return months_after(born, 12 * years)


def after_closing(whole: Whole) -> None:
    """The record of an allegation about a child that stays on file starts its time: a clock there to be known."""
    protection, found = protected(whole), retention(whole)
    if protection is None:
        return
    words = {one.word for one in whole.findings if one.path_id == protection.id}
    if not words or words <= COME_OFF or is_there(whole.case, RETENTION):
        return
    clock = Clock(RETENTION, 12 * YEARS, Unit.MONTHS.value, "case_manager", SOURCE, "closed", "info")
    row = deadlines.write(whole.case, None, clock, whole.case.reported_at, ENGLAND)
    row.due_on, row.due_at = found.until, end_of(found.until) if found.until else None
    row.why = found.why


def born_on(whole: Whole) -> date | None:
    """The date of birth that was recorded last."""
    rows = whole.ledger.of_kind(Noted.BORN)
    return day_in(words_of(rows[-1], "born_on")) if rows else None


def needs_birth(actor: Actor, case: Case) -> Whole:
    """The case, for those who close it, where a date of birth decides how long it is kept; nowhere else is one asked for."""
    only_manager_or_adviser(actor, case)
    whole = Whole(case)
    if protected(whole) is None:
        raise Refused("no date of birth is needed")
    return whole


@action(Act.BIRTH_RECORD)
def record_birth(actor: Actor, case: Case, *, born: date) -> ProtectionEntry:
    """Record the date of birth of the member of staff, sealed; what was not known of the record's time is known from now on."""
    whole = needs_birth(actor, case)
    if not (born < today() and 16 <= age_on(born, today()) <= 100):
        raise Blocked("Check the year: somebody born on that day does not work at a school now.")
    words: dict[str, Any] = {"born_on": born.isoformat()}
    row = note(actor, whole, Noted.BORN, at=now(), words=words, path=protected(whole))
    db.session.flush()
    found = retention(Whole(case))
    open_ones = select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == RETENTION, *runs())
    for one in db.session.scalars(open_ones).all():
        if found.until != one.due_on:
            due = Due(end_of(found.until) if found.until else None, found.until, found.why)
            deadlines.follow(
                one, due, how="born", by=actor.person_id, reason="The date of birth is on record.", begun=one.starts_at
            )
    seal_case(row, noted=Noted.BORN.value, path=CP)
    return row
