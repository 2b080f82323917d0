"""Working days in England, and the rules by which a deadline is counted; a year without data gives no date, never a wrong one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from app.core.clock import LONDON, london, said, utc

FIRST_YEAR, LAST_YEAR = 1900, 2100  # the library answers any later year with no bank holidays at all


class UnknownDate(Exception):
    """The calendar holds no bank holidays for a year that is needed, so the date cannot be given."""


class Unit(StrEnum):
    """How a deadline is counted."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CLEAR_WORKING_DAYS_BEFORE = "clear_working_days_before"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_DAYS_INCLUSIVE = "calendar_days_inclusive"
    WEEKS = "weeks"
    MONTHS = "months"
    MONTHS_INCLUSIVE = "months_inclusive"
    MONTHS_TO_WORKING_DAY = "months_to_working_day"


@dataclass(frozen=True, slots=True)
class Counting:
    """A rule as data: so many of a unit, the document and edition that say so, and what must be done in plain words."""

    rule_id: str
    unit: Unit
    n: int
    source: str
    edition: str
    words: str


@dataclass(frozen=True, slots=True)
class Due:
    """When a deadline is missed (an instant in UTC), the day it is due when it is counted in days, and why; both None when not known."""

    at: datetime | None
    on: date | None
    why: str


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> dict[date, str]:
    found = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in found.items()}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The bank holidays of England with what a school or the Crown has added or taken away.

    Where a procedure counts school days it also knows the days on which the school is `closed` and the spans in which it
    meets (`terms`); before the first and after the last of them no date is given. `names` says what such a day is called.
    """

    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()
    known_years: frozenset[int] = field(default=frozenset(range(FIRST_YEAR, LAST_YEAR + 1)))
    closed: frozenset[date] = frozenset()
    terms: tuple[tuple[date, date], ...] = ()
    names: tuple[tuple[date, str], ...] = ()

    def holiday(self, day: date) -> str | None:
        """The name of the bank holiday on a day, if it is one; `UnknownDate` for a year without data."""
        if day.year not in self.known_years or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise UnknownDate(f"no bank holidays are known for {day.year}")
        if day in self.added:
            return dict(self.names).get(day, "an extra bank holiday")
        return None if day in self.removed else _bank_holidays(day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and no bank holiday; where school days are counted, also a day on which the school meets."""
        return day.weekday() < 5 and self.holiday(day) is None and day not in self.closed and not self.is_out_of_term(day)

    def is_out_of_term(self, day: date) -> bool:
        """Whether a day lies between two terms; `UnknownDate` before the first and after the last that is known."""
        if not self.terms or any(first <= day <= last for first, last in self.terms):
            return False
        if day < min(self.terms)[0] or day > max(last for _, last in self.terms):
            raise UnknownDate(f"no term dates are known for {said(day)}")
        return True

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
        for day in _weekdays(start, end):
            if name := self.holiday(day):
                yield day, name

    def reasons(self, start: date, end: date) -> str:
        """Which weekdays from the day after `start` to `end` do not count, in sentences."""
        called, sentences, away = dict(self.names), [], 0
        for day in _weekdays(start, end):
            if name := self.holiday(day):
                sentences.append(f" {said(day)} is a bank holiday: {name}.")
            elif self.is_out_of_term(day):
                away += 1
            elif day in self.closed:
                sentences.append(f" On {said(day)} the school is closed: {called.get(day, 'no reason is on record')}.")
        if away:
            sentences.append(f" {away} weekday{'' if away == 1 else 's'} outside term {'does' if away == 1 else 'do'} not count.")
        return "".join(sentences)


def _weekdays(start: date, end: date) -> Iterator[date]:
    """Monday to Friday from the day after `start` to `end`."""
    days = (start + timedelta(days=n + 1) for n in range((end - start).days))
    return (day for day in days if day.weekday() < 5)


ENGLAND = Calendar()


def england() -> Calendar:
    """The bank holidays of England with nothing added."""
    return ENGLAND


def end_of(day: date) -> datetime:
    """The last second of a day in London: a deadline that is a date is missed after it."""
    return utc(datetime.combine(day, time(23, 59, 59), LONDON))


def hours_after(start: datetime, hours: int) -> datetime:
    """So many elapsed hours later, whatever the clocks do in between, as clocks in London show it."""
    return london(utc(start) + timedelta(hours=hours))


def notice_by(hearing: date, clear_days: int, calendar: Calendar = ENGLAND) -> date:
    """The last day notice can reach somebody so that so many clear working days lie before the hearing."""
    return calendar.add(hearing, -(clear_days + 1))


def inclusive_days(start: date, n: int) -> date:
    """The last of n calendar days when the first counts (14 days from notice to the council: regulation 20)."""
    return start + timedelta(days=n - 1)


def months_after(start: date, months: int) -> date:
    """The same date so many months later, or the last day of that month when it has no such date."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def warning_until(issued: date, months: int) -> date:
    """The last live day of a warning: the day of issue counts."""
    return months_after(issued, months) - timedelta(days=1)


def tribunal_limit(act: date, months: int) -> date:
    """The last day of an employment tribunal's time limit: so many months from an act, less a day."""
    return months_after(act, months) - timedelta(days=1)


def answer_by(received: date, calendar: Calendar = ENGLAND, months: int = 1) -> date:
    """A subject access request: the corresponding date a month later, rolled to the next working day."""
    return calendar.on_or_after(months_after(received, months))


def kept_until(alleged: date, pension_age: date, years: int = 10) -> date:
    """The later of the day somebody reaches pension age and so many years from an allegation (retention of its record)."""
    return max(pension_age, months_after(alleged, 12 * years))


def age_on(born: date, day: date) -> int:
    """Whole years on a day; somebody born on 29 February is a year older on 1 March in common years."""
    if day < born:
        raise ValueError("nobody has an age before they are born")
    had = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had)


def is_child(born: date, day: date) -> bool:
    """Under 18 on a day: a child until the 18th birthday begins."""
    return age_on(born, day) < 18


_COUNT: dict[Unit, Callable[[date, int, Calendar], date]] = {
    Unit.WORKING_DAYS: lambda day, n, calendar: calendar.add(day, n),
    Unit.CLEAR_WORKING_DAYS_BEFORE: lambda day, n, calendar: notice_by(day, n, calendar),
    Unit.CALENDAR_DAYS: lambda day, n, _: day + timedelta(days=n),
    Unit.CALENDAR_DAYS_INCLUSIVE: lambda day, n, _: inclusive_days(day, n),
    Unit.WEEKS: lambda day, n, _: day + timedelta(weeks=n),
    Unit.MONTHS: lambda day, n, _: months_after(day, n),
    Unit.MONTHS_INCLUSIVE: lambda day, n, _: warning_until(day, n),
    Unit.MONTHS_TO_WORKING_DAY: lambda day, n, calendar: answer_by(day, calendar, n),
}
_WHY = {
    Unit.HOURS: ("{many} after {start}", "hour", "Nights, weekends and holidays count."),
    Unit.WORKING_DAYS: ("{many} after {start}", "working day", "Weekends and bank holidays do not count."),
    Unit.CLEAR_WORKING_DAYS_BEFORE: (
        "{many} between this day and {start}, neither of which is counted",
        "clear working day",
        "Weekends and bank holidays do not count.",
    ),
    Unit.CALENDAR_DAYS: ("{many} after {start}", "day", "Every day counts."),
    Unit.CALENDAR_DAYS_INCLUSIVE: ("{many} of which {start} is the first", "day", "Every day counts."),
    Unit.WEEKS: ("{many} after {start}", "week", "Every day counts."),
    Unit.MONTHS: ("{many} after {start}", "month", "Every day counts."),
    Unit.MONTHS_INCLUSIVE: ("{many} of which {start} is the first day", "month", "Every day counts."),
    Unit.MONTHS_TO_WORKING_DAY: ("{many} after {start}", "month", "On a weekend or bank holiday it moves to the next working day."),
}


def due(rule: Counting, start: datetime | date, calendar: Calendar = ENGLAND) -> Due:
    """When a rule that starts at an instant, or on a day, is missed; `ValueError` for hours from a day."""
    return _due(rule.unit, rule.n, start, calendar)


def counted(unit: str, n: int, start: datetime | date, calendar: Calendar = ENGLAND) -> Due:
    """So many of a unit, by its name, from an instant or a day."""
    return _due(Unit(unit), n, start, calendar)


def after_hours(start: datetime, hours: int) -> Due:
    """So many elapsed hours later, whatever the clocks do in between."""
    return _due(Unit.HOURS, hours, start, ENGLAND)


def after_working_days(start: datetime | date, n: int, calendar: Calendar = ENGLAND) -> Due:
    """The nth working day after the day in London; that day itself is not counted."""
    return _due(Unit.WORKING_DAYS, n, start, calendar)


def after_days(start: datetime | date, n: int) -> Due:
    """So many calendar days after the day in London; that day itself is not counted."""
    return _due(Unit.CALENDAR_DAYS, n, start, ENGLAND)


def _due(unit: Unit, n: int, start: datetime | date, calendar: Calendar) -> Due:
    form, one, counts = _WHY[unit]
    many = f"One {one}" if n == 1 else f"{n} {one}s"
    if unit is Unit.HOURS:
        if not isinstance(start, datetime):
            raise ValueError("hours are counted from an instant, not from a day")
        return Due(utc(hours_after(start, n)), None, f"{form.format(many=many, start=said(start))}. {counts}")
    day = london(start).date() if isinstance(start, datetime) else start
    words = form.format(many=many, start=said(day))
    try:
        on = _COUNT[unit](day, n, calendar)
        return Due(end_of(on), on, f"{words}. {counts}{_moved_by(unit, day, n, on, calendar)}")
    except UnknownDate as missing:
        return Due(None, None, f"{words}, but {missing}: ask for the calendar to be completed.")


def _moved_by(unit: Unit, day: date, n: int, on: date, calendar: Calendar) -> str:
    """The bank holidays that moved the date, each in a sentence."""
    if unit is Unit.WORKING_DAYS:
        return calendar.reasons(day, on)
    if unit is Unit.CLEAR_WORKING_DAYS_BEFORE:
        return calendar.reasons(on, day)
    if unit is Unit.MONTHS_TO_WORKING_DAY:
        return calendar.reasons(months_after(day, n) - timedelta(days=1), on)
    return ""
