"""The boundary rows of the scenarios, each by itself: what routing answers, and what the procedures hold to at the edge."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from scenario import FACTS, HEAD, HR, PANEL, Scenario, answer, at, read
from sqlalchemy import select

from app.cases.concerns.references import outside_references
from app.cases.hearings.beside import live_warnings
from app.cases.models import Part
from app.cases.parts import give_part
from app.cases.protection.leaving import record_left
from app.cases.protection.restriction import RestrictionFacts, reporting_restriction
from app.cases.protection.standing import SAID, in_reference, outcomes_of, reference_words, stays_on_file
from app.cases.queries import sanctions, what_is_due
from app.core.action import Blocked
from app.core.clock import frozen
from app.core.db import db
from app.core.permission import NotThere, visible
from app.evidence.queries import of_case
from app.notices.models import Notice
from app.reports.year import at_least

NAMES = sorted(one.stem for one in FACTS.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_what_routing_answers_to_the_facts(name):
    expect, found = read(name)["expect"], answer(name)
    counted = {(one["number"], one["act"], one["met"]) for one in found["clauses"] if one["met"] != "no"}
    assert counted == {(one["number"], one.get("act", 0), one["met"]) for one in expect["clauses"]}
    assert {(one["path"], one["standing"], one["waits_for"], one["procedure"]) for one in found["paths"]} == {
        (one["path"], one["standing"], one.get("waits_for"), one.get("procedure")) for one in expect["paths"]
    }
    cited = {why["clause"] for one in found["paths"] for why in one["because"]}
    assert {number for one in expect["paths"] for number in one["cites"]} <= cited
    assert not cited & set(expect["cites_not"])
    for key in ("case_manager", "deadlines", "stops", "flags"):
        wanted = expect[key]
        assert (sorted(map(str, found[key])) if isinstance(wanted, list) else found[key]) == (
            sorted(map(str, wanted)) if isinstance(wanted, list) else wanted
        )


def _met(name):
    return {one["number"]: one["met"] for one in answer(name)["clauses"] if one["met"] != "no"}


def _paths(name):
    return {one["path"]: one["standing"] for one in answer(name)["paths"]}


def test_b1_a_request_of_a_pupil_of_18_is_a_breach_and_the_lado_is_asked():
    assert _met("B01")["3.2(h)"] == "yes"
    assert _paths("B01")["child_protection"] == "consult"


def test_b3_a_former_pupil_on_the_18th_birthday_is_none():
    assert "3.2(h)" not in _met("B03")


def test_b5_a_parent_after_advice_is_none():
    assert "3.2(i)" not in _met("B05")


def test_b7_a_parent_against_advice_is_the_lead_in_and_a_low_level_concern():
    assert "3.2(i)" not in _met("B07")
    assert _met("B07")["3.2"] == "yes"
    assert "low_level_concern" in _paths("B07")


def test_b9_a_like_counts():
    assert "re_post" in answer("B09")["flags"]
    assert _met("B09")


def test_b11_a_remark_about_a_parent_is_for_the_schools_name():
    assert "3.2(a)" not in _met("B11")
    assert "4.1" in _met("B11")


def test_b13_an_allegation_about_the_safeguarding_lead_goes_to_the_deputy(play):
    play.begin("A01", about="Amina Yusuf", by=HEAD)
    lead, deputy = play.actor("Amina Yusuf"), play.actor("Colin Baptiste")
    whole = play.whole
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.case_id == play.case_id)))
    assert deputy.person_id in told
    assert lead.person_id not in told
    with pytest.raises(NotThere):
        visible(lead, type(whole.case), id=play.case_id)
    with frozen(play.when):
        assert any(one.case_id == play.case_id for one, _ in what_is_due(deputy, 50))
        assert not any(one.case_id == play.case_id for one, _ in what_is_due(lead, 50))
    play.on("2026-11-05 11:00")
    assert play.offered("child_welfare", "Colin Baptiste")
    play.step("child_welfare", next(iter(play.offered("child_welfare", "Colin Baptiste"))), "Colin Baptiste")


@pytest.mark.parametrize(
    ("outcome", "consented", "stays"),
    [
        ("false", True, True),
        ("false", False, False),
        ("malicious", False, False),
        ("unfounded", False, True),
        ("substantiated", False, True),
    ],
)
def test_b15_what_was_false_stays_on_the_file_only_with_consent(outcome, consented, stays):
    assert stays_on_file(outcome, consented=consented) is stays


def test_b15_the_case_holds_to_it_and_marks_the_consent(play):
    play.begin("A01", about="Tom Ellwood", by=HEAD)
    play.contact()
    play.accept("child_protection")
    play.decline("disciplinary")
    play.step("child_protection", "school_leads")
    play.step("child_protection", "set_outcome_employer_led", word="false")
    for body in ("dbs", "tra"):
        play.refer(body, "no")
    play.step("child_protection", "decide_referrals_outcome_set")
    for wrong in ({"file": "kept"}, {"file": "consent"}):
        with pytest.raises(Blocked):
            play.step("child_protection", "close_referrals_decided", **wrong)
    play.step("child_protection", "close_referrals_decided", file="consent", consent_on="2026-11-05")
    filed = play.whole.ledger.filed[-1]
    assert (filed.what, filed.words["consent_on"]) == ("consent", "2026-11-05")
    play.look_after_the_child()
    play.close(lado_on=date(2026, 11, 5))


def test_b17_concerns_that_together_were_found_substantiated_are_in_a_reference(play):
    play.begin("B07", about="Tom Ellwood", by=HEAD)
    play.accept("low_level_concern")
    for one in [one for one in play.whole.paths if one.state == "proposed"]:
        play.decline(one.name)
    for key in ("record", "speak", "act", "review"):
        play.step("low_level_concern", key)
    assert outside_references(play.case_id)
    play.step("low_level_concern", "to_lado")
    play.contact()
    play.accept("child_protection")
    play.step("child_protection", "school_leads")
    play.step("child_protection", "set_outcome_employer_led", word="substantiated")
    assert not outside_references(play.case_id)
    assert reference_words(outcomes_of(play.whole)) == SAID
    assert not in_reference("unfounded")


def test_b19_whoever_investigated_does_not_hear(play):
    play.begin("A07", about="Joanne Sutcliffe", by="Amina Yusuf")
    play.do(give_part, HR, play.case, person_id=play.actor(HEAD).person_id, part=Part.INVESTIGATOR, tie="none")
    with pytest.raises(Blocked):
        play.do(give_part, HR, play.case, person_id=play.actor(HEAD).person_id, part=Part.HEARER, tie="none")
    with pytest.raises(Blocked):
        play.do(give_part, HR, play.case, person_id=play.actor(HEAD).person_id, part=Part.APPEAL_PANEL, tie="none")


def test_b21_a_warning_that_ended_yesterday_is_hidden_from_whoever_decides(play, world):
    earlier = Scenario(world)
    earlier.begin("A07", about="Joanne Sutcliffe", by=HEAD, reported="2026-11-02 09:00")
    earlier.accept("disciplinary")
    earlier.hear("2026-11-03", "2026-11-20", "first_warning")
    earlier.on("2026-11-23 09:00").step("disciplinary", "letter_received_decided", HR, dated="2026-11-23", on="2026-11-23")
    play.begin("A07", about="Joanne Sutcliffe", by=HEAD)
    play.give(Part.HEARER, *PANEL, by=HR)
    (given,) = sanctions(earlier.case_id)
    assert given.live_from == date(2026, 11, 23), "from the day of its letter"
    hearer, last = play.actor(PANEL[0]), at(f"{given.live_to} 12:00")
    with frozen(last):
        assert [one.until for one in live_warnings(hearer, play.whole)] == [given.live_to]
    with frozen(last + timedelta(days=1)):
        assert not live_warnings(hearer, play.whole)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"teacher": True, "by_pupil_here": "no", "criminal": "yes"}, "off"),
        ({"teacher": True, "by_pupil_here": "yes", "criminal": "yes"}, "applies"),
        ({"teacher": False, "by_pupil_here": "yes", "criminal": "yes"}, "off"),
        ({"teacher": True, "by_pupil_here": "yes", "criminal": "no"}, "off"),
        ({"teacher": True}, "may_apply"),
        ({"teacher": True, "by_pupil_here": "yes", "criminal": "yes", "ended_by": "charged"}, "ended"),
    ],
)
def test_b23_a_pupil_of_another_school_restricts_nothing(facts, state):
    assert reporting_restriction(RestrictionFacts(**facts)).state == state


def test_b25_a_picture_that_is_said_to_be_indecent_is_described_and_never_taken_in():
    assert "imagery" in answer("B25")["stops"]
    assert _paths("B25")["child_protection"] == "open"


def test_b25_the_case_takes_no_file(play, sign_in):
    case = play.begin("B25", about="Tom Ellwood", by=HEAD)
    url = f"/cases/{case.reference}/evidence/file"
    sent = sign_in(HEAD).send(url, imagery="yes", came="given", file=(io.BytesIO(b"not to be opened"), "picture.png"))
    assert sent.status_code == 422
    assert not of_case(play.case_id)


@pytest.mark.parametrize(("cases", "shown"), [(3, "fewer than 5"), (1, "fewer than 5"), (5, "5")])
def test_b27_a_small_number_is_not_shown(cases, shown):
    assert at_least(cases) == shown


@pytest.mark.parametrize(
    "agreement",
    [
        "The school agrees that there will be no referral to the DBS.",
        "No referral.",
        "The school will not tell the LADO why he left.",
    ],
)
def test_b29_no_agreement_promises_silence(play, agreement):
    play.begin("A01", about="Tom Ellwood", by=HEAD)
    play.accept("child_protection")
    words = {"how": "He resigned.", "agreement": agreement, "limits": "no"}
    with pytest.raises(Blocked, match="No agreement can promise this"):
        play.do(record_left, HEAD, play.case, on=at("2026-11-05 12:00").date(), words=words)
    assert play.path("child_protection").ended_at is None
