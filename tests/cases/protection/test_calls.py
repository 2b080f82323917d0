"""Anybody who may log calls for help and says so: nothing stops it, the child is looked after at once, and it opens no case."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from casework import closed
from flows import FAIR, NO_HARM, answer_all, begin, day, log, person_id
from protecting import EQUAL, HARM, clocks, ledger
from sqlalchemy import select

from app.cases.actions import decide, record_contact
from app.cases.engine import Whole, is_live
from app.cases.models import Case, Part
from app.cases.parts import give_part
from app.cases.protection.alarms import raise_alarm
from app.cases.protection.models import Alarm
from app.cases.shell.closing import ask_to_close
from app.cases.work import Contact, Path
from app.core import proved
from app.core.action import Blocked
from app.core.clock import now
from app.core.db import db
from app.demo.cast import FIRST
from app.demo.stories import whole_answers
from app.intake.actions import log_breach, save, start
from app.intake.rerouting import answer_limbs
from app.notices.models import Notice
from app.people.models import School

pytestmark = pytest.mark.usefixtures("inside")
CALL = {"agency": "social_care", "name": "Duty worker", "how": "phone", "reference": "M/1", "advice": "We will see her today.", "at": "12:05am", "own": "no"}  # fmt: skip
WORDS = {"with": "Duty worker", "how": "phone", "reference": "M/1", "advice": "We will see her today."}


def _case(reference: str) -> Case:
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def _welfare(case: Case) -> Path | None:
    db.session.rollback()
    return db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "child_welfare")).one_or_none()


def _told(kind: str) -> set[uuid.UUID]:
    return set(db.session.scalars(select(Notice.person_id).where(Notice.kind == kind)))


@pytest.fixture
def plain(world, actor):
    """A report in which no child is concerned, logged by the deputy headteacher, who may not see the case."""

    def logged(by: str = "Daniel Pryce") -> Case:
        who = actor(by)
        school = db.session.get_one(School, uuid.UUID(world["schools"][FIRST]))
        draft = start(who, school, answers={})
        answers = whole_answers(world, "Tom Ellwood")
        return log_breach(who, save(who, draft, step="check", answers=answers, version=draft.version))

    return logged


@pytest.fixture
def people(actor):
    return lambda *names: {actor(one).person_id for one in names}


def test_it_is_recorded_from_the_page_that_stops_a_report_and_the_leads_are_told_before_it_is_logged(world, sign_in, people):
    head = sign_in("Helen Ashworth")
    base = begin(head)
    head.passed(f"{base}/before", danger="yes", imagery="no")
    stop = head.get(f"{base}/stop").get_data(as_text=True)
    assert f"{base}/called" in stop
    assert head.passed(f"{base}/called", about="no", **CALL, **day("on", 0)).endswith("/calls")
    assert _told("child_alarm") == people("Amina Yusuf", "Colin Baptiste")
    shown = sign_in("Amina Yusuf").get("/calls").get_data(as_text=True)
    assert "We will see her today." in shown
    assert "Helen Ashworth" in shown
    refused = head.send(f"{base}/discard")
    assert refused.status_code == 409
    assert "Finish the report" in refused.get_data(as_text=True)
    head.passed(f"{base}/stop")
    answer_all_but_before(head, base, person_id(world, "Tom Ellwood"))
    case = _case(head.passed(f"{base}/check").rsplit("/", 1)[1])
    (contact,) = db.session.scalars(select(Contact).where(Contact.case_id == case.id)).all()
    assert (contact.agency, contact.words["advice"]) == ("social_care", "We will see her today.")
    assert is_live(_welfare(case))
    assert list(proved.disagreements(case.school_id)) == []


def answer_all_but_before(client, base, subject):
    """The rest of a report that began with danger."""
    original = client.passed

    def passed(url, form=-1, **fields):
        return "" if url.endswith("/before") else original(url, form, **fields)

    client.passed = passed
    answer_all(client, base, subject, harm=NO_HARM)
    client.passed = original


def test_a_safeguarding_lead_whom_it_is_about_is_neither_told_nor_shown_it(world, sign_in, people):
    head = sign_in("Helen Ashworth")
    base = begin(head)
    head.passed(f"{base}/before", danger="yes", imagery="no")
    missing = head.send(f"{base}/called", **CALL, **day("on", 0))
    assert missing.status_code == 422
    head.passed(f"{base}/called", about=person_id(world, "Amina Yusuf"), **CALL, **day("on", 0))
    assert _told("child_alarm") == people("Colin Baptiste")
    assert "We will see her today." not in sign_in("Amina Yusuf").get("/calls").get_data(as_text=True)
    assert "We will see her today." in sign_in("Colin Baptiste").get("/calls").get_data(as_text=True)


def test_from_the_receipt_by_somebody_who_may_not_see_the_case(plain, sign_in, people):
    logger, case = sign_in("Daniel Pryce"), plain()
    assert _welfare(case) is None, "no child is concerned so far"
    assert logger.get(f"/cases/{case.reference}").status_code == 404
    assert f"/reported/{case.reference}/called" in logger.get("/reported").get_data(as_text=True)
    assert f"/reported/{case.reference}/called" in logger.get(f"/reported/{case.reference}").get_data(as_text=True)
    logger.passed(f"/reported/{case.reference}/called", **{**CALL, "agency": "police"}, **day("on", 0))
    assert is_live(_welfare(case))
    assert _told("child_alarm") == people("Amina Yusuf", "Colin Baptiste", "Helen Ashworth")
    mine = logger.get("/calls").get_data(as_text=True)
    assert "We will see her today." in mine
    assert logger.get(f"/cases/{case.reference}").status_code == 404, "it opens no case"
    assert logger.get(f"/cases/{case.reference}/called").status_code == 404
    assert "We will see her today." in sign_in("Amina Yusuf").get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "We will see her today." not in sign_in("Ruth Okafor").get("/calls").get_data(as_text=True)


def test_by_somebody_with_a_part_that_hides_the_case_from_them(world, sign_in, actor):
    logger = sign_in("Amina Yusuf")
    reference = log(logger, person_id(world, "Tom Ellwood"), harm=HARM, interest="yes")
    assert logger.get(f"/cases/{reference}").status_code == 404
    logger.passed(f"/reported/{reference}/called", **CALL, **day("on", 0))
    assert "We will see her today." in logger.get("/calls").get_data(as_text=True)
    assert actor("Amina Yusuf").person_id not in _told("child_alarm")


def test_whoever_works_on_a_case_records_it_there_and_learns_nothing_more(case, sign_in, actor):
    head = actor("Helen Ashworth")
    give_part(head, case, person_id=actor("Farah Siddiqui").person_id, part=Part.INVESTIGATOR, tie="none")
    base = f"/cases/{case.reference}"
    for who in ("Ruth Okafor", "Farah Siddiqui"):
        client = sign_in(who)
        client.passed(f"{base}/called", **{**CALL, "advice": f"As told to {who}."}, **day("on", 0))
        page = client.get(base).get_data(as_text=True)
        assert "As told to" not in page
        assert "called for help" not in page
        assert client.get("/calls").get_data(as_text=True).count("As told to") == 1
    lead = sign_in("Amina Yusuf").get(base).get_data(as_text=True)
    assert "As told to Ruth Okafor." in lead
    assert "called for help for a child" in lead


def test_whoever_was_told_is_told_to_report_it_themselves_and_what_they_did_stands_beside_the_log(case, sign_in, actor):
    head = actor("Helen Ashworth")
    give_part(head, case, person_id=actor("Farah Siddiqui").person_id, part=Part.INVESTIGATOR, tie="none")
    officer, base = sign_in("Farah Siddiqui"), f"/cases/{case.reference}"
    for page in (officer.get(f"{base}/called"), sign_in("Helen Ashworth").get(f"/reported/{case.reference}")):
        words = page.get_data(as_text=True)
        assert "Report it yourself, to the police or the council" in words
        assert "Telling the school, or logging it here, is not that report." in words
    for own, agency in (("", "police"), ("yes", "ambulance")):
        assert officer.send(f"{base}/called", **{**CALL, "own": own, "agency": agency}, **day("on", 0)).status_code == 422
    lead = sign_in("Amina Yusuf")
    assert "None is on record." in lead.get(f"{base}/protection").get_data(as_text=True)
    officer.passed(f"{base}/called", **{**CALL, "own": "yes", "reference": "POL/77"}, **day("on", 0))
    officer.passed(f"{base}/called", **CALL, **day("on", 0))
    page = lead.get(f"{base}/protection").get_data(as_text=True)
    assert "None is on record." not in page
    listed = page.split('id="own"')[1].split('id="meetings"')[0]
    assert listed.count("Farah Siddiqui") == 1, "the other call is no report of their own"
    assert "POL/77" in listed
    assert "Of a suspected sexual offence against a child" in officer.get("/calls").get_data(as_text=True)
    account = lead.get(lead.passed(f"{base}/letters", kind="first_account")).get_data(as_text=True)
    assert "Farah Siddiqui: The council" in account
    assert "reference POL/77" in account
    assert "POL/77" not in sign_in("Ruth Okafor").get(base).get_data(as_text=True)


def test_neither_a_declined_procedure_nor_a_closed_case_stops_it(plain, actor, sign_in):
    head, case = actor("Helen Ashworth"), plain()
    for path in Whole(case).paths:
        decide(head, path, accept=False, reason="No.", equality=EQUAL)
    assert closed(head, actor("Ruth Okafor"), case).state == "closed"
    raise_alarm(head, case, agency="police", at=now(), words=WORDS)
    assert db.session.scalar(select(Contact.id).where(Contact.case_id == case.id)) is not None
    assert f"/cases/{case.reference}/called" in sign_in("Helen Ashworth").get(f"/cases/{case.reference}").get_data(as_text=True)
    lead = sign_in("Amina Yusuf")
    assert "Somebody called the police or social care about a child" in lead.get("/notices").get_data(as_text=True)
    assert "We will see her today." in lead.get("/calls").get_data(as_text=True)
    with pytest.raises(Blocked, match="future"):
        raise_alarm(head, case, agency="police", at=now() + timedelta(days=1), words=WORDS)


def test_a_call_to_the_police_opens_their_strand_on_a_child_protection_case(case, actor):
    raise_alarm(actor("Ruth Okafor"), case, agency="police", at=now(), words=WORDS)
    assert ledger(case).is_live("police")


def test_an_old_finished_strand_of_the_child_opens_again(world, sign_in, actor):
    lead, head = sign_in("Amina Yusuf"), actor("Helen Ashworth")
    case = _case(log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=HARM))
    path = _welfare(case)
    lead.passed(f"/cases/{case.reference}/procedures/{path.id}/close_welfare_logged", ask_words="She is well.", **FAIR)
    assert not is_live(_welfare(case))
    raise_alarm(head, case, agency="social_care", at=now(), words=WORDS)
    assert (_welfare(case).stage, is_live(_welfare(case))) == ("welfare_logged", True)


def test_the_childs_strand_opens_with_the_proposal_and_stays_when_it_is_declined(world, sign_in, actor):
    head = actor("Helen Ashworth")
    case = _case(log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=HARM))
    assert Whole(case).path("child_protection").state == "proposed"
    assert is_live(_welfare(case))
    (clock,) = clocks(case, "welfare_1wd", running=True)
    assert clock.owner == "dsl"
    record_contact(head, case, agency="lado", at=now(), words={**WORDS, "advice": "Not for us."})
    decide(head, Whole(case).path("child_protection"), accept=False, reason="The LADO says no.", equality=EQUAL)
    assert is_live(_welfare(case))
    assert sign_in("Amina Yusuf").get(f"/cases/{case.reference}").status_code == 200, "the lead still sees whom she looks after"
    with pytest.raises(Blocked, match="child's welfare: still open"):
        ask_to_close(head, case, reason="Done.", equality=EQUAL)


def test_answers_that_change_later_open_it_too(plain, actor):
    case = plain()
    assert _welfare(case) is None
    limbs = {name: {"answer": "yes" if name == "H1" else "no", "reason": ""} for name in HARM}
    answer_limbs(actor("Helen Ashworth"), case, limbs=limbs, version=case.version, equality=EQUAL)
    assert is_live(_welfare(case))


def test_the_lead_alone_works_on_it_with_a_plan_and_the_day_it_is_looked_at_again(world, sign_in):
    case = _case(log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=HARM))
    base = f"/cases/{case.reference}/procedures/{_welfare(case).id}"
    assert sign_in("Helen Ashworth").get(f"{base}/watch_welfare_logged").status_code == 404
    lead = sign_in("Amina Yusuf")
    late = lead.send(f"{base}/watch_welfare_logged", ask_plan="Seen weekly.", **day("ask_review_on", 0))
    assert late.status_code == 409
    assert "a later day" in late.get_data(as_text=True)
    lead.passed(f"{base}/watch_welfare_logged", ask_plan="Seen weekly.", **day("ask_review_on", -7))
    (clock,) = clocks(case, "welfare_review", running=True)
    assert (clock.owner, (clock.due_on - now().date()).days) == ("dsl", 7)
    assert "Seen weekly." in lead.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Seen weekly." not in sign_in("Ruth Okafor").get(f"/cases/{case.reference}").get_data(as_text=True)
    lead.passed(f"{base}/review_monitor", ask_words="She is well.")
    assert clocks(case, "welfare_review", running=True) == []


def test_when_it_is_about_the_lead_the_deputy_has_the_strand_and_its_clock(world, sign_in, actor):
    from app.cases.queries import what_is_due

    case = _case(log(sign_in("Helen Ashworth"), person_id(world, "Amina Yusuf"), harm=HARM))
    assert "welfare_1wd" in {one.rule for one, where in what_is_due(actor("Colin Baptiste"), 50) if where.id == case.id}
    assert not [where for _, where in what_is_due(actor("Amina Yusuf"), 50) if where.id == case.id]
    base = f"/cases/{case.reference}/procedures/{_welfare(case).id}/watch_welfare_logged"
    assert sign_in("Colin Baptiste").get(base).status_code == 200
    assert sign_in("Amina Yusuf").get(base).status_code == 404


def test_people_who_do_no_casework_find_no_such_page(case, sign_in):
    for who in ("Owen Tate", "Laura Fenwick", "Beth Marland"):
        assert sign_in(who).get("/calls").status_code == 404
        assert sign_in(who).get(f"/cases/{case.reference}/called").status_code == 404
    assert "We will" not in sign_in("Edward Croft").get("/calls").get_data(as_text=True)


def test_what_was_said_is_sealed(case, actor):
    row = raise_alarm(actor("Helen Ashworth"), case, agency="police", at=now(), words=WORDS)
    assert b"see her" not in db.session.get_one(Alarm, row.id).words_sealed
