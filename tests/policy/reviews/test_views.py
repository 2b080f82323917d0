"""The review by HTTP: the overdue banner, the record and what follows from it, and figures that come from the reader's own scope."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from checked import said
from mornings import at, come_in, logged, row_of, school_of
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.core.clock import said as in_words
from app.core.db import db
from app.demo.cast import FIRST, SECOND
from app.people.queries import today
from app.policy.queries import in_force
from app.policy.reviews.models import Review
from app.policy.reviews.queries import due_on

pytestmark = pytest.mark.usefixtures("inside")
OVERDUE = "The annual review of the policy is overdue"


def edition_of(world, school: str):
    return in_force(school_of(world, school).id, today())


def words_of(edition) -> list[tuple[str, str]]:
    return [(one.number, one.text) for one in edition.clauses]


def place(world, school: str = SECOND) -> str:
    return f"/policy/editions/{edition_of(world, school).id}/review"


def boxes(day: date) -> dict[str, str]:
    return {"reviewed_on-day": str(day.day), "reviewed_on-month": str(day.month), "reviewed_on-year": str(day.year)}


def answers(day: date, outcome: str = "kept", **more: str) -> dict[str, str]:
    return {**boxes(day), "outcome": outcome, "minute": "FGB 12/4", "chair": "Edward Croft", "words": "Read through.", **more}


def main_of(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return re.sub(
        r'(csrf_token|submission_key)" value="[^"]*"|data-token="[^"]*"', "", answer.get_data(as_text=True).split("<main")[1]
    )


def test_the_banner_is_there_from_the_day_after_it_was_due(app, world):
    due = edition_of(world, SECOND).review_due
    with at(due):
        assert OVERDUE not in main_of(come_in(app, row_of(world, "Edward Croft")), "/policy")
    with at(due + timedelta(days=1)):
        chair, staff = come_in(app, row_of(world, "Edward Croft")), come_in(app, row_of(world, "Hannah Brook"))
        for url in ("/policy", "/", place(world)):
            assert OVERDUE in main_of(chair, url), url
        assert OVERDUE in main_of(come_in(app, row_of(world, "Marcus Vale")), "/")
        assert OVERDUE in main_of(staff, "/policy")
        assert "record the review" not in main_of(staff, "/policy")
        assert OVERDUE not in main_of(staff, "/")
        chair.passed(f"{place(world)}/record", **answers(due + timedelta(days=1)))
        for url in ("/policy", "/", place(world)):
            assert OVERDUE not in main_of(chair, url), url


def test_a_review_that_keeps_the_policy_sets_the_next_date_and_leaves_the_edition_as_it_is(world, sign_in):
    head, edition = sign_in("Marcus Vale"), edition_of(world, SECOND)
    before, frozen_digest, words = edition.review_due, edition.digest, words_of(edition)
    day = today() - timedelta(days=3)
    assert head.passed(f"{place(world)}/record", **answers(day)).endswith("/review")
    page = main_of(head, place(world))
    for shown in ("FGB 12/4", "Edward Croft", "Read through.", "kept as it is"):
        assert shown in page
    db.session.rollback()
    edition = edition_of(world, SECOND)
    assert due_on(edition) == day.replace(year=day.year + 1) != before
    assert in_words(due_on(edition)) in main_of(head, "/policy")
    assert (edition.review_due, edition.digest) == (before, frozen_digest)
    assert words_of(edition) == words


def test_a_review_on_a_leap_day_is_due_on_the_last_of_february(app, world):
    year = next(one for one in range(today().year + 1, today().year + 9) if one % 4 == 0 and one % 100)
    with at(date(year, 2, 29)):
        come_in(app, row_of(world, "Edward Croft")).passed(f"{place(world)}/record", **answers(date(year, 2, 29)))
        db.session.rollback()
        assert due_on(edition_of(world, SECOND)) == date(year + 1, 2, 28)


@pytest.mark.parametrize("outcome", ["amended", "replaced"])
def test_another_outcome_leads_on_to_the_new_document_and_the_date_stays(world, sign_in, outcome):
    chair = sign_in("Edward Croft")
    before = due_on(edition_of(world, SECOND))
    assert chair.passed(f"{place(world)}/record", **answers(today(), outcome)) == "/policy/import"
    assert "stays due until its adoption is recorded" in chair.get("/policy/import").get_data(as_text=True)
    db.session.rollback()
    assert due_on(edition_of(world, SECOND)) == before


def test_what_is_missing_gets_a_sentence_and_what_was_typed_stays(world, sign_in):
    chair = sign_in("Edward Croft")
    answer = chair.send(f"{place(world)}/record", **boxes(today() + timedelta(days=2)), words="Unmistakable words")
    assert answer.status_code == 422
    for words in (
        "The day of the review cannot be in the future",
        "Select what the governing body decided",
        "Enter the reference of the minute",
        "Enter who was present as chair",
    ):
        assert words in said(answer)
    assert "Unmistakable words" in answer.get_data(as_text=True)
    early = chair.send(f"{place(world)}/record", **answers(today() - timedelta(days=900)))
    assert early.status_code == 409
    assert "not adopted yet on that day" in early.get_data(as_text=True)


def test_sent_twice_it_is_recorded_once(world, sign_in):
    chair = sign_in("Edward Croft")
    data = {**chair.guards(f"{place(world)}/record"), **answers(today())}
    first, second = (chair.post(f"{place(world)}/record", data=data) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    db.session.rollback()
    edition_id = edition_of(world, SECOND).id
    assert len(db.session.scalars(select(Review).where(Review.edition_id == edition_id)).all()) == 1


def test_a_mistake_is_put_right_by_the_last_record(world, sign_in):
    chair = sign_in("Edward Croft")
    for back in (2, 9):
        chair.passed(f"{place(world)}/record", **answers(today() - timedelta(days=back)))
    db.session.rollback()
    day = today() - timedelta(days=9)
    assert due_on(edition_of(world, SECOND)) == day.replace(year=day.year + 1)


def test_another_school_and_other_roles_find_nothing(world, sign_in):
    for name in ("Marcus Vale", "Edward Croft", "Laura Fenwick", "Amina Yusuf", "Beth Marland"):
        client = sign_in(name)
        for url in (place(world, FIRST), f"{place(world, FIRST)}/record"):
            assert client.get(url).status_code == 404, (name, url)
    assert "FGB autumn" not in main_of(sign_in("Edward Croft"), place(world, SECOND))


@pytest.mark.parametrize("statement", ["update review set minute = 'x'", "delete from review"])
def test_a_record_is_never_changed(world, statement):
    with pytest.raises(DatabaseError), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))
        connection.execute(text(statement))


def test_a_case_about_the_chair_moves_nothing_on_the_chairs_page(world, sign_in):
    chair, head, url = sign_in("Margaret Thistlewood"), sign_in("Helen Ashworth"), place(world, FIRST)
    before, heads_before = main_of(chair, url), main_of(head, url)
    reference = logged(world, "Helen Ashworth", "Margaret Thistlewood", added=["3.5"], other_conduct="Words about the chair")
    assert main_of(chair, url) == before
    after = main_of(head, url)
    assert after != heads_before
    assert reference in after
    assert "Words about the chair" in after


def test_a_case_about_the_head_moves_nothing_on_the_heads_page(world, sign_in):
    chair, head, url = sign_in("Margaret Thistlewood"), sign_in("Helen Ashworth"), place(world, FIRST)
    before = main_of(head, url)
    logged(world, "Margaret Thistlewood", "Helen Ashworth", added=["3.5"], other_conduct="Words about the head")
    assert main_of(head, url) == before
    assert "Words about the head" in main_of(chair, url)


def test_who_knows_of_no_case_is_told_so(world, sign_in):
    page = main_of(sign_in("Peter Lomax"), place(world, FIRST))
    assert "You may know of no case" in page
    assert "Clauses nobody was held against" not in page


def test_small_counts_are_not_said(world, sign_in):
    head, url = sign_in("Helen Ashworth"), place(world, FIRST)
    for at_once in range(5):
        assert "In 5 cases. Should" not in main_of(head, url)
        logged(world, "Helen Ashworth", "Tom Ellwood", other_conduct=f"Other conduct {at_once}")
        page = main_of(head, url)
        assert f"Other conduct {at_once}" in page
    assert "In 5 cases. Should a clause name it?" in page
    used = page.split("Clauses that were used")[1].split("Other conduct, which")[0]
    assert re.search(r"<strong>3\.2\(a\)</strong>.*?in 6 cases", used, re.DOTALL)
    assert re.search(r"<strong>3\.2\(i\)</strong>.*?in fewer than 5 cases", used, re.DOTALL)
    never = page.split("Clauses nobody was held against")[1].split("Clauses that were used")[0]
    assert "<strong>3.2(a)</strong>" not in never
    assert "<strong>3.5</strong>" in never


def test_a_case_of_more_than_a_year_ago_does_not_count(app, world):
    with at(today() + timedelta(days=380)):
        page = main_of(come_in(app, row_of(world, "Helen Ashworth")), place(world, FIRST))
    assert "You may know of no case" in page
