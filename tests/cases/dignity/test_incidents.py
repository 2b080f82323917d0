"""The log of prejudice incidents: as they are seen and, apart from it, as they were found; and support that waits for no decision."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from flows import FAIR, NO_HARM, begin, day, person_id
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError

from app.cases.actions import advance, decide
from app.cases.dignity.actions import give_support, log_incident
from app.cases.dignity.incidents import counted, one
from app.cases.dignity.incidents import log as incidents
from app.cases.dignity.models import Incident
from app.cases.engine import Whole
from app.cases.models import Case, Part
from app.cases.parts import give_part
from app.cases.work import Deadline, Path
from app.core.action import Blocked, Stale
from app.core.calendar import ENGLAND
from app.core.clock import frozen, london, now
from app.core.db import db
from app.core.permission import Refused
from app.core.proved import disagreements
from app.people.models import School

EQUAL = {"conclusion": "none", "words": "Considered."}
SAID = {"place": "A staff group", "reporter": "A colleague", "target": "A colleague", "what": "Unmistakable words.", "perceived": ["race"], "crime": "no"}  # fmt: skip


@pytest.fixture
def school(world, actor, inside):
    return db.session.get_one(School, uuid.UUID(world["schools"]["Marram Bank Primary School"]))


def write(who, school, **more):
    given = {"on": london(now()).date(), "said": SAID, **more}
    return log_incident(who, school, **given)


def complaint(client, subject) -> str:
    """Log mocking words about a colleague; the reference."""
    base = begin(client)
    client.passed(f"{base}/before", danger="no", imagery="no")
    client.passed(f"{base}/who", person=subject)
    client.passed(f"{base}/found", how="told", told_by="A cleaner", told_by_relation="colleague", at="9:10am", **day("on", 1))
    client.passed(f"{base}/what", words="He mocked an accent.", kinds="comment", still_online="yes", expression="none")
    client.passed(
        f"{base}/acts/comment", channel="messaging", visibility="closed", about=["colleague"], content=["derogatory", "discriminatory"],
        perceived=["race"], by_subject="yes", harms_working_relationships="yes", reputation_at_risk="no", in_school_time="no", **day("on", 2),
    )  # fmt: skip
    offered = re.findall(r'name="keep"[^>]*value="([^"]+)"', client.get(f"{base}/clauses").get_data(as_text=True))
    client.passed(f"{base}/clauses", keep=offered)
    client.passed(f"{base}/harm", **NO_HARM)
    client.passed(f"{base}/others", interest="no")
    return client.passed(f"{base}/check").rsplit("/", 1)[1]


def test_it_is_written_as_it_is_seen_and_what_was_found_stands_beside_it(world, sign_in):
    client = sign_in("Helen Ashworth")
    missing = client.send("/incidents/new", place="The yard", **day("on", 0))
    assert missing.status_code == 422
    assert "Select at least one" in missing.get_data(as_text=True)
    place = client.passed(
        "/incidents/new", **{key: value for key, value in SAID.items() if key != "perceived"}, perceived=["race", "religion"],
        person="", **day("on", 0),
    )  # fmt: skip
    shown = client.get("/incidents").get_data(as_text=True)
    assert "Race, religion or belief" in shown
    assert "Open" in shown
    assert "Unmistakable words." not in shown
    client.passed(place, kind="found", words="It was about faith.", found=["religion"])
    page = client.get(place).get_data(as_text=True)
    assert page.index("race, religion or belief") < page.index("Found to have to do with: religion or belief.")
    again = client.get("/incidents").get_data(as_text=True)
    assert "Race, religion or belief" in again
    assert ">Religion or belief<" in again


def test_only_head_safeguarding_and_adviser_know_of_them_and_nobody_of_one_about_themselves(world, school, actor, sign_in):
    head, amina = actor("Helen Ashworth"), actor("Amina Yusuf")
    row = write(head, school)
    about_amina = write(head, school, about_person_id=amina.person_id)
    about_head = write(actor("Ruth Okafor"), school, about_person_id=head.person_id)
    for name in (
        "Daniel Pryce",
        "Margaret Thistlewood",
        "Peter Lomax",
        "Farah Siddiqui",
        "Owen Tate",
        "Laura Fenwick",
        "Beth Marland",
    ):
        client = sign_in(name)
        assert [client.get(one).status_code for one in ("/incidents", "/incidents/new", f"/incidents/{row.id}")] == [404] * 3, name
    for name in ("Marcus Vale", "Nadia Hussain"):
        client = sign_in(name)
        assert client.get(f"/incidents/{row.id}").status_code == 404
        assert str(row.id) not in client.get("/incidents").get_data(as_text=True)
    for name, hidden, seen in (
        ("Helen Ashworth", about_head, about_amina),
        ("Amina Yusuf", about_amina, about_head),
        ("Colin Baptiste", None, about_amina),
        ("Ruth Okafor", None, about_head),
    ):
        client = sign_in(name)
        assert client.get(f"/incidents/{seen.id}").status_code == 200, name
        if hidden is not None:
            assert client.get(f"/incidents/{hidden.id}").status_code == 404, name
            assert str(hidden.id) not in client.get("/incidents").get_data(as_text=True), name
    with pytest.raises(Refused):
        write(head, school, about_person_id=head.person_id)
    with pytest.raises(Blocked, match="future"):
        write(head, school, on=london(now()).date() + timedelta(days=1))


def test_one_that_belongs_to_a_case_is_hidden_with_it_and_takes_what_the_complaint_found(world, school, actor, sign_in):
    head, hr = actor("Helen Ashworth"), actor("Ruth Okafor")
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Tom Ellwood")
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    client = sign_in("Helen Ashworth")
    assert f"/incidents/new?case={reference}" in client.get(f"/cases/{reference}").get_data(as_text=True)
    given = {key: value for key, value in SAID.items() if key != "perceived"}
    place = client.passed(f"/incidents/new?case={reference}", **given, perceived=["race", "religion"], **day("on", 0))
    key = uuid.UUID(place.rsplit("/", 1)[1])
    db.session.rollback()
    assert one(head, key).reference == reference
    assert one(actor("Amina Yusuf"), key).reference == "", "the safeguarding lead sees the incident, not the case"
    tom = Whole(case).path("equal_opportunities")
    today = london(now()).date().isoformat()

    def take(step, word="", **answers):
        path = db.session.get_one(Path, tom.id)
        outcomes = {one.id: word for one in Whole(case).allegations} if word else None
        advance(hr, path, step_key=step, seen_stage=path.stage, answers=answers, outcomes=outcomes, equality=EQUAL)

    take("support", contact="A.", support="B.", perceived_kind="harassment", perceived="race,religion")
    take("formal_eo_support", complained_on=today, asked_by="complainant", complaint="It.")
    take("acknowledge", acknowledged_on=today, acknowledged_how="By letter.")
    give_part(head, case, person_id=uuid.UUID(person_id(world, "Farah Siddiqui")), part=Part.INVESTIGATOR, tie="none")
    take("investigate", terms="All.", companions="yes")
    take("outcome", "upheld", reasons="It was said.", found_kind="harassment", found="race")
    found = one(head, key)
    assert (found.perceived, found.found) == (("race", "religion"), ("race",))
    own = write(hr, school, case=_about_head(world, sign_in))
    for name in ("Helen Ashworth", "Amina Yusuf"):
        assert sign_in(name).get(f"/incidents/{own.id}").status_code == 404, name


def _about_head(world, sign_in):
    reference = complaint(sign_in("Margaret Thistlewood"), person_id(world, "Helen Ashworth"))
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def test_the_year_counts_them_only_from_five_on_and_none_about_the_reader(world, school, actor, sign_in):
    hr, head = actor("Ruth Okafor"), actor("Helen Ashworth")
    edition = next(one for one in sign_in("Helen Ashworth").get("/policy").get_data(as_text=True).split('"') if "/review" in one)
    assert "None was written down." in sign_in("Helen Ashworth").get(edition).get_data(as_text=True)
    for _ in range(4):
        write(hr, school)
    write(hr, school, about_person_id=head.person_id)
    since = london(now()).date() - timedelta(days=1)
    assert counted(hr, school.id, since)[0] == 5
    assert counted(head, school.id, since)[0] == 4
    page = sign_in("Helen Ashworth").get(edition).get_data(as_text=True)
    assert "Fewer than 5 were written down" in page
    assert "Race: " not in page
    write(hr, school, said={**SAID, "perceived": ["race", "sex"]})
    page = sign_in("Helen Ashworth").get(edition).get_data(as_text=True)
    assert "5 were written down" in page
    assert "Race: 5" in page
    assert "Sex: " not in page


def test_nothing_of_the_log_is_changed_or_taken_away_or_found_in_the_clear(school, actor):
    row = write(actor("Ruth Okafor"), school)
    for statement in ('update incident set "on" = "on"', "delete from incident"):
        with pytest.raises(DatabaseError), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("set app.schools = '*'"))
            connection.execute(text(statement))
    assert b"Unmistakable" not in db.session.get_one(Incident, row.id).said_sealed
    assert len(incidents(actor("Ruth Okafor"))) == 1


def test_support_is_given_while_the_procedure_is_only_proposed_and_carried_into_it(world, sign_in, actor, inside):
    reference = complaint(sign_in("Helen Ashworth"), person_id(world, "Laura Fenwick"))
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    path = Whole(case).path("equal_opportunities")
    assert path.state == "proposed"
    hr = sign_in("Ruth Okafor")
    place = f"/cases/{reference}/procedures/{path.id}/support-now"
    assert place in hr.get(f"/cases/{reference}").get_data(as_text=True)
    assert sign_in("Amina Yusuf").get(place).status_code == 404
    assert re.search(r'name="ask_perceived"[^>]*value="race"[^>]*checked', hr.get(place).get_data(as_text=True)), "as it was logged"
    assert "Does anybody say that it has to do with one of these?" in hr.get(f"/cases/{reference}").get_data(as_text=True)
    clock = select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == "eo_support_1wd")
    running = db.session.scalars(clock).one()
    assert (running.starts_at, running.started_by, running.met_at) == (case.reported_at, "logged", None), "it waits for no decision"
    assert running.due_on == ENGLAND.add(london(case.reported_at).date(), 1)
    fields = {"ask_contact": "A. Governor", "ask_support": "Another room.", "ask_adjustments": "Later start.", "ask_perceived_kind": "harassment"}  # fmt: skip
    assert hr.send(place, **fields).status_code == 422, "it is a decision, and considered (5.1)"
    hr.passed(place, **fields, ask_perceived=["race"], **FAIR)
    assert "Support is in place" in hr.get(f"/cases/{reference}").get_data(as_text=True)
    given = now()
    db.session.rollback()
    assert db.session.scalars(clock).one().met_what == "step:equal_opportunities:support"
    with pytest.raises(Blocked, match=r"clause 5\.1"):
        give_support(actor("Ruth Okafor"), db.session.get_one(Path, path.id), answers={}, equality={})
    with frozen(given + timedelta(hours=5)):
        decide(actor("Helen Ashworth"), db.session.get_one(Path, path.id), accept=True, reason="It follows.", equality=EQUAL)
        whole = Whole(db.session.get_one(Case, case.id))
        opened = whole.path("equal_opportunities")
        assert (opened.stage, whole.answers(opened)["adjustments"]) == ("eo_support", "Later start.")
        entry = whole.run(opened)[-1]
        assert entry.by == actor("Ruth Okafor").person_id
        assert db.session.scalars(clock).one().met_at <= given, "deciding on it starts it no second time"
        with pytest.raises(Stale):
            give_support(actor("Ruth Okafor"), opened, answers={}, equality=EQUAL)
    assert list(disagreements(case.school_id)) == []


def test_the_log_takes_the_same_number_of_queries_however_long_it_is(school, actor):
    hr, counted_ = actor("Ruth Okafor"), []

    def count(*_):
        counted_.append(1)

    def queries():
        db.session.rollback()
        counted_.clear()
        event.listen(db.engine, "before_cursor_execute", count)
        found = len(incidents(hr))
        event.remove(db.engine, "before_cursor_execute", count)
        return found, len(counted_)

    write(hr, school)
    few = queries()
    for _ in range(5):
        write(hr, school)
    assert (few[0], queries()) == (1, (6, few[1]))
