"""The case page tells the case in order: whose step is next, how somebody was spoken to, and every event however many there are."""

from __future__ import annotations

import re

import pytest
from flows import log, person_id
from sqlalchemy import select

from app.cases.actions import open_case
from app.cases.models import Case
from app.core.db import db
from app.evidence.actions import add_link, open_evidence
from app.reports import queries

HARMFUL = {"H1": "no", "H2": "no", "H3": "yes", "H4": "no"}


@pytest.fixture
def logged(world, sign_in, inside):
    """A case of an accepted friend request, logged by the headteacher."""
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL)
    return head, db.session.scalars(select(Case).where(Case.reference == reference)).one()


def test_the_page_has_its_parts_in_the_order_of_the_story(logged):
    head, case = logged
    page = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    wanted = ("next-title", "allegations", "procedures", "account", "people", "decisions", "letters", "evidence", "chronology")
    places = [page.index(f'id="{one}"') for one in wanted]
    assert places == sorted(places)


def test_the_green_button_is_the_step_of_what_comes_next(logged):
    head, case = logged
    page = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    green = re.findall(r'<a class="govuk-button" [^>]*>([^<]*)', page)
    first = re.search(r"What must happen next.*?<li><strong>(.*?)</strong>", page, re.DOTALL)
    assert first is not None
    assert len(green) == 1, green
    assert green[0] in {"Record LADO advice", "Decide on the first of them"}


def test_a_conversation_says_how_it_was_held(logged):
    head, case = logged
    page = f"/cases/{case.reference}/contacts/new"
    when = dict(re.findall(r'name="(on-day|on-month|on-year|at)" [^>]*value="([^"]*)"', head.get(page).get_data(as_text=True)))
    head.passed(page, agency="lado", name="J. Marsh", how="phone", advice="Wait.", **when)
    shown = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert re.search(r">How</dt><dd[^>]*>By phone</dd>", shown)


def test_equal_events_in_a_row_are_one_line_and_older_ones_have_a_page(logged, actor, monkeypatch):
    head, case = logged
    for _ in range(4):
        open_case(actor("Amina Yusuf"), case)
    page = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Amina Yusuf opened the case, 4 times</h3>" in page
    assert "There are older events." not in page
    monkeypatch.setattr(queries, "MOST_EVENTS", 2)
    monkeypatch.setattr(queries, "_EVENTS", queries._EVENTS.limit(3))
    first = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "There are older events." in first
    assert "logged the breach" not in first
    last = head.get(f"/cases/{case.reference}?older=4").get_data(as_text=True)
    assert "logged the breach" in last
    assert "Older events: the 4 newest are left out here." in last
    for odd in ("junk", "²", "9" * 5000):
        assert head.get(f"/cases/{case.reference}?older={odd}").status_code == 200, odd
    assert "There is nothing older." in head.get(f"/cases/{case.reference}?older=99999").get_data(as_text=True)


def test_each_document_says_what_it_shows_and_when_it_was_opened(logged, actor):
    head, case = logged
    who = actor("Helen Ashworth")
    rows = [
        add_link(who, case, url=f"https://social.example/{one}", sheet={"shows": f"Post number {one}", "platform": "A site"})
        for one in range(3)
    ]
    for _ in range(2):
        open_evidence(who, rows[1], why="To read it.")
    page = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    shown = re.findall(r'<li class="eh-rows__row">.*?</li>', page, re.DOTALL)
    assert [re.findall(r"Post number \d", one) for one in shown] == [["Post number 0"], ["Post number 1"], ["Post number 2"]]
    assert [one.count("Opened ") for one in shown] == [0, 2, 0]
    assert all("A site, taken in" in one for one in shown)
