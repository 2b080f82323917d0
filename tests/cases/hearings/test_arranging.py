"""Notice, postponements, absence, leaving, and the council's part in a dismissal."""

from __future__ import annotations

import contextlib
import uuid
from datetime import date, timedelta

import pytest
from flows import day as boxes
from hearing import Hearing, day
from lettering import begun

from app.cases.engine import Whole
from app.cases.hearings.governing import set_kind
from app.cases.hearings.recording import record_adjustment
from app.cases.models import Part
from app.cases.queries import deadlines
from app.core.action import Blocked, Stale
from app.core.calendar import ENGLAND, notice_by
from app.core.clock import frozen, now
from app.core.db import db
from app.core.permission import Refused
from app.people.models import School
from app.people.queries import today

MOVED = {"why": "Her union representative is away.", "offered": "none", "health": "no"}
MISSING = (
    "attend from elsewhere or to answer in writing",
    "have been asked",
    "must be there",
    "must have been considered",
)
AGAIN = {"time": "2pm", "venue": "The hall", "evidence_given": "yes"}


@pytest.fixture
def arranged(hearing) -> Hearing:
    """A hearing that is arranged for today."""
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing()
    return hearing


def clock(hearing, rule):
    """The newest clock of a rule."""
    return [one for one in deadlines(hearing.case.id) if one.rule == rule][-1:]


@pytest.mark.parametrize("key", ["set_hearing", "set_again"])
def test_notice_is_counted_to_the_day_each_time(hearing, key):
    hearing.appoint()
    hearing.to_report()
    hearing.also("Farah Siddiqui", Part.PRESENTER)
    if key == "set_again":
        hearing.set_hearing()
        hearing.take(hearing.hr, "postpone", kind="illness", **MOVED)
    on = ENGLAND.add(today(), 30)
    late = notice_by(on, 10) + timedelta(days=1)
    with pytest.raises(Blocked, match="At least 10 clear working days"):
        hearing.take(hearing.hr, key, on=on.isoformat(), notice=late.isoformat(), **AGAIN)
    hearing.take(hearing.hr, key, on=on.isoformat(), notice=notice_by(on, 10).isoformat(), **AGAIN)
    assert hearing.path.stage == "hearing_set"


HANDED_IN = "step:disciplinary:hand_in_report"


def test_after_a_grievance_the_work_goes_on_where_it_was(hearing):
    hearing.appoint()
    hearing.to_report()
    for stage in ("d_report", "d_investigation", "hearing_set"):
        if stage == "d_investigation":
            hearing.take(hearing.hr, "go_back", terms="Who else saw it?", letter=day())
        if stage == "hearing_set":
            hearing.take(hearing.officer, "hand_in_report", report="Nobody else.")
            hearing.set_hearing()
        hearing.take(hearing.hr, f"grievance_{stage}", why="It is about the investigation: both run together.")
        offered = {one.step.key for one in Whole(hearing.case).offers(hearing.hr, hearing.path)}
        assert {one for one in offered if one.startswith("after_")} == {f"after_grievance_{stage}"}
        with pytest.raises(Stale):
            other = "d_report" if stage != "d_report" else "hearing_set"
            hearing.take(hearing.hr, f"after_grievance_{other}", words="Elsewhere.")
        hearing.take(hearing.hr, f"after_grievance_{stage}", words="It was dealt with.")
        assert hearing.path.stage == stage
        met = sorted(one.met_what or "" for one in deadlines(hearing.case.id) if one.rule == "investigate_20wd")
        assert met == {"d_report": [HANDED_IN], "d_investigation": ["", HANDED_IN], "hearing_set": [HANDED_IN] * 2}[stage]
    hearing.decide()
    assert hearing.path.stage == "decided"


def test_whoever_leaves_while_a_grievance_is_looked_into_leaves_no_clock_behind(hearing):
    hearing.appoint()
    hearing.take(hearing.hr, "assess", scope="All of it.")
    hearing.take(hearing.hr, "investigate", terms="Who saw it?", letter=day())
    hearing.take(hearing.hr, "grievance_d_investigation", why="Both run together.")
    (running,) = clock(hearing, "investigate_20wd")
    assert (running.met_at, running.dropped_at) == (None, None), "a grievance finishes no investigation"
    hearing.take(hearing.hr, "resigned_grievance_linked", why="Today.", agreement="")
    (cut,) = clock(hearing, "investigate_20wd")
    assert (cut.met_at, cut.dropped_at is not None) == (None, True)


def test_for_a_companion_it_is_moved_once_and_by_no_more_than_five_working_days(arranged):
    arranged.take(arranged.hr, "postpone", kind="companion", **MOVED)
    last = ENGLAND.add(today(), 5)
    (due,) = clock(arranged, "postponed_5wd")
    assert due.due_on == last
    for on, good in ((ENGLAND.add(last, 1), False), (last, True)):
        answers = {"on": on.isoformat(), "notice": day(), **AGAIN}
        if good:
            arranged.take(arranged.hr, "set_again", **answers)
        else:
            with pytest.raises(Blocked, match="at most five working days after the first"):
                arranged.take(arranged.hr, "set_again", **answers)
    with pytest.raises(Blocked, match="moved for a companion once already"):
        arranged.take(arranged.hr, "postpone", kind="companion", **MOVED)
    arranged.take(arranged.hr, "postpone", kind="other", **MOVED)


def test_no_clock_for_a_companion_runs_when_it_was_moved_for_another_reason(arranged):
    arranged.take(arranged.hr, "postpone", kind="illness", **MOVED)
    assert clock(arranged, "postponed_5wd") == []


def _missed(hearing, **answers):
    hearing.take(hearing.hr, "postpone", **{"kind": "did_not_attend", **MOVED, **answers})


def _again(hearing):
    hearing.take(hearing.hr, "set_again", on=day(), notice=day(40), **AGAIN)


def test_it_is_heard_in_absence_after_two_failures_and_not_after_one(arranged):
    _missed(arranged)
    with pytest.raises(Blocked, match="failed to come twice"):
        arranged.take(arranged.hearer, "go_on_absent", why="She did not come.")
    _again(arranged)
    _missed(arranged)
    with pytest.raises(Refused):
        arranged.take(arranged.hr, "go_on_absent", why="She did not come.")
    arranged.take(arranged.hearer, "go_on_absent", why="Twice.")
    arranged.decide()
    assert arranged.path.stage == "decided"


def test_one_failure_is_enough_when_another_way_to_attend_was_offered(arranged):
    _missed(arranged, offered="remote")
    arranged.take(arranged.hearer, "go_on_absent", why="She was offered to join from home.")
    assert arranged.path.stage == "heard_in_absence"


@pytest.mark.parametrize("kind", ["illness", "adjustment"])
def test_where_illness_or_a_disability_keeps_them_away_each_thing_missing_is_said_until_it_is_done(arranged, sign_in, kind):
    def missing():
        (offer,) = [one for one in Whole(arranged.case).offers(arranged.hearer, arranged.path) if one.step.key == "go_on_absent"]
        with contextlib.suppress(Blocked):
            arranged.take(arranged.hearer, "go_on_absent", why="She could have answered in writing.")
        return [word for word in MISSING if any(word in one for one in offer.blocked_by)]

    for _ in range(2):
        _missed(arranged)
        _again(arranged)
    with pytest.raises(Stale):
        arranged.take(arranged.hr, "health_hearing_set", health_on=day(), health_answer="can", health_advice="x", offered="none")
    _missed(arranged, kind=kind, offered="none", health="no")
    asked, answer, adjustments = "have been asked", "must be there", "must have been considered"
    offer = "attend from elsewhere or to answer in writing"
    assert missing() == [offer, asked, adjustments], "two failures before do not excuse it"
    _again(arranged)
    _missed(arranged, kind=kind, offered="none", health="yes")
    assert missing() == [offer, answer, adjustments]
    record_adjustment(arranged.hr, arranged.path, what="Breaks", state="refused", why="She asked for none.", on=today())
    assert missing() == [offer, answer]
    hr, base = sign_in("Ruth Okafor"), f"/cases/{arranged.reference}"
    told = {"ask_health_answer": "adjusted", "ask_health_advice": "From home, an hour at a time.", "ask_offered": "remote"}
    hr.passed(f"{base}/procedures/{arranged.path.id}/health_postponed", **told, **boxes("ask_health_on", 1))
    page = hr.get(f"{base}/hearing").get_data(as_text=True)
    assert "They can attend, with adjustments. From home, an hour at a time." in page
    assert missing() == []
    assert arranged.path.stage == "heard_in_absence"


def test_a_postponement_for_a_good_reason_counts_as_no_failure(arranged):
    _missed(arranged, kind="other")
    _again(arranged)
    _missed(arranged)
    with pytest.raises(Blocked, match="failed to come twice"):
        arranged.take(arranged.hearer, "go_on_absent", why="Once only.")


@pytest.fixture
def dismissed(hearing) -> Hearing:
    """A dismissal that a panel of three decided."""
    hearing.appoint("officer", "hearer")
    for name in ("Ivy Nwosu", "Stefan Kowalski"):
        hearing.also(name, Part.HEARER)
    hearing.to_report()
    hearing.set_hearing()
    hearing.decide(sanction="dismissal")
    return hearing


def _school(world) -> School:
    return db.session.get_one(School, uuid.UUID(world["schools"]["Marram Bank Primary School"]))


def _offered(hearing, key, who=None):
    """The step as it is offered, with what blocks it; nothing when it is not offered."""
    offers = Whole(hearing.case).offers(who or hearing.hr, hearing.path)
    return next((one for one in offers if one.step.key == key), None)


def test_a_dismissal_may_go_to_the_council_before_the_letter_and_ends_with_its_act(dismissed):
    dismissed.take(dismissed.hr, "notify_council", on=day(), determination="She should cease to work here, because…")
    (due,) = clock(dismissed, "la_acts_14d")
    assert due.due_on == today() + timedelta(days=13), "the day of notice counts"
    dismissed.take(dismissed.hr, "letter_received_la_notified", dated=day(), on=day())
    (due,) = clock(dismissed, "la_acts_14d")
    assert due.met_at is None, "a letter to the member of staff is not the council's act"
    with frozen(now() + timedelta(days=30)):
        with pytest.raises(Blocked, match="council has not acted"):
            dismissed.take(dismissed.hr, "finish_appeal_window", referrals="Both told.")
        dismissed.take(dismissed.hr, "council_acted_appeal_window", on=day(20), act="notice", words="Notice of 3 months.")
        (due,) = clock(dismissed, "la_acts_14d")
        assert due.met_at.date() == today() - timedelta(days=20)
        with pytest.raises(Stale):
            dismissed.take(dismissed.hr, "council_acted_appeal_window", on=day(), act="notice", words="Again.")
        dismissed.take(dismissed.hr, "finish_appeal_window", referrals="Both told.")
    assert dismissed.path.stage == "d_closed"


@pytest.mark.parametrize("kind", ["foundation", "voluntary_aided", "academy"])
def test_where_the_council_is_no_employer_the_letter_goes_at_once(dismissed, world, actor, kind):
    set_kind(actor("Peter Lomax"), _school(world), kind=kind)
    with pytest.raises(Stale):
        dismissed.take(dismissed.hr, "notify_council", on=day(), determination="…")
    dismissed.take(dismissed.hr, "letter_received_decided", dated=day(), on=day())
    assert dismissed.path.stage == "appeal_window"


def test_a_dismissal_confirmed_on_appeal_goes_to_the_council_then_and_the_work_ends_only_with_its_act(dismissed):
    dismissed.take(dismissed.hr, "letter_received_decided", dated=day(), on=day())
    with pytest.raises(Blocked, match="time for an appeal has not ended"):
        dismissed.take(dismissed.hr, "notify_council_after_window", on=day(), determination="Too soon.")
    dismissed.lodge_before_three()
    dismissed.take(dismissed.appeal, "hear_appeal", "proven", result="dismissed", stands="as_before", reasons="Fair.")
    with pytest.raises(Blocked, match="record first that the written determination to dismiss went to the council"):
        dismissed.take(dismissed.hr, "finish_appeal_heard", referrals="Both told.")
    dismissed.take(dismissed.hr, "notify_council_after_appeal", on=day(), determination="The appeal confirmed it, because…")
    (due,) = clock(dismissed, "la_acts_14d")
    assert (due.due_on, due.owner) == (today() + timedelta(days=13), "clerk")
    (letter,) = clock(dismissed, "appeal_letter_5wd")
    assert letter.met_at is None, "telling the council is not the letter about the appeal"
    with pytest.raises(Blocked, match="council has not acted"):
        dismissed.take(dismissed.hr, "finish_la_notified_after", referrals="Both told.")
    dismissed.take(dismissed.hr, "council_acted_la_notified_after", on=day(), act="notice", words="Notice of 3 months.")
    assert clock(dismissed, "la_acts_14d")[0].met_at is not None
    assert _offered(dismissed, "council_acted_la_notified_after") is None
    dismissed.take(dismissed.hr, "finish_la_notified_after", referrals="Both told.")
    assert dismissed.path.stage == "d_closed"


def test_without_an_appeal_it_goes_to_the_council_when_the_time_for_one_is_over(dismissed):
    dismissed.take(dismissed.hr, "letter_received_decided", dated=day(), on=day())
    with frozen(now() + timedelta(days=30)):
        with pytest.raises(Blocked, match="went to the council"):
            dismissed.take(dismissed.hr, "finish_appeal_window", referrals="Both told.")
        dismissed.take(dismissed.hr, "notify_council_after_window", on=day(), determination="No appeal was made.")
        assert dismissed.path.stage == "la_notified_after"


def test_a_dismissal_first_reached_on_appeal_goes_to_the_council_anew(hearing, sign_in):
    hearing.appoint("officer", "hearer")
    for name in ("Ivy Nwosu", "Stefan Kowalski"):
        hearing.also(name, Part.HEARER)
    hearing.to_report()
    hearing.set_hearing()
    hearing.decide(sanction="summary_dismissal")
    hr = sign_in("Ruth Okafor")

    def called() -> bool:
        page = hr.get(f"/cases/{hearing.reference}/letters").get_data(as_text=True)
        return "A dismissal stands, of which the council was not told." in page

    assert called()
    hearing.take(hearing.hr, "notify_council", on=day(), determination="At once, because…")
    assert not called()
    hearing.take(hearing.hr, "council_acted_la_notified", on=day(), act="no_notice", words="Ended today.")
    hearing.take(hearing.hr, "letter_received_la_acted", dated=day(), on=day())
    hearing.lodge_before_three()
    hearing.take(
        hearing.appeal, "hear_appeal", "proven", result="varied", stands="dismissal", reasons="Notice is enough: she admitted it."
    )
    with pytest.raises(Blocked, match="went to the council"):
        hearing.take(hearing.hr, "finish_appeal_heard", referrals="Both told.")
    assert called(), "what the appeal put in its place is told anew"
    letter = hr.get(begun(hr, hearing.reference, "determination")).get_data(as_text=True)
    assert "Notice is enough: she admitted it." in letter, "the notice gives the reasons of the appeal"
    hearing.take(hearing.hr, "notify_council_after_appeal", on=day(), determination="With notice, because…")
    assert hearing.path.stage == "la_notified_after"


def test_a_dismissal_undone_on_appeal_goes_to_nobody(dismissed):
    dismissed.take(dismissed.hr, "letter_received_decided", dated=day(), on=day())
    dismissed.lodge_before_three()
    dismissed.take(dismissed.appeal, "hear_appeal", "proven", result="varied", stands="final_warning", reasons="Too harsh.")
    assert _offered(dismissed, "notify_council_after_appeal") is None
    dismissed.take(dismissed.hr, "finish_appeal_heard", referrals="Not needed.")
    assert dismissed.path.stage == "d_closed"


def test_a_warning_does_not_go_to_the_council(hearing):
    hearing.to_decision()
    with pytest.raises(Stale):
        hearing.take(hearing.hr, "notify_council", on=day(), determination="…")


def test_leaving_is_recorded_at_every_stage_and_ends_nothing_that_was_decided(hearing):
    hearing.to_appeal()
    hearing.take(hearing.hr, "resigned_appeal_lodged", why="She left on Friday.")
    assert hearing.path.stage == "appeal_lodged"
    with pytest.raises(Stale):
        hearing.take(hearing.hr, "resigned_appeal_lodged", why="Again.")
    hearing.take(hearing.appeal, "hear_appeal", "proven", result="dismissed", stands="as_before", reasons="Fair.")
    hearing.take(hearing.hr, "finish_appeal_heard", referrals="Considered.")
    assert {one.word for one in Whole(hearing.case).findings} == {"proven"}


def test_the_governing_body_records_what_it_delegated_and_of_which_kind_the_school_is(world, sign_in):
    for name in ("Helen Ashworth", "Ruth Okafor", "George Halloran", "Owen Tate"):
        assert sign_in(name).get("/governance").status_code == 404
    chair = sign_in("Margaret Thistlewood")
    chair.passed("/governance/delegations/headteacher", highest="final_warning", source="Minute 21, 14 September 2026")
    chair.passed("/governance/kind", kind="voluntary_aided")
    page = chair.get("/governance").get_data(as_text=True)
    assert "Minute 21, 14 September 2026" in page
    assert "Voluntary aided school" in page
    missing = chair.send("/governance/delegations/headteacher", highest="dismissal", source="")
    assert missing.status_code == 422
    assert 'value="dismissal" checked' in missing.get_data(as_text=True)


def test_the_last_day_of_five_runs_over_easter():
    assert ENGLAND.add(date(2027, 3, 25), 5) == date(2027, 4, 5)
