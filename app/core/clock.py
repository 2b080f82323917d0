"""Now, in one place, and instants as London's clocks and plain words show them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_FROZEN: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The instant it is, aware, in UTC."""
    return _FROZEN.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let it be this instant, for a test or for the stories of the demonstration."""
    token = _FROZEN.set(utc(at))
    try:
        yield
    finally:
        _FROZEN.reset(token)


def utc(at: datetime) -> datetime:
    """The same instant in UTC; `ValueError` without an offset, because guessing one would move a deadline."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return at.astimezone(UTC)


def london(at: datetime) -> datetime:
    """An instant as clocks in London show it; `ValueError` without an offset."""
    return utc(at).astimezone(LONDON)


def noon(day: date) -> datetime:
    """Midday of a day in London, from which days are counted."""
    return utc(datetime.combine(day, time(12), LONDON))


def day_in(value: object) -> date | None:
    """The day that an answer gives as ISO text; none when it gives no day."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def said(when: datetime | date) -> str:
    """A day, or an instant, in words: Thursday 5 November 2026, 9:10am."""
    if isinstance(when, datetime):
        here = london(when)
        return f"{said(here.date())}, {time_words(here)}"
    return f"{when.strftime('%A')} {when.day} {when.strftime('%B')} {when.year}"


def short(when: datetime | date) -> str:
    """A day, or an instant, in fewer words: Thu 5 Nov 2026, 9:10am; the last second of a day is its end."""
    if isinstance(when, datetime):
        here = london(when)
        if (here.hour, here.minute, here.second) == (23, 59, 59):
            return f"end of {short(here.date())}"
        return f"{short(here.date())}, {time_words(here)}"
    return f"{when.strftime('%a')} {when.day} {when.strftime('%b')} {when.year}"


def time_words(here: datetime | time) -> str:
    """A time of day in words: 9:10am, midday, 4pm; with its day `said` and `short` give it the same way."""
    if (here.hour, here.minute) == (0, 0):
        return "midnight as the day begins"  # midnight alone leaves open which end of the day is meant
    if (here.hour, here.minute) == (12, 0):
        return "midday"
    minutes = f":{here.minute:02}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"
