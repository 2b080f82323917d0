"""Clocks in a real browser, on a desk and on a phone: a number is set, a day entered, a clock extended, somebody is away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 375])
def test_the_chair_sets_what_the_clocks_go_by(visitor, width):
    chair = visitor("Margaret Thistlewood", width)
    chair.go("/settings/procedure")
    chair.picture(f"numbers-{width}")
    chair.follow(re.compile("^Change.*Notice of a hearing"))
    chair.press("Set the number")
    assert chair.sees("There is a problem")
    chair.page.get_by_label("The number from now on").fill("7")
    chair.page.get_by_label("Which document says so?").fill("Disciplinary procedure for school staff")
    chair.page.get_by_label("Its edition, or the minute that adopted it").fill("Minute 14/2026")
    chair.page.get_by_label("Why is it changed?").fill("The council's new model.")
    chair.picture(f"number-{width}")
    chair.press("Set the number")
    assert chair.sees("7 clear working days")
    chair.follow("Calendar: days that do not count, and terms")
    chair.follow("Enter a day")
    day = datetime.now(UTC).date() + timedelta(days=21)
    while day.weekday() > 4 or (day.month, day.day) in {(12, 25), (12, 28), (1, 1)}:
        day += timedelta(days=1)
    chair.date("Which day?", day)
    chair.choose("What is it?", "An extra bank holiday")
    chair.page.get_by_label("What is it called?").fill("Bank holiday for the coronation")
    chair.page.get_by_label("Who decided it, and where is that on record?").fill("Proclamation of the day.")
    chair.picture(f"day-{width}")
    chair.press("Enter the day")
    assert chair.sees("Bank holiday for the coronation")
    chair.picture(f"calendar-{width}")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_adviser_says_why_a_clock_was_missed_and_that_she_will_be_away(visitor, live, width):
    adviser = visitor("Ruth Okafor", width)
    _to_a_missed_clock(adviser, live)
    adviser.picture(f"clock-{width}")
    adviser.follow("Say why it was missed")
    adviser.press("Say why it was missed")
    assert adviser.sees("There is a problem")
    adviser.page.get_by_label("Why?").fill("The complainant was on leave until Monday.")
    adviser.press("Say why it was missed")
    assert adviser.sees("The complainant was on leave until Monday.")
    adviser.picture(f"explained-{width}")
    adviser.go("/absence")
    adviser.follow("Enter an absence")
    adviser.date("First day away", datetime.now(UTC).date() + timedelta(days=7))
    adviser.date("Last day away", datetime.now(UTC).date() + timedelta(days=14))
    adviser.press("Enter the absence")
    assert adviser.sees("Ruth Okafor")
    adviser.press(re.compile("^Call it off"))
    assert adviser.sees("The absence is called off.")


def _to_a_missed_clock(adviser, live) -> None:
    """Open the first clock of hers that nobody has explained yet."""
    for case in live.world["cases"]:
        adviser.page.goto(f"{live.url}/cases/{case['reference']}")
        links = adviser.page.locator(".eh-clock--overdue a[href*='/clocks/']")
        for href in [links.nth(n).get_attribute("href") for n in range(links.count())]:
            adviser.go(href)
            if adviser.page.get_by_role("link", name="Say why it was missed").count():
                return
    raise AssertionError("no clock of hers is overdue")
