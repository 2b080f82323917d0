"""The numbers of the procedures as a school has set them: notice, appeals, lives of warnings, reviews, and where each is from."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.cases.clocking.models import Setting
from app.core.db import db
from app.pathways.numbers import DEFAULTS


@dataclass(frozen=True, slots=True)
class Number:
    """A number that holds now, the document it is from, and the edition or minute of that document."""

    n: int
    source: str
    edition: str


USUAL = {key: Number(one.n, one.source, one.edition) for key, one in DEFAULTS.items()}
"""What holds for a school that has set nothing."""


def number(school_id: uuid.UUID, key: str) -> Number:
    """What a school goes by now: the newest number it has set, or the usual one; `KeyError` when there is no such number."""
    usual = USUAL[key]
    row = db.session.scalars(
        select(Setting)
        .where(Setting.school_id == school_id, Setting.key == key)
        .order_by(Setting.set_at.desc(), Setting.id.desc())
        .limit(1)
    ).first()
    return Number(row.n, row.source, row.edition) if row else usual


def numbers(school_id: uuid.UUID) -> Mapping[str, Number]:
    """Every number that a school goes by now, in one query."""
    found = dict(USUAL)
    for row in newest(school_id).values():
        found[row.key] = Number(row.n, row.source, row.edition)
    return found


def newest(school_id: uuid.UUID) -> dict[str, Setting]:
    """The newest row of every number that a school has set."""
    rows = db.session.scalars(select(Setting).where(Setting.school_id == school_id).order_by(Setting.set_at, Setting.id))
    return {row.key: row for row in rows if row.key in DEFAULTS}
