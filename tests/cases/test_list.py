"""The list of cases: its orders go through every case once, and a filter can be kept under a name of one's own."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from sqlalchemy import text

from app.cases import listing
from app.core.db import db
from app.demo import bulk

REFERENCE = re.compile(r'href="/cases/([A-Z0-9-]{11})"')


def _every_page(client, first):
    """The references of every page from the first to the last, in order, and the number of pages."""
    found, address, pages = [], first, 0
    while address:
        page = client.get(address).get_data(as_text=True)
        found += list(dict.fromkeys(REFERENCE.findall(page)))
        further = re.search(r'rel="next" href="([^"]+)"', page)
        address = further.group(1).replace("&amp;", "&") if further else ""
        pages += 1
    return found, pages


@pytest.fixture
def many(inside, world):
    """Many more cases in the first school; most have nothing due."""
    bulk.fill(900)


def test_each_order_goes_through_every_case_once(app, sign_in, many):
    client = sign_in("Helen Ashworth")
    newest, pages = _every_page(client, "/cases")
    assert pages >= 3
    assert len(set(newest)) == len(newest)
    oldest, _ = _every_page(client, "/cases?sort=oldest")
    assert oldest == newest[::-1]
    by_deadline, _ = _every_page(client, "/cases?sort=due")
    assert len(set(by_deadline)) == len(by_deadline)
    assert set(by_deadline) < set(newest)


@pytest.mark.parametrize("before", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00", "2026-11-25T09:00:00", "yesterday"])
def test_a_place_in_the_list_that_makes_no_sense_is_its_beginning(sign_in, before):
    client = sign_in("Helen Ashworth")
    address = f"/cases?before={quote(before)}~00000000-0000-7000-8000-000000000000"
    found = client.get(address)
    assert found.status_code == 200
    assert REFERENCE.findall(found.get_data(as_text=True)) == REFERENCE.findall(client.get("/cases").get_data(as_text=True))


def test_by_deadline_the_next_one_comes_first(app, sign_in, many, actor, inside):
    helen = actor("Helen Ashworth")
    found = listing.listed(helen, listing.Wanted(sort="due"))
    dues = [one.due for one in found.rows]
    assert None not in dues
    assert dues == sorted(dues)
    assert found.older is not None
    assert found.count == len(_every_page(sign_in("Helen Ashworth"), "/cases?sort=due")[0])


def test_a_filter_is_kept_under_a_name_used_again_and_put_away(sign_in):
    client = sign_in("Helen Ashworth")
    answer = client.send(
        "/cases/views", name="What is late", query="overdue=y&sort=due&csrf_token=1&page=7&path=", page="/cases?overdue=y&sort=due"
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/cases?overdue=y&sort=due"
    page = client.get("/cases").get_data(as_text=True)
    assert "What is late" in page
    assert "/cases?overdue=y&amp;sort=due" in page
    client.send("/cases/views", name="what is LATE", query="state=routed", page="/cases?state=routed")
    page = client.get("/cases?state=routed").get_data(as_text=True)
    assert "what is LATE" in page
    assert "What is late" not in page
    remove = re.search(r'action="(/cases/views/[^"]+/remove)"', page).group(1)
    assert sign_in("Ruth Okafor").send(remove, page="/cases?state=routed").status_code == 404
    assert client.send(remove, page="/cases?state=routed").status_code == 303
    assert "what is LATE" not in client.get("/cases").get_data(as_text=True)


def test_a_view_needs_a_name_and_nobody_else_sees_it(sign_in):
    client = sign_in("Helen Ashworth")
    answer = client.send("/cases/views", name=" ", query="overdue=y", page="/cases?overdue=y")
    assert answer.status_code == 422
    assert "Give the view a name" in answer.get_data(as_text=True)
    client.send("/cases/views", name="Only mine", query="overdue=y", page="/cases?overdue=y")
    assert "Only mine" not in sign_in("Ruth Okafor").get("/cases").get_data(as_text=True)


def test_the_name_of_a_view_is_sealed(app, sign_in, inside):
    sign_in("Helen Ashworth").send("/cases/views", name="About Daniel", query="overdue=y", page="/cases?overdue=y")
    rows = db.session.execute(text("select sealed from saved_view")).scalars().all()
    assert rows
    assert all(b"Daniel" not in bytes(one) for one in rows)
