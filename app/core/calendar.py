"""Working days in England, and the rules by which a deadline is counted; a year without data gives no date, never a wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays

from app.core.clock import LONDON, london, said

FIRST_YEAR, LAST_YEAR = 1900, 2201


class UnknownDate(Exception):
    """The calendar holds no bank holidays for a year that is needed, so the date cannot be given."""


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> dict[date, str]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownDate(f"no bank holidays are known for {year}")
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year).items())


@dataclass(frozen=True, slots=True)
class Calendar:
    """The bank holidays of England with what a school or the Crown has added or taken away."""

    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()
    known_years: frozenset[int] = field(default=frozenset(range(FIRST_YEAR, LAST_YEAR + 1)))

    def holiday(self, day: date) -> str | None:
        """The name of the bank holiday on a day, if it is one."""
        if day.year not in self.known_years:
            raise UnknownDate(f"no bank holidays are known for {day.year}")
        if day in self.added:
            return "an extra bank holiday"
        return None if day in self.removed else _bank_holidays(day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and no bank holiday."""
        return day.weekday() < 5 and self.holiday(day) is None

    def add(self, day: date, n: int) -> date:
        """The nth working day after a day, which itself is not counted; before it when n is negative."""
        step = timedelta(days=1 if n > 0 else -1)
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def on_or_after(self, day: date) -> date:
        """This day, or the next working day when it is none."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def skipped(self, start: date, end: date) -> Iterator[tuple[date, str]]:
        """The bank holidays from the day after `start` to `end` that fall on a weekday."""
        day = start + timedelta(days=1)
        while day <= end:
            name = self.holiday(day)
            if name and day.weekday() < 5:
                yield day, name
            day += timedelta(days=1)


ENGLAND = Calendar()


@dataclass(frozen=True, slots=True)
class Due:
    """When a deadline is missed (an instant), the day it is due when it is counted in days, and why that date."""

    at: datetime | None
    on: date | None
    why: str


def end_of(day: date) -> datetime:
    """The last second of a day in London: a deadline that is a date is missed after it."""
    return datetime.combine(day, time(23, 59, 59), LONDON)


def after_hours(start: datetime, hours: int) -> Due:
    """So many elapsed hours later, whatever the clocks do in between."""
    at = start.astimezone(UTC) + timedelta(hours=hours)
    return Due(london(at), None, f"{hours} hours after {said(start)}. Nights, weekends and holidays count.")


def after_working_days(start: datetime | date, n: int, calendar: Calendar = ENGLAND) -> Due:
    """The nth working day after the day in London; that day itself is not counted."""
    day = london(start).date() if isinstance(start, datetime) else start
    words = "One working day" if n == 1 else f"{n} working days"
    try:
        due = calendar.add(day, n)
        skipped = list(calendar.skipped(day, due))
    except UnknownDate as missing:
        return Due(None, None, f"{words} after {said(day)}, but {missing}: ask for the calendar to be completed.")
    names = "".join(f" {said(one)} is a bank holiday ({name})." for one, name in skipped)
    return Due(end_of(due), due, f"{words} after {said(day)}; weekends and bank holidays do not count.{names}")


def after_days(start: datetime | date, n: int) -> Due:
    """So many calendar days after the day in London; that day itself is not counted."""
    day = london(start).date() if isinstance(start, datetime) else start
    due = day + timedelta(days=n)
    return Due(end_of(due), due, f"{n} days after {said(day)}; every day counts.")


def notice_by(hearing: date, clear_days: int, calendar: Calendar = ENGLAND) -> date:
    """The last day notice can reach somebody so that so many clear working days lie before the hearing."""
    return calendar.add(hearing, -(clear_days + 1))


def inclusive_days(start: date, n: int) -> date:
    """The last of n calendar days when the first counts (14 days from notice to the council: regulation 20)."""
    return start + timedelta(days=n - 1)


def months_after(start: date, months: int) -> date:
    """The same date so many months later, or the last day of that month when it has no such date."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 28))


def warning_until(issued: date, months: int) -> date:
    """The last live day of a warning: the day of issue counts."""
    return months_after(issued, months) - timedelta(days=1)


def answer_by(received: date, calendar: Calendar = ENGLAND) -> date:
    """One month for a subject access request: the corresponding date, rolled to the next working day."""
    return calendar.on_or_after(months_after(received, 1))


def tribunal_limit(day: date, months: int) -> date:
    """So many months less a day from an act."""
    return months_after(day, months) - timedelta(days=1)


def age_on(born: date, day: date) -> int:
    """Whole years on a day; somebody born on 29 February is a year older on 1 March in common years."""
    had = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had)
