"""Meetings with what was agreed, who may be told and from when, and the strands of the police and social care."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flows import FAIR, day
from protecting import clocks, ledger, protection, step

from app.cases.actions import record_contact
from app.cases.engine import Whole
from app.cases.protection.agencies import agree, allow_telling, record_meeting, record_strand, settle
from app.core.action import Blocked, Stale
from app.core.clock import frozen, london, now
from app.core.permission import Refused
from app.people.queries import today

WORDS = {"with": "DC Holt", "how": "phone", "reference": "CR/9", "advice": "Do nothing yet."}


@pytest.fixture
def lead(actor):
    return actor("Amina Yusuf")


def _held(who, case, what="amsm"):
    return record_meeting(who, case, what=what, on=today(), chair="J. Marsh, LADO", attendees="J. Marsh, LADO\nDC Holt, police\n")


def test_a_meeting_is_a_row_with_its_chair_and_each_attendee_and_meets_its_clock(head, lead, case):
    assert clocks(case, "lado_meeting_5wd", running=True)
    with pytest.raises(Blocked, match="who was there"):
        record_meeting(lead, case, what="amsm", on=today(), chair="J. Marsh", attendees=" \n ")
    with pytest.raises(Blocked, match="future"):
        record_meeting(lead, case, what="amsm", on=today() + timedelta(days=3), chair="J.", attendees="J.")
    _held(lead, case)
    (meeting,) = ledger(case).meetings
    assert meeting.held.words["attendees"] == ["J. Marsh, LADO", "DC Holt, police"]
    (clock,) = clocks(case, "lado_meeting_5wd")
    assert clock.met_at == meeting.held.at


def test_the_procedure_goes_on_from_a_strategy_meeting_only_when_it_is_on_record(head, case):
    step(head, case, "set_meeting", when="2027-03-02", who="All")
    with pytest.raises(Blocked, match="Record the meeting"):
        step(head, case, "meeting_held", held_on=today().isoformat(), parallel="no")
    _held(head, case)
    step(head, case, "meeting_held", held_on=today().isoformat(), parallel="no")
    (clock,) = clocks(case, "review_28d", running=True)
    assert clock.due_on == today() + timedelta(days=28)


def test_reviews_of_the_agencies_follow_each_other_without_a_change_of_stage(head, case):
    step(head, case, "set_meeting", when="2027-03-02", who="All")
    _held(head, case)
    step(head, case, "meeting_held", held_on=today().isoformat(), parallel="no")
    for turn in (1, 2):
        with frozen(now() + timedelta(days=20 * turn)):
            _held(head, case, "review")
            assert len(clocks(case, "review_28d", running=True)) == 1
            assert len(clocks(case, "review_28d")) == turn + 1
    assert protection(case).stage == "under_review"


def test_an_agreed_action_has_an_owner_a_day_and_a_clock_of_its_own_until_it_is_done(head, lead, case):
    meeting = _held(head, case)
    with pytest.raises(Blocked, match="passed already"):
        agree(lead, case, meeting_id=meeting.id, what="See the child.", owner="dsl", name="", by=today() - timedelta(days=1))
    mine = agree(lead, case, meeting_id=meeting.id, what="See the child.", owner="dsl", name="", by=today() + timedelta(days=3))
    other = agree(lead, case, meeting_id=meeting.id, what="Ask the CPS.", owner="agency", name="DC Holt", by=today())
    due = {one.owner: one.due_on for one in clocks(case, "agreed_action", running=True)}
    assert due == {"dsl": today() + timedelta(days=3), "case_manager": today()}
    settle(head, case, agreed_id=mine.id, on=today(), result="Seen.")
    (left,) = clocks(case, "agreed_action", running=True)
    assert left.owner == "case_manager", "the other action still runs"
    with pytest.raises(Stale):
        settle(head, case, agreed_id=mine.id, on=today(), result="Again.")
    done = {one.entry.id: one.done is not None for one in ledger(case).meetings[0].agreed}
    assert done == {mine.id: True, other.id: False}


@pytest.mark.parametrize("who", ["subject", "parents"])
def test_telling_is_refused_until_the_agencies_agree_and_their_day_has_come(head, lead, case, who):
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    _held(lead, case)
    told = {"words": "What was agreed."}
    with pytest.raises(Blocked, match="have not agreed"):
        step(head, case, f"tell_{who}_employer_led", **told)
    allow_telling(lead, case, who=who, what="That it is looked into.", since=now() + timedelta(days=2), agreed_by="DC Holt")
    with pytest.raises(Blocked, match="before that day and time nobody tells them"):
        step(head, case, f"tell_{who}_employer_led", **told)
    with frozen(now() + timedelta(days=2, minutes=1)):
        step(head, case, f"tell_{who}_employer_led", **told)
    assert protection(case).stage == f"{who}_informed"


def test_without_an_agency_at_work_the_lados_advice_is_enough(head, case):
    step(head, case, "school_leads", advice="Tell him.", parallel="no")
    step(head, case, "tell_subject_employer_led", words="Told.")
    assert protection(case).stage == "subject_informed"


def test_while_the_police_are_at_work_nobody_is_told(head, case):
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    record_contact(head, case, agency="police", at=now(), words=WORDS)
    with pytest.raises(Blocked, match="have not agreed"):
        step(head, case, "tell_parents_employer_led", words="Told.")


def test_the_police_strand_runs_beside_the_stages_and_can_be_opened_again(head, lead, case):
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    assert not ledger(case).is_live("police")
    record_contact(lead, case, agency="police", at=now(), words=WORDS)
    assert ledger(case).strand("police").words["state"] == "told"
    for state, live in (
        ("investigating", True),
        ("closed", False),
        ("investigating", True),
        ("charged", True),
        ("court_ended", False),
    ):
        record_strand(lead, case, agency="police", state=state, on=today(), result="CR/9")
        assert ledger(case).is_live("police") is live
        assert Whole(case).facts(protection(case), head).police_live is live
        assert protection(case).stage == "employer_led", "the stage of the school's line does not move"
    with pytest.raises(Refused):
        record_strand(lead, case, agency="police", state="enquiry", on=today(), result="")


def test_nothing_is_called_false_while_the_strand_is_live_whatever_the_stage(head, lead, case):
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    record_strand(lead, case, agency="police", state="investigating", on=today(), result="CR/9")
    for word in ("false", "malicious"):
        with pytest.raises(Blocked, match="can be called false or malicious"):
            step(head, case, "set_outcome_employer_led", outcome=word, evidence="E", lado_view="L")
    record_strand(lead, case, agency="police", state="no_charge", on=today(), result="No charge.")
    step(head, case, "set_outcome_employer_led", outcome="false", evidence="E", lado_view="L")


def test_the_police_are_asked_after_four_weeks_and_then_every_fortnight(head, lead, case):
    step(head, case, "police_lead_lado_contacted", advice="They lead.")
    (first,) = clocks(case, "police_review_4w", running=True)
    assert first.due_on == london(now()).date() + timedelta(days=28)
    for turn in (1, 2):
        with frozen(now() + timedelta(days=14 * turn)):
            record_strand(lead, case, agency="police", state="investigating", on=today(), result="Not finished.")
            (running,) = [*clocks(case, "police_review_4w", running=True), *clocks(case, "police_review_2w", running=True)]
            assert running.due_on == today() + timedelta(days=14)
    with frozen(now() + timedelta(days=60)):
        record_strand(lead, case, agency="police", state="no_charge", on=today(), result="No charge.")
    assert not [*clocks(case, "police_review_4w", running=True), *clocks(case, "police_review_2w", running=True)]


def test_social_care_has_a_strand_of_its_own(head, lead, case):
    step(head, case, "social_care_leads", advice="They lead.")
    assert ledger(case).strand("social_care").words["state"] == "enquiry"
    record_strand(lead, case, agency="social_care", state="closed", on=today(), result="No further action.")
    assert not ledger(case).is_live("social_care")
    assert not ledger(case).is_live("police")


def test_by_its_pages_and_sealed_from_everybody_else(case, sign_in, head, actor):
    from app.cases.models import Part
    from app.cases.parts import give_part

    lead, base = sign_in("Amina Yusuf"), f"/cases/{case.reference}"
    lead.passed(f"{base}/meetings/new", what="amsm", chair="J. Marsh", attendees="J. Marsh, LADO", **day("on", 0))
    key = ledger(case).meetings[0].held.id
    ahead = day("by", -5)
    lead.passed(f"{base}/meetings/{key}/agreed", what="Ask the CPS.", owner="agency", name="DC Holt", **ahead)
    lead.passed(
        f"{base}/meetings/{key}/telling",
        who="subject",
        what="That a report was made.",
        at="9am",
        agreed_by="DC Holt",
        **day("on", -2),
    )
    lead.passed(f"{base}/telling", who="parents", what="That the school acts.", at="12:05am", agreed_by="DC Holt", **day("on", 0))
    lead.passed(f"{base}/agencies/police", state="investigating", result="CR/9", **day("on", 0))
    agreed = ledger(case).meetings[0].agreed[0].entry.id
    lead.passed(f"{base}/agreed/{agreed}/done", result="Asked.", **day("on", 0))
    page = lead.get(f"{base}/protection").get_data(as_text=True)
    words = ("That a report was made.", "Ask the CPS.", "CR/9", "Asked.", "J. Marsh, LADO")
    assert not [one for one in words if one not in page]
    client = sign_in("Helen Ashworth")
    path = protection(case).id
    client.passed(f"{base}/procedures/{path}/school_leads", ask_advice="Lead.", ask_parallel="no", **FAIR)
    telling = client.get(f"{base}/procedures/{path}/tell_subject_employer_led").get_data(as_text=True)
    assert "That a report was made." in telling
    assert "Not yet" in telling
    assert "section 141F" in telling
    assert "That the school acts." not in telling, "only what this person may be told"
    give_part(head, case, person_id=actor("Farah Siddiqui").person_id, part=Part.INVESTIGATOR, tie="none")
    give_part(head, case, person_id=actor("George Halloran").person_id, part=Part.HEARER, tie="none")
    for who in ("Ruth Okafor", "Farah Siddiqui", "George Halloran"):
        other = sign_in(who)
        shown = other.get(base).get_data(as_text=True)
        assert not [one for one in words if one in shown], who
        assert "agreed with the agencies" not in shown
        assert "The police: investigating" not in shown, who
        for door in (f"{base}/protection", f"{base}/meetings/new", f"{base}/telling", f"{base}/agencies/police"):
            assert other.get(door).status_code == 404, (who, door)
