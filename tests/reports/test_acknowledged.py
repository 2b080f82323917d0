"""The case page says whether the subject had acknowledged the edition that is cited, and the subject never learns that it was asked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from mornings import adopt_again, come_in, logged, row_of, school_of

from app.core.clock import frozen, london, now
from app.core.clock import said as in_words
from app.demo.cast import FIRST
from app.demo.loading import actor_of
from app.people.queries import today
from app.policy.acknowledgements.actions import acknowledge
from app.policy.queries import in_force

pytestmark = pytest.mark.usefixtures("inside")
ACT = 4  # days ago, as the demonstration's stories have it


def acknowledged(world, days_ago: int) -> str:
    """Laura Fenwick acknowledges the policy so many days ago; the moment in words."""
    with frozen(now() - timedelta(days=days_ago)):
        edition = in_force(school_of(world, FIRST).id, today())
        return in_words(acknowledge(actor_of(world, "Laura Fenwick"), edition).at)


def section(client, reference: str) -> str:
    page = client.get(f"/cases/{reference}").get_data(as_text=True)
    part = page.split('id="acknowledged">')[1].split("<h2")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def act_day() -> str:
    return in_words(london(now() - timedelta(days=ACT)).date())


def test_before_the_act(world, sign_in):
    moment = acknowledged(world, 10)
    words = section(sign_in("Helen Ashworth"), logged(world, "Helen Ashworth", "Laura Fenwick"))
    assert f"Yes: they acknowledged it on {moment}, before the act of {act_day()}." in words


def test_only_after_the_act(world, sign_in):
    moment = acknowledged(world, 1)
    words = section(sign_in("Helen Ashworth"), logged(world, "Helen Ashworth", "Laura Fenwick"))
    assert f"Only after the act of {act_day()}: they acknowledged it on {moment}." in words


def test_on_the_same_day(world, sign_in):
    acknowledged(world, ACT)
    words = section(sign_in("Helen Ashworth"), logged(world, "Helen Ashworth", "Laura Fenwick"))
    assert "Which came first is not known." in words


def test_never(world, sign_in):
    words = section(sign_in("Helen Ashworth"), logged(world, "Helen Ashworth", "Laura Fenwick"))
    assert "No: they have an account, and have never acknowledged it." in words
    assert act_day() in words


def test_no_account(world, sign_in):
    words = section(sign_in("Helen Ashworth"), logged(world, "Helen Ashworth", "Tom Ellwood"))
    assert "They have no account here, so nothing is on record." in words
    assert in_words(in_force(school_of(world, FIRST).id, today()).adopted_on) in words


def test_an_edition_acknowledged_later_says_nothing_of_the_one_that_is_cited(app, world, sign_in):
    reference = logged(world, "Helen Ashworth", "Laura Fenwick")
    adopt_again(world, school_of(world, FIRST))
    acknowledge(actor_of(world, "Laura Fenwick"), in_force(school_of(world, FIRST).id, today()))
    assert "never acknowledged it" in section(sign_in("Helen Ashworth"), reference)


def test_the_subject_does_not_learn_of_it(app, world, sign_in):
    staff = sign_in("Laura Fenwick")
    urls = ("/", "/policy", "/policy/acknowledgements/own", "/policy/acknowledge", "/notices")

    def pages() -> list[str]:
        return [
            re.sub(r'(csrf_token|submission_key)" value="[^"]*"|data-token="[^"]*"', "", staff.get(url, follow_redirects=True).text)
            for url in urls
        ]

    before = pages()
    reference = logged(world, "Helen Ashworth", "Laura Fenwick")
    assert section(sign_in("Helen Ashworth"), reference)
    assert staff.get(f"/cases/{reference}").status_code == 404
    assert pages() == before


def test_a_day_of_the_report_is_said_where_no_act_has_one(world, sign_in):
    reference = logged(
        world,
        "Helen Ashworth",
        "Laura Fenwick",
        removed=[f"0:{number}" for number in ("3.1", "3.2", "3.2(a)", "3.2(b)", "4.1")],
        reason="Not this.",
        added=["3.3"],
    )
    words = section(sign_in("Helen Ashworth"), reference)
    assert "the report of " in words
    assert act_day() not in words


def test_it_is_the_same_for_everybody_who_may_see_the_case(app, world, sign_in):
    acknowledged(world, 10)
    reference = logged(world, "Helen Ashworth", "Laura Fenwick")
    adviser = come_in(app, row_of(world, "Ruth Okafor"))
    assert section(adviser, reference) == section(sign_in("Helen Ashworth"), reference)
