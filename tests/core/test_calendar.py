"""Counting days: every example of the trade's table, both clock changes, Christmas, Easter, leap day, an extra bank holiday."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

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
