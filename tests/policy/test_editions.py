"""Editions by HTTP and in the database: two people, days that follow one another, and cases that keep the words of their day."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import pytest
from adopting import accept_all, adopted, ago, boxes, bring_in, clause_link, record
from flows import NO_HARM, begin, day, person_id
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.cases.models import Allegation, Case
from app.core import schema
from app.core.db import db
from app.core.permission import job
from app.policy import actions
from app.policy.digests import digest_of, verifies
from app.policy.models import Edition
from app.policy.queries import in_force, with_clauses
from app.policy.starter import digest

ACCEPT = "Do not {} a friend or follow request from a pupil of the school, or from a former pupil under eighteen."


def policy(word: str) -> str:
    """A small policy whose clause about requests says a word of its own."""
    return f"Our policy\n\n1\nScope\n\n1.1\nThis policy applies to all staff.\n\n2\nContact\n\n2.1\n{ACCEPT.format(word)}\n"


@pytest.fixture
def head(sign_in):
    return sign_in("Helen Ashworth")


@pytest.fixture
def clerk(sign_in):
    return sign_in("Peter Lomax")


def key_of(address: str) -> uuid.UUID:
    return uuid.UUID(address.rsplit("/", 1)[1])


def log_requests(client, subject: str, *days: int) -> str:
    """Log a friend request accepted on each of these days ago; its reference."""
    base = begin(client)
    client.passed(f"{base}/before", danger="no", imagery="no")
    client.passed(f"{base}/who", person=subject)
    client.passed(f"{base}/found", how="told", told_by="A parent", told_by_relation="parent", at="12:01am", **day("on", 0))
    client.passed(f"{base}/what", words="It happened.", kinds="accept_request", still_online="yes", expression="none")
    for number, back in enumerate(days, 1):
        key = "accept_request" if number == 1 else f"accept_request.{number}"
        if number > 1:
            client.passed(f"{base}/acts", another="accept_request")
        client.passed(
            f"{base}/acts/{key}", channel="social_site", visibility="friends", with_="pupil", age_at_act="15",
            relationship="none", request_pending="no", self_reported="no", by_subject="yes", reputation_at_risk="no",
            in_school_time="no", **day("on", back),
        )  # fmt: skip
    page = client.get(f"{base}/clauses").get_data(as_text=True)
    client.passed(f"{base}/clauses", keep=re.findall(r'name="keep" type="checkbox" value="([^"]+)"', page))
    client.passed(f"{base}/harm", **NO_HARM)
    client.passed(f"{base}/others", interest="no")
    return client.passed(f"{base}/check").rsplit("/", 1)[1]


def test_the_words_of_the_last_day_stay_for_ever(world, head, clerk, inside):
    first = adopted(head, clerk, policy("approve"), ago(20))
    second = adopted(head, clerk, policy("accept"), ago(10))
    reference = log_requests(head, person_id(world, "Tom Ellwood"), 11)
    shown = head.get(f"/cases/{reference}").get_data(as_text=True)
    db.session.rollback()
    kept = db.session.get_one(Edition, key_of(first))
    assert ACCEPT.format("approve") in shown
    assert ACCEPT.format("accept") not in shown
    assert kept.digest
    assert kept.digest in shown
    assert f"/policy/editions/{kept.id}" in shown
    adopted(head, clerk, policy("agree to accept"), ago(1))
    again = head.get(f"/cases/{reference}").get_data(as_text=True)
    part = re.compile(r'id="allegations">.*id="procedures">', re.DOTALL)
    assert part.findall(again) == part.findall(shown)
    db.session.rollback()
    school = kept.school_id
    found = [(in_force(school, ago(back)) or Edition()).id for back in (21, 20, 11, 10, 2, 1, 0)]
    third = in_force(school, ago(0))
    assert third is not None
    assert found[1:] == [kept.id, kept.id, key_of(second), key_of(second), third.id, third.id]
    assert in_force(school, ago(301)) is None
    assert in_force(school, ago(300)) is not None, "the last day before is the starter edition's"
    rows = db.session.scalars(select(Edition).where(Edition.school_id == school).order_by(Edition.adopted_on)).all()
    assert [one.state for one in rows] == ["superseded", "superseded", "superseded", "adopted"]
    assert [one.ended_on for one in rows] == [ago(20), ago(10), ago(1), None]
    assert all(verifies(one, with_clauses(one.id).clauses) for one in rows)


def test_a_case_whose_acts_straddle_two_editions_pins_both(world, head, clerk, inside):
    adopted(head, clerk, policy("approve"), ago(20))
    adopted(head, clerk, policy("accept"), ago(10))
    reference = log_requests(head, person_id(world, "Tom Ellwood"), 11, 10)
    shown = head.get(f"/cases/{reference}").get_data(as_text=True)
    assert ACCEPT.format("approve") in shown
    assert ACCEPT.format("accept") in shown
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    pinned = db.session.execute(
        text("select edition.adopted_on, edition.digest from allegation join clause on clause.id = allegation.clause_id"
             " join edition on edition.id = clause.edition_id where allegation.case_id = :case order by edition.adopted_on"),
        {"case": case.id.hex if db.engine.dialect.name == "sqlite" else case.id},
    ).all()  # fmt: skip
    assert [str(one.adopted_on) for one in pinned] == [ago(20).isoformat(), ago(10).isoformat()]
    assert all(one.digest in shown for one in pinned)


def test_no_edition_is_cited_for_a_day_before_the_first(world, head, inside):
    reference = log_requests(head, person_id(world, "Tom Ellwood"), 310)
    assert "No edition with this clause was in force on that day" in head.get(f"/cases/{reference}").get_data(as_text=True)
    db.session.rollback()
    one = db.session.scalars(select(Allegation).join(Case, Case.id == Allegation.case_id).where(Case.reference == reference)).one()
    assert (one.clause_id, one.clause_number) == (None, "3.2(h)")


def test_two_people_confirm_and_they_are_not_the_same(head, clerk, inside):
    edition = bring_in(head, policy("accept"))
    assert head.get(f"{edition}/confirm").status_code == 404, "there is nothing to confirm yet"
    accept_all(head, edition)
    record(head, edition, ago(5))
    assert "somebody else must confirm it" in head.get(f"{edition}/confirm").get_data(as_text=True)
    guards = head.guards(f"{edition}/adopt")
    refused = head.post(f"{edition}/confirm", data=guards)
    assert refused.status_code == 409
    assert "You recorded this yourself" in refused.get_data(as_text=True)
    db.session.rollback()
    assert db.session.get_one(Edition, key_of(edition)).state == "recorded"
    with pytest.raises(Exception, match="a person answers"):
        actions.confirm_adoption(job("somebody"), db.session.get_one(Edition, key_of(edition)), version=int(guards["version"]))
    clerk.passed(f"{edition}/confirm")
    db.session.rollback()
    done = db.session.get_one(Edition, key_of(edition))
    assert (done.state, done.digest) == ("adopted", digest_of(with_clauses(done.id).clauses))
    page = head.get("/policy").get_data(as_text=True)
    for words in (done.digest, "Helen Ashworth recorded it", "Peter Lomax confirmed it", "it is the same"):
        assert words in page
    assert head.send(f"{edition}/adopt", minute="M", chair="A", headteacher="B", **boxes("adopted_on", ago(1))).status_code == 409


def test_what_was_recorded_can_be_taken_back_until_it_is_confirmed(head, clerk):
    edition = bring_in(head, policy("accept"))
    accept_all(head, edition)
    clause = clause_link(head, edition, "2.1")
    record(head, edition, ago(5))
    assert head.get(clause).status_code == 404
    assert clerk.post(f"{edition}/take-back", data=clerk.guards(edition)).status_code == 303
    assert head.get(clause).status_code == 200
    assert clerk.get(f"{edition}/confirm").status_code == 404


@pytest.mark.parametrize(
    ("back", "status", "sentence"),
    [(-1, 422, "The day of adoption cannot be in the future"), (300, 409, "must be after"), (400, 409, "must be after")],
)
def test_the_day_of_adoption_comes_after_the_edition_in_force(head, back, status, sentence):
    edition = bring_in(head, policy("accept"))
    accept_all(head, edition)
    answer = head.send(f"{edition}/adopt", minute="M", chair="A", headteacher="B", **boxes("adopted_on", ago(back)))
    assert answer.status_code == status
    assert sentence in answer.get_data(as_text=True)


def test_adoption_waits_for_the_proposals(head):
    edition = bring_in(head, policy("accept"))
    answer = head.send(f"{edition}/adopt", minute="M", chair="A", headteacher="B", **boxes("adopted_on", ago(5)))
    assert answer.status_code == 409
    assert "proposals of mapping are still open" in answer.get_data(as_text=True)


def test_of_two_recorded_editions_only_the_one_that_follows_can_be_confirmed(head, clerk):
    one, other = bring_in(head, policy("accept")), bring_in(head, policy("approve"))
    for edition in (one, other):
        accept_all(head, edition)
        record(head, edition, ago(5))
    clerk.passed(f"{one}/confirm")
    answer = clerk.send(f"{other}/confirm")
    assert answer.status_code == 409
    assert "must be after" in answer.get_data(as_text=True)


def test_a_withdrawn_edition_still_answers_for_its_days(world, head, clerk, sign_in, inside):
    edition = adopted(head, clerk, policy("accept"), ago(10))
    answer = head.send(f"{edition}/withdraw", reason="M 3", **boxes("withdrawn_on", ago(10)))
    assert "must be after the day of adoption" in answer.get_data(as_text=True)
    head.passed(f"{edition}/withdraw", reason="The governing body withdrew it, minute 3.", **boxes("withdrawn_on", ago(4)))
    assert "somebody else must confirm it" in head.get(f"{edition}/confirm-withdrawal").get_data(as_text=True)
    assert head.post(f"{edition}/confirm-withdrawal", data=head.guards(f"{edition}/withdraw")).status_code == 409
    school = uuid.UUID(next(iter(world["schools"].values())))
    db.session.rollback()
    assert in_force(school, ago(0)) is not None, "it applies until it is confirmed"
    clerk.passed(f"{edition}/confirm-withdrawal")
    db.session.rollback()
    days = {back: in_force(school, ago(back)) for back in (0, 4, 5, 10, 11)}
    assert (days[0], days[4]) == (None, None)
    assert days[5] is not None
    assert days[5].id == days[10].id == key_of(edition)
    assert days[11] is not None
    assert days[11].id != key_of(edition)
    assert "No edition of the policy is in force" in head.get("/policy").get_data(as_text=True)
    draft = bring_in(head, policy("approve"))
    accept_all(head, draft)
    early = head.send(f"{draft}/adopt", minute="M", chair="A", headteacher="B", **boxes("adopted_on", ago(5)))
    assert "cannot be before" in early.get_data(as_text=True)
    record(head, draft, ago(4))
    clerk.passed(f"{draft}/confirm")
    assert sign_in("Laura Fenwick").get(edition).status_code == 200, "staff can read what was in force"


@pytest.mark.parametrize("name", ["Daniel Pryce", "Ruth Okafor", "Laura Fenwick", "Amina Yusuf", "Marcus Vale"])
def test_a_draft_is_nobody_elses(head, sign_in, name):
    edition = bring_in(head, policy("accept"))
    clause = clause_link(head, edition, "2.1")
    other = sign_in(name)
    for place in (edition, clause, f"{clause}/join", f"{clause}/split", f"{clause}/leave-out", f"{edition}/differences",
                  f"{edition}/proposals", f"{edition}/adopt", f"{edition}/confirm", f"{edition}/withdraw"):  # fmt: skip
        assert other.get(place).status_code == 404, place


FROZEN = (
    "update edition set title = 'x'",
    "update edition set digest = 'x'",
    "update edition set adopted_on = '2020-01-01'",
    "update edition set recorded_by = null",
    "update edition set state = 'draft'",
    "update edition set state = 'recorded'",
    "delete from edition",
    "update clause set text = 'x'",
    "update clause set like_number = '3.1'",
    "update clause set routes = '[]'",
    "update clause set question = 'x'",
    "update clause set left_out = 'x', breachable = false",
    "delete from clause",
)


@pytest.mark.parametrize("statement", FROZEN)
@pytest.mark.usefixtures("inside")
def test_the_database_keeps_an_adopted_edition(app, statement):
    with pytest.raises(DBAPIError, match=r"frozen|kept|constraint|violates"), db.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_database_keeps_how_an_edition_ended(head, clerk, inside):
    adopted(head, clerk, policy("accept"), ago(10))
    for statement in (
        "update edition set ended_on = '2020-01-01' where state = 'superseded'",
        "update edition set state = 'adopted', ended_on = null where state = 'superseded'",
        "update edition set confirmed_by = recorded_by where state = 'adopted'",
        "insert into edition select * from edition where state = 'adopted'",
    ):
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            connection.execute(text(statement))
    with db.engine.begin() as connection:  # when its next review is due may be moved
        connection.execute(text("update edition set review_due = '2030-01-01' where state = 'adopted'"))


@pytest.mark.usefixtures("inside")
def test_a_digest_of_words_alone_still_verifies():
    edition = db.session.scalars(select(Edition)).first()
    assert edition is not None
    clauses = with_clauses(edition.id).clauses
    assert str(edition.digest).startswith("v2:")
    assert verifies(edition, clauses)
    old = Edition(digest=digest(clauses))
    assert verifies(old, clauses)
    assert not verifies(Edition(digest="v2:" + "0" * 64), clauses)
    assert not verifies(Edition(digest=None), clauses)


def test_editions_from_before_keep_their_days_when_the_schema_moves(world, head, clerk, inside):
    """Down to the schema without a second person and up again: the same days, the words' own digest, no case touched."""
    adopted(head, clerk, policy("approve"), ago(20))
    adopted(head, clerk, policy("accept"), ago(10))
    bring_in(head, policy("agree to accept"))
    school = uuid.UUID(next(iter(world["schools"].values())))
    db.session.rollback()

    def days() -> list[uuid.UUID | None]:
        db.session.rollback()
        return [one.id if (one := in_force(school, ago(back))) else None for back in (301, 300, 21, 20, 11, 10, 0)]

    def described() -> list[tuple[str, str | None, bool, bool]]:
        rows = db.session.scalars(select(Edition).where(Edition.school_id == school).order_by(Edition.imported_at)).all()
        return [(one.state, one.like_known, one.verified, one.second) for one in map(_about, rows)]

    before = days()
    db.session.remove()
    schema.move("20261124_1200")
    schema.move("head")
    assert days() == before
    assert described() == [
        ("superseded", "3.2(h)", True, False), ("superseded", None, True, False), ("adopted", None, True, False), ("draft", None, False, False),
    ]  # fmt: skip
    with db.engine.begin() as connection, pytest.raises(DBAPIError, match="frozen"):
        connection.execute(text("update clause set text = 'x'"))


@dataclass(frozen=True)
class _About:
    state: str
    like_known: str | None
    verified: bool
    second: bool


def _about(edition: Edition) -> _About:
    clauses = with_clauses(edition.id).clauses
    like = next((one.like for one in clauses if one.number == "3.2(h)"), None)
    return _About(
        edition.state,
        like,
        verifies(edition, clauses),
        edition.confirmed_by is not None and edition.confirmed_by != edition.imported_by,
    )
