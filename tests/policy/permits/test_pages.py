"""The register by HTTP: asking, answering, who may, expiry, the checklist, renewal, revocation, carry-over, and other schools."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

import pytest
from asking import ALL, PARENT, SPACE, answer, ask, boxes, newest
from checked import said
from flows import person_id
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError

from app.core.acts import Role
from app.core.clock import LONDON, frozen
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.demo.cast import SECOND
from app.notices.models import Notice
from app.people.actions import appoint, end_role
from app.people.models import Appointment, Person
from app.people.queries import today
from app.policy.permits import pages, queries
from app.policy.permits.models import Permit
from app.policy.permits.queries import Wanted
from app.policy.permits.term import end_of_school_year
from app.policy.permits.words import Standing

HEAD, CHAIR, DEPUTY, STAFF = "Helen Ashworth", "Margaret Thistlewood", "Daniel Pryce", "Laura Fenwick"


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_ask_and_answer(sign_in):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    permit = ask(staff)
    assert "Waiting for the answer of the headteacher. Do not accept the request yet." in text_of(staff, permit)
    assert "Waiting for your answer" in text_of(head, "/ask")
    assert "Somebody asks for your advice or agreement first" in text_of(head, "/notices")
    assert 'href="/ask"' in head.get("/notices").get_data(as_text=True).split("<main")[1]
    assert answer(head, permit, words="Fine, as you were friends before.") == permit
    shown = text_of(staff, permit)
    for words in ("It is in force.", "It is fine to accept", "Helen Ashworth", "Fine, as you were friends before."):
        assert words in shown
    assert "What you asked first has an answer" in text_of(staff, "/notices")
    assert "Active" in text_of(staff, "/ask")


def test_advice_against_has_no_term(sign_in):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    permit = ask(staff)
    answer(head, permit, "advised_against")
    assert "The advice was not to accept." in text_of(staff, permit)
    assert "In force" not in text_of(staff, permit)
    assert "Renew" not in text_of(staff, permit)


@pytest.mark.parametrize("name", [DEPUTY, "Amina Yusuf", "Ruth Okafor", "Peter Lomax", CHAIR, STAFF, "Owen Tate"])
def test_only_the_headteacher_answers_staff(sign_in, name):
    permit = ask(sign_in(STAFF))
    client = sign_in(name)
    assert client.get(f"{permit}/answer").status_code == 404
    guards = client.guards("/log" if name == "Ruth Okafor" else "/ask/parent")
    assert client.post(f"{permit}/answer", data={**guards, "given": "agreed", "words": "Yes", "version": "1"}).status_code == 404
    assert client.post(f"{permit}/revoke", data={**guards, "reason": "No", "version": "1"}).status_code == 404


def test_the_headteachers_own_goes_to_the_chair_and_nobody_answers_their_own(sign_in):
    head, chair = sign_in(HEAD), sign_in(CHAIR)
    permit = ask(head)
    assert "chair of governors" in text_of(head, permit)
    assert head.get(f"{permit}/answer").status_code == 404
    assert "Waiting for your answer" not in text_of(head, "/ask").split("What you have asked")[1]
    assert "Somebody asks" in text_of(chair, "/notices")
    answer(chair, permit)
    assert "Margaret Thistlewood" in text_of(head, permit)


def test_the_chairs_own_goes_to_the_headteacher(sign_in):
    permit = ask(sign_in(CHAIR))
    assert sign_in(CHAIR).get(f"{permit}/answer").status_code == 404
    answer(sign_in(HEAD), permit)


@pytest.mark.usefixtures("inside")
def test_the_deputy_answers_while_there_is_no_headteacher(world, sign_in, actor):
    row = db.session.scalars(
        select(Appointment).where(Appointment.person_id == actor(HEAD).person_id, Appointment.role == "headteacher")
    ).one()
    end_role(actor("Owen Tate"), row, last_day=today() - timedelta(days=1))
    staff, deputy = sign_in(STAFF), sign_in(DEPUTY)
    permit = ask(staff)
    assert "deputy headteacher" in text_of(staff, permit)
    assert "Waiting for your answer" in text_of(deputy, "/ask")
    own = ask(deputy)
    assert "chair of governors" in text_of(deputy, own)
    assert deputy.get(f"{own}/answer").status_code == 404
    answer(deputy, permit)
    answer(sign_in(CHAIR), own)


def test_a_permit_never_outlasts_the_school_year(sign_in):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    permit = ask(staff)
    first = datetime.now(LONDON).date()
    late = head.send(
        f"{permit}/answer",
        given="agreed",
        words="Yes",
        **boxes("valid_from", first),
        **boxes("valid_to", end_of_school_year(first) + timedelta(days=1)),
    )
    assert late.status_code == 422
    assert any("end of the school year at most" in one for one in said(late))
    assert "Yes</textarea>" in late.get_data(as_text=True)
    answer(head, permit)
    with head.application.app_context():
        reach_for(EVERY_SCHOOL)
        assert newest(permit).valid_to == end_of_school_year(first)


@pytest.mark.usefixtures("inside")
def test_a_permit_has_run_out_the_day_after(sign_in, actor):
    permit = ask(sign_in(STAFF))
    answer(sign_in(HEAD), permit)
    end = end_of_school_year(datetime.now(LONDON).date())
    for day, words in ((end, "It is in force."), (end + timedelta(days=1), "It has run out")):
        for hour, minute in ((0, 1), (23, 59)):
            with frozen(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)):
                assert pages.one(actor(STAFF), newest(permit)).now.startswith(words)
                listed = {one.permit.id for one in queries.register(actor(HEAD), Wanted(standing=Standing.EXPIRED)).rows}
                assert (newest(permit).id in listed) is (day > end)


def test_a_space_is_active_only_when_its_checklist_is_whole(sign_in):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    permit = ask(staff, "space", measures=ALL[:5])
    assert "Not in place yet" in text_of(head, f"{permit}/answer")
    answer(head, permit)
    shown = text_of(staff, permit)
    assert "It is agreed, but not active: some safety measures are missing" in shown
    assert shown.count("Missing") == 2
    staff.passed(f"{permit}/measures", measures=[*ALL[:6], "closing_date"])
    assert "not active" in text_of(staff, permit)
    staff.passed(f"{permit}/measures", measures=[*ALL, "closing_date"])
    assert "It is in force." in text_of(staff, permit)
    head.passed(f"{permit}/measures", measures=ALL)
    assert "not active" in text_of(staff, permit)


def test_a_space_that_was_not_agreed_stays_so(sign_in):
    staff = sign_in(STAFF)
    permit = ask(staff, "space", measures=ALL)
    answer(sign_in(HEAD), permit, "declined")
    assert "It was not agreed. Do not use the space." in text_of(staff, permit)
    assert staff.get(f"{permit}/measures").status_code == 404


def test_renewal_points_at_the_former(sign_in):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    first = ask(staff)
    assert staff.get(f"{first}/renew").status_code == 200
    answer(head, first)
    page = staff.get(f"{first}/renew").get_data(as_text=True)
    assert "An old friend from college asked me.</textarea>" in page
    second = staff.passed(f"{first}/renew", **PARENT)
    assert "Renews" in text_of(staff, second)
    assert "Renewed by" in text_of(staff, first)
    assert sign_in("Farah Siddiqui").get(f"{first}/renew").status_code == 404


def test_revocation_has_a_reason_and_tells_its_holder(sign_in):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    permit = ask(staff)
    answer(head, permit)
    empty = head.send(f"{permit}/revoke", reason="")
    assert said(empty) == ["Say why it ends"]
    head.passed(f"{permit}/revoke", reason="The family has complained.")
    shown = text_of(staff, permit)
    assert "The family has complained." in shown
    assert "Revoked" in shown
    assert "A permit of yours was revoked" in text_of(staff, "/notices")
    assert "Revoke" not in text_of(head, permit).split("Answer")[0].replace("Revoked", "")


@pytest.mark.usefixtures("inside")
def test_a_new_headteacher_confirms_what_the_former_one_agreed(world, sign_in, actor):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    permit = ask(staff)
    answer(head, permit)
    assert "Agreed before your time" not in text_of(head, "/ask")
    admin, day = actor("Owen Tate"), today()
    row = db.session.scalars(
        select(Appointment).where(Appointment.person_id == actor(HEAD).person_id, Appointment.role == "headteacher")
    ).one()
    school = row.school_id
    end_role(admin, row, last_day=day - timedelta(days=1))
    appoint(
        admin,
        db.session.get_one(Person, actor("Farah Siddiqui").person_id),
        role=Role.HEADTEACHER,
        school_id=school,
        starts_on=day,
    )
    new = sign_in("Farah Siddiqui")
    assert "Agreed before your time" in text_of(new, "/ask")
    assert "It is in force." in text_of(staff, permit)
    listed = text_of(new, "/ask").split("Agreed before your time")[1].split("Ask before you accept")[0]
    assert re.search(rf"Permit {newest(permit).number} .*{STAFF}", listed)
    sent = new.post(f"{permit}/confirm", data=new.guards(permit))
    assert (sent.status_code, sent.headers["Location"]) == (303, permit)
    assert f"Permit {newest(permit).number} " not in text_of(new, "/ask").split("Ask before you accept")[0]
    assert "Confirmed" in text_of(staff, permit)
    assert sign_in(HEAD).get(f"{permit}/answer").status_code == 404


def test_another_schools_permits_are_not_there(sign_in):
    permit = ask(sign_in(STAFF))
    for name in ("Marcus Vale", "Edward Croft", "Hannah Brook"):
        other = sign_in(name)
        for path in ("", "/answer", "/measures", "/revoke", "/renew"):
            assert other.get(f"{permit}{path}").status_code == 404
    assert STAFF not in text_of(sign_in("Marcus Vale"), "/permits")
    assert STAFF in text_of(sign_in("Ruth Okafor"), "/permits")


def test_colleagues_do_not_see_each_others(sign_in):
    permit = ask(sign_in(STAFF))
    for name in ("Amina Yusuf", "Farah Siddiqui", DEPUTY, "Beth Marland", "Owen Tate"):
        assert sign_in(name).get(permit).status_code == 404
        assert sign_in(name).get("/permits").status_code == 404


def test_the_clerk_keeps_the_register_and_reads_no_words(sign_in):
    permit = ask(sign_in(STAFF), purpose="Unmistakable words about a family.")
    clerk = text_of(sign_in("Peter Lomax"), permit)
    assert STAFF in clerk
    assert "Unmistakable" not in clerk
    assert "Unmistakable" in text_of(sign_in("Ruth Okafor"), permit)


@pytest.mark.usefixtures("inside")
def test_a_second_submission_asks_once(sign_in):
    staff = sign_in(STAFF)
    before = db.session.scalar(select(func.count()).select_from(Permit))
    db.session.rollback()
    sent = {**staff.guards("/ask/parent"), **PARENT}
    first, second = staff.post("/ask/parent", data=sent), staff.post("/ask/parent", data=sent)
    assert first.headers["Location"] == second.headers["Location"]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Permit)) == before + 1


@pytest.mark.usefixtures("inside")
def test_two_who_answer_at_once(world, sign_in, actor):
    school = next(one.school_id for one in actor(HEAD).holdings)
    appoint(
        actor("Owen Tate"),
        db.session.get_one(Person, actor("Farah Siddiqui").person_id),
        role=Role.HEADTEACHER,
        school_id=school,
        starts_on=today(),
    )
    permit = ask(sign_in(STAFF))
    one, two = sign_in(HEAD), sign_in("Farah Siddiqui")
    late = two.guards(f"{permit}/answer")
    answer(one, permit, "advised_against")
    refused = two.post(f"{permit}/answer", data={**late, "given": "advised_against", "words": "Mine"})
    assert refused.status_code == 409
    assert "This was answered on" in refused.get_data(as_text=True)
    assert "Mine" in refused.get_data(as_text=True), "what was typed is kept"
    assert "Mine" not in text_of(one, permit)
    assert two.get(f"{permit}/answer").status_code == 302


def test_a_checklist_saved_from_two_pages(sign_in):
    staff = sign_in(STAFF)
    permit = ask(staff, "space")
    old = staff.guards(f"{permit}/measures")
    staff.passed(f"{permit}/measures", measures=ALL)
    assert staff.post(f"{permit}/measures", data={**old, "measures": []}).status_code == 409


@pytest.mark.parametrize(
    ("slug", "fields", "sentence"),
    [
        ("parent", {"other_side": None}, "Select who asked to connect with you"),
        ("parent", {"other_side": "pupil"}, "Select who asked to connect with you"),
        ("parent", {"platform": None}, "Select where"),
        ("parent", {"purpose": ""}, "Say what you want advice on"),
        ("parent", {"purpose": "x" * 5001}, "Use at most 5,000 characters"),
        (
            "parent",
            {"place": "a\u202eb"},
            "There was a hidden mark in this that turns text around. It has been taken out: check your words and send them again.",
        ),
        ("space", {"members": ""}, "Enter which class or group"),
        ("space", {"closes_on-year": "2020"}, "The day it closes must be in the future"),
        (
            "space",
            {"closes_on-day": "1", "closes_on-month": "12", "closes_on-year": str(today().year + 1)},
            "A space closes by the end of the school year",
        ),
        ("space", {"closes_on-year": "2090"}, "A space closes by the end of the school year"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(sign_in, slug, fields, sentence):
    staff = sign_in(STAFF)
    given = dict(PARENT if slug == "parent" else {**SPACE, **boxes("closes_on", datetime.now(LONDON).date() + timedelta(days=30))})
    given |= fields
    sent = staff.send(f"/ask/{slug}", **{name: value for name, value in given.items() if value is not None})
    assert sent.status_code == 422
    assert any(one.startswith(sentence) for one in said(sent)), said(sent)
    assert (fields.get("place") or given["place"]).replace("\u202e", "") in sent.get_data(as_text=True)


def test_nobody_in_particular_is_an_answer(sign_in):
    permit = ask(sign_in(STAFF), other_side="")
    assert "Parents or carers in general" in text_of(sign_in(STAFF), permit)


def test_the_register_is_filtered(world, sign_in):
    head, staff = sign_in(HEAD), sign_in(STAFF)
    answer(head, ask(staff), "advised_against")
    answer(head, ask(staff))
    answer(head, ask(staff, "space"))
    rows = re.findall(r'data-label="Asked by">([^,]+),', head.get("/permits").get_data(as_text=True))
    assert len(rows) >= 6
    mine = head.get(f"/permits?person={person_id(world, STAFF)}").get_data(as_text=True)
    assert set(re.findall(r'data-label="Asked by">([^,]+),', mine)) == {STAFF}
    for query, wanted in (
        ("kind=curriculum_space", "Closed space for lessons"),
        ("state=advised", "Advised against"),
        ("state=agreed", "Agreed, not active"),
        ("state=active", "Active"),
        ("state=requested", "Waiting for an answer"),
    ):
        page = head.get(f"/permits?{query}").get_data(as_text=True)
        label = "For" if query.startswith("kind") else "State"
        cells = [
            " ".join(re.sub(r"<[^>]+>", " ", one).split())
            for one in re.findall(rf'data-label="{label}">(.*?)</td>', page, re.DOTALL)
        ]
        assert cells, query
        assert set(cells) == {wanted}
    for query in ("state=revoked", "person=00000000-0000-0000-0000-000000000001"):
        assert "No permit fits this filter" in text_of(head, f"/permits?{query}")
    for query in ("person=x", "kind=x", "state=x", "before=x"):
        assert head.get(f"/permits?{query}").status_code == 200


def test_a_page_of_the_register_is_of_one_size_and_costs_the_same(world, sign_in):
    head, staff = sign_in(HEAD), sign_in(STAFF)
    counted: list[str] = []
    with head.application.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    head.get("/permits")
    counted.clear()
    head.get("/permits")
    few, _ = len(counted), counted.clear()
    for _ in range(26):
        ask(staff)
    counted.clear()
    page = head.get("/permits").get_data(as_text=True)
    assert len(counted) == few
    assert page.count('data-label="Permit"') == 25
    older = re.search(r'href="(/permits\?[^"]*before=[^"]+)"', page)
    assert older
    assert 0 < head.get(older[1].replace("&amp;", "&")).get_data(as_text=True).count('data-label="Permit"') <= 25


def test_notices_name_nobody(sign_in):
    ask(sign_in(STAFF), purpose="Mrs Quillfeather asked me.")
    page = text_of(sign_in(HEAD), "/notices")
    assert STAFF not in page.split("Notices", 2)[2]
    assert "Quillfeather" not in page


@pytest.mark.usefixtures("inside")
def test_the_database_itself_keeps_schools_apart(world):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")
    other = world["schools"][SECOND]
    with db.engine.begin() as connection:
        connection.execute(text("select set_config('app.schools', :one, true)"), {"one": other})
        assert set(connection.scalars(text("select school_id from permit"))) == {uuid.UUID(other)}
        assert connection.scalar(text("select count(*) from permit_measure")) == 0
        connection.execute(text("select set_config('app.schools', '', true)"))
        assert connection.scalar(text("select count(*) from permit")) == 0


@pytest.mark.usefixtures("inside")
def test_words_are_sealed_and_answers_are_kept(world, sign_in, actor):
    permit = ask(sign_in(STAFF), purpose="Mrs Quillfeather asked me.")
    answer(sign_in(HEAD), permit, words="Only on weekdays, Quillfeather said.")
    row = newest(permit)
    for blob in (row.asked_sealed, row.answer_words_sealed):
        assert b"Quillfeather" not in blob
    assert row.asked["purpose"] == "Mrs Quillfeather asked me."
    key, db_key = row.id, row.number
    db.session.rollback()
    for statement in (
        "delete from permit where number = :number",
        "update permit set answer = 'advised_against', valid_from = null, valid_to = null where number = :number",
        "update permit set answered_by = (select id from person where name = 'Daniel Pryce') where number = :number",
        "delete from permit_measure",
        "update permit_measure set done = :done",
    ):
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("set local app.schools = '*'"))
            given = {name: value for name, value in (("number", db_key), ("done", True)) if f":{name}" in statement}
            connection.execute(text(statement), given)
    assert db.session.get_one(Permit, key).answer == "agreed"
    assert db.session.scalar(select(func.count()).select_from(Notice).where(Notice.once == f"permit_answered:{key}")) == 1
