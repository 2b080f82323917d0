"""Who decides, by which authority and when, and what an appeal changes."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flows import FAIR, person_id
from hearing import EQUAL, day
from sqlalchemy import select

from app.cases.actions import decide
from app.cases.engine import Whole
from app.cases.hearings.effects import standing
from app.cases.hearings.governing import set_delegation
from app.cases.models import Part, Visit
from app.cases.work import Sanction
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.calendar import ENGLAND, warning_until
from app.core.clock import frozen, now
from app.core.db import db
from app.core.permission import Refused, job
from app.pathways.words import WEIGHED
from app.people.models import School
from app.people.queries import today


def test_only_whoever_hears_the_case_records_what_follows(hearing, sign_in):
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing()
    for who in (hearing.head, hearing.hr, hearing.officer, hearing.clerk, hearing.appeal):
        with pytest.raises(Refused):
            hearing.take(who, "decide_hearing_set", "proven", sanction="summary_dismissal")
    place = f"/cases/{hearing.reference}/procedures/{hearing.path.id}/decide_hearing_set"
    for name in ("Helen Ashworth", "Ruth Okafor", "Peter Lomax"):
        assert sign_in(name).get(place).status_code == 404
    assert sign_in("George Halloran").get(place).status_code == 200
    hearing.decide()
    assert [one.kind for one in standing(hearing.path)] == ["first_warning"]


def test_the_decision_waits_for_the_day_of_the_hearing(hearing):
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing(on=(today() + timedelta(days=30)).isoformat())
    with pytest.raises(Blocked, match="has not come yet"):
        hearing.decide()


def test_nothing_follows_when_nothing_was_proven(hearing):
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing()
    with pytest.raises(Blocked, match="Nothing was found proven"):
        hearing.decide("not_proven", "first_warning")
    assert Whole(hearing.case).findings == []
    hearing.decide("not_proven", "none")
    assert list(standing(hearing.path)) == []


@pytest.mark.parametrize(
    ("people", "sanction", "good"), [(1, "final_warning", True), (1, "dismissal", False), (3, "dismissal", True)]
)
def test_nobody_decides_above_what_is_delegated_to_them(hearing, people, sanction, good):
    hearing.appoint("officer", "hearer")
    for name in ("Ivy Nwosu", "Stefan Kowalski")[: people - 1]:
        hearing.also(name, Part.HEARER)
    hearing.to_report()
    hearing.set_hearing()
    if not good:
        with pytest.raises(Blocked, match="may not decide this"):
            hearing.decide(sanction=sanction)
        return
    hearing.decide(sanction=sanction)
    assert hearing.path.stage == "decided"


def _delegate(world, actor, highest):
    school = db.session.get_one(School, uuid.UUID(world["schools"]["Marram Bank Primary School"]))
    set_delegation(actor("Margaret Thistlewood"), school, decider="headteacher", highest=highest, source="Minute 21/2026")


def test_the_headteacher_hears_only_where_it_is_delegated_and_only_up_to_that(hearing, world, actor, sign_in):
    sign_in("Helen Ashworth").get(f"/cases/{hearing.reference}")
    with pytest.raises(Blocked, match="has not recorded that the headteacher may hear"):
        hearing.also("Helen Ashworth", Part.HEARER)
    _delegate(world, actor, "first_warning")
    hearing.appoint("officer")
    hearing.also("Helen Ashworth", Part.HEARER)
    with pytest.raises(Blocked, match="hears a case alone"):
        hearing.appoint("hearer")
    page = sign_in("Helen Ashworth").get(f"/cases/{hearing.reference}").get_data(as_text=True)
    assert "She called the school a joke" in page, "the one who manages it goes on seeing it"
    hearing.to_report()
    hearing.set_hearing()
    hearing.hearer = hearing.head
    with pytest.raises(Blocked, match="may not decide this"):
        hearing.decide(sanction="final_warning")
    hearing.decide(sanction="first_warning")
    with pytest.raises(Blocked, match="another part"):
        hearing.also("Helen Ashworth", Part.APPEAL_PANEL)


def test_a_headteacher_who_investigated_or_saw_an_earlier_concern_does_not_hear(hearing, world, actor, sign_in):
    _delegate(world, actor, "dismissal")
    head = sign_in("Helen Ashworth")
    head.passed(f"/cases/{hearing.reference}/people/name", part="earlier", person=person_id(world, "Helen Ashworth"))
    assert head.get(f"/cases/{hearing.reference}").status_code == 200, "who dealt with an earlier concern goes on managing"
    assert hearing.case.manager == "headteacher"
    for part in (Part.HEARER, Part.INVESTIGATOR, Part.APPEAL_PANEL):
        with pytest.raises(Blocked, match="another part"):
            hearing.also("Helen Ashworth", part)


def test_only_governors_on_the_panel_hear(hearing):
    with pytest.raises(Blocked, match="appointed as panel member"):
        hearing.also("Daniel Pryce", Part.HEARER)
    with pytest.raises(Blocked, match="does not hear an appeal"):
        hearing.also("Helen Ashworth", Part.APPEAL_PANEL)


@pytest.mark.parametrize("page", ["people/new", "contacts/new", "evidence/link", "letters"])
def test_any_page_of_a_case_counts_as_having_opened_the_file(hearing, world, sign_in, page):
    assert sign_in("Colin Baptiste").get(f"/cases/{hearing.reference}/{page}").status_code == 404
    deputy_seen = select(Visit).where(Visit.case_id == hearing.case.id)
    before = {one.person_id for one in db.session.scalars(deputy_seen)}
    sign_in("Helen Ashworth").get(f"/cases/{hearing.reference}/{page}")
    db.session.rollback()
    assert {one.person_id for one in db.session.scalars(deputy_seen)} == {*before, hearing.head.person_id}


def test_the_appeal_is_decided_by_its_panel_alone_and_by_as_many_as_decided_first(hearing):
    hearing.appoint("officer", "hearer")
    hearing.also("Stefan Kowalski", Part.HEARER)
    hearing.to_report()
    hearing.set_hearing()
    hearing.decide()
    hearing.take(hearing.hr, "letter_received_decided", dated=day(), on=day())
    hearing.take(hearing.hr, "lodge_appeal", grounds="Too harsh.")
    hearing.appoint("appeal")
    answers = {"result": "dismissed", "stands": "as_before", "reasons": "Fair."}
    for who in (hearing.hr, hearing.head, hearing.hearer, hearing.officer):
        with pytest.raises(Refused):
            hearing.take(who, "hear_appeal", "proven", **answers)
    with pytest.raises(Blocked, match="As many people hear the appeal"):
        hearing.take(hearing.appeal, "hear_appeal", "proven", **answers)


def test_an_appeal_that_is_upheld_changes_finding_and_sanction_and_keeps_what_was_there(hearing, sign_in):
    hearing.to_appeal()
    before = Whole(hearing.case).findings[0]
    hearing.take(hearing.appeal, "hear_appeal", "not_proven", result="upheld", stands="none", reasons="It was not her.")
    whole = Whole(hearing.case)
    assert [one.word for one in whole.findings] == ["not_proven"] * len(whole.findings)
    assert {one.id for one in whole.replaced} >= {before.id}
    assert whole.findings[0].replaces in {one.id for one in whole.replaced}
    assert list(standing(hearing.path)) == []
    ended = db.session.scalars(select(Sanction).where(Sanction.case_id == hearing.case.id)).one()
    assert ended.kind == "first_warning"
    assert ended.ended_at is not None
    assert ended.ended_by == whole.findings[0].decision_id
    page = sign_in("Helen Ashworth").get(f"/cases/{hearing.reference}").get_data(as_text=True)
    assert "it ended with the appeal" in page
    assert "Disciplinary before the appeal" in page


def test_an_appeal_that_lessens_what_follows_keeps_the_day_it_was_issued(hearing):
    hearing.to_appeal(sanction="final_warning")
    hearing.take(hearing.appeal, "hear_appeal", "proven", result="varied", stands="first_warning", months="", reasons="Too harsh.")
    (now_stands,) = standing(hearing.path)
    assert (now_stands.kind, now_stands.live_from, now_stands.live_to) == ("first_warning", today(), warning_until(today(), 6))
    assert {one.word for one in Whole(hearing.case).findings} == {"proven"}


@pytest.mark.parametrize(
    ("words", "result", "stands", "refusal"),
    [
        ("proven", "upheld", "as_before", "must change a finding or what follows"),
        ("proven", "varied", "first_warning", "must change a finding or what follows"),
        ("not_proven", "dismissed", "none", "leaves both as they are"),
        ("proven", "dismissed", "none", "leaves both as they are"),
        ("proven", "varied", "final_warning", "does not make the outcome harsher"),
        ("not_proven", "upheld", "as_before", "Nothing stays proven"),
    ],
)
def test_an_appeal_does_what_it_says(hearing, words, result, stands, refusal):
    hearing.to_appeal()
    with pytest.raises(Blocked, match=refusal):
        hearing.take(hearing.appeal, "hear_appeal", words, result=result, stands=stands, reasons="Because.")
    assert {one.word for one in Whole(hearing.case).findings} == {"proven"}
    assert [one.kind for one in standing(hearing.path)] == ["first_warning"]


def test_nothing_but_an_appeal_undoes_a_finding(hearing):
    hearing.to_decision()
    path = hearing.path
    _back(job("test"), path)
    with pytest.raises((Stale, Blocked), match=r"on record already|needs an outcome"):
        hearing.decide("not_proven", "none")
    assert {one.word for one in Whole(hearing.case).findings} == {"proven"}


@action(Act.DEMO_LOAD)
def _back(actor, path):
    path.stage = "hearing_set"
    seal_case(path)


def test_it_is_not_closed_before_the_last_day_for_an_appeal(hearing):
    hearing.to_decision()
    hearing.take(hearing.hr, "letter_received_decided", dated=day(), on=day())
    last = ENGLAND.add(today(), 10)
    for days, good in ((0, False), ((last - today()).days, False), ((last - today()).days + 1, True)):
        with frozen(now() + timedelta(days=days)):
            if good:
                hearing.take(hearing.hr, "finish_appeal_window", referrals="Not needed.")
            else:
                with pytest.raises(Blocked, match="time for an appeal has not ended"):
                    hearing.take(hearing.hr, "finish_appeal_window", referrals="Not needed.")
    assert hearing.path.stage == "d_closed"


def test_a_written_waiver_ends_the_time_for_an_appeal_but_not_one_from_tomorrow(hearing):
    hearing.to_decision()
    hearing.take(hearing.hr, "letter_received_decided", dated=day(), on=day())
    with pytest.raises(Blocked, match="time for an appeal"):
        hearing.take(hearing.hr, "finish_appeal_window", referrals="No.", waived=day(-1))
    hearing.take(hearing.hr, "finish_appeal_window", referrals="No.", waived=day())
    assert hearing.path.stage == "d_closed"


def test_a_procedure_that_is_not_available_is_not_opened(hearing, sign_in):
    path = hearing.path
    _disable(job("test"), path)
    with pytest.raises(Blocked, match="not their employer"):
        decide(hearing.head, hearing.path, accept=True, reason="It follows.", equality=EQUAL)
    place = f"/cases/{hearing.reference}/procedures/{path.id}"
    answer = sign_in("Helen Ashworth").send(place, accept="yes", reason="My own words", **FAIR)
    assert answer.status_code == 409
    assert "My own words" in answer.get_data(as_text=True)
    assert decide(hearing.head, hearing.path, accept=False, reason="The agency.", equality=EQUAL).state == "declined"


@action(Act.DEMO_LOAD)
def _disable(actor, path):
    path.standing, path.state, path.stage, path.decided_by, path.decided_at = "disabled", "proposed", None, None, None
    seal_case(path)


def test_where_a_belief_is_in_play_each_point_is_weighed_before_it_is_decided(hearing):
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing()
    _may_be_a_belief(job("test"), hearing.case)
    given = {"proportionality": "It was weighed."}
    with pytest.raises(Blocked, match="weigh each point of the proportionality list"):
        hearing.decide(**given, weighed="content,tone")
    hearing.decide(**given, weighed=",".join(key for key, _ in WEIGHED))
    assert hearing.path.stage == "decided"


@action(Act.DEMO_LOAD)
def _may_be_a_belief(actor, case):
    case.answer = {**case.answer, "stops": [*case.answer["stops"], "proportionality"]}
    seal_case(case)
