"""Scenarios of conduct: disciplinary work, belief, absence, and colleagues who are hurt; from the report to the close."""

from __future__ import annotations

from datetime import date

import pytest
from scenario import CHAIR, DSL, HEAD, HR, OFFICER, PANEL

from app.cases.hearings.recording import record_adjustment
from app.cases.models import Part
from app.cases.parts import name_part
from app.core.action import Blocked
from app.core.calendar import tribunal_limit
from app.intake.adding import add_allegation


def _council(play, notified, acted, act="notice"):
    """The council's part in a dismissal, and the letter of that day."""
    play.on(f"{notified} 09:00").step("disciplinary", "notify_council", HR, on=notified)
    play.on(f"{acted} 09:00").step("disciplinary", "council_acted_la_notified", HR, on=acted, act=act)
    play.step("disciplinary", "letter_received_la_acted", HR, dated=acted, on=acted)


def test_a04_remarks_about_a_religion(play):
    case = play.begin("A04", about="Tom Ellwood", by=DSL)
    assert play.standing()["child_protection"] == ("consult", None)
    assert play.standing()["disciplinary"] == ("held", "child_protection")
    assert "equal_opportunities" not in play.standing(), "no colleague has complained"
    assert (play.due("lado_24h"), play.due("lado_1wd")) == ("2027-01-12 08:30", "2027-01-12")
    assert "proportionality" in case.answer["stops"]
    # the headteacher condemned the posts in public: she has an interest, and the deputy manages it
    play.do(name_part, HEAD, play.case, part=Part.INTERESTED, person_id=play.actor(HEAD).person_id, name="", note="")
    manager = "Daniel Pryce"
    assert play.case.manager == "deputy_head"
    with pytest.raises(Blocked, match="before the LADO has been consulted"):
        play.decline("child_protection", by=manager)
    play.on("2027-01-11 11:00").contact(by=manager, advice="Not for us. The school may go on.")
    play.decline("child_protection", by=manager, reason="The LADO was consulted.")
    # a colleague of that faith complains
    act = {"channel": "social_site", "about": ["colleague"], "content": ["discriminatory"], "by_subject": "yes", "visibility": "public", "reputation_at_risk": "no", "on": None}  # fmt: skip
    play.do(add_allegation, manager, play.case, kind="comment", act=act, words="She saw it.", source="", version=play.case.version)
    assert play.standing()["equal_opportunities"] == ("open", None)
    play.accept("disciplinary", by=manager)
    play.decline("equal_opportunities", by=manager, reason="She wants it dealt with as conduct.")
    play.step("disciplinary", "assess", HR)
    play.give(Part.INVESTIGATOR, OFFICER, by=HR)
    with pytest.raises(Blocked, match="proportionality"):
        play.step("disciplinary", "investigate", HR)
    play.step("disciplinary", "investigate", HR, proportionality="Weighed.", letter=play.day)
    play.step("disciplinary", "hand_in_report", OFFICER)
    play.give(Part.PRESENTER, OFFICER, by=HR)
    with pytest.raises(Blocked):
        play.give(Part.HEARER, HEAD, by=HR)
    play.give(Part.HEARER, *PANEL, by=HR)
    play.step("disciplinary", "set_hearing", HR, on="2027-02-01", notice="2027-01-15")
    play.on("2027-02-01 15:00").decided("final_warning")
    play.on("2027-02-03 09:00").step("disciplinary", "letter_received_decided", HR, dated="2027-02-02", on="2027-02-03")
    play.on("2027-02-18 09:00").step("disciplinary", "finish_appeal_window", HR)
    play.look_after_the_child()
    play.close(asks=manager)


def test_a07_a_companion_an_illness_and_a_dismissal_in_absence(play):
    play.begin("A07", about="Joanne Sutcliffe", by=HEAD)
    assert play.standing()["disciplinary"] == ("open", None)
    assert "child_protection" not in play.standing()
    play.accept("disciplinary")
    play.to_report()
    play.give(Part.HEARER, *PANEL, by=HR)
    with pytest.raises(Blocked, match="10 clear working days"):
        play.step("disciplinary", "set_hearing", HR, on="2027-06-14", notice="2027-06-01")
    play.on("2027-05-18 09:00").step("disciplinary", "set_hearing", HR, on="2027-06-07", notice="2027-05-18")
    play.on("2027-06-07 08:00").step("disciplinary", "postpone", HR, kind="companion", offered="none", health="no")
    assert play.due("postponed_5wd") == "2027-06-14"
    with pytest.raises(Blocked, match="at most five working days"):
        play.step("disciplinary", "set_again", HR, on="2027-06-15", notice="2027-06-07")
    play.step("disciplinary", "set_again", HR, on="2027-06-14", notice="2027-06-07")
    play.on("2027-06-14 10:00").step("disciplinary", "postpone", HR, kind="illness", offered="none", health="no")
    with pytest.raises(Blocked, match="occupational health must have been asked"):
        play.step("disciplinary", "go_on_absent", PANEL[0])
    play.on("2027-06-15 09:00").step("disciplinary", "set_again", HR, on="2027-07-01", notice="2027-06-15")
    play.on("2027-07-01 10:00").step("disciplinary", "postpone", HR, kind="illness", offered="both", health="yes")
    with pytest.raises(Blocked, match="the advice of occupational health must be there"):
        play.step("disciplinary", "go_on_absent", PANEL[0])
    play.step("disciplinary", "health_postponed", HR, health_on="2027-07-01", health_answer="cannot", offered="written")
    with pytest.raises(Blocked, match="adjustments must have been considered"):
        play.step("disciplinary", "go_on_absent", PANEL[0])
    adjusted = {"what": "To answer in writing, with her friend's help.", "state": "offered", "why": "", "on": date(2027, 7, 1)}
    play.do(record_adjustment, HR, play.path("disciplinary"), **adjusted)
    play.step("disciplinary", "go_on_absent", PANEL[0])
    play.on("2027-07-02 10:00").decided("summary_dismissal")
    assert tribunal_limit(date(2027, 7, 2), 3) == date(2027, 10, 1), "from the dismissal, not from the appeal"
    assert tribunal_limit(date(2027, 7, 2), 6) == date(2028, 1, 1)
    _council(play, "2027-07-05", "2027-07-09", "no_notice")
    play.on("2027-07-20 09:00").step("disciplinary", "lodge_appeal", HR)
    with pytest.raises(Blocked):
        play.give(Part.APPEAL_PANEL, PANEL[0], by=HR)
    play.step("disciplinary", "withdraw_appeal", HR)
    assert play.clock("appeal_heard_20wd").met_at is None, "nobody heard it"
    assert play.clock("appeal_heard_20wd").dropped_at is not None
    play.step("disciplinary", "finish_appeal_heard", HR)
    play.close()


def test_a13_a_picture_that_somebody_else_posted_leads_nowhere(play):
    case = play.begin("A13", about="Joanne Sutcliffe", by=HEAD)
    assert play.standing() == {}
    assert "allegation_not_by_subject" in case.answer["stops"]
    assert not play.whole.allegations
    assert play.due("triage_1wd") == "2026-12-08"
    play.on("2026-12-07 15:00").close()


def test_a13b_pictures_of_colleagues(play):
    play.begin("A13b", about="Joanne Sutcliffe", by=HEAD)
    assert play.standing()["equal_opportunities"] == ("open", None)
    assert "disciplinary" in play.standing()
    play.accept("equal_opportunities", "disciplinary")
    play.on("2026-12-07 12:00").step("equal_opportunities", "support", HR, perceived_kind="sexual_harassment")
    play.step("equal_opportunities", "formal_eo_support", HR, complained_on="2026-12-07")
    play.step("equal_opportunities", "acknowledge", HR, acknowledged_on="2026-12-07")
    play.give(Part.INVESTIGATOR, OFFICER, by=HR)
    play.step("equal_opportunities", "investigate", HR)
    play.on("2027-01-11 10:00").step("equal_opportunities", "outcome", HR, "upheld", found_kind="sexual_harassment")
    play.step("equal_opportunities", "hand_over", HR)
    play.step("disciplinary", "assess", HR)
    play.step("disciplinary", "investigate", HR, letter=play.day)
    play.step("disciplinary", "hand_in_report", OFFICER)
    play.give(Part.PRESENTER, OFFICER, by=HR)
    play.give(Part.HEARER, *PANEL, by=HR)
    play.step("disciplinary", "set_hearing", HR, on="2027-02-01", notice="2027-01-11")
    play.on("2027-02-01 15:00").decided("first_warning")
    play.on("2027-02-03 09:00").step("disciplinary", "letter_received_decided", HR, dated="2027-02-02", on="2027-02-03")
    play.on("2027-02-18 09:00").step("disciplinary", "finish_appeal_window", HR)
    _aftercare(play, "2027-02-18", ("2027-03-05", "2027-04-02", "2027-05-19"))
    play.close()


def test_a17_filmed_by_a_stranger(play):
    case = play.begin("A17", about="Tom Ellwood", by=HEAD)
    assert {"proportionality", "allegation_not_by_subject"} <= set(case.answer["stops"])
    assert {one.clause_number for one in play.whole.allegations} == {"4.1"}
    assert {one.met for one in play.whole.allegations} == {"may_be"}
    assert play.standing() == {"disciplinary": ("open", None)}
    play.accept("disciplinary")
    play.step("disciplinary", "assess", HR)
    with pytest.raises(Blocked, match="proportionality"):
        play.step("disciplinary", "advise", HR)
    play.step("disciplinary", "advise", HR, "not_proven", proportionality="It was lawful and off duty.")
    play.close()


def test_a19_abuse_of_a_colleague_in_a_group(play):
    play.begin(
        "A19", about="Tom Ellwood", by=DSL, people=[{"part": "complainant", "person": str(play.actor("Laura Fenwick").person_id)}]
    )
    assert play.standing()["equal_opportunities"] == ("open", None)
    assert (play.due("lado_24h"), play.due("lado_1wd")) == ("2027-08-14 18:00", "2027-08-16"), "the summer holiday stops nothing"
    play.contact(advice="Not for us.")
    play.accept("equal_opportunities")
    play.step("equal_opportunities", "police_eo_intake", HR, police_choice="She wants no report to the police.")
    assert play.clock("eo_support_1wd").met_at is None, "advice of the police is no support"
    with pytest.raises(Blocked, match="not consulted"):  # the line manager whom it is about
        play.step("equal_opportunities", "support_police_advised", HR, perceived="race", contact="Tom Ellwood, line manager")
    play.step("equal_opportunities", "support_police_advised", HR, perceived="race")
    play.accept("child_protection", "disciplinary")
    play.on("2027-08-16 09:00").step("child_protection", "agree_nfa", word="unfounded")
    with pytest.raises(Blocked):
        play.give(Part.INVESTIGATOR, "Laura Fenwick", by=HR)
    play.give(Part.INVESTIGATOR, OFFICER, by=HR)
    play.step("equal_opportunities", "formal_eo_support", HR, complained_on="2027-08-16")
    play.step("equal_opportunities", "acknowledge", HR, acknowledged_on="2027-08-16")
    play.step("equal_opportunities", "investigate", HR)
    play.on("2027-09-06 10:00").step("equal_opportunities", "outcome", HR, "upheld", found_kind="harassment", found="race")
    play.step("equal_opportunities", "hand_over", HR)
    play.step("equal_opportunities", "victimisation_handed_to_d", HR, worse_check="no")
    play.step("disciplinary", "assess", HR)
    play.step("disciplinary", "investigate", HR, letter=play.day)
    play.step("disciplinary", "hand_in_report", OFFICER)
    play.give(Part.PRESENTER, OFFICER, by=HR)
    play.give(Part.HEARER, *PANEL, by=HR)
    play.step("disciplinary", "set_hearing", HR, on="2027-09-24", notice="2027-09-07")
    play.on("2027-09-24 15:00").decided("final_warning")
    play.on("2027-09-28 09:00").step("disciplinary", "letter_received_decided", HR, dated="2027-09-27", on="2027-09-28")
    play.on("2027-10-13 09:00").step("disciplinary", "finish_appeal_window", HR)
    _aftercare(play, "2027-10-13", ("2027-10-28", "2027-11-25", "2028-01-14"))
    play.look_after_the_child()
    play.close(lado_on=date(2028, 1, 14))
    assert tribunal_limit(date(2027, 8, 13), 3) == date(2027, 11, 12)


def _aftercare(play, begins, days):
    """Aftercare, with the three times somebody asks how they are, each on its day and not before."""
    stage = play.path("equal_opportunities").stage
    play.on(f"{begins} 09:00").step("equal_opportunities", f"aftercare_{stage}", HR)
    for when, key in zip(days, ("2w", "6w", "3m"), strict=True):
        on = "" if play.path("equal_opportunities").stage == "aftercare" else "_aftercare_on"
        with pytest.raises(Blocked):
            play.step("equal_opportunities", f"check_in_{key}{on}", HR, **{f"worse_{key}": "no"})
        play.on(f"{when} 09:00").step(
            "equal_opportunities", f"check_in_{key}{on}", HR, **{f"asked_on_{key}": when, f"worse_{key}": "no"}
        )
    play.step("equal_opportunities", "close", HR)


def test_a_case_about_the_headteacher_is_the_chairs(play):
    facts_of = play.begin("A07", about=HEAD, by=DSL)
    assert facts_of.manager == "chair_of_governors"
    play.accept("disciplinary", by=CHAIR)
    play.step("disciplinary", "assess", HR)
    play.step("disciplinary", "advise", HR, "not_proven")
    play.close(asks=CHAIR)
