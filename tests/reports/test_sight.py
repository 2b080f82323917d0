"""What each person on a case sees of it: words of child protection stay with the manager and the safeguarding leads."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flows import FAIR, day, log, person_id
from sqlalchemy import select

from app.cases.engine import Whole
from app.cases.listing import Wanted, listed
from app.cases.models import Case
from app.cases.work import Deadline, Path
from app.core.clock import frozen, now
from app.core.db import db
from app.pathways import PATHWAYS
from app.reports.sight import Seen, sees, sight

HARMFUL = {"H1": "no", "H2": "no", "H3": "yes", "H4": "no"}
WORDS = "A narrative that a hearer must not read."
SEALED = ("The reason was secret.", "The school leads, they said.", "What the LADO advised.")


@pytest.fixture
def worked(world, sign_in, inside):
    """A case with child protection accepted, the LADO's advice, disciplinary work and a hearer."""
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL, words=WORDS)
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    paths = {one.name: one.id for one in db.session.scalars(select(Path).where(Path.case_id == case.id))}
    base = f"/cases/{reference}"
    head.passed(f"{base}/procedures/{paths['child_protection']}", accept="yes", reason=SEALED[0], **FAIR)
    head.passed(f"{base}/procedures/{paths['disciplinary']}", accept="yes", reason="In the open.", **FAIR)
    head.passed(
        f"{base}/contacts/new", agency="lado", name="J. Marsh", how="phone", advice=SEALED[2], **_now(head, f"{base}/contacts/new")
    )
    head.passed(
        f"{base}/procedures/{paths['child_protection']}/school_leads",
        ask_advice=SEALED[1], ask_parallel="no", **FAIR,
    )  # fmt: skip
    for who, part in (("George Halloran", "hearer"), ("Farah Siddiqui", "investigator")):
        head.passed(f"{base}/people/new", person=person_id(world, who), part=part, tie="none")
    return reference


def _now(client, page: str) -> dict[str, str]:
    """The day and time that the form is shown with."""
    shown = client.get(page).get_data(as_text=True)
    return dict(re.findall(r'name="(on-day|on-month|on-year|at)" [^>]*value="([^"]*)"', shown))


def test_the_manager_and_the_safeguarding_lead_read_what_was_recorded(worked, sign_in):
    for who in ("Helen Ashworth", "Amina Yusuf"):
        page = sign_in(who).get(f"/cases/{worked}").get_data(as_text=True)
        for words in (*SEALED, WORDS):
            assert words in page, (who, words)
        assert "What did they advise or decide?" in page
        assert "Whether they may pose a risk to children: yes" in page


def test_the_adviser_and_the_officer_read_the_report_and_no_word_of_child_protection(worked, sign_in):
    for who in ("Ruth Okafor", "Farah Siddiqui"):
        page = sign_in(who).get(f"/cases/{worked}").get_data(as_text=True)
        assert WORDS in page
        assert "In the open." in page
        assert "Its words are sealed" in page
        assert not [one for one in SEALED if one in page], who
        assert "Child protection: a decision was recorded" in page
        assert "may pose a risk to children" not in page, who


def test_whoever_hears_the_case_reads_neither(worked, sign_in):
    page = sign_in("George Halloran").get(f"/cases/{worked}").get_data(as_text=True)
    assert WORDS not in page
    assert not [one for one in SEALED if one in page]
    assert "What was reported is sealed from whoever hears the case." in page
    assert "may pose a risk to children" not in page
    assert "Child protection: suspend" not in page
    assert "In force that day" in page


def test_the_chronology_names_the_agency_to_those_who_protect_the_child_only(worked, sign_in):
    for who in ("Helen Ashworth", "Amina Yusuf"):
        page = sign_in(who).get(f"/cases/{worked}").get_data(as_text=True)
        assert "recorded a conversation with the LADO" in page, who
    for who in ("Ruth Okafor", "Farah Siddiqui", "George Halloran"):
        page = sign_in(who).get(f"/cases/{worked}").get_data(as_text=True)
        assert "recorded a conversation with an agency" in page, who
        assert "a conversation with the LADO" not in page, who


def test_an_allegation_says_where_when_and_with_whom(worked, sign_in):
    page = sign_in("Helen Ashworth").get(f"/cases/{worked}").get_data(as_text=True)
    assert "How old was the pupil or former pupil that day?" in page
    assert ">15<" in page


def test_a_search_does_not_answer_for_words_that_are_sealed(worked, sign_in):
    for who, finds in (("Ruth Okafor", True), ("George Halloran", False)):
        found = sign_in(who).get("/search?q=narrative+that+a+hearer").get_data(as_text=True)
        assert (worked in found) is finds, who
        assert worked in sign_in(who).get(f"/search?q={worked}").get_data(as_text=True)


def test_the_stages_of_child_protection_and_their_outcome_words_are_sealed_everywhere_on_the_page(worked, sign_in):
    protection = next(one for name, one in PATHWAYS.items() if name == "child_protection")
    stage = protection.stage("employer_led")
    head = sign_in("Helen Ashworth").get(f"/cases/{worked}").get_data(as_text=True)
    assert f"Child protection: now {stage.title.lower()}" in head
    assert stage.now.replace("'", "&#39;") in head
    for who in ("Ruth Okafor", "Farah Siddiqui", "George Halloran"):
        page = sign_in(who).get(f"/cases/{worked}").get_data(as_text=True)
        assert "Child protection: moved on" in page, who
        assert "Child protection: now" not in page, who
        assert stage.title not in page, who
        assert stage.now.replace("'", "&#39;") not in page, who
        assert "Its stages and what was recorded are sealed from you." in page, who


def test_a_notice_names_the_case_on_the_page_to_who_may_see_it(worked, sign_in):
    page = sign_in("Amina Yusuf").get("/notices").get_data(as_text=True)
    assert f": case {worked}</a>" in page
    assert worked not in sign_in("Laura Fenwick").get("/notices").get_data(as_text=True)


def test_the_clocks_of_sealed_stages_are_nobodys_but_theirs(world, sign_in, inside):
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Callum Reyes")
    hr, head = sign_in("Ruth Okafor"), sign_in("Helen Ashworth")
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    clocks = {one.rule: one.id for one in db.session.scalars(select(Deadline).where(Deadline.case_id == case.id))}
    db.session.rollback()
    for rule, shown in (("lado_meeting_5wd", 404), ("welfare_1wd", 404), ("lado_1wd", 200), ("triage_1wd", 200)):
        where = f"/cases/{reference}/clocks/{clocks[rule]}"
        assert (head.get(where).status_code, hr.get(where).status_code) == (200, shown), rule
    told = f"/cases/{reference}/clocks/{clocks['lado_1wd']}"
    assert "A conversation with the LADO" in head.get(told).get_data(as_text=True)
    assert "conversation" not in hr.get(told).get_data(as_text=True), "what met it is a step of the sealed procedure"
    page = hr.get(f"/cases/{reference}").get_data(as_text=True)
    assert "Strategy meeting with the LADO" not in page
    assert "Strategy meeting with the LADO" in head.get(f"/cases/{reference}").get_data(as_text=True)


def test_the_list_finds_no_case_by_a_sealed_stage_and_tells_no_sealed_clock(worked, sign_in, actor):
    found = {}
    for who in ("Helen Ashworth", "Amina Yusuf", "Ruth Okafor", "Farah Siddiqui", "George Halloran"):
        client = sign_in(who)
        assert worked in client.get("/cases?path=child_protection").get_data(as_text=True), who
        db.session.rollback()
        row = next(one for one in listed(actor(who), Wanted()).rows if one.case.reference == worked)
        found[who] = (
            worked in client.get("/cases?stage=employer_led").get_data(as_text=True),
            worked in client.get("/cases?sort=due").get_data(as_text=True),
            row.due is not None,
        )
    assert found.pop("Helen Ashworth") == found.pop("Amina Yusuf") == (True, True, True)
    assert set(found.values()) == {(False, False, False)}
    with frozen(now() + timedelta(days=60)):
        for who, late in (("Helen Ashworth", True), ("Ruth Okafor", False), ("George Halloran", False)):
            rows = listed(actor(who), Wanted(overdue=True)).rows
            assert (worked in {one.case.reference for one in rows}) is late, who


def test_the_checklist_says_to_the_adviser_that_child_protection_is_open_and_not_where(worked, sign_in):
    stage = PATHWAYS["child_protection"].stage("employer_led").title
    for who, told in (("Helen Ashworth", True), ("Ruth Okafor", False)):
        for page in ("whole", "close"):
            shown = sign_in(who).get(f"/cases/{worked}/{page}").get_data(as_text=True)
            assert "Still open" in shown, (who, page)
            assert (stage in shown) is told, (who, page)
    answer = sign_in("Ruth Okafor").send(
        f"/cases/{worked}/close", reason="All is done.", lado="J. Marsh", **FAIR, **day("lado_on", 0)
    )
    assert answer.status_code == 409
    assert "The case cannot close yet" in answer.get_data(as_text=True)
    assert stage not in answer.get_data(as_text=True)


def test_what_a_query_says_that_somebody_sees_is_what_they_see_of_the_case(worked, actor):
    case = db.session.scalars(select(Case).where(Case.reference == worked)).one()
    for who in ("Helen Ashworth", "Daniel Pryce", "Amina Yusuf", "Colin Baptiste", "Ruth Okafor", "Farah Siddiqui", "George Halloran",
                "Margaret Thistlewood", "Peter Lomax", "Ivy Nwosu", "Owen Tate", "Marcus Vale", "Nadia Hussain"):  # fmt: skip
        asked = {
            one: db.session.scalar(select(Case.id).where(Case.id == case.id, sees(actor(who), one))) is not None for one in Seen
        }
        assert {one for one, good in asked.items() if good} == sight(actor(who), Whole(case)), who
