"""How long a permit lasts and where it stands on a day: pure functions of the row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from app.core.clock import london
from app.policy.permits.measures import MEASURES
from app.policy.permits.models import Permit, PermitMeasure
from app.policy.permits.words import Answer, Kind, Standing


def end_of_school_year(day: date) -> date:
    """The 31 August on or after a day: no permit lasts beyond the school year in which it begins (state machine 11.6)."""
    end = date(day.year, 8, 31)
    return end if day <= end else date(day.year + 1, 8, 31)


def standing(permit: Permit, day: date) -> Standing:
    """Where a permit stands on a day; agreed is not active while a space's checklist is incomplete or it has not begun."""
    if permit.answer is None:
        return Standing.REQUESTED
    if permit.answer != Answer.AGREED.value:
        return Standing.ADVISED if permit.answer == Answer.ADVISED_AGAINST.value else Standing.DECLINED
    if permit.revoked_at is not None:
        return Standing.REVOKED
    if permit.valid_to is not None and permit.valid_to < day:
        return Standing.EXPIRED
    begun = permit.valid_from is not None and permit.valid_from <= day
    whole = permit.kind != Kind.SPACE.value or permit.whole_since is not None
    return Standing.ACTIVE if begun and whole else Standing.AGREED


def stands(wanted: Standing, day: date) -> ColumnElement[bool]:
    """The permits that stand so on a day: the same as `standing`, for the database."""
    if wanted is Standing.REQUESTED:
        return Permit.answer.is_(None)
    if wanted is Standing.ADVISED:
        return Permit.answer == Answer.ADVISED_AGAINST.value
    if wanted is Standing.DECLINED:
        return Permit.answer == Answer.DECLINED.value
    agreed = Permit.answer == Answer.AGREED.value
    if wanted is Standing.REVOKED:
        return agreed & Permit.revoked_at.is_not(None)
    lasting = agreed & Permit.revoked_at.is_(None)
    if wanted is Standing.EXPIRED:
        return lasting & (Permit.valid_to < day)
    active = and_(Permit.valid_from <= day, or_(Permit.kind != Kind.SPACE.value, Permit.whole_since.is_not(None)))
    return and_(lasting, Permit.valid_to >= day, active if wanted is Standing.ACTIVE else ~active)


def ticked(rows: Iterable[PermitMeasure]) -> frozenset[str]:
    """The measures that are in place after these rows, oldest first."""
    state: dict[str, bool] = {}
    for one in rows:
        state[one.measure] = one.done
    return frozenset(key for key, done in state.items() if done)


def missing(done: frozenset[str]) -> list[str]:
    """The measures that are not in place, in words, in the order of the checklist."""
    return [one.words for one in MEASURES if one.key not in done]


def missing_through(rows: Iterable[PermitMeasure], day: date) -> list[str]:
    """The measures that were not in place through the whole of a day in London, in words.

    A measure ticked that day, or unticked at any time of it, counts as missing: 3.5 asks that measures are in place, an act
    has a day and no hour, and where it is not known a person, not the register, decides (fail closed).
    """
    rows = list(rows)
    before = ticked(one for one in rows if london(one.at).date() < day)
    broken = {one.measure for one in rows if london(one.at).date() == day and not one.done}
    return missing(before - broken)
