"""Counting days: every example of the trade's table, both clock changes, Christmas, Easter, leap day, an extra bank holiday."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import calendar as c
from app.core.clock import LONDON, said, short


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_hours_run_through_both_clock_changes():
    assert c.after_hours(at("2027-03-27T10:00:00+00:00"), 24).at == at("2027-03-28T11:00:00+01:00")
    assert c.after_hours(at("2026-10-24T10:00:00+01:00"), 24).at == at("2026-10-25T09:00:00+00:00")
    assert c.after_hours(at("2027-03-27T22:30:00+00:00"), 72).at == at("2027-03-30T23:30:00+01:00")


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2027-04-30", 1, "2027-05-04"),
        ("2026-12-21", 5, "2026-12-30"),
        ("2027-01-22", 10, "2027-02-05"),
        ("2027-03-25", 1, "2027-03-30"),
        ("2026-12-23", 5, "2027-01-04"),
        ("2028-02-28", 1, "2028-02-29"),
        ("2027-12-24", 1, "2027-12-29"),
    ],
)
def test_working_days(start, n, due):
    found = c.after_working_days(date.fromisoformat(start), n)
    assert found.on == date.fromisoformat(due)
    assert found.at == datetime.combine(found.on, datetime.max.time().replace(microsecond=0), LONDON)


def test_the_reason_names_the_bank_holiday():
    why = c.after_working_days(at("2027-04-30T15:00:00+01:00"), 1).why
    assert why.startswith("One working day after Friday 30 April 2027")
    assert "Monday 3 May 2027 is a bank holiday" in why


def test_a_day_in_london_not_in_utc():
    assert c.after_working_days(at("2027-04-29T23:30:00+00:00"), 1).on == date(2027, 5, 4)


def test_an_extra_bank_holiday_moves_a_date_and_a_removed_one_moves_it_back():
    extra = c.Calendar(added=frozenset({date(2027, 5, 4)}))
    assert c.after_working_days(date(2027, 4, 30), 1, extra).on == date(2027, 5, 5)
    assert c.after_working_days(date(2027, 4, 30), 1, c.Calendar(removed=frozenset({date(2027, 5, 3)}))).on == date(2027, 5, 3)


def test_a_year_without_data_gives_no_date_never_a_wrong_one():
    found = c.after_working_days(date(2026, 12, 30), 5, c.Calendar(known_years=frozenset({2026})))
    assert (found.at, found.on) == (None, None)
    assert "no bank holidays are known for 2027" in found.why


def test_the_other_counting_rules():
    assert c.notice_by(date(2027, 1, 21), 10) == date(2027, 1, 6)
    assert c.inclusive_days(date(2027, 1, 25), 14) == date(2027, 2, 7)
    assert c.after_working_days(date(2027, 1, 14), 5).on == date(2027, 1, 21)
    assert c.warning_until(date(2027, 1, 22), 12) == date(2028, 1, 21)
    assert c.warning_until(date(1992, 1, 29), 12) == date(1993, 1, 28)
    assert c.answer_by(date(2026, 11, 25)) == date(2026, 12, 29)
    assert c.answer_by(date(2027, 1, 31)) == date(2027, 3, 1)
    assert c.tribunal_limit(date(2027, 1, 22), 3) == date(2027, 4, 21)
    assert c.tribunal_limit(date(2027, 1, 22), 6) == date(2027, 7, 21)
    assert c.months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert (c.age_on(date(2009, 2, 28), date(2027, 2, 27)), c.age_on(date(2009, 2, 28), date(2027, 2, 28))) == (17, 18)
    assert (c.age_on(date(2008, 2, 29), date(2026, 2, 28)), c.age_on(date(2008, 2, 29), date(2026, 3, 1))) == (17, 18)


BANK = {
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}


@pytest.mark.parametrize("year", BANK)
def test_bank_holidays_on_weekdays(year):
    day, found = date(year, 1, 1), []
    while day.year == year:
        if c.ENGLAND.holiday(day) and day.weekday() < 5:
            found.append(day.strftime("%m-%d"))
        day = date.fromordinal(day.toordinal() + 1)
    assert found == BANK[year].split()


def test_dates_say_their_weekday():
    assert said(datetime(2026, 11, 5, 9, 10, tzinfo=UTC)) == "Thursday 5 November 2026, 9:10am"
    assert said(datetime(2026, 7, 5, 12, 0, tzinfo=UTC)) == "Sunday 5 July 2026, 1pm"
    assert short(date(2026, 11, 5)) == "Thu 5 Nov 2026"


DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
EXTRA = st.frozensets(DAYS, max_size=4)
AROUND = st.sampled_from(
    [
        *(date(year, 12, day) for year in range(2025, 2034) for day in range(20, 32)),
        *(date(year, 3, day) for year in range(2025, 2034) for day in range(20, 32)),
        *(date(year, 4, day) for year in range(2025, 2034) for day in range(1, 25)),
        *(date(year, 10, day) for year in range(2025, 2034) for day in range(20, 32)),
        *(date(year, 2, day) for year in (2028, 2032) for day in range(25, 30)),
    ]
)
"""Christmas, both changes of the clocks, Easter, and the leap days."""


@given(AROUND, st.integers(1, 30), EXTRA)
def test_exactly_so_many_working_days_lie_between_whatever_is_in_between(day, n, extra):
    calendar = c.Calendar(added=extra)
    due = c.after_working_days(day, n, calendar)
    between = [day + timedelta(days=k + 1) for k in range((due.on - day).days)]
    counted = [one for one in between if one.weekday() < 5 and one not in extra and not c.ENGLAND.holiday(one)]
    assert len(counted) == n
    assert counted[-1] == due.on
    assert due.at == datetime.combine(due.on, time(23, 59, 59), LONDON)


@given(AROUND, st.integers(1, 30), DAYS)
def test_a_day_added_later_never_brings_a_deadline_forward_and_moves_it_only_when_it_lies_on_the_way(day, n, extra):
    before = c.after_working_days(day, n).on
    after = c.after_working_days(day, n, c.Calendar(added=frozenset({extra}))).on
    on_the_way = day < extra <= before and c.ENGLAND.is_working_day(extra)
    assert after == (c.ENGLAND.add(before, 1) if on_the_way else before)


@given(AROUND, st.integers(0, 23), st.integers(1, 100))
def test_hours_elapse_whatever_the_clocks_do(day, hour, n):
    start = datetime.combine(day, time(hour), LONDON)
    due = c.after_hours(start, n)
    assert due.at - start.astimezone(UTC) == timedelta(hours=n)
    assert due.on is None


@given(AROUND, st.integers(1, 20), EXTRA)
def test_notice_leaves_exactly_so_many_clear_working_days_whatever_is_added(hearing, n, extra):
    calendar = c.Calendar(added=extra)
    served = c.notice_by(hearing, n, calendar)
    clear = [served + timedelta(days=k) for k in range(1, (hearing - served).days)]
    assert sum(calendar.is_working_day(one) for one in clear) == n
    assert calendar.is_working_day(served)


@given(AROUND, st.integers(1, 24))
def test_months_and_weeks_keep_the_day_or_end_the_month(day, n):
    assert (c.counted("weeks", n, day).on - day).days == 7 * n
    due = c.counted("months", n, day).on
    assert due.day == day.day or ((due + timedelta(days=1)).day == 1 and due.day < day.day)
    assert c.counted("months_inclusive", n, day).on == due - timedelta(days=1)
    rolled = c.counted("months_to_working_day", n, day).on
    assert rolled >= due
    assert not any(c.ENGLAND.is_working_day(due + timedelta(days=k)) for k in range((rolled - due).days))


TERMS = ((date(2026, 11, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 2, 12)))


@given(st.dates(date(2026, 11, 2), date(2026, 12, 18)), st.integers(1, 40))
def test_school_days_are_counted_in_term_and_unknown_where_no_term_is_known(day, n):
    calendar = c.Calendar(terms=TERMS, closed=frozenset({date(2027, 1, 4)}), names=((date(2027, 1, 4), "Inset day"),))
    due = c.after_working_days(day, n, calendar)
    left = [
        one
        for one in (day + timedelta(days=k + 1) for k in range((date(2027, 2, 12) - day).days))
        if one.weekday() < 5 and any(a <= one <= b for a, b in TERMS) and one != date(2027, 1, 4)
    ]
    if n > len(left):
        assert (due.at, due.on) == (None, None)
        assert "no term dates are known for" in due.why
    else:
        assert due.on == left[n - 1]
        assert ("the school is closed: Inset day" in due.why) == (due.on > date(2027, 1, 4))
        assert ("outside term do not count" in due.why) == (due.on > date(2026, 12, 18))


def test_a_weekend_or_a_day_in_the_past_of_the_calendar_is_no_error():
    assert c.Calendar(terms=TERMS).is_working_day(date(2030, 1, 5)) is False
    with pytest.raises(c.UnknownDate, match="no term dates"):
        c.Calendar(terms=TERMS).is_working_day(date(2030, 1, 4))
    with pytest.raises(c.UnknownDate):
        c.notice_by(date(1900, 1, 5), 10)
