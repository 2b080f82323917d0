"""Which low-level concerns there are about one adult within the school's months: counted when asked, never kept as a number."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from app.cases.models import Case, Involvement, Part
from app.cases.numbers import number
from app.cases.work import Finding, Path
from app.core import keys
from app.core.calendar import months_after
from app.core.clock import LONDON, london, now
from app.core.db import db

LLC = "low_level_concern"
NOTHING = "nothing_in_it"


@dataclass(frozen=True, slots=True)
class Concern:
    """One low-level concern about an adult: the case it is in, and when it was logged."""

    case_id: uuid.UUID
    logged_at: datetime


def is_concern() -> ColumnElement[bool]:
    """Paths that are a low-level concern: those not declined, and those that child protection left as no more than one."""
    protection = aliased(Path)
    left = exists(
        select(protection.id)
        .where(protection.case_id == Path.case_id, protection.name == "child_protection", protection.stage == "llc")
        .correlate(Path)
    )
    return and_(Path.name == LLC, or_(Path.state != "declined", left))


def counts() -> ColumnElement[bool]:
    """Paths that count together: a low-level concern, and not found to have nothing in it."""
    found = exists(select(Finding.id).where(Finding.path_id == Path.id, Finding.word == NOTHING).correlate(Path))
    other = exists(select(Finding.id).where(Finding.path_id == Path.id, Finding.word != NOTHING).correlate(Path))
    return and_(is_concern(), or_(~found, other))


def window(school_id: uuid.UUID) -> datetime:
    """From when on concerns are counted together: the school's number of months before today."""
    start = months_after(london(now()).date(), -number(school_id, "pattern_months").n)
    return datetime.combine(start, time.min, LONDON)


# built once: building them costs more than running them
_ABOUT = (
    select(Case.id, Case.logged_at)
    .join(Path, Path.case_id == Case.id)
    .join(Involvement, and_(Involvement.case_id == Case.id, Involvement.part == Part.SUBJECT.value))
    .join(keys.CaseKey, keys.CaseKey.case_id == Case.id)  # a case whose key was destroyed counts no more
    .where(Case.school_id == bindparam("school_id"), counts(), Case.reported_at >= bindparam("since"))
    .order_by(Case.reported_at, Case.id)
)
_ON_THE_ROLL = _ABOUT.where(Involvement.person_id == bindparam("subject"))
_BY_NAME = _ABOUT.add_columns(Involvement, keys.CaseKey.wrapped).where(Involvement.person_id.is_(None))


def concerns_about(school_id: uuid.UUID, person_id: uuid.UUID | None, name: str) -> tuple[Concern, ...]:
    """The low-level concerns about this adult within the window, oldest first; without a key of the roll, by their name."""
    given = {"school_id": school_id, "since": window(school_id)}
    if person_id:
        rows = db.session.execute(_ON_THE_ROLL, {**given, "subject": person_id})
        return tuple({case_id: Concern(case_id, logged) for case_id, logged in rows}.values())
    found: dict[uuid.UUID, Concern] = {}
    for case_id, logged, subject, wrapped in db.session.execute(_BY_NAME, given):
        keys.take_case_key(case_id, school_id, wrapped)
        if plain(subject.name) == plain(name):
            found[case_id] = Concern(case_id, logged)
    return tuple(found.values())


def about_subject(case: Case, involved: Iterable[Involvement]) -> tuple[Concern, ...]:
    """The low-level concerns about the adult of a case, this one among them."""
    subject = next((one for one in involved if one.part == Part.SUBJECT.value), None)
    if subject is None:
        return ()
    return concerns_about(case.school_id, subject.person_id, subject.name or "")


def plain(name: str | None) -> str:
    """A name as it is compared: without accents, capitals and doubled spaces."""
    letters = unicodedata.normalize("NFKD", name or "")
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).casefold().split())
