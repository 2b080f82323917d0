"""Acknowledging by HTTP: once, in one press, asked again by a new edition; the roll of who has not; nobody else's school."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from mornings import adopt_again, at, come_in, row_of, school_of, starter
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError

from app.core.action import Stale
from app.core.clock import frozen, now
from app.core.db import db, reach_for
from app.demo.cast import FIRST, SECOND
from app.demo.loading import actor_of
from app.founding import add_person
from app.people.queries import today
from app.policy.acknowledgements.actions import acknowledge
from app.policy.acknowledgements.models import Acknowledgement
from app.policy.queries import in_force

pytestmark = pytest.mark.usefixtures("inside")
PROMPT = "Read and acknowledge the policy"
BUTTON = "I have read it and know where to ask"


def edition_id(world, school: str = FIRST):
    return in_force(school_of(world, school).id, today()).id


def place(world, school: str = FIRST) -> str:
    return f"/policy/editions/{edition_id(world, school)}/acknowledge"


def page_of(client, url: str) -> str:
    answer = client.get(url, follow_redirects=True)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def rows_of(world, name: str) -> list[Acknowledgement]:
    db.session.rollback()
    person_id = row_of(world, name)["person_id"].replace("-", "")
    return [one for one in db.session.scalars(select(Acknowledgement)) if one.person_id.hex == person_id]


def test_it_is_read_clause_by_clause_and_acknowledged_in_one_press(world, sign_in):
    staff = sign_in("Laura Fenwick")
    assert PROMPT in page_of(staff, "/")
    page = page_of(staff, "/policy/acknowledge")
    edition = in_force(school_of(world, FIRST).id, today())
    assert all(one.text in re.sub(r"&#39;", "'", page) for one in edition.clauses)
    assert page.index(edition.clauses[-1].text) < page.index(BUTTON)
    assert staff.passed(place(world)) == "/policy/acknowledgements/own"
    own = page_of(staff, "/policy/acknowledgements/own")
    assert edition.digest in own
    assert PROMPT not in page_of(staff, "/")
    assert BUTTON not in page_of(staff, place(world))
    (row,) = rows_of(world, "Laura Fenwick")
    assert (row.edition_id, row.digest) == (edition.id, edition.digest)
    assert abs(row.at - now()) < timedelta(minutes=1)


def test_pressed_twice_it_is_recorded_once(world, sign_in):
    staff = sign_in("Laura Fenwick")
    data = staff.guards(place(world))
    first, second = staff.post(place(world), data=data), staff.post(place(world), data=data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    another = staff.post(place(world), data={**data, "submission_key": "from another tab"})
    assert another.status_code == 409
    assert "You have acknowledged this edition already" in another.get_data(as_text=True)
    assert len(rows_of(world, "Laura Fenwick")) == 1


def test_two_presses_at_the_same_moment_leave_one_record(app, world):
    school, results, ready = school_of(world, FIRST).id, [], threading.Barrier(2)
    actor = actor_of(world, "Laura Fenwick")
    db.session.rollback()

    def press():
        with app.app_context():
            reach_for((school,))
            edition = in_force(school, today())
            ready.wait()
            try:
                acknowledge(actor, edition)
                results.append("done")
            except Stale as told:
                results.append(str(told))
            db.session.remove()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(results) == ["You have acknowledged this edition already. You need not do it again.", "done"]
    assert len(rows_of(world, "Laura Fenwick")) == 1


def test_a_new_edition_asks_again_and_the_old_one_cannot_be_acknowledged_any_more(app, world, sign_in):
    head, staff, old = sign_in("Helen Ashworth"), sign_in("Laura Fenwick"), place(world)
    assert PROMPT not in page_of(head, "/")
    data = staff.guards(old)
    adopt_again(world, school_of(world, FIRST))
    assert place(world) != old
    late = staff.post(old, data=data)
    assert late.status_code == 409
    assert "A newer edition of the policy is in force now" in late.get_data(as_text=True)
    assert "Read the one that is" in page_of(staff, old)
    assert PROMPT in page_of(head, "/")
    head.passed(place(world))
    assert len(rows_of(world, "Helen Ashworth")) == 2
    assert PROMPT not in page_of(head, "/")


@pytest.mark.parametrize("name", ["Margaret Thistlewood", "George Halloran", "Ruth Okafor"])
def test_who_is_not_staff_is_not_asked(world, sign_in, name):
    client = sign_in(name)
    assert PROMPT not in page_of(client, "/")
    assert client.get(place(world)).status_code == 404
    assert client.get("/policy/acknowledge", follow_redirects=True).status_code == 200


def test_the_edition_of_another_school_is_not_there(world, sign_in):
    staff = sign_in("Laura Fenwick")
    data = staff.guards(place(world))
    assert staff.get(place(world, SECOND)).status_code == 404
    assert staff.post(place(world, SECOND), data=data).status_code == 404
    assert rows_of(world, "Laura Fenwick") == []


@pytest.mark.parametrize("name", ["Helen Ashworth", "Peter Lomax", "Ruth Okafor"])
def test_the_roll_says_who_has_not(world, sign_in, name):
    client = sign_in(name)
    page = page_of(client, "/policy/acknowledgements")
    marram = page.split("Saltholme High School")[0]
    assert "7 of 16 have acknowledged" in marram
    assert "Not yet: 2. No account: 7." in marram
    for person in ("Laura Fenwick", "Tom Ellwood", "Helen Ashworth", "Peter Lomax"):
        assert person in marram
    assert "George Halloran" not in marram
    waiting = page_of(client, "/policy/acknowledgements?state=waiting").split("<table")[1].split("</table>")[0]
    assert "Laura Fenwick" in waiting
    assert "Helen Ashworth" not in waiting
    assert "Tom Ellwood" not in waiting
    without = page_of(client, "/policy/acknowledgements?state=no_account")
    assert "Tom Ellwood" in without.split("<table")[1]
    assert ("Kieran Doyle" in page) is (name == "Ruth Okafor")
    assert client.get("/policy/acknowledgements?state=nonsense").status_code == 200


def test_another_schools_roll_is_not_shown(world, sign_in):
    page = page_of(sign_in("Marcus Vale"), "/policy/acknowledgements")
    assert "Hannah Brook" in page
    assert "Laura Fenwick" not in page
    for name in ("Laura Fenwick", "Daniel Pryce", "Margaret Thistlewood", "Beth Marland"):
        assert sign_in(name).get("/policy/acknowledgements").status_code == 404


def test_a_leaver_is_left_out_and_a_new_starter_is_asked(app, world, sign_in):
    head = sign_in("Helen Ashworth")
    opened = starter("Nell Archer", "nell.archer@evenhand.example")
    with db.engine.begin() as connection:
        connection.execute(
            text("update person set left_on = :day where name = 'Daniel Pryce'"), {"day": today() - timedelta(days=1)}
        )
    page = page_of(head, "/policy/acknowledgements")
    assert "Daniel Pryce" not in page
    assert "Nell Archer" in page_of(head, "/policy/acknowledgements?state=waiting")
    newcomer = come_in(app, opened)
    assert PROMPT in page_of(newcomer, "/")
    newcomer.passed(place(world))
    assert "Nell Archer" not in page_of(head, "/policy/acknowledgements?state=waiting")
    assert PROMPT not in page_of(sign_in("Daniel Pryce"), "/")


def test_who_joins_tomorrow_is_not_on_the_roll_yet(world, sign_in):
    with at(today() + timedelta(days=1)):
        add_person(FIRST, "Nell Archer", "Teacher", "teacher", ("staff",), "nell.archer@evenhand.example")
    assert "Nell Archer" not in page_of(sign_in("Helen Ashworth"), "/policy/acknowledgements")


def test_the_roll_takes_no_more_queries_for_more_people(world, sign_in):
    head, counted = sign_in("Helen Ashworth"), []
    for more in (0, 8):
        for one in range(more):
            add_person(FIRST, f"Newcomer {one}", "Teacher", "teacher", (), "")
        queries = []
        listener = lambda *given, into=queries: into.append(given[2])  # noqa: E731 - one line, removed again below
        page_of(head, "/policy/acknowledgements")
        event.listen(db.engine, "before_cursor_execute", listener)
        page_of(head, "/policy/acknowledgements")
        event.remove(db.engine, "before_cursor_execute", listener)
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("statement", ["update acknowledgement set digest = 'x'", "delete from acknowledgement"])
def test_an_acknowledgement_is_never_changed(world, statement):
    with pytest.raises(DatabaseError), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))
        connection.execute(text(statement))


def test_an_old_session_on_an_open_page_is_asked_by_the_clock_of_the_day(app, world):
    with frozen(now() + timedelta(days=2)):
        staff = come_in(app, row_of(world, "Laura Fenwick"))
        staff.passed(place(world))
        assert rows_of(world, "Laura Fenwick")[0].at == now()


def test_the_second_wall_keeps_rows_to_the_schools_in_reach(world):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")
    with db.engine.connect() as connection:
        for reach, expected in (
            (str(school_of(world, SECOND).id), (2, 0)),
            ("", (0, 0)),
            (str(school_of(world, FIRST).id), (7, 1)),
        ):
            connection.execute(text("select set_config('app.schools', :reach, false)"), {"reach": reach})
            counts = [connection.execute(text(f"select count(*) from {one}")).scalar() for one in ("acknowledgement", "review")]
            assert tuple(counts) == expected
