"""The sentences in which a case says what the permission register held on the day of an act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from app.core.clock import london, said
from app.policy.permits.models import Permit
from app.policy.permits.words import Answer, Kind


class Bearing(StrEnum):
    """How a permit bears on an act."""

    COVERS = "covers"
    INCOMPLETE = "incomplete"
    AGAINST = "against"
    EARLIER = "earlier"
    SAME_DAY = "same_day"
    DAY_UNKNOWN = "day_unknown"
    LATE = "late"
    WAITING = "waiting"
    NOT_BEGUN = "not_begun"
    RUN_OUT = "run_out"
    REVOKED = "revoked"
    REVOKED_SAME_DAY = "revoked_same_day"
    NONE = "none"


NONE_WORDS = {
    Kind.PARENT: "None on record: no advice about parents on this platform was asked for before it.",
    Kind.SPACE: "None on record: no agreement to a closed space on this platform was asked for.",
}


def sentence(bearing: Bearing, kind: Kind, on: date | None, permit: Permit | None = None, missing: Sequence[str] = ()) -> str:
    """One sentence, with its dates, about a permit and an act on a day; about none when there is no permit."""
    if permit is None or bearing is Bearing.NONE:
        return NONE_WORDS[kind]
    return _SAYS[bearing](permit, on, missing)


def _day(at: object) -> str:
    return said(at) if isinstance(at, date) else ""


def _answered(permit: Permit) -> str:
    verb = {
        Answer.AGREED.value: "agreed",
        Answer.ADVISED_AGAINST.value: "advised against",
        Answer.DECLINED.value: "not agreed",
    }[permit.answer or ""]
    return f"{verb} on {_decided(permit)}"


def _decided(permit: Permit) -> str:
    return said(london(permit.answered_at).date()) if permit.answered_at else ""


def _asked(permit: Permit) -> date:
    return london(permit.asked_at).date()


def _covers(permit: Permit, _on: date | None, missing: Sequence[str]) -> str:
    words = f"Permit {permit.number} covers this: agreed on {_decided(permit)}, in force to {_day(permit.valid_to)}."
    return f"{words} Not in place that day: {_list(missing)}." if missing else words


def _incomplete(permit: Permit, _on: date | None, missing: Sequence[str]) -> str:
    return (
        f"Permit {permit.number} was agreed on {_decided(permit)}, but it was not active: "
        f"its safety measures were not all in place through that day. Missing: {_list(missing)}."
    )


def _list(missing: Sequence[str]) -> str:
    return "; ".join(one[0].lower() + one[1:] for one in missing)


def _against(permit: Permit, _on: date | None, _missing: Sequence[str]) -> str:
    return f"Permit {permit.number}: {_answered(permit)}, before it."


def _earlier(permit: Permit, _on: date | None, _missing: Sequence[str]) -> str:
    return f"Permit {permit.number}, {_answered(permit)}, was followed by a later answer before the act, which counts."


def _same_day(permit: Permit, _on: date | None, _missing: Sequence[str]) -> str:
    return f"Permit {permit.number} was {_answered(permit)}, the day of the act. Which came first is not known."


def _day_unknown(permit: Permit, _on: date | None, _missing: Sequence[str]) -> str:
    return f"Permit {permit.number} was {_answered(permit)}. The day of the act is not known, so neither is which came first."


def _late(permit: Permit, on: date | None, _missing: Sequence[str]) -> str:
    asked, answered = _asked(permit), f"and {_answered(permit)}"
    if on is None or asked < on:
        return f"Permit {permit.number} was asked for on {said(asked)}, before it, but had no answer yet: {_answered(permit)}."
    if asked == on:
        return f"Permit {permit.number} was asked for on the day of the act, {said(asked)}, {answered}, after it."
    days = (asked - on).days
    late = "a day too late" if days == 1 else f"{days} days too late"
    return f"Permit {permit.number} was asked {late}: on {said(asked)}, {answered}."


def _waiting(permit: Permit, on: date | None, _missing: Sequence[str]) -> str:
    asked = _asked(permit)
    when = "" if on is None else ", before it" if asked < on else ", the day of the act" if asked == on else ", after it"
    return f"Permit {permit.number} was asked for on {said(asked)}{when}. It had no answer when this was logged."


def _not_begun(permit: Permit, _on: date | None, _missing: Sequence[str]) -> str:
    return f"Permit {permit.number} does not cover this: {_answered(permit)}, but only from {_day(permit.valid_from)}."


def _run_out(permit: Permit, _on: date | None, _missing: Sequence[str]) -> str:
    return f"Permit {permit.number} does not cover this: {_answered(permit)}, it had run out after {_day(permit.valid_to)}."


def _revoked(permit: Permit, _on: date | None, _missing: Sequence[str]) -> str:
    return f"Permit {permit.number} does not cover this: {_answered(permit)}, it was revoked on {_ended(permit)}, before it."


def _revoked_same_day(permit: Permit, _on: date | None, _missing: Sequence[str]) -> str:
    return (
        f"Permit {permit.number} was {_answered(permit)} and revoked on {_ended(permit)}, the day of the act. "
        "Which came first is not known."
    )


def _ended(permit: Permit) -> str:
    return said(london(permit.revoked_at).date()) if permit.revoked_at else ""


_SAYS: dict[Bearing, Callable[[Permit, date | None, Sequence[str]], str]] = {
    Bearing.COVERS: _covers,
    Bearing.INCOMPLETE: _incomplete,
    Bearing.AGAINST: _against,
    Bearing.EARLIER: _earlier,
    Bearing.SAME_DAY: _same_day,
    Bearing.DAY_UNKNOWN: _day_unknown,
    Bearing.LATE: _late,
    Bearing.WAITING: _waiting,
    Bearing.NOT_BEGUN: _not_begun,
    Bearing.RUN_OUT: _run_out,
    Bearing.REVOKED: _revoked,
    Bearing.REVOKED_SAME_DAY: _revoked_same_day,
}
