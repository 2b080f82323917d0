"""The list of cases: what it is narrowed to, and one page of it in a constant number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import load_only

from app.cases.models import Allegation, Case, Involvement, Part
from app.cases.work import Deadline, Path
from app.core import keys
from app.core.clock import LONDON, now
from app.core.db import db
from app.core.permission import Actor, scope_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of cases is narrowed to; everything empty means all that the actor may know of."""

    path: str = ""
    stage: str = ""
    clause: str = ""
    person_id: uuid.UUID | None = None
    state: str = ""
    since: date | None = None
    until: date | None = None
    overdue: bool = False
    before: tuple[datetime, uuid.UUID] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list of cases."""

    case: Case
    subject: str
    paths: tuple[Any, ...]  # name, state and end of each
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list: its rows, how many there are (at most 1,000 are counted), and whether older ones follow."""

    rows: tuple[Listed, ...] = ()
    count: int = 0
    counted_all: bool = True
    older: tuple[datetime, uuid.UUID] | None = None
    labels: dict[str, str] = field(default_factory=dict)


def _narrow(wanted: Wanted, schools: Sequence[uuid.UUID]) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = []
    if wanted.path or wanted.stage:
        inner = [Path.case_id == Case.id, Path.state != "declined"]
        inner += [Path.name == wanted.path] if wanted.path else []
        inner += [Path.stage == wanted.stage] if wanted.stage else []
        rules.append(exists(select(Path.id).where(*inner).correlate(Case)))
    if wanted.clause:
        rules.append(
            exists(
                select(Allegation.id)
                .where(Allegation.case_id == Case.id, Allegation.clause_number == wanted.clause)
                .correlate(Case)
            )
        )
    if wanted.person_id:
        rules.append(
            Case.id.in_(
                select(Involvement.case_id).where(Involvement.person_id == wanted.person_id, Involvement.part == Part.SUBJECT.value)
            )
        )
    if wanted.state:
        rules.append(Case.state == wanted.state)
    if wanted.since:
        rules.append(Case.logged_at >= _start(wanted.since))
    if wanted.until:
        rules.append(Case.logged_at <= _end(wanted.until))
    if wanted.overdue:
        late = select(Deadline.case_id).where(
            Deadline.school_id.in_(schools), Deadline.met_at.is_(None), Deadline.dropped_at.is_(None), Deadline.due_at < now()
        )
        rules.append(Case.id.in_(late))
    return rules


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, LONDON)


def listed(actor: Actor, wanted: Wanted) -> Page:
    """One page of the cases this actor may know of, newest first; the number of queries does not depend on the rows."""
    rules = [scope_of(Case, actor), *_narrow(wanted, actor.schools())]
    counted = (
        db.session.scalar(select(func.count()).select_from(select(Case.id).where(*rules).limit(MOST_COUNTED + 1).subquery())) or 0
    )
    shown = load_only(Case.id, Case.school_id, Case.reference, Case.logged_at, Case.subject_sealed)
    query = select(Case, keys.CaseKey.wrapped).options(shown).join(keys.CaseKey, keys.CaseKey.case_id == Case.id).where(*rules)
    if wanted.before:
        at, key = wanted.before
        query = query.where(or_(Case.logged_at < at, and_(Case.logged_at == at, Case.id < key)))
    found = db.session.execute(query.order_by(Case.logged_at.desc(), Case.id.desc()).limit(PAGE + 1)).all()
    rows = _filled([(case, wrapped) for case, wrapped in found[:PAGE]])
    last = found[PAGE - 1][0] if len(found) > PAGE else None
    return Page(rows, min(counted, MOST_COUNTED), counted <= MOST_COUNTED, (last.logged_at, last.id) if last else None)


def _filled(found: list[tuple[Case, bytes]]) -> tuple[Listed, ...]:
    ids = [case.id for case, _ in found]
    for case, wrapped in found:
        keys.take_case_key(case.id, case.school_id, wrapped)
    paths: dict[uuid.UUID, list[Any]] = {}
    for one in db.session.execute(
        select(Path.case_id, Path.name, Path.state, Path.ended_at).where(Path.case_id.in_(ids)).order_by(Path.opened_at, Path.id)
    ):
        paths.setdefault(one.case_id, []).append(one)
    due = {
        one.case_id: one.due_at
        for one in db.session.execute(
            select(Deadline.case_id, func.min(Deadline.due_at).label("due_at"))
            .where(
                Deadline.case_id.in_(ids), Deadline.met_at.is_(None), Deadline.dropped_at.is_(None), Deadline.due_at.is_not(None)
            )
            .group_by(Deadline.case_id)
        )
    }
    return tuple(Listed(case, case.subject["name"], tuple(paths.get(case.id, ())), due.get(case.id)) for case, _ in found)


PAGE = 25


MOST_COUNTED = 1000
