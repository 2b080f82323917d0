"""Now, in one place, and the rules by which a deadline is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_FROZEN: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The instant it is, aware, in UTC."""
    return _FROZEN.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let it be this instant, for a test or for the stories of the demonstration."""
    token = _FROZEN.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _FROZEN.reset(token)


def london(at: datetime) -> datetime:
    """An instant as clocks in London show it."""
    return at.astimezone(LONDON)


def said(when: datetime | date) -> str:
    """A day, or an instant, in words: Thursday 5 November 2026, 9:10am."""
    if isinstance(when, datetime):
        here = london(when)
        return f"{said(here.date())}, {here.strftime('%I:%M').lstrip('0')}{here.strftime('%p').lower()}"
    return f"{when.strftime('%A')} {when.day} {when.strftime('%B %Y')}"


def short(when: datetime | date) -> str:
    """A day, or an instant, in fewer words: Thu 5 Nov 2026, 9:10am."""
    if isinstance(when, datetime):
        here = london(when)
        return f"{short(here.date())}, {here.strftime('%I:%M').lstrip('0')}{here.strftime('%p').lower()}"
    return f"{when.strftime('%a')} {when.day} {when.strftime('%b %Y')}"
