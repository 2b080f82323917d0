"""The numbers and the calendar that a school goes by, as its pages show them: what holds, from where, by whom and since when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, select

from app.cases.clocking.calendars import days_of, terms_of
from app.cases.clocking.models import ClosedDay, DayKind, Setting, Term
from app.cases.numbers import newest
from app.core.acts import MAY, Act
from app.core.calendar import ENGLAND
from app.core.db import db
from app.core.permission import Actor, NotThere, may, scope, scope_of
from app.pathways.numbers import DEFAULTS, Default
from app.people.models import School
from app.people.queries import names, schools_of, today


@scope(Setting)
def _settings(actor: Actor) -> ColumnElement[bool]:
    return Setting.school_id.in_(actor.schools(*MAY[Act.SETTING_READ]))


@scope(ClosedDay)
def _days(actor: Actor) -> ColumnElement[bool]:
    return ClosedDay.school_id.in_(actor.schools(*MAY[Act.SETTING_READ]))


@scope(Term)
def _terms(actor: Actor) -> ColumnElement[bool]:
    return Term.school_id.in_(actor.schools(*MAY[Act.SETTING_READ]))


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number: what it is usually, what the school goes by, and who set it when; nobody for the usual one."""

    usual: Default
    n: int
    source: str
    edition: str
    reason: str
    who: str
    since: datetime | None


def place(actor: Actor, act: Act, wanted: str = "") -> School:
    """The school whose settings this person looks at: the one they name, else their first; `NotThere` without any."""
    here = [one for one in schools_of(actor) if may(actor, act, one.id)]
    found = next((one for one in here if not wanted or str(one.id) == wanted), None)
    if found is None:
        raise NotThere(School.__name__)
    return found


def number_groups(school_id: uuid.UUID) -> list[tuple[str, list[NumberRow]]]:
    """Every number of a school under the procedure it belongs to, in the order of the list of numbers."""
    found = newest(school_id)
    known = names(one.set_by for one in found.values())
    rows = [_row(usual, found.get(key), known) for key, usual in DEFAULTS.items()]
    return [(group, list(them)) for group, them in groupby(rows, key=lambda one: one.usual.group)]


def _row(usual: Default, row: Setting | None, known: dict[uuid.UUID, str]) -> NumberRow:
    if row is None:
        return NumberRow(usual, usual.n, usual.source, usual.edition, "", "", None)
    return NumberRow(usual, row.n, row.source, row.edition, row.reason, known.get(row.set_by, ""), row.set_at)


def history(actor: Actor, school_id: uuid.UUID, key: str) -> Sequence[NumberRow]:
    """Every value that a school has set for a number, newest first."""
    rows = db.session.scalars(
        select(Setting)
        .where(scope_of(Setting, actor), Setting.school_id == school_id, Setting.key == key)
        .order_by(Setting.set_at.desc(), Setting.id.desc())
    ).all()
    known = names(one.set_by for one in rows)
    return [_row(DEFAULTS[key], one, known) for one in rows]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The calendar of a school: what it has entered, who entered it, its terms, and the bank holidays of this and next year."""

    days: tuple[tuple[ClosedDay, str], ...]
    terms: tuple[tuple[Term, str], ...]
    holidays: tuple[tuple[date, str], ...]


def calendar_page(school_id: uuid.UUID) -> CalendarPage:
    """What the page of the calendar shows: single days that hold, newest first, and the spans in which the school meets."""
    days = sorted((one for one in days_of(school_id).values() if one.kind != DayKind.AS_BEFORE.value), key=lambda one: one.on)
    terms = terms_of(school_id)
    known = names([one.set_by for one in days] + [one.set_by for one in terms])
    first = date(today().year, 1, 1) - timedelta(days=1)
    return CalendarPage(
        tuple((one, known.get(one.set_by, "")) for one in reversed(days)),
        tuple((one, known.get(one.set_by, "")) for one in terms),
        tuple(ENGLAND.skipped(first, date(today().year + 1, 12, 31))),
    )
