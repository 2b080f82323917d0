"""The list of cases: what it is narrowed to, and one page of it in a constant number of queries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, load_only

from app.cases.models import Allegation, Case, Involvement, Part
from app.cases.sight import SEALED_PATHS, Seen, clocks_shown, sees
from app.cases.work import Deadline, Path, to_do
from app.core import keys
from app.core.clock import LONDON, now
from app.core.db import UtcDateTime, db
from app.core.permission import Actor, scope_of

PAGE = 25
MOST_COUNTED = 1000
_OPEN = to_do()


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
    sort: str = ""
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


def _narrow(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = []
    if wanted.path or wanted.stage:
        inner = [Path.case_id == Case.id, Path.state != "declined"]
        inner += [Path.name == wanted.path] if wanted.path else []
        if wanted.stage:  # at which stage a sealed procedure stands is not told by finding the case either
            inner += [Path.stage == wanted.stage, or_(Path.name.not_in(SEALED_PATHS), sees(actor, Seen.PROTECTION))]
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
        subject = (Involvement.person_id == wanted.person_id, Involvement.part == Part.SUBJECT.value)
        rules.append(Case.id.in_(select(Involvement.case_id).where(*subject)))
    if wanted.state:
        rules.append(Case.state == wanted.state)
    if wanted.since:
        rules.append(Case.logged_at >= _start(wanted.since))
    if wanted.until:
        rules.append(Case.logged_at <= _end(wanted.until))
    if wanted.overdue:
        late = (Deadline.school_id.in_(actor.schools()), *_OPEN, clocks_shown(actor), Deadline.due_at < bindparam("now"))
        rules.append(Case.id.in_(select(Deadline.case_id).where(*late)))
    return rules


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, LONDON)


def _next(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What makes a clock the next open one of its case that this person may know of, one of them only."""
    earlier = aliased(Deadline)
    before = or_(earlier.due_at < Deadline.due_at, and_(earlier.due_at == Deadline.due_at, earlier.id < Deadline.id))
    same = (earlier.case_id == Deadline.case_id, *to_do(earlier), clocks_shown(actor, earlier))
    none_before = ~exists(select(earlier.id).where(*same, before).correlate(Deadline))
    return (*_OPEN, clocks_shown(actor), Deadline.due_at.is_not(None), none_before)


_ORDERS: dict[str, tuple[Any, Any, bool]] = {
    "": (Case.logged_at, Case.id, False),
    "oldest": (Case.logged_at, Case.id, True),
    "due": (Deadline.due_at, Case.id, True),
}
"""What each order goes by, and whether it runs from early to late; by deadline, cases with nothing due are left out."""


def _counted(actor: Actor, wanted: Wanted, rules: list[ColumnElement[bool]]) -> Select[uuid.UUID]:
    """The cases that fit; few of many have something due, so that they are found from their deadlines."""
    if not wanted.overdue and wanted.sort != "due":
        return select(Case.id).where(*rules)
    due: list[ColumnElement[bool]] = [
        Deadline.school_id.in_(actor.schools()),
        *_OPEN,
        clocks_shown(actor),
        Deadline.due_at.is_not(None),
    ]
    due += [Deadline.due_at < bindparam("now")] if wanted.overdue else []
    some = select(Deadline.case_id).where(*due).distinct().cte().prefix_with("materialized")
    return select(Case.id).select_from(some).join(Case, Case.id == some.c.case_id).where(*rules)


@lru_cache(maxsize=512)  # building these costs more than running them
def _asked(actor: Actor, wanted: Wanted, *, further: bool) -> tuple[Select[int], Select[Case, bytes, datetime | None, datetime]]:
    """How many cases there are, and one page of them: after the place it has come to, when it goes further."""
    rules = [scope_of(Case, actor), *_narrow(actor, wanted)]
    counted = select(func.count()).select_from(_counted(actor, wanted, rules).limit(MOST_COUNTED + 1).subquery())
    due = (
        select(func.min(Deadline.due_at))
        .where(Deadline.case_id == Case.id, *_OPEN, clocks_shown(actor))
        .correlate(Case)
        .scalar_subquery()
    )
    query = (
        select(Case, keys.CaseKey.wrapped, due.label("due"))
        .options(load_only(Case.id, Case.school_id, Case.reference, Case.logged_at, Case.subject_sealed))
        .join(keys.CaseKey, keys.CaseKey.case_id == Case.id)
        .where(*rules)
    )
    if wanted.sort == "due":
        query = query.join(Deadline, Deadline.case_id == Case.id).where(*_next(actor), Deadline.school_id.in_(actor.schools()))
    place, key, later = _ORDERS[wanted.sort]
    if further:
        at, last = bindparam("at", type_=UtcDateTime()), bindparam("key", type_=Uuid())
        query = query.where(
            or_(place > at, and_(place == at, key > last)) if later else or_(place < at, and_(place == at, key < last))
        )
    columns = (place, key) if later else (place.desc(), key.desc())
    return counted, query.add_columns(place.label("place")).order_by(*columns).limit(PAGE + 1)


def listed(actor: Actor, wanted: Wanted) -> Page:
    """One page of the cases this actor may know of, in the order asked for; the number of queries does not depend on the rows."""
    at, key = wanted.before or (None, None)
    count_query, query = _asked(actor, replace(wanted, before=None), further=at is not None)
    given: dict[str, Any] = {"now": now()} if wanted.overdue else {}
    counted = db.session.scalar(count_query, given) or 0
    found = db.session.execute(query, {**given, "at": at, "key": key} if at else given).all()
    rows = _filled([(one[0], one[1], one[2]) for one in found[:PAGE]])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(rows, min(counted, MOST_COUNTED), counted <= MOST_COUNTED, (last[3], last[0].id) if last else None)


_PATHS = (
    select(Path.case_id, Path.name, Path.state, Path.ended_at)
    .where(Path.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(Path.opened_at, Path.id)
)


def _filled(found: list[tuple[Case, bytes, datetime | None]]) -> tuple[Listed, ...]:
    for case, wrapped, _ in found:
        keys.take_case_key(case.id, case.school_id, wrapped)
    paths: dict[uuid.UUID, list[Any]] = {}
    for one in db.session.execute(_PATHS, {"cases": [case.id for case, *_ in found]}):
        paths.setdefault(one.case_id, []).append(one)
    return tuple(Listed(case, case.subject["name"], tuple(paths.get(case.id, ())), due) for case, _, due in found)
