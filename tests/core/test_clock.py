"""The clock and the counting rules: every example of the trade, both clock changes, Christmas, Easter, leap days, unknown years."""

from __future__ import annotations

from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.calendar import (
    ENGLAND,
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Counting,
    Unit,
    UnknownDate,
    after_days,
    after_hours,
    after_working_days,
    age_on,
    answer_by,
    due,
    end_of,
    hours_after,
    inclusive_days,
    is_child,
    kept_until,
    months_after,
    notice_by,
    tribunal_limit,
    warning_until,
)

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


def rule(unit: Unit, n: int) -> Counting:
    return Counting("a_rule", unit, n, "a document", "an edition", "Do it")


# now


def test_now_is_the_real_instant_in_utc():
    before = datetime.now(UTC)
    found = clock.now()
    assert found.tzinfo is UTC
    assert before <= found <= datetime.now(UTC)


def test_frozen_holds_inside_and_lets_go_after_even_when_something_raises():
    at = datetime(2026, 7, 1, 10, tzinfo=clock.LONDON)
    with pytest.raises(KeyError), clock.frozen(at):
        assert clock.now() == at
        assert clock.now().tzinfo is UTC
        with clock.frozen(at + timedelta(days=1)):
            assert clock.now() == at + timedelta(days=1)
        assert clock.now() == at
        raise KeyError
    assert clock.now() != at


def test_frozen_is_of_one_context_only():
    with clock.frozen(datetime(2026, 7, 1, tzinfo=UTC)):
        elsewhere = copy_context()
    assert elsewhere.run(clock.now).year == 2026
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "use", [clock.utc, clock.london, clock.said, clock.short, lambda at: after_hours(at, 1), lambda at: after_working_days(at, 1)]
)
def test_an_instant_without_offset_is_refused_and_not_guessed(use):
    with pytest.raises(ValueError, match="offset"):
        use(datetime(2026, 7, 1, 10))  # noqa: DTZ001 the missing offset is what is tested


def test_frozen_at_an_instant_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"), clock.frozen(datetime(2026, 7, 1)):  # noqa: DTZ001 as above
        pass


# said


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 11, 5, 9, 10, tzinfo=UTC), "Thursday 5 November 2026, 9:10am"),
        (datetime(2026, 7, 1, 9, 10, tzinfo=UTC), "Wednesday 1 July 2026, 10:10am"),
        (datetime(2026, 11, 5, 17, 0, tzinfo=UTC), "Thursday 5 November 2026, 5pm"),
        (datetime(2026, 11, 5, 12, 0, tzinfo=UTC), "Thursday 5 November 2026, midday"),
        (datetime(2026, 11, 5, 12, 1, tzinfo=UTC), "Thursday 5 November 2026, 12:01pm"),
        (datetime(2026, 11, 5, 0, 1, tzinfo=UTC), "Thursday 5 November 2026, 12:01am"),
        (datetime(2026, 11, 5, 0, 0, tzinfo=UTC), "Thursday 5 November 2026, midnight as the day begins"),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "Wednesday 1 July 2026, midnight as the day begins"),
        (datetime(2026, 11, 5, 23, 59, 59, tzinfo=UTC), "Thursday 5 November 2026, 11:59pm"),
        (datetime(2026, 11, 5, 9, 10, tzinfo=timezone(timedelta(hours=-5))), "Thursday 5 November 2026, 2:10pm"),
        (date(2026, 11, 5), "Thursday 5 November 2026"),
    ],
)
def test_said(when, words):
    assert clock.said(when) == words


def test_short():
    assert clock.short(datetime(2026, 11, 5, 9, 10, tzinfo=UTC)) == "Thu 5 Nov 2026, 9:10am"
    assert clock.short(date(2026, 11, 5)) == "Thu 5 Nov 2026"


# bank holidays

LISTED = """2025: 1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec
2026: 1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec
2027: 1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec
2028: 3 Jan, 14 Apr, 17 Apr, 1 May, 29 May, 28 Aug, 25 Dec, 26 Dec"""


@pytest.mark.parametrize("line", LISTED.splitlines())
def test_the_weekdays_that_are_bank_holidays_are_those_published(line):
    year, days = line.split(": ")
    wanted = [datetime.strptime(f"{day} {year}", "%d %b %Y").replace(tzinfo=UTC).date() for day in days.split(", ")]
    every = (date(int(year), 1, 1) + timedelta(days=n) for n in range(365 + (int(year) % 4 == 0)))
    assert [day for day in every if day.weekday() < 5 and not ENGLAND.is_working_day(day)] == wanted


def test_one_off_holidays_of_the_past_are_known():
    assert ENGLAND.holiday(date(2022, 9, 19))
    assert ENGLAND.holiday(date(2023, 5, 8))
    assert ENGLAND.is_working_day(date(2020, 5, 4)), "in 2020 the early May holiday moved to 8 May"


def test_every_year_that_counts_as_known_has_its_holidays():
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        easter = [day for day in (date(year, 3, 20) + timedelta(days=n) for n in range(40)) if ENGLAND.holiday(day)]
        assert len(easter) >= 2, year
        assert ENGLAND.holiday(date(year, 12, 25)), year


@pytest.mark.parametrize("year", [1, FIRST_YEAR - 1, LAST_YEAR + 1, 9999])
def test_a_year_without_data_gives_no_answer(year):
    wednesday = next(day for day in (date(year, 6, n) for n in range(1, 8)) if day.weekday() == 2)
    with pytest.raises(UnknownDate):
        ENGLAND.is_working_day(wednesday)
    with pytest.raises(UnknownDate):
        Calendar(known_years=frozenset({year})).is_working_day(wednesday)


def test_a_deadline_that_runs_into_a_year_without_data_is_not_known_and_says_so():
    calendar = Calendar(known_years=frozenset({2026}))
    assert after_working_days(date(2026, 12, 29), 2, calendar).on == date(2026, 12, 31)
    found = after_working_days(date(2026, 12, 29), 3, calendar)
    assert (found.at, found.on) == (None, None)
    assert "no bank holidays are known for 2027" in found.why
    for unit, start in ((Unit.MONTHS_TO_WORKING_DAY, date(2026, 12, 1)), (Unit.CLEAR_WORKING_DAYS_BEFORE, date(2027, 1, 4))):
        assert due(rule(unit, 1), start, calendar).on is None


# every example of the counting rules


def london(day: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time().replace(hour=hour, minute=minute), clock.LONDON)


@pytest.mark.parametrize(
    ("start", "hours", "shown"),
    [
        (london("2027-03-27", 10), 24, "2027-03-28T11:00:00+01:00"),
        (london("2026-10-24", 10), 24, "2026-10-25T09:00:00+00:00"),
        (london("2027-03-27", 22, 30), 72, "2027-03-30T23:30:00+01:00"),
        (london("2026-10-25", 0, 30), 1, "2026-10-25T01:30:00+01:00"),
        (london("2026-10-25", 0, 30), 2, "2026-10-25T01:30:00+00:00"),
        (london("2027-03-28", 0, 30), 1, "2027-03-28T02:30:00+01:00"),
        (london("2028-02-28", 12), 24, "2028-02-29T12:00:00+00:00"),
    ],
)
def test_elapsed_hours_ignore_what_the_clocks_do(start, hours, shown):
    assert hours_after(start, hours).isoformat() == shown
    found = due(rule(Unit.HOURS, hours), start)
    assert found == after_hours(start, hours)
    assert found.at == datetime.fromisoformat(shown)
    assert found.at.tzinfo is UTC
    assert found.on is None
    assert found.at - start.astimezone(UTC) == timedelta(hours=hours)


WD, CLEAR, CAL = Unit.WORKING_DAYS, Unit.CLEAR_WORKING_DAYS_BEFORE, Unit.CALENDAR_DAYS
FIRST, MONTHS, SAR = Unit.CALENDAR_DAYS_INCLUSIVE, Unit.MONTHS_INCLUSIVE, Unit.MONTHS_TO_WORKING_DAY


@pytest.mark.parametrize(
    ("name", "unit", "n", "start", "on"),
    [
        ("LADO, one working day over a bank holiday", WD, 1, "2027-04-30", "2027-05-04"),
        ("LADO, one working day over Easter", WD, 1, "2027-03-25", "2027-03-30"),
        ("LADO, from a Saturday", WD, 1, "2026-11-07", "2026-11-09"),
        ("strategy meeting over Christmas and a substitute day", WD, 5, "2026-12-21", "2026-12-30"),
        ("strategy meeting over Easter", WD, 5, "2027-03-30", "2027-04-06"),
        ("review after 28 days", CAL, 28, "2026-12-30", "2027-01-27"),
        ("suspension letter, school closed", WD, 1, "2026-12-18", "2026-12-21"),
        ("hearing notice, 10 clear days over New Year", CLEAR, 10, "2027-01-21", "2027-01-06"),
        ("hearing notice, over Christmas", CLEAR, 5, "2027-01-04", "2026-12-22"),
        ("appeal", WD, 10, "2027-01-22", "2027-02-05"),
        ("contract action of the council", FIRST, 14, "2027-01-25", "2027-02-07"),
        ("companion not free", WD, 5, "2027-01-14", "2027-01-21"),
        ("final warning", MONTHS, 12, "2027-01-22", "2028-01-21"),
        ("warning from a leap day", MONTHS, 12, "2028-02-29", "2029-02-27"),
        ("access request on 25 November", SAR, 1, "2026-11-25", "2026-12-29"),
        ("access request on 31 January", SAR, 1, "2027-01-31", "2027-03-01"),
        ("access request on a leap day's eve", SAR, 1, "2028-01-31", "2028-02-29"),
        ("access request that ends on a working day", SAR, 1, "2027-02-10", "2027-03-10"),
        ("complaint about data, 30 days", CAL, 30, "2027-01-31", "2027-03-02"),
        ("28 days over a leap day", CAL, 28, "2028-02-10", "2028-03-09"),
        ("tribunal, three months", MONTHS, 3, "2027-01-22", "2027-04-21"),
        ("tribunal, six months", MONTHS, 6, "2027-01-22", "2027-07-21"),
        ("tribunal, three months, scenario", MONTHS, 3, "2027-07-02", "2027-10-01"),
        ("tribunal, six months, over the year", MONTHS, 6, "2027-07-02", "2028-01-01"),
    ],
)
def test_deadlines_counted_in_days(name, unit, n, start, on):
    found = due(rule(unit, n), date.fromisoformat(start))
    assert found.on == date.fromisoformat(on), name
    assert found.at == end_of(found.on)
    assert found.at.tzinfo is UTC


def test_the_plain_functions_give_the_same_dates():
    assert notice_by(date(2027, 1, 21), 10) == date(2027, 1, 6)
    assert inclusive_days(date(2027, 1, 25), 14) == date(2027, 2, 7)
    assert warning_until(date(2027, 1, 22), 12) == date(2028, 1, 21)
    assert [tribunal_limit(date(2027, 1, 22), n) for n in (3, 6)] == [date(2027, 4, 21), date(2027, 7, 21)]
    assert answer_by(date(2026, 11, 25)) == date(2026, 12, 29)
    assert after_days(date(2026, 12, 30), 28).on == date(2027, 1, 27)
    assert kept_until(date(2027, 1, 22), date(2040, 5, 1)) == date(2040, 5, 1)
    assert kept_until(date(2028, 2, 29), date(2030, 5, 1)) == date(2038, 2, 28)


def test_a_day_is_due_at_its_last_second_in_london():
    assert end_of(date(2026, 11, 6)) == datetime(2026, 11, 6, 23, 59, 59, tzinfo=UTC)
    assert end_of(date(2027, 7, 22)) == datetime(2027, 7, 22, 22, 59, 59, tzinfo=UTC)


def test_the_day_an_instant_falls_on_is_the_day_in_london():
    late = datetime(2027, 4, 30, 23, 30, tzinfo=UTC)  # Saturday 0:30 in London
    assert after_days(late, 1).on == date(2027, 5, 2)
    assert after_working_days(late, 1).on == date(2027, 5, 4)


def test_hours_are_not_counted_from_a_day():
    with pytest.raises(ValueError, match="instant"):
        due(rule(Unit.HOURS, 24), date(2026, 11, 5))


# why this date


def test_why_names_the_bank_holidays_that_moved_the_date():
    assert after_working_days(date(2027, 4, 30), 1).why == (
        "One working day after Friday 30 April 2027. Weekends and bank holidays do not count. "
        "Monday 3 May 2027 is a bank holiday: May Day."
    )
    over = due(rule(SAR, 1), date(2026, 11, 25)).why
    assert "Friday 25 December 2026 is a bank holiday: Christmas Day." in over
    assert "Monday 28 December 2026 is a bank holiday: Boxing Day (substitute day)." in over
    assert "bank holiday:" not in due(rule(SAR, 1), date(2026, 12, 2)).why, "Christmas lies in between and moved nothing"
    clear = due(rule(CLEAR, 5), date(2027, 1, 4)).why
    assert clear.startswith("5 clear working days between this day and Monday 4 January 2027")
    assert clear.count("is a bank holiday:") == 3


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        (Unit.HOURS, "2 hours after Thursday 5 November 2026, 9:10am. Nights, weekends and holidays count."),
        (CAL, "2 days after Thursday 5 November 2026. Every day counts."),
        (FIRST, "2 days of which Thursday 5 November 2026 is the first. Every day counts."),
        (MONTHS, "2 months of which Thursday 5 November 2026 is the first day. Every day counts."),
    ],
)
def test_why_says_how_it_was_counted(unit, words):
    assert due(rule(unit, 2), datetime(2026, 11, 5, 9, 10, tzinfo=UTC)).why == words


# a school's own days


def test_a_school_adds_and_takes_away_days():
    extra = Calendar(added=frozenset({date(2027, 6, 14)}))
    assert after_working_days(date(2027, 6, 11), 1, extra).on == date(2027, 6, 15)
    assert "Monday 14 June 2027 is a bank holiday: an extra bank holiday." in after_working_days(date(2027, 6, 11), 1, extra).why
    moved = Calendar(added=frozenset({date(2027, 5, 7)}), removed=frozenset({date(2027, 5, 3)}))
    assert after_working_days(date(2027, 4, 30), 1, moved).on == date(2027, 5, 3)
    assert after_working_days(date(2027, 5, 6), 1, moved).on == date(2027, 5, 10)
    assert ENGLAND.is_working_day(date(2027, 6, 14)), "the calendar of England itself is as it was"


# ages


def test_a_child_until_the_eighteenth_birthday_begins():
    born = date(2009, 2, 28)
    assert is_child(born, date(2027, 2, 27))
    assert not is_child(born, date(2027, 2, 28))
    leap = date(2008, 2, 29)
    assert is_child(leap, date(2026, 2, 28))
    assert not is_child(leap, date(2026, 3, 1))
    assert [age_on(leap, date(2028, 2, day)) for day in (28, 29)] == [19, 20]
    assert age_on(born, born) == 0
    with pytest.raises(ValueError, match="born"):
        age_on(born, born - timedelta(days=1))


# whatever the day


@given(day=DAYS, n=st.integers(1, 40))
def test_so_many_working_days_lie_between(day, n):
    on = ENGLAND.add(day, n)
    passed = [day + timedelta(days=one) for one in range(1, (on - day).days + 1)]
    assert ENGLAND.is_working_day(on)
    assert sum(ENGLAND.is_working_day(one) for one in passed) == n


@given(hearing=DAYS, n=st.integers(0, 40))
def test_notice_leaves_so_many_clear_working_days(hearing, n):
    by = notice_by(hearing, n)
    between = [by + timedelta(days=one) for one in range(1, (hearing - by).days)]
    assert sum(ENGLAND.is_working_day(one) for one in between) == n
    assert ENGLAND.is_working_day(by)


@given(day=DAYS, n=st.integers(0, 60))
def test_months_keep_the_day_or_end_the_month(day, n):
    later = months_after(day, n)
    assert (later.year - day.year) * 12 + later.month - day.month == n
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(seconds=st.integers(0, 700_000_000), n=st.integers(0, 999))
def test_hours_elapse_exactly(seconds, n):
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    assert hours_after(at, n).astimezone(UTC) - at == timedelta(hours=n)
