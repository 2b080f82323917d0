"""In a browser: support recorded on a phone with the short form of 5.1, a ledger of concerns, and an incident written down."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser


def _case_of(live, name: str) -> str:
    return str(next(one["reference"] for one in live.world["cases"] if one["about"] == name))


@pytest.mark.parametrize("width", [375, 1280])
def test_support_the_ledger_and_an_incident(live, visitor, width):
    reference = _case_of(live, "Tom Ellwood")
    head = visitor("Helen Ashworth", width)
    head.go(f"/cases/{reference}")
    if width == 375:
        _support(visitor("Ruth Okafor", width), reference)
        head.go(f"/cases/{reference}")
        assert head.sees("Support in place")
    head.follow("Write it in the log of prejudice incidents")
    for label, words in (
        ("Where, or on which site?", "A staff group"),
        ("What was said or done?", "An accent was mocked."),
        ("Who, or which group, was it aimed at?", "A colleague"),
        ("Who reported it?", "Another colleague"),
    ):
        head.page.get_by_label(label).fill(words)
    head.date("On which day?", _today())
    head.page.get_by_label("Race").check()
    head.choose("Does anybody see it as a crime?", "No")
    head.press("Write it down")
    assert head.sees("An accent was mocked.")
    head.picture("incident" if width == 1280 else "incident-phone")
    head.choose("What is it?", "What was found")
    head.page.get_by_label("In words").fill("It was about his accent.")
    head.page.get_by_label("Race").check()
    head.press("Add it")
    assert head.sees("Found to have to do with: race.")
    head.go("/incidents")
    head.picture("incidents" if width == 1280 else "incidents-phone")
    head.go("/concerns")
    assert head.sees("Priya Raman")
    head.picture("concerns" if width == 1280 else "concerns-phone")
    head.follow("Priya Raman")
    assert head.sees("Reported by themselves")
    assert head.sees("Who has looked at this page")
    head.picture("concern" if width == 1280 else "concern-phone")


def _today():
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def _support(adviser, reference: str) -> None:
    adviser.go(f"/cases/{reference}")
    adviser.follow("Record the support given")
    adviser.page.get_by_label("Who is their named contact?").fill("A. Governor")
    adviser.page.get_by_label("Which support is in place").fill("Another room, and time to talk.")
    adviser.choose("What do they say it was?", "Harassment")
    adviser.choose("What did you find?", "It would have, so the decision was changed")
    adviser.page.get_by_label("How did you take equal opportunities into account?").fill("She has a hearing loss.")
    adviser.picture("support-short")
    adviser.press("Record the support given")
    assert adviser.sees("Select the protected characteristics that are in play")
    adviser.picture("support-more")
    adviser.page.get_by_role("group", name=re.compile("^Which protected characteristics are in play")).get_by_label(
        "Disability"
    ).check()
    adviser.page.get_by_label("What was changed in the decision?").fill("The talks are in a quiet room.")
    adviser.press("Record the support given")
    assert adviser.sees("Support in place")
