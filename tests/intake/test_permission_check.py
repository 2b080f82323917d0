"""Incidents held against permits that come from the register: the contract's examples, and each way a permit can bear on an act."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from asking import ALL, answer, ask, at, incident, long_held, on_record
from checked import said
from flows import FAIR, NO_HARM, begin, day, person_id
from sqlalchemy import select

from app.cases.models import Case, Involvement
from app.cases.queries import known
from app.core.acts import Role
from app.core.clock import frozen, now
from app.core.db import db
from app.demo.cast import FIRST
from app.demo.loading import actor_of
from app.intake import facts as routing_facts
from app.intake.facts import facts_from
from app.intake.routing import route
from app.notices.models import Notice
from app.people.actions import appoint, end_role
from app.people.models import Appointment, Person
from app.people.queries import today
from app.policy.permits import actions
from app.policy.permits.models import Permit
from app.policy.permits.words import MEMBERS, PARENTS, PLATFORMS, Answer, Kind

SHARED = Path(__file__).resolve().parents[3] / "shared/contracts/routing"
WITH_PERMITS = [one for one in sorted(SHARED.glob("*.json")) if json.loads(one.read_text())["facts"].get("permits")]
STAFF, HEAD, CHAIR, DEPUTY, LEAD = "Farah Siddiqui", "Helen Ashworth", "Margaret Thistlewood", "Daniel Pryce", "Amina Yusuf"
REQUEST = {"kind": "accept_request", "with": "parent", "on": "2026-11-20"}
BLOG = {"kind": "curriculum_space", "channel": "blog", "with": "pupil", "on": "2026-11-20"}
REPORTED = at("2026-11-24")

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def school(world):
    return long_held(world)


def number(world) -> int:
    """The number of the newest permit of the first school."""
    ours = select(Permit.number).where(Permit.school_id == uuid.UUID(world["schools"][FIRST]))
    return max(db.session.scalars(ours))


def clauses(case, act=0):
    """The clauses of an act that count: `3.2(i)?` where it may be met."""
    found = [one for one in case.answer["clauses"] if one["act"] == act and one["met"] != "no"]
    return " ".join(one["number"] + "?" * (one["met"] == "may_be") for one in found)


def paths(case):
    return {one["path"] for one in case.answer["paths"]}


def words(case):
    return [one["words"] for one in case.permits]


def witnesses(case):
    rows = db.session.scalars(select(Involvement).where(Involvement.case_id == case.id, Involvement.part == "witness"))
    return {one.person_id for one in rows}


def expected(found, expect):
    """Compare an answer with what an example of the contract expects."""
    counted = {(one["number"], one["act"], one["met"]) for one in found["clauses"] if one["met"] != "no"}
    assert counted == {(one["number"], one.get("act", 0), one["met"]) for one in expect["clauses"]}
    assert not {one for one, *_ in counted} & set(expect["clauses_not"])
    assert {(one["path"], one["standing"], one["waits_for"], one["procedure"]) for one in found["paths"]} == {
        (one["path"], one["standing"], one.get("waits_for"), one.get("procedure")) for one in expect["paths"]
    }
    assert found["case_manager"] == expect["case_manager"]
    assert sorted(map(str, found["deadlines"])) == sorted(map(str, expect["deadlines"]))
    assert sorted(found["stops"]) == sorted(expect["stops"])
    assert sorted(found["flags"]) == sorted(expect["flags"])


def told(world, school, example):
    """Enter the permits of an example in the register through its actions, then log the incident."""
    facts = example["facts"]
    for one in facts["permits"]:
        kind = Kind(one["kind"])
        given = Answer.AGREED if one["answer"] == "agreed" else Answer.ADVISED_AGAINST if kind is Kind.PARENT else Answer.DECLINED
        on_record(
            world,
            school,
            asked=at(one["decided_on"], 8) - timedelta(days=1),
            answered=at(one["decided_on"]),
            given=given,
            kind=kind,
            other_side=one.get("with"),
            platform=facts["acts"][0].get("channel", "social_site"),
            measures=frozenset([*ALL, "closing_date"]) if one.get("measures_complete") else frozenset(),
        )
    reported = routing_facts.facts_from(facts).reported_at
    return incident(world, school, reported, *facts["acts"])


@pytest.mark.skipif(not WITH_PERMITS, reason="the contract's examples are not beside this checkout")
@pytest.mark.parametrize("file", WITH_PERMITS, ids=lambda one: one.stem)
def test_an_example_of_the_contract(world, school, file):
    example = json.loads(file.read_text())
    case = told(world, school, example)
    expected(case.answer, example["expect"])
    wanted = [
        {
            "kind": one["kind"],
            "decided_on": one["decided_on"],
            "answer": one["answer"],
            "with": one.get("with"),
            "measures_complete": one.get("measures_complete", False),
        }
        for one in example["facts"]["permits"]
    ]
    assert [{name: one[name] for name in wanted[0]} for one in case.facts["permits"]] == wanted
    again, answer = route(facts_from(case.facts)).as_json(), case.answer
    for path in answer["paths"]:
        for why in path["because"]:
            why.pop("clause_id", None)  # the case also pins the school's own clause
    assert again == answer


def test_the_advice_came_first(world, school):
    on_record(world, school, asked=at("2026-11-18"), answered=at("2026-11-19"))
    case = incident(world, school, REPORTED, REQUEST)
    n = number(world)
    assert (clauses(case), paths(case), case.answer["flags"]) == ("", set(), ["permit_covers"])
    assert case.facts["permits"] == [
        {
            "id": f"permit {n}",
            "kind": "parent_contact_advice",
            "decided_on": "2026-11-19",
            "answer": "agreed",
            "measures_complete": False,
            "with": "parent",
        }
    ]
    assert words(case) == [f"Permit {n} covers this: agreed on Thursday 19 November 2026, in force to Tuesday 31 August 2027."]


def test_advised_against(world, school):
    on_record(world, school, asked=at("2026-11-11"), answered=at("2026-11-12"), given=Answer.ADVISED_AGAINST)
    case = incident(world, school, REPORTED, REQUEST)
    assert (clauses(case), paths(case), case.answer["flags"]) == ("3.2", {"low_level_concern"}, [])
    assert words(case) == [f"Permit {number(world)}: advised against on Thursday 12 November 2026, before it."]


def test_asked_a_day_too_late(world, school):
    on_record(world, school, asked=at("2026-11-21"), answered=at("2026-11-22"))
    case = incident(world, school, REPORTED, REQUEST)
    assert (clauses(case), case.answer["flags"]) == ("3.2(i)", ["permit_late"])
    assert words(case) == [
        f"Permit {number(world)} was asked a day too late: on Saturday 21 November 2026, and agreed on Sunday 22 November 2026."
    ]


def test_asked_before_and_answered_after(world, school):
    on_record(world, school, asked=at("2026-11-19"), answered=at("2026-11-22"))
    case = incident(world, school, REPORTED, REQUEST)
    assert (clauses(case), case.answer["flags"]) == ("3.2(i)", ["permit_late"])
    assert "before it, but had no answer yet: agreed on Sunday 22 November 2026" in words(case)[0]


def test_asked_and_never_answered(world, school):
    on_record(world, school, asked=at("2026-11-19"), answered=None)
    case = incident(world, school, REPORTED, REQUEST)
    assert (clauses(case), case.answer["flags"], case.facts["permits"]) == ("3.2(i)", [], [])
    assert "It had no answer when this was logged." in words(case)[0]
    assert witnesses(case) == set()


def test_answered_on_the_day_of_the_act(world, school):
    on_record(world, school, asked=at("2026-11-19"), answered=at("2026-11-20"))
    case = incident(world, school, REPORTED, REQUEST)
    assert clauses(case) == "3.2(i)?"
    assert "Which came first is not known." in words(case)[0]


def test_the_day_is_the_day_in_london(world, school):
    on_record(world, school, asked=at("2026-06-01"), answered=at("2026-06-10", 0))  # 23:00 on the 9th in UTC
    case = incident(world, school, at("2026-06-12"), {**REQUEST, "on": "2026-06-10"})
    assert case.facts["permits"][0]["decided_on"] == "2026-06-10"
    assert clauses(case) == "3.2(i)?"


def test_the_day_of_the_act_is_not_known(world, school):
    on_record(world, school, asked=at("2026-11-18"), answered=at("2026-11-19"))
    case = incident(world, school, REPORTED, {**REQUEST, "on": None})
    assert clauses(case) == "3.2(i)?"
    assert "The day of the act is not known" in words(case)[0]


def test_none_on_record(world, school):
    case = incident(world, school, REPORTED, REQUEST, about="Priya Raman")
    assert clauses(case) == "3.2(i)"
    assert words(case) == ["None on record: no advice about parents on this platform was asked for before it."]


@pytest.mark.parametrize(
    "other",
    [{"platform": "messaging"}, {"other_side": "former_pupil_parent"}, {"who": "Laura Fenwick"}, {"kind": Kind.SPACE}],
    ids=["another platform", "another side", "another person", "another kind"],
)
def test_what_does_not_fit_is_not_on_record(world, school, other):
    on_record(world, school, asked=at("2026-11-18"), answered=at("2026-11-19"), **other)
    case = incident(world, school, REPORTED, REQUEST)
    assert (clauses(case), case.facts["permits"], witnesses(case)) == ("3.2(i)", [], set())
    assert words(case)[0].startswith("None on record")


def test_nobody_in_particular_fits_every_parent(world, school):
    on_record(world, school, asked=at("2026-11-18"), answered=at("2026-11-19"), other_side=None)
    for side in ("parent", "former_pupil_parent"):
        assert clauses(incident(world, school, REPORTED, {**REQUEST, "with": side, "age_at_act": 15})) == ""


def test_a_permit_that_ran_out(world, school):
    on_record(world, school, asked=at("2026-06-01"), answered=at("2026-06-02"))
    last = incident(world, school, REPORTED, {**REQUEST, "on": "2026-08-31"})
    assert clauses(last) == ""
    after = incident(world, school, REPORTED, {**REQUEST, "on": "2026-09-01"})
    assert (clauses(after), after.facts["permits"]) == ("3.2(i)", [])
    assert "it had run out after Monday 31 August 2026" in words(after)[0]


def test_advice_against_does_not_run_out(world, school):
    on_record(world, school, asked=at("2026-06-01"), answered=at("2026-06-02"), given=Answer.ADVISED_AGAINST)
    assert clauses(incident(world, school, REPORTED, REQUEST)) == "3.2"


def test_a_permit_that_had_not_begun(world, school):
    on_record(
        world, school, asked=at("2026-11-01"), answered=at("2026-11-02"), valid_from=date(2026, 12, 1), valid_to=date(2027, 8, 31)
    )
    case = incident(world, school, REPORTED, REQUEST)
    assert clauses(case) == "3.2(i)"
    assert "but only from Tuesday 1 December 2026" in words(case)[0]


def _revoked(world, school, when, **more):
    permit = on_record(world, school, asked=at("2026-11-01"), answered=at("2026-11-02"), **more)
    with frozen(when):
        actions.revoke(actor_of(world, HEAD), permit, reason="Complaints.", version=permit.version)


@pytest.mark.parametrize(
    ("when", "parent", "space", "sentence"),
    [
        ("2026-11-19", "3.2", "3.4", "it was revoked on Thursday 19 November 2026, before it"),
        ("2026-11-20", "3.2(i)?", "3.4?", "the day of the act"),
        ("2026-11-21", "", "", "covers this"),
    ],
    ids=["the day before", "that day", "the day after"],
)
def test_a_permit_that_was_revoked(world, school, when, parent, space, sentence):
    whole = frozenset([*ALL, "closing_date"])
    _revoked(world, school, at(when))
    _revoked(world, school, at(when), kind=Kind.SPACE, platform="blog", other_side="pupil", measures=whole)
    one, two = incident(world, school, REPORTED, REQUEST), incident(world, school, REPORTED, BLOG)
    assert (clauses(one), clauses(two)) == (parent, space)
    assert sentence in words(one)[0]
    assert sentence in words(two)[0]


def test_the_latest_answer_counts_and_the_earlier_one_says_so(world, school):
    on_record(world, school, asked=at("2026-11-01"), answered=at("2026-11-02"))
    on_record(world, school, asked=at("2026-11-08"), answered=at("2026-11-09"), given=Answer.ADVISED_AGAINST)
    case = incident(world, school, REPORTED, REQUEST)
    assert clauses(case) == "3.2"
    assert "was followed by a later answer" in words(case)[0]
    assert "advised against" in words(case)[1]


def test_a_late_permit_of_another_year_says_nothing(world, school):
    on_record(world, school, asked=at("2026-11-21"), answered=at("2026-11-22"))
    case = incident(world, school, REPORTED, {**REQUEST, "on": "2025-11-20"})
    assert (case.answer["flags"], witnesses(case)) == ([], set())
    assert words(case)[0].startswith("None on record")


def test_a_space_without_agreement_and_one_refused(world, school):
    assert clauses(incident(world, school, REPORTED, BLOG)) == "3.4"
    on_record(
        world,
        school,
        asked=at("2026-11-01"),
        answered=at("2026-11-02"),
        given=Answer.DECLINED,
        kind=Kind.SPACE,
        platform="blog",
        other_side="pupil",
    )
    case = incident(world, school, REPORTED, BLOG)
    assert clauses(case) == "3.4"
    assert case.facts["permits"][0]["answer"] == "advised_against"
    assert "not agreed on Monday 2 November 2026" in words(case)[0]


def test_the_checklist_as_it_stood_that_day(world, school):
    permit = on_record(
        world, school, asked=at("2026-11-01"), answered=at("2026-11-02"), kind=Kind.SPACE, platform="blog", other_side="pupil"
    )
    staff, whole = actor_of(world, STAFF), frozenset([*ALL, "closing_date"])
    for day_, done in (("2026-11-10", whole), ("2026-11-15", whole - {"moderation"}), ("2026-11-18", whole)):
        with frozen(at(day_)):
            actions.tick_measures(staff, permit, done=done, version=permit.version)
    for day_, met in (
        ("2026-11-05", "3.5"),
        ("2026-11-10", "3.5"),
        ("2026-11-11", ""),
        ("2026-11-15", "3.5"),
        ("2026-11-16", "3.5"),
        ("2026-11-18", "3.5"),
        ("2026-11-19", ""),
    ):
        case = incident(world, school, REPORTED, {**BLOG, "on": day_})
        assert clauses(case) == met, day_
        assert case.facts["permits"][0]["measures_complete"] is (met == "")
    case = incident(world, school, REPORTED, {**BLOG, "on": "2026-11-16"})
    assert words(case)[0].endswith("Missing: somebody moderates what is posted.")
    assert case.answer["flags"] == ["permit_covers", "measures_incomplete"]


def test_two_acts_on_two_platforms_are_held_apart(world, school):
    on_record(world, school, asked=at("2026-11-18"), answered=at("2026-11-19"))
    case = incident(world, school, REPORTED, REQUEST, {**REQUEST, "channel": "messaging"})
    assert (clauses(case, 0), clauses(case, 1)) == ("", "3.2(i)")
    assert len(case.permits) == 2


def test_no_permit_covers_a_pupil(world, school):
    on_record(world, school, asked=at("2026-11-18"), answered=at("2026-11-19"), other_side=None)
    case = incident(world, school, REPORTED, {**REQUEST, "with": "pupil", "age_at_act": 15})
    assert clauses(case) == "3.2(h)"
    assert (case.permits, case.facts["permits"], witnesses(case)) == ([], [], set())


def test_whoever_answered_is_a_witness_and_somebody_else_manages(world, school, sign_in, actor):
    on_record(world, school, asked=at("2026-11-18"), answered=at("2026-11-19"))
    case = incident(world, school, REPORTED, REQUEST)
    head, deputy = actor(HEAD), actor(DEPUTY)
    assert witnesses(case) == {head.person_id}
    assert case.manager == "deputy_head"
    assert db.session.scalars(select(Case.id).where(known(head), Case.id == case.id)).all() == []
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.case_id == case.id)))
    assert head.person_id not in told
    assert deputy.person_id in told
    reference = case.reference
    db.session.rollback()
    assert sign_in(HEAD).get(f"/cases/{reference}").status_code == 404
    page = sign_in(DEPUTY).get(f"/cases/{reference}").get_data(as_text=True)
    for one in (
        "Permission register",
        "covers this: agreed on Thursday 19 November 2026",
        "Witness",
        "No procedure follows from what was logged",
    ):
        assert one in page


def test_the_chair_who_answered_the_head_does_not_manage_either(world, school):
    on_record(world, school, asked=at("2026-11-18"), answered=at("2026-11-19"), given=Answer.ADVISED_AGAINST, who=HEAD, by=CHAIR)
    case = incident(world, school, REPORTED, REQUEST, about=HEAD)
    assert case.manager == "hr_adviser"
    kinds = db.session.execute(select(Notice.kind, Notice.person_id).where(Notice.case_id == case.id)).all()
    assert ("appoint_manager", actor_of(world, "Ruth Okafor").person_id) in [tuple(one) for one in kinds]


def test_whoever_confirmed_it_is_a_witness_too(world, school, actor):
    permit = on_record(world, school, asked=at("2026-11-01"), answered=at("2026-11-02"))
    admin, old, new = actor("Owen Tate"), actor(HEAD), actor("Colin Baptiste")
    row = db.session.scalars(
        select(Appointment).where(Appointment.person_id == old.person_id, Appointment.role == "headteacher")
    ).one()
    end_role(admin, row, last_day=date(2026, 11, 5))
    appoint(
        admin,
        db.session.get_one(Person, new.person_id),
        role=Role.HEADTEACHER,
        school_id=school.id,
        starts_on=date(2026, 11, 6),
    )
    acting = replace(new, holdings=tuple(replace(one, role=Role.HEADTEACHER) for one in new.holdings))
    before = incident(world, school, REPORTED, REQUEST)
    assert clauses(before) == ""
    assert (witnesses(before), before.manager) == ({old.person_id}, "headteacher")
    with frozen(at("2026-11-10")):
        actions.confirm(acting, permit, version=permit.version)
    after = incident(world, school, REPORTED, REQUEST)
    assert (witnesses(after), after.manager) == ({old.person_id, new.person_id}, "deputy_head")


def test_the_subject_can_tell_nothing_from_their_permit(world, sign_in):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    permit = ask(staff)
    answer(head, permit)
    for client in (staff, head):
        client.get("/notices")

    pages = [(one, path) for one in (staff, head) for path in ("/", "/ask", permit, "/notices")] + [(head, "/permits")]

    def shown():
        return [re.sub(r'(value|data-token)="[^"]{20,}"', "", one.get(path).get_data(as_text=True)) for one, path in pages]

    before = shown()
    reference = _logged(sign_in(LEAD), world, STAFF)
    assert shown() == before
    assert staff.get(f"/cases/{reference}").status_code == head.get(f"/cases/{reference}").status_code == 404


def _logged(client, world, about, *, says="the day of the act. Which came first is not known.", keep="0:3.2(i)"):
    """Log an accepted request of a parent through the pages; the reference."""
    base = begin(client)
    client.passed(f"{base}/before", danger="no", imagery="no")
    client.passed(f"{base}/who", person=person_id(world, about))
    client.passed(f"{base}/found", how="told", told_by="A parent", told_by_relation="parent", at="12:01am", **day("on", 0))
    client.passed(f"{base}/what", words="It was accepted.", kinds="accept_request", still_online="yes", expression="none")
    client.passed(
        f"{base}/acts/accept_request",
        channel="social_site",
        visibility="friends",
        with_="parent",
        relationship="none",
        request_pending="no",
        self_reported="no",
        by_subject="yes",
        reputation_at_risk="no",
        in_school_time="no",
        **day("on", 0),
    )
    page = client.get(f"{base}/clauses").get_data(as_text=True)
    assert "Permission register" in page
    assert says in page
    assert ("3.2(i)</strong>" in page) is bool(keep)
    client.passed(f"{base}/clauses", **({"keep": keep} if keep else {}))
    client.passed(f"{base}/harm", **NO_HARM)
    client.passed(f"{base}/others", interest="no")
    return client.passed(f"{base}/check").rsplit("/", 1)[1]


def test_a_headteacher_who_answered_keeps_only_a_receipt(world, sign_in):
    staff, head = sign_in(STAFF), sign_in(HEAD)
    answer(head, ask(staff))
    reference = _logged(head, world, STAFF)
    assert "Somebody who has no part in it now manages this" in head.get(f"/reported/{reference}").get_data(as_text=True)
    assert head.get(f"/cases/{reference}").status_code == 404
    assert sign_in(DEPUTY).get(f"/cases/{reference}").status_code == 200


def test_what_a_permit_covers_is_logged_without_a_clause_and_can_be_closed(world, school, sign_in):
    when = now() - timedelta(days=2)
    on_record(world, school, asked=when, answered=when, valid_from=today())  # also on 1 September
    db.session.rollback()
    reference = _logged(sign_in(LEAD), world, STAFF, says="covers this", keep="")
    deputy = sign_in(DEPUTY)
    page = deputy.get(f"/cases/{reference}").get_data(as_text=True)
    assert "No procedure follows from what was logged" in page
    assert "No procedure was proposed" in page
    assert f'href="/cases/{reference}/close"' in page
    deputy.passed(f"/cases/{reference}/close", reason="It was agreed beforehand.", **FAIR)
    sign_in("Ruth Okafor").passed(f"/cases/{reference}/sign", words="Checked.", **FAIR)
    closed = deputy.get(f"/cases/{reference}").get_data(as_text=True)
    assert "the case was closed on" in closed
    assert "Overdue" not in closed


def test_without_a_permit_something_must_be_left(world, sign_in):
    lead = sign_in(LEAD)
    base = begin(lead)
    lead.passed(f"{base}/before", danger="no", imagery="no")
    lead.passed(f"{base}/who", person=person_id(world, STAFF))
    lead.passed(f"{base}/found", how="told", told_by="A parent", told_by_relation="parent", at="12:01am", **day("on", 0))
    lead.passed(f"{base}/what", words="It is still waiting.", kinds="accept_request", still_online="yes", expression="none")
    lead.passed(
        f"{base}/acts/accept_request",
        channel="social_site",
        visibility="friends",
        with_="parent",
        relationship="none",
        request_pending="yes",
        self_reported="no",
        by_subject="yes",
        reputation_at_risk="no",
        in_school_time="no",
    )
    assert said(lead.send(f"{base}/clauses")) == ["Keep or add at least one clause, or describe the other conduct"]


def test_the_words_of_the_register_are_values_of_routing():
    assert {value for value, _ in PLATFORMS} <= set(routing_facts.CHANNELS)
    assert {value for value, _ in (*PARENTS, *MEMBERS)} - {""} <= set(routing_facts.PARTIES)
