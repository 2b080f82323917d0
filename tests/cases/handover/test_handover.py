"""Whoever takes a case over finds a note of it first, made from the record with their sight, and kept as it was."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from casework import fault_of_trail
from flows import FAIR, log, person_id
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError

from app.cases.handover.models import Handover
from app.cases.jobs import brief_newcomers, fill_gaps
from app.cases.models import Case
from app.cases.work import Path
from app.core.acts import Role
from app.core.clock import frozen, now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.jobs import keep_managed
from app.people.actions import appoint, end_role
from app.people.models import Appointment, Person
from app.people.queries import today

HARMFUL = {"H1": "no", "H2": "no", "H3": "yes", "H4": "no"}
ADVICE, OPENED = "Canary of what the LADO advised.", "Canary of why child protection was opened."
WHY, KNOW = "Away from Monday, canary of the reason.", "Canary: the parent rings each Friday."
TITLE = "You have taken this case over"


@pytest.fixture
def running(world, sign_in, inside):
    """A case with child protection open, advice on record, disciplinary work waiting, an investigator and a hearer."""
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL)
    case = _case(reference)
    paths = {one.name: one.id for one in db.session.scalars(select(Path).where(Path.case_id == case.id))}
    base = f"/cases/{reference}"
    head.passed(f"{base}/procedures/{paths['child_protection']}", accept="yes", reason=OPENED, **FAIR)
    head.passed(f"{base}/procedures/{paths['disciplinary']}", accept="yes", reason="In the open.", **FAIR)
    when = re.findall(
        r'name="(on-day|on-month|on-year|at)" [^>]*value="([^"]*)"', head.get(f"{base}/contacts/new").get_data(as_text=True)
    )
    head.passed(f"{base}/contacts/new", agency="lado", name="J. Marsh", how="phone", advice=ADVICE, **dict(when))
    for who, part in (("George Halloran", "hearer"), ("Farah Siddiqui", "investigator")):
        head.passed(f"{base}/people/new", person=person_id(world, who), part=part, tie="none")
    return reference


def _case(reference: str) -> Case:
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def _notes(reference: str) -> list[Handover]:
    return list(db.session.scalars(select(Handover).where(Handover.case_id == _case(reference).id).order_by(Handover.at)))


def _parts(note: Handover) -> dict[str, str]:
    return {one["title"]: "\n".join(f"{what} | {more}" for what, more in one["lines"]) for one in note.note["parts"]}


def _token(client) -> dict[str, str]:
    """What a form of any page of theirs would send."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/notices").get_data(as_text=True))
    assert found is not None
    return {"csrf_token": found[1], "submission_key": "forged"}


def _hand(client, reference: str, to: str = "deputy_head") -> None:
    client.passed(f"/cases/{reference}/manager", to=to, reason=WHY, words=KNOW)


@contextmanager
def _counted(app):
    asked: list[str] = []

    def count(*args: object) -> None:
        asked.append(str(args[2]))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", count)


def test_the_new_manager_finds_the_note_first_until_they_say_that_they_have_read_it(running, sign_in):
    assert TITLE not in sign_in("Helen Ashworth").get(f"/cases/{running}").get_data(as_text=True)
    _hand(sign_in("Helen Ashworth"), running)
    deputy, page = sign_in("Daniel Pryce"), f"/cases/{running}"
    shown = deputy.get(page).get_data(as_text=True)
    assert shown.index(TITLE) < shown.index("What must happen next")
    for words in (WHY, KNOW, "Helen Ashworth", "Daniel Pryce, deputy headteacher"):
        assert words in shown, words
    note = _notes(running)[0]
    data = deputy.guards(page, form=0)
    assert deputy.post(f"{page}/handovers/{note.id}/read", data=data).status_code == 303
    after = deputy.get(page).get_data(as_text=True)
    assert TITLE not in after
    assert KNOW not in after
    assert "Daniel Pryce read the note of the case they took over" in after
    kept = deputy.get(f"{page}/handovers").get_data(as_text=True)
    for words in (WHY, KNOW, "Read on", "Helen Ashworth", "Daniel Pryce"):
        assert words in kept, words
    again = deputy.post(f"{page}/handovers/{note.id}/read", data={**data, "submission_key": "another"})
    assert again.status_code == 409
    assert fault_of_trail(_case(running).school_id) is None


def test_the_note_says_what_stands_in_the_record(running, sign_in):
    _hand(sign_in("Helen Ashworth"), running)
    parts = _parts(_notes(running)[0])
    assert "Clause 3.2(h)" in parts["What is alleged"]
    assert "Outcome: Open." in parts["What is alleged"]
    stands = parts["Where each procedure stands"]
    assert re.search(r"Child protection \| .*, since \w+day \d+ \w+ \d{4}", stands)
    assert "Disciplinary" in stands
    assert re.search(r"\| .*by \w+day \d+", parts["What is next"])
    assert parts["Clocks that run"]
    assert parts["What is blocked, and by what"]
    people = parts["People and their parts"]
    for name in ("Tom Ellwood", "A parent", "George Halloran", "Farah Siddiqui"):
        assert name in people, name
    assert OPENED in parts["Decisions so far"]
    assert "waits | For: child protection" in parts["What must not be done or told yet"]
    assert parts["Suspension"] == parts["Letters issued"] == ""


def test_what_must_not_be_told_while_the_lado_has_not_advised_is_in_it(world, sign_in, inside):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL)
    _hand(head, reference)
    parts = _parts(_notes(reference)[0])
    assert "Do not question anybody and do not tip anybody off" in parts["What must not be done or told yet"]
    assert "Decide which of the proposed procedures to open" in parts["What is next"]


def test_the_note_stays_as_it_was_when_the_case_moves_on(running, sign_in):
    _hand(sign_in("Helen Ashworth"), running)
    before = _notes(running)[0].note
    when = dict(
        re.findall(
            r'name="(on-day|on-month|on-year|at)" [^>]*value="([^"]*)"',
            sign_in("Daniel Pryce").get(f"/cases/{running}/contacts/new").get_data(as_text=True),
        )
    )
    sign_in("Daniel Pryce").passed(
        f"/cases/{running}/contacts/new", agency="police", name="PC Ahmed", how="phone", advice="Later words.", **when
    )
    assert _notes(running)[0].note == before
    assert "Later words." not in sign_in("Daniel Pryce").get(f"/cases/{running}/handovers").get_data(as_text=True)


@pytest.mark.parametrize(
    "change",
    [
        "update handover set role = 'chair_of_governors'",
        "update handover set note_sealed = note_sealed",
        "update handover set read_at = null",
        "delete from handover",
    ],
)
def test_nobody_changes_a_note_and_it_is_read_once(running, sign_in, change):
    _hand(sign_in("Helen Ashworth"), running)
    deputy, note = sign_in("Daniel Pryce"), _notes(running)[0]
    data = deputy.guards(f"/cases/{running}", form=0)
    assert deputy.post(f"/cases/{running}/handovers/{note.id}/read", data=data).status_code == 303
    with pytest.raises(DatabaseError, match=r"kept as|append"), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))  # else no row is in reach, and nothing is refused
        connection.execute(text(change))


def test_only_whom_it_was_made_for_reads_it_away_and_only_who_sees_as_much_reads_its_words(running, sign_in):
    _hand(sign_in("Helen Ashworth"), running)
    note, page = _notes(running)[0], f"/cases/{running}"
    for who, opens in (("Amina Yusuf", True), ("Ruth Okafor", False), ("Farah Siddiqui", False), ("George Halloran", False)):
        client = sign_in(who)
        case = client.get(page).get_data(as_text=True)
        kept = client.get(f"{page}/handovers").get_data(as_text=True)
        assert TITLE not in case, who
        assert "Daniel Pryce" in kept, who
        for words in (WHY, KNOW, OPENED):
            assert (words in kept) is opens, (who, words)
            assert words == WHY or opens or words not in case, (who, words)
        assert ("Its words are sealed from you." in kept) is not opens, who
        answer = client.post(f"{page}/handovers/{note.id}/read", data=_token(client))
        assert answer.status_code == 404, who
    for who in ("Laura Fenwick", "Helen Ashworth"):
        client = sign_in(who)
        assert client.get(f"{page}/handovers").status_code == 404, who
        assert client.post(f"{page}/handovers/{note.id}/read", data=_token(client)).status_code == 404, who
    assert _notes(running)[0].read_at is None


@pytest.mark.usefixtures("inside")
def test_when_a_manager_turns_out_to_have_a_part_the_next_finds_the_note_and_the_conflicted_gets_none(world, sign_in, actor):
    head = sign_in("Helen Ashworth")
    people = [{"part": "witness", "person": person_id(world, "Daniel Pryce")}]
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL, people=people)
    head.passed(f"/cases/{reference}/people/name", part="witness", person=person_id(world, "Helen Ashworth"), note="Saw it happen.")
    notes = _notes(reference)
    assert [one.person_id for one in notes] == [actor("Margaret Thistlewood").person_id]
    assert TITLE in sign_in("Margaret Thistlewood").get(f"/cases/{reference}").get_data(as_text=True)
    for who in ("Helen Ashworth", "Daniel Pryce"):
        for page in (f"/cases/{reference}", f"/cases/{reference}/handovers"):
            assert sign_in(who).get(page).status_code == 404


@pytest.mark.usefixtures("inside")
def test_the_job_that_gives_a_case_a_manager_makes_the_note(world, sign_in, actor):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=HARMFUL)
    _end(actor("Helen Ashworth").person_id)
    assert fill_gaps(_case(reference).school_id) > 0
    note = _notes(reference)[0]
    assert note.by is None
    assert note.person_id == actor("Daniel Pryce").person_id
    shown = sign_in("Daniel Pryce").get(f"/cases/{reference}").get_data(as_text=True)
    assert TITLE in shown
    assert 'From: <span class="eh-words">Evenhand</span>' in shown
    assert fault_of_trail(_case(reference).school_id) is None


@pytest.mark.usefixtures("inside")
def test_who_is_appointed_to_the_role_that_manages_a_case_finds_the_note_and_once_only(world, sign_in, actor):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=HARMFUL)
    accused = log(sign_in("Helen Ashworth"), person_id(world, "Amina Yusuf"), harm=HARMFUL)
    case = _case(reference)
    for name in ("Amina Yusuf", "Colin Baptiste"):
        person = db.session.scalars(select(Person).where(Person.name == name)).one()
        appoint(job("test"), person, role=Role.HEADTEACHER, school_id=case.school_id, starts_on=today())
    assert brief_newcomers(case.school_id) > 0  # of cases from before today
    assert _notes(reference) == []  # it was logged on their first day
    db.session.rollback()
    later = today() + timedelta(days=1)
    for row in db.session.scalars(select(Appointment).where(Appointment.starts_on == today(), Appointment.role == "headteacher")):
        end_role(job("test"), row, last_day=today())
    for name in ("Amina Yusuf", "Colin Baptiste"):
        person = db.session.scalars(select(Person).where(Person.name == name)).one()
        appoint(job("test"), person, role=Role.HEADTEACHER, school_id=case.school_id, starts_on=later)
    with frozen(now() + timedelta(days=1)):
        keep_managed()
        reach_for(EVERY_SCHOOL)
        assert {one.person_id for one in _notes(reference)} == {actor("Amina Yusuf").person_id, actor("Colin Baptiste").person_id}
        assert [one.person_id for one in _notes(accused)] == [actor("Colin Baptiste").person_id]  # never the one it is about
        assert brief_newcomers(case.school_id) == 0


def _end(person: object) -> None:
    row = db.session.scalars(select(Appointment).where(Appointment.person_id == person, Appointment.role == "headteacher")).one()
    end_role(job("test"), row, last_day=today() - timedelta(days=1))


def test_the_case_page_asks_for_a_note_only_where_a_case_was_handed_over_and_of_its_manager(running, sign_in, app):
    page, head, lead = f"/cases/{running}", sign_in("Helen Ashworth"), sign_in("Amina Yusuf")
    for client in (head, lead):
        client.get(page)
    with _counted(app) as asked:
        head.get(page)
    assert not [one for one in asked if "FROM handover" in one]
    before = len(asked)
    _hand(head, running)
    deputy, note = sign_in("Daniel Pryce"), _notes(running)[0]
    deputy.get(page)
    with _counted(app) as asked:
        deputy.get(page)
    assert len([one for one in asked if "FROM handover" in one]) == 1
    assert len(asked) <= before + 1
    with _counted(app) as asked:
        lead.get(page)
    assert not [one for one in asked if "FROM handover" in one]
    data = deputy.guards(page, form=0)
    deputy.post(f"{page}/handovers/{note.id}/read", data=data)
    with _counted(app) as asked:
        deputy.get(page)
    assert len([one for one in asked if "FROM handover" in one]) == 1


def test_what_was_typed_stays_when_the_hand_over_is_refused(running, sign_in):
    head, page = sign_in("Helen Ashworth"), f"/cases/{running}/manager"
    answer = head.send(page, to="deputy_head", reason="", words=KNOW)
    assert answer.status_code == 422
    assert KNOW in answer.get_data(as_text=True)
    assert _notes(running) == []
