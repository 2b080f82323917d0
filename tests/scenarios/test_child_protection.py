"""Scenarios that begin with the protection of a child, from the report to the close, on the dates of their facts."""

from __future__ import annotations

from datetime import date

import pytest
from casework import EQUAL
from scenario import HEAD, HR, Scenario, read

from app.cases.models import Part
from app.cases.parts import name_part
from app.cases.protection.agencies import record_meeting, record_strand
from app.cases.protection.suspending import review, send_letter, suspend
from app.cases.protection.words import ALTERNATIVES
from app.cases.shell.linking import link
from app.cases.shell.queries import group
from app.core.action import Blocked
from app.core.clock import frozen
from app.intake.adding import add_allegation

NOT_ENOUGH = {key: "Not enough here." for key, _ in ALTERNATIVES}
SUSPENDED = {
    "reasons": "Contact with pupils must stop.",
    "views": {"lado": "Agrees.", "police": "No view.", "social_care": "Agrees."},
    "contact": "Ruth Okafor",
    "contact_details": "01632 960 200",
}


def test_a01_messages_to_a_pupil_after_being_told_to_stop(play):
    case = play.begin("A01", about="Tom Ellwood", by=HEAD)
    assert case.manager == "headteacher"
    assert play.standing() == {"child_protection": ("open", None), "disciplinary": ("held", "child_protection")}
    assert (play.due("lado_24h"), play.due("lado_1wd")) == ("2026-11-06 09:10", "2026-11-06")
    assert "no_interview_no_tip_off" in case.answer["stops"]
    assert {one.clause_number for one in play.whole.allegations} >= {"3.1", "3.2(h)", "3.2(j)"}
    # the head who handled the first concern goes on managing, and does not hear it
    play.on("2026-11-05 10:00").do(
        name_part, HEAD, play.case, part=Part.EARLIER, person_id=play.actor(HEAD).person_id, name="", note=""
    )
    assert play.case.manager == "headteacher"
    with pytest.raises(Blocked):
        play.give(Part.HEARER, HEAD, by=HR)
    play.accept("child_protection", "disciplinary")
    with pytest.raises(Blocked, match="waits until the LADO has agreed"):
        play.step("disciplinary", "assess", HR)
    play.on("2026-11-06 08:30").contact()
    assert (play.clock("lado_24h").met_at, play.clock("lado_1wd").met_at) == (play.when, play.when)
    assert play.due("lado_meeting_5wd") == "2026-11-13"
    play.step("child_protection", "set_meeting", when="2026-11-13", who="LADO, police, social care")
    play.on("2026-11-13 14:00").do(
        record_meeting, HEAD, play.case, what="amsm", on=date(2026, 11, 13), chair="J. Marsh", attendees="J. Marsh"
    )
    play.step("child_protection", "meeting_held", held_on="2026-11-13", parallel="no")
    assert play.due("review_28d") == "2026-12-11"
    play.on("2026-12-10 10:00").step("child_protection", "set_outcome_under_review", word="substantiated")
    play.step("child_protection", "release_disciplinary_outcome_set")
    for body in ("dbs", "tra"):
        play.refer(body, "yes")
    play.step("child_protection", "decide_referrals_disciplinary_released")
    play.hear("2027-01-04", "2027-01-21", "dismissal")
    play.on("2027-01-22 09:00").step("disciplinary", "notify_council", HR, on="2027-01-22")
    assert play.due("la_acts_14d") == "2027-02-04"
    play.on("2027-02-01 09:00").step("disciplinary", "council_acted_la_notified", HR, on="2027-02-01", act="notice")
    play.step("disciplinary", "letter_received_la_acted", HR, dated="2027-02-01", on="2027-02-01")
    assert play.due("appeal_10wd") == "2027-02-15"
    with pytest.raises(Blocked, match="time for an appeal has not ended"):
        play.step("disciplinary", "finish_appeal_window", HR)
    play.on("2027-02-16 09:00").step("disciplinary", "finish_appeal_window", HR)
    for one in play.whole.ledger.removals:
        for body in ("dbs", "tra"):
            play.refer(body, "yes", removal=one.id)
    play.step("child_protection", "close_referrals_decided", file="kept")
    play.look_after_the_child()
    play.close(lado_on=date(2027, 2, 16))


def test_a02_images_and_the_police(play):
    case = play.begin("A02", about="Tom Ellwood", by=HEAD)
    assert play.standing()["disciplinary"] == ("held", "child_protection")
    assert (play.due("lado_24h"), play.due("lado_1wd")) == ("2026-12-19 16:30", "2026-12-21")
    play.contact()
    play.accept("child_protection", "disciplinary")
    play.on("2026-12-18 17:30")
    row = play.do(suspend, HEAD, play.case, at=play.when, rejected=NOT_ENOUGH, words=SUSPENDED, equality=EQUAL)
    assert play.due("suspension_letter_1wd") == "2026-12-21", "although the school is closed"
    assert play.due("suspension_review_10wd") == "2027-01-06"
    play.on("2026-12-21 10:00").do(send_letter, HEAD, play.case, suspension_id=row.id, on=date(2026, 12, 21))
    assert play.clock("suspension_letter_1wd").met_at is not None
    play.step("child_protection", "police_lead_lado_contacted")
    assert play.due("police_review_4w") == "2027-01-18"
    # more comes to light: the same case, new allegations
    more = {"channel": "messaging", "with_": "pupil", "age_at_act": 15, "relationship": "none", "initiated_by": "subject", "by_subject": "yes", "reputation_at_risk": "no", "content": ["sexual"], "on": None}  # fmt: skip
    before = len(play.whole.allegations)
    play.do(
        add_allegation,
        HEAD,
        play.case,
        kind="message",
        act=more,
        words="A note names pupils.",
        source="",
        version=play.case.version,
    )
    assert len(play.whole.allegations) > before
    assert [one.name for one in play.whole.paths].count("child_protection") == 1
    # the suspension is looked at while the police are at work
    play.on("2027-01-06 10:00").do(
        review, HEAD, play.case, suspension_id=row.id, on=date(2027, 1, 6), needed="yes", why="As before.", equality=EQUAL
    )
    assert play.due("suspension_review_10wd") == "2027-01-20"
    play.step("child_protection", "review_again")
    with pytest.raises(Blocked, match="false or malicious"):
        play.step("child_protection", "set_outcome_under_review", word="malicious")
    play.on("2027-02-15 10:00").do(
        record_strand, HEAD, play.case, agency="police", state="no_charge", on=date(2027, 2, 15), result="No charge."
    )
    assert play.path("child_protection").ended_at is None, "no charge is not no case"
    play.step("child_protection", "set_outcome_under_review", word="substantiated")
    play.step("child_protection", "release_disciplinary_outcome_set")
    play.hear("2027-02-17", "2027-03-08", "summary_dismissal")
    assert "notify_council" in play.offered("disciplinary", HR), "the council ends the contract"
    play.on("2027-03-09 10:00").step("disciplinary", "notify_council", HR, on="2027-03-09")
    play.on("2027-03-15 10:00").step("disciplinary", "council_acted_la_notified", HR, on="2027-03-15", act="no_notice")
    play.step("disciplinary", "letter_received_la_acted", HR, dated="2027-03-15", on="2027-03-15")
    with frozen(play.when):
        assert play.whole.ledger.suspension is None, "a dismissal ends it"
    for removal in [None, *(one.id for one in play.whole.ledger.removals)]:
        for body in ("dbs", "tra"):
            play.refer(body, "yes", removal=removal)
    play.on("2027-04-15 10:00").step("disciplinary", "finish_appeal_window", HR)
    play.step("child_protection", "decide_referrals_disciplinary_released")
    play.step("child_protection", "close_referrals_decided", file="kept")
    play.look_after_the_child()
    play.close(lado_on=date(2027, 4, 15))
    assert case.facts["harm"]["H2"] in {"yes", "may_be"}


def test_a05_racist_posts_and_remarks_in_class(play):
    people = [{"part": "witness", "name": "A teaching assistant", "note": "Her child is in the class."}]
    play.begin("A05", about="Tom Ellwood", by=HEAD, people=people)
    assert play.standing()["disciplinary"] == ("held", "child_protection")
    assert (play.due("lado_24h"), play.due("lado_1wd")) == ("2027-03-26 15:20", "2027-03-30"), "Good Friday and Easter Monday"
    play.contact()
    in_class = {
        "channel": "in_person",
        "about": ["pupil"],
        "content": ["discriminatory"],
        "by_subject": "yes",
        "visibility": "closed",
        "on": None,
    }
    rows = play.do(
        add_allegation,
        HEAD,
        play.case,
        kind="other",
        act=in_class,
        words="Pupils repeat what was said.",
        source="Teachers' Standards, part two",
        version=play.case.version,
    )
    assert [one.clause_number for one in rows] == ["other"], "what is said in class is outside this policy, and in the same case"
    play.accept("child_protection", "disciplinary")
    assert play.due("lado_meeting_5wd") == "2027-04-05", "from the hour of the referral, on the day itself"
    play.on("2027-03-30 09:00").step("child_protection", "school_leads", parallel="yes")
    play.hear("2027-04-06", "2027-04-27", "dismissal")
    play.on("2027-04-28 09:00").step("child_protection", "set_outcome_employer_led", word="substantiated")
    play.step("disciplinary", "notify_council", HR, on="2027-04-28")
    play.on("2027-05-04 09:00").step("disciplinary", "council_acted_la_notified", HR, on="2027-05-04", act="notice")
    play.step("disciplinary", "letter_received_la_acted", HR, dated="2027-05-04", on="2027-05-04")
    for removal in [None, *(one.id for one in play.whole.ledger.removals)]:
        for body in ("dbs", "tra"):
            play.refer(body, "yes", removal=removal)
    play.step("child_protection", "decide_referrals_outcome_set")
    play.on("2027-05-20 09:00").step("disciplinary", "finish_appeal_window", HR)
    play.step("child_protection", "close_referrals_decided", file="kept")
    play.look_after_the_child()
    play.close(lado_on=date(2027, 5, 20))


def test_a08_four_in_one_thread(play, world):
    one, two = play, Scenario(world)
    one.begin("A08", about="Joanne Sutcliffe", by=HEAD, people=[{"part": "child", "name": "Nell Harrow"}])
    two.begin("A08", about="Callum Reyes", by=HEAD)
    for play_ in (one, two):
        assert (play_.due("lado_24h"), play_.due("lado_1wd"), play_.due("data_breach_72h")) == (
            "2026-11-17 08:05", "2026-11-17", "2026-11-19 08:05")  # fmt: skip
        assert play_.standing()["child_protection"][0] == "consult"
    one.on("2026-11-16 09:00").do(link, HEAD, one.case, reference=two.case.reference, why="One thread.")
    assert [case.id for case in group(one.actor(HR), two.case)] == [one.case_id]
    one.contact(advice="Not for us; the school leads.")
    one.accept("child_protection", "disciplinary", "other_procedure")
    one.step("other_procedure", "hand_over")
    one.step("other_procedure", "close")
    assert one.clock("data_breach_72h").met_at is not None
    one.on("2026-11-17 09:00").step("child_protection", "agree_nfa", word="unsubstantiated")
    one.step("disciplinary", "assess", HR)
    one.step("disciplinary", "advise", HR)
    one.look_after_the_child()
    one.close(lado_on=date(2026, 11, 17))
    assert two.case.state == "triage", "what ends for one is not the end for another"


def test_a11_a_dance_that_was_not_posted_is_the_third_concern_of_a_year(play, world):
    for reported in ("2027-03-01 09:00", "2027-05-10 09:00"):
        earlier = Scenario(world)
        earlier.begin("B07", about="Tom Ellwood", by=HEAD, reported=reported)
        earlier.accept("low_level_concern")
    case = play.begin("A11", about="Tom Ellwood", by=HEAD)
    assert "pattern_lado_decision" in case.answer["flags"], "two earlier ones and this one"
    assert play.due("lado_24h") == "2027-07-22 14:00", "the holiday does not stop the clock"
    assert "3.2(d)" not in {one.clause_number for one in play.whole.allegations}, "it was not posted"
    assert read("A11")["facts"]["acts"][0]["published"] is False
    assert play.standing()["disciplinary"] == ("held", "child_protection")
    play.on("2027-07-21 16:00").contact(advice="Not for us as it is. Look at the pattern in your own procedure.")
    play.decline("child_protection", reason="The LADO was consulted and left it to the school.")
    assert play.standing()["disciplinary"] == ("open", None)
    play.do(
        name_part,
        HEAD,
        play.case,
        part=Part.WITNESS,
        person_id=play.actor("Laura Fenwick").person_id,
        name="",
        note="She refused to film.",
    )
    play.accept("disciplinary", "other_procedure")
    play.step("other_procedure", "hand_over")
    play.step("other_procedure", "close")
    play.on("2027-09-01 09:00").hear("2027-09-01", "2027-09-20", "dismissal")
    play.on("2027-09-21 09:00").step("disciplinary", "notify_council", HR, on="2027-09-21")
    play.on("2027-09-27 09:00").step("disciplinary", "council_acted_la_notified", HR, on="2027-09-27", act="notice")
    play.step("disciplinary", "letter_received_la_acted", HR, dated="2027-09-27", on="2027-09-27")
    play.on("2027-10-12 09:00").step("disciplinary", "finish_appeal_window", HR)
    for one in play.whole.ledger.removals:
        for body in ("dbs", "tra"):
            play.refer(body, "no", removal=one.id)
    if any(one.name == "child_welfare" for one in play.whole.paths):
        play.look_after_the_child()
    play.close()
