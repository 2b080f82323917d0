"""Routing against the contract's examples, each of its sentences on facts of our own, and what holds whatever the facts."""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import clock
from app.intake import alongside, clauses, facts, parties, reader, routing
from app.intake.facts import facts_from
from app.intake.routing import route

SHARED = Path(__file__).resolve().parents[3] / "shared/contracts/routing"
EXAMPLES = sorted(SHARED.glob("*.json"))
NO = {"H1": "no", "H2": "no", "H3": "no", "H4": "no"}
WHEN = "2026-11-05T09:10:00+00:00"


def answer(*acts, **more):
    base = {"reported_at": WHEN, "subject": {"post": "teacher"}, "harm": NO, "acts": list(acts)}
    return route(facts_from({**base, **more})).as_json()


def met(found, act=0):
    """The clauses of an act that count: `3.2(h)?` where it may be met."""
    rows = [one for one in found["clauses"] if one["act"] == act and one["met"] != "no"]
    return " ".join(one["number"] + "?" * (one["met"] == "may_be") for one in sorted(rows, key=lambda one: one["number"]))


def paths(found):
    return {one["procedure"] or one["path"]: one for one in found["paths"]}


def standing(found):
    return {name: one["standing"] + (f" for {one['waits_for']}" if one["waits_for"] else "") for name, one in paths(found).items()}


def cites(found, name):
    return {why["clause"] for why in paths(found)[name]["because"]}


@pytest.mark.skipif(not EXAMPLES, reason="the contract's examples are not beside this checkout")
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda one: one.stem)
def test_an_example_of_the_contract(file):
    example = json.loads(file.read_text())
    expect, found = example["expect"], route(facts_from(example["facts"])).as_json()
    counted = {(one["number"], one["act"], one["met"]) for one in found["clauses"] if one["met"] != "no"}
    assert counted == {(one["number"], one.get("act", 0), one["met"]) for one in expect["clauses"]}
    assert not {number for number, *_ in counted} & set(expect["clauses_not"])
    assert {(one["path"], one["standing"], one["waits_for"], one["procedure"]) for one in found["paths"]} == {
        (one["path"], one["standing"], one.get("waits_for"), one.get("procedure")) for one in expect["paths"]
    }
    proposed = {one["path"] for one in found["paths"]} | {f"{one['path']}/{one['procedure']}" for one in found["paths"]}
    assert not proposed & set(expect["absent_paths"])
    for wanted in expect["paths"]:
        assert set(wanted["cites"]) <= cites(found, wanted.get("procedure") or wanted["path"])
    assert not {why["clause"] for one in found["paths"] for why in one["because"]} & set(expect["cites_not"])
    assert found["case_manager"] == expect["case_manager"]
    assert sorted(map(str, found["deadlines"])) == sorted(map(str, expect["deadlines"]))
    assert sorted(found["stops"]) == sorted(expect["stops"])
    assert sorted(found["flags"]) == sorted(expect["flags"])


# what meets a clause: content and whom it is about

OUR_OWN = {"school", "pupil", "supplier", "colleague"}
OTHERS = {"former_pupil", "parent", "governor", "public_group"}
REMARK = {"offensive", "defamatory", "inappropriate", "abusive", "derogatory", "discriminatory"}


@pytest.mark.parametrize(("content", "about"), list(product(facts.CONTENT, facts.ABOUT)))
def test_one_word_about_one_group(content, about):
    bullets = [
        *(["3.2(a)"] if content in {"offensive", "defamatory", "inappropriate"} and about in OUR_OWN else []),
        *(
            ["3.2(c)"]
            if content in {"discriminatory", "offensive"} and about in {"colleague", "pupil", "pupils_of_a_group"}
            else []
        ),
        *(["3.2(e)"] if content in {"abusive", "defamatory"} else []),
        *(["3.2(f)"] if content == "confidential" else []),
        *(["3.2(g)"] if content == "identifies_pupil" else []),
    ]
    expected = bullets or ["3.2?"]
    if content in REMARK | {"sexual"}:
        expected = ["3.1" if bullets else "3.1?", *expected]
    if content in REMARK and about in OTHERS:
        expected.append("4.1?")
    for kind in facts.KINDS:
        if kind not in {"accept_request", "make_request", "school_time_use", "curriculum_space"}:
            assert met(answer({"kind": kind, "content": [content], "about": [about]})) == " ".join(expected)


@pytest.mark.parametrize("about", facts.ABOUT)
def test_a_work_image(about):
    act = {"kind": "image", "work_related": True, "about": [about]}
    assert met(answer(act)) == ("3.2(d)" if about in {"self", "colleague", "pupil"} else "")
    for other in ({"work_related": False}, {"kind": "comment"}, {"channel": "school_platform"}, {"published": False}):
        assert met(answer({**act, **other})) == ""


# what meets a clause: contact


@pytest.mark.parametrize(("side", "age"), list(product([None, *facts.PARTIES], [None, 0, 17, 18, 120])))
def test_contact_by_who_it_was_and_how_old(side, age):
    minor = age is None or age < 18
    child = side == "pupil" or (side == "former_pupil" and minor)
    parent = side == "parent" or (side == "former_pupil_parent" and minor)
    unsure = side == "unknown"

    def contact(kind, **more):
        return met(answer({"kind": kind, "with": side, "age_at_act": age, **more}))

    asked = unsure or side is None  # a request with nobody named
    assert contact("accept_request") == "3.2(h)" * child + "3.2(h)?" * asked + "3.2(i)" * parent
    assert contact("make_request") == "3.2(j)" * child + "3.2(j)?" * asked + "3.2(k)" * parent
    assert contact("message", initiated_by="other") == "3.2(h)" * child + "3.2(h)?" * unsure
    assert contact("message", initiated_by="subject") == "3.2(j)" * child + "3.2(j)?" * unsure
    assert contact("message", initiated_by="unknown") == "3.2(h)? 3.2(j)?" * (child or unsure)
    assert contact("accept_request", initiated_by="unknown") == contact("accept_request"), "a request says itself who began"
    for kind in ("comment", "image", "school_time_use", "disclosure", "other"):
        assert "(h)" not in contact(kind)
        assert "(j)" not in contact(kind)
    for kind in ("accept_request", "make_request", "message"):
        assert contact(kind, channel="school_platform") == ""
        assert contact(kind, channel="email") == ""
        family = contact(kind, relationship="family", initiated_by="unknown")
        assert family == ("" if side in {"pupil", "former_pupil"} else contact(kind, initiated_by="unknown"))
        assert contact(kind, relationship="pre_existing") == contact(kind)
    assert contact("accept_request", request_pending=True) == ""
    assert contact("make_request", request_pending=True) == contact("make_request")


# what meets a clause: permits

ASKED = {"kind": "accept_request", "with": "parent", "on": "2026-11-03"}
SPACE = {"kind": "curriculum_space", "with": "pupil", "on": "2026-11-03"}


def permit(day, said="agreed", **more):
    return {"id": "14", "kind": "parent_contact_advice", "decided_on": f"2026-11-{day:02}", "answer": said, **more}


def space(day, said="agreed", **more):
    return permit(day, said, **{"kind": "curriculum_space", "measures_complete": True, **more})


NO_TO = "advised_against"


@pytest.mark.parametrize(
    ("act", "permits", "expected", "flags"),
    [
        (ASKED, [], "3.2(i)", ""),
        (ASKED, [permit(2)], "", "permit_covers"),
        (ASKED, [permit(2, NO_TO)], "3.2", ""),
        (ASKED, [permit(3)], "3.2(i)?", ""),
        (ASKED, [permit(3, NO_TO)], "3.2(i)?", ""),
        (ASKED, [permit(4)], "3.2(i)", "permit_late"),
        (ASKED, [permit(4, NO_TO)], "3.2(i)", "permit_late"),
        (ASKED, [permit(3), permit(4)], "3.2(i)?", ""),
        (ASKED, [permit(1), permit(2, NO_TO)], "3.2", ""),
        (ASKED, [permit(2), permit(1, NO_TO)], "", "permit_covers"),
        (ASKED, [permit(2), permit(3, NO_TO), permit(4, NO_TO)], "", "permit_covers"),
        (ASKED, [permit(2, NO_TO), permit(4)], "3.2", ""),
        (ASKED, [permit(2, **{"with": "parent"})], "", "permit_covers"),
        (ASKED, [permit(2, **{"with": "pupil"})], "3.2(i)", ""),
        (ASKED, [permit(4, **{"with": "pupil"})], "3.2(i)", ""),
        (ASKED, [space(2)], "3.2(i)", ""),
        ({**ASKED, "on": None}, [permit(2)], "3.2(i)?", ""),
        ({**ASKED, "request_pending": True}, [permit(2)], "", ""),
        ({**ASKED, "kind": "make_request"}, [permit(2)], "3.2(k)", ""),
        ({**ASKED, "with": "pupil"}, [permit(2)], "3.2(h)", "age_unknown"),
        ({**ASKED, "relationship": "family"}, [], "3.2(i)", "pre_existing_relationship"),
        ({**ASKED, "published": False}, [permit(2, NO_TO)], "3.2", ""),
        ({**ASKED, "published": False}, [], "3.2(i)", ""),
        ({**ASKED, "by_subject": "disputed"}, [permit(2, NO_TO)], "3.2?", ""),
        ({**ASKED, "channel": "school_platform"}, [permit(2, NO_TO)], "3.2", ""),
        ({**ASKED, "content": ["abusive"]}, [permit(2, NO_TO)], "3.1 3.2 3.2(e)", ""),
        ({**ASKED, "content": ["sexual"]}, [permit(2)], "3.1? 3.2?", "permit_covers"),
        ({**ASKED, "content": ["sexual"]}, [permit(3)], "3.1? 3.2(i)?", ""),
        (SPACE, [], "3.4", ""),
        (SPACE, [space(2)], "", "permit_covers"),
        (SPACE, [space(2, NO_TO)], "3.4", ""),
        (SPACE, [space(3)], "3.4?", ""),
        (SPACE, [space(3, NO_TO)], "3.4", ""),
        (SPACE, [space(4)], "3.4", "permit_late"),
        (SPACE, [space(1), space(2, NO_TO)], "3.4", ""),
        (SPACE, [space(2, NO_TO), space(3)], "3.4", ""),
        (SPACE, [space(2, measures_complete=False)], "3.5", "measures_incomplete permit_covers"),
        (SPACE, [space(3, measures_complete=False)], "3.4? 3.5", "measures_incomplete"),
        (SPACE, [space(2), space(3, measures_complete=False)], "", "permit_covers"),
        (SPACE, [space(2, NO_TO, measures_complete=False)], "3.4", ""),
        (SPACE, [space(4, measures_complete=False)], "3.4", "permit_late"),
        ({**SPACE, "with": None}, [space(2, measures_complete=False)], "", "permit_covers"),
        ({**SPACE, "with": "colleague"}, [space(2, measures_complete=False)], "", "permit_covers"),
        ({**SPACE, "with": None}, [space(2, **{"with": "pupil"})], "3.4", ""),
        ({**SPACE, "published": False}, [space(2, measures_complete=False)], "3.5", "measures_incomplete permit_covers"),
        ({**SPACE, "channel": "school_platform"}, [], "3.4", ""),
        ({**SPACE, "channel": "email"}, [space(2)], "", ""),
        (SPACE, [permit(2)], "3.4", ""),
    ],
)
def test_permits(act, permits, expected, flags):
    found = answer(act, permits=permits)
    assert met(found) == expected
    assert sorted(found["flags"]) == sorted(flags.split())


# what meets a clause: the rest


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ({"kind": "other", "harms_working_relationships": True}, "3.2(b)"),
        ({"kind": "other", "harms_working_relationships": True, "content": ["sexual"]}, "3.1 3.2(b)"),
        ({"kind": "other", "reputation_at_risk": True}, "3.2? 4.1"),
        ({"kind": "other", "reputation_at_risk": True, "content": ["offensive"], "about": ["parent"]}, "3.1? 3.2? 4.1"),
        ({"kind": "other"}, ""),
        ({"kind": "comment", "content": ["personal_data"]}, "3.2?"),
        ({"kind": "comment", "content": ["sexual"], "about": ["parent"]}, "3.1? 3.2?"),
        ({"kind": "message", "with": "pupil_other_school", "content": ["inappropriate"]}, "3.1? 3.2?"),
        ({"kind": "message", "with": "unknown", "content": ["inappropriate"]}, "3.1? 3.2(j)?"),
        ({"kind": "school_time_use"}, "3.3"),
        ({"kind": "school_time_use", "in_school_time": True}, "3.3"),
        ({"kind": "school_time_use", "channel": "school_platform"}, ""),
        ({"kind": "comment", "in_school_time": True}, "3.3?"),
        ({"kind": "comment", "in_school_time": True, "channel": "school_platform"}, ""),
        ({"kind": "comment", "in_school_time": True, "content": ["sexual"]}, "3.1? 3.2? 3.3?"),
    ],
)
def test_other_clauses(act, expected):
    assert met(answer(act)) == expected
    for channel in ("email", "in_person"):
        assert met(answer({**act, "channel": channel})) == ""


EVERYTHING = {
    "kind": "image",
    "work_related": True,
    "about": ["school", "pupil", "self"],
    "content": ["offensive", "abusive", "confidential", "identifies_pupil"],
    "harms_working_relationships": True,
    "reputation_at_risk": True,
    "in_school_time": True,
}


def test_unpublished_disputed_or_not_by_the_subject():
    assert met(answer(EVERYTHING)) == "3.1 3.2(a) 3.2(b) 3.2(c) 3.2(d) 3.2(e) 3.2(f) 3.2(g) 3.3? 4.1"
    assert met(answer({**EVERYTHING, "published": False})) == "3.2(f) 3.3?"
    disputed = answer({**EVERYTHING, "by_subject": "disputed"})
    assert met(disputed) == "3.1? 3.2(a)? 3.2(b)? 3.2(c)? 3.2(d)? 3.2(e)? 3.2(f)? 3.2(g)? 3.3? 4.1?"
    assert disputed["stops"] == []
    other = answer({**EVERYTHING, "by_subject": False})
    assert (met(other), other["stops"]) == ("4.1?", ["allegation_not_by_subject"])
    assert met(answer({**EVERYTHING, "by_subject": False, "reputation_at_risk": False})) == ""
    assert met(answer({**EVERYTHING, "by_subject": False, "published": False})) == ""
    assert met(answer({"kind": "make_request", "with": "pupil", "published": False})) == ""
    assert met(answer({"kind": "message", "with": "pupil", "initiated_by": "other", "published": False})) == ""
    assert met(answer({"kind": "accept_request", "with": "pupil", "published": False})) == "3.2(h)"
    assert met(answer({"kind": "school_time_use", "published": False})) == "3.3"


def test_a_clause_that_a_fact_defeats_may_be_listed_to_tell_why():
    found = answer(ASKED, permits=[permit(2)])
    assert found["clauses"] == [{"number": "3.2(i)", "act": 0, "met": "no", "because": "The headteacher's advice was asked first."}]


# child protection

PUPIL = {"kind": "accept_request", "with": "pupil"}


@pytest.mark.parametrize(
    ("act", "more", "expected"),
    [
        ({"kind": "other"}, {}, None),
        ({"kind": "other"}, {"harm": {}}, "consult"),
        ({"kind": "other"}, {"harm": {**NO, "H2": "may_be"}}, "consult"),
        ({"kind": "other"}, {"harm": {**NO, "H2": "unknown"}}, "consult"),
        ({"kind": "other"}, {"harm": {**NO, "H4": "yes"}}, "open"),
        ({"kind": "other"}, {"immediate_danger": True}, "open"),
        ({"kind": "other"}, {"indecent_imagery_of_under_18": True}, "open"),
        ({"kind": "other", "channel": "email"}, {"harm": {}}, "consult"),
        (PUPIL, {}, "open"),
        ({**PUPIL, "age_at_act": 17}, {}, "open"),
        ({**PUPIL, "age_at_act": 18}, {}, "consult"),
        ({**PUPIL, "age_at_act": 18}, {"harm": {**NO, "H3": "yes"}}, "open"),
        ({**PUPIL, "with": None}, {}, "open"),
        ({**PUPIL, "with": None, "age_at_act": 30}, {}, "consult"),
        ({**PUPIL, "by_subject": "disputed"}, {}, "open"),
        ({**PUPIL, "by_subject": False}, {}, None),
        ({**PUPIL, "relationship": "family"}, {}, None),
        ({**PUPIL, "request_pending": True}, {}, None),
        ({**PUPIL, "with": "former_pupil", "age_at_act": 18}, {}, None),
        ({**PUPIL, "with": "pupil_other_school"}, {}, None),
        (ASKED, {}, None),
    ],
)
def test_child_protection(act, more, expected):
    found = answer(act, **more)
    assert standing(found).get("child_protection") == expected
    clocks = {one["rule"] for one in found["deadlines"]}
    assert ("no_interview_no_tip_off" in found["stops"]) is (expected is not None)
    assert clocks == ({"lado_24h", "lado_1wd", "triage_1wd"} if expected else {"triage_1wd"})


def test_why_child_protection():
    found = answer(PUPIL, harm={**NO, "H1": "may_be"}, immediate_danger=True, indecent_imagery_of_under_18=True)
    assert paths(found)["child_protection"]["because"] == [
        {"rule": "R1", "clause": None, "fact": "immediate_danger = true"},
        {"rule": "R2", "clause": None, "fact": "indecent_imagery_of_under_18 = true"},
        {"rule": "R2", "clause": None, "fact": "harm.H1 = may_be"},
        {"rule": "R3", "clause": "4.3", "fact": "acts[0].kind = accept_request"},
    ]
    assert found["stops"] == ["imagery", "no_interview_no_tip_off"]
    assert "emergency_services" in found["flags"]


# disciplinary and equal opportunities

REMARKED = {"kind": "comment", "about": ["colleague"], "content": ["derogatory", "offensive"]}
TO_A_COLLEAGUE = {"kind": "message", "with": "colleague", "content": ["abusive"]}
WAITS = "held for equal_opportunities"


@pytest.mark.parametrize(
    ("act", "disciplinary", "equal"),
    [
        (REMARKED, WAITS, True),
        (TO_A_COLLEAGUE, WAITS, True),
        ({**REMARKED, "harms_working_relationships": True}, WAITS, True),
        ({**REMARKED, "content": ["derogatory"]}, WAITS, True),
        ({**REMARKED, "content": ["inappropriate"]}, "open", False),
        ({**REMARKED, "reputation_at_risk": True}, "open", True),
        ({**REMARKED, "about": ["colleague", "pupil"]}, "open", True),
        ({**REMARKED, "about": ["colleague", "self"]}, "open", True),
        ({**REMARKED, "kind": "image", "work_related": True}, "open", True),
        ({**REMARKED, "in_school_time": True}, "open", True),
        ({**REMARKED, "by_subject": "disputed"}, WAITS, True),
        ({**REMARKED, "by_subject": False}, None, False),
        ({**REMARKED, "published": False}, None, False),
        ({**REMARKED, "channel": "in_person"}, None, False),
        ({**REMARKED, "about": ["pupil"]}, "open", False),
        ({**REMARKED, "about": []}, "open", False),
        ({**TO_A_COLLEAGUE, "about": ["parent"]}, "open", False),
        ({**TO_A_COLLEAGUE, "kind": "comment"}, "open", False),
        ({**TO_A_COLLEAGUE, "content": ["sexual"]}, "open", False),
    ],
)
def test_equal_opportunities_comes_first_only_when_nothing_else_brought_disciplinary_in(act, disciplinary, equal):
    found = answer(act)
    assert standing(found).get("disciplinary") == disciplinary
    assert standing(found).get("equal_opportunities") == ("open" if equal else None)
    if equal:
        assert cites(found, "equal_opportunities") == {"4.2"}
        assert "4.2" in cites(found, "disciplinary")


def test_one_other_act_lets_disciplinary_start():
    assert standing(answer(REMARKED, TO_A_COLLEAGUE))["disciplinary"] == WAITS
    assert standing(answer(REMARKED, {"kind": "school_time_use"}))["disciplinary"] == "open"
    assert standing(answer(REMARKED, harm={}))["disciplinary"] == "held for child_protection"
    assert standing(answer(REMARKED, harm={}))["equal_opportunities"] == "open"


@pytest.mark.parametrize(("act", "permits"), [(ASKED, []), (ASKED, [permit(2, NO_TO)]), ({**ASKED, "kind": "make_request"}, [])])
def test_parents_bring_disciplinary_in_only_when_repeated(act, permits):
    once = {"low_level_concern": "open"}
    for earlier in (0, 1):
        found = answer(act, permits=permits, earlier_low_level_concerns=earlier)
        assert standing(found) == once
        assert "pattern_lado_decision" not in found["flags"]
    found = answer(act, permits=permits, earlier_low_level_concerns=2)
    assert standing(found) == {**once, "disciplinary": "open"}
    assert cites(found, "disciplinary") == cites(found, "low_level_concern") == {"4.4"}
    assert found["flags"] == ["pattern_lado_decision"]
    assert standing(answer(act, permits=permits, harm={**NO, "H1": "unknown"})) == {"child_protection": "consult"}


def test_each_clause_cites_its_route():
    found = answer({**EVERYTHING, "kind": "message", "with": "pupil", "work_related": False})
    assert cites(found, "disciplinary") == {"4.1", "4.3", "4.4", "3.3"}
    rules = {(one["rule"], one["clause"]) for one in paths(found)["disciplinary"]["because"]}
    assert {("R3", "4.3"), ("R4", "4.4"), ("R6", "4.4"), ("R7", "4.1"), ("R7", "3.3"), ("R7", "4.4")} == rules
    assert {one["fact"] for one in paths(answer(REMARKED))["disciplinary"]["because"]} == {"acts[0].content = offensive"}


def test_somebody_not_employed_is_not_disciplined():
    found = answer({"kind": "comment", "content": ["abusive"]}, subject={"post": "supply"}, harm={})
    assert standing(found) == {"child_protection": "consult", "disciplinary": "disabled", "agency": "open"}
    assert {"rule": "R12", "clause": "1", "fact": "subject.employed_by_school = false"} in paths(found)["disciplinary"]["because"]
    assert cites(found, "agency") == {"1"}
    assert standing(answer({"kind": "other"}, subject={"post": "governor"})) == {}, "agency stands beside another path only"
    away = answer({"kind": "other", "channel": "email"}, subject={"post": "governor"})
    assert standing(away) == {"not_this_policy": "open", "agency": "open"}


# low-level concerns and other procedures


def test_a_low_level_concern_needs_all_four_limbs_to_be_no():
    pending = {"kind": "accept_request", "with": "pupil", "request_pending": True, "self_reported": True}
    found = answer(pending)
    assert standing(found) == {"low_level_concern": "open"}
    assert cites(found, "low_level_concern") == {None}
    assert standing(answer(pending, harm={**NO, "H4": "unknown"})) == {"child_protection": "consult"}
    assert standing(answer(pending, immediate_danger=True)) == {
        "child_protection": "open",
        "low_level_concern": "held for child_protection",
    }
    assert standing(answer({**pending, "self_reported": False})) == {}
    assert standing(answer({**pending, "kind": "make_request"}))["child_protection"] == "open"


@pytest.mark.parametrize("content", ["personal_data", "identifies_pupil"])
def test_data_protection_whoever_posted_it_and_wherever(content):
    act = {"kind": "disclosure", "content": [content]}
    for more in ({}, {"channel": "email"}, {"by_subject": False}, {"by_subject": "disputed"}):
        found = answer({**act, **more})
        assert standing(found)["data_protection"] == "open"
        assert cites(found, "data_protection") == {"4.4"}
        assert {"rule": "data_breach_72h", "due": "2026-11-08T09:10:00+00:00"} in found["deadlines"]
    assert "data_protection" not in standing(answer({**act, "published": False}))
    assert "data_protection" not in standing(answer({**act, "content": ["confidential"]}))


def test_acceptable_use_and_not_this_policy():
    found = answer({"kind": "school_time_use"}, {"kind": "comment", "channel": "email"})
    assert standing(found) == {"disciplinary": "open", "acceptable_use": "open"}
    assert cites(found, "acceptable_use") == cites(found, "disciplinary") == {"3.3"}
    away = answer({"kind": "comment", "channel": "email", "content": ["abusive"]}, {"kind": "comment", "channel": "in_person"})
    assert standing(away) == {"not_this_policy": "open"}
    assert {why["rule"] for why in away["paths"][0]["because"]} == {"R11"}


# who manages, by when, what must not be done, what to keep in mind


def test_the_chair_manages_a_case_about_the_headteacher():
    managers = {post: answer({"kind": "other"}, subject={"post": post})["case_manager"] for post in facts.POSTS}
    assert {post for post, manager in managers.items() if manager == "chair_of_governors"} == {"headteacher"}
    assert set(managers.values()) == {"chair_of_governors", "headteacher"}


@pytest.mark.parametrize(
    ("at", "hours", "day"),
    [
        ("2027-03-27T10:00:00Z", "2027-03-28T11:00:00+01:00", "2027-03-30"),
        ("2026-10-24T10:00:00+01:00", "2026-10-25T09:00:00+00:00", "2026-10-26"),
        ("2027-04-30T23:30:00Z", "2027-05-02T00:30:00+01:00", "2027-05-04"),
        ("2026-12-24T23:30:00-05:00", "2026-12-26T04:30:00+00:00", "2026-12-29"),
        ("2028-02-28T12:00:00Z", "2028-02-29T12:00:00+00:00", "2028-02-29"),
    ],
)
def test_clocks_in_london(at, hours, day):
    act = {"kind": "disclosure", "content": ["personal_data"]}
    found = {one["rule"]: one["due"] for one in answer(act, harm={}, reported_at=at)["deadlines"]}
    assert (found["lado_24h"], found["lado_1wd"], found["triage_1wd"]) == (hours, day, day)
    elapsed = datetime.fromisoformat(found["data_breach_72h"]) - datetime.fromisoformat(at)
    assert elapsed == timedelta(hours=72)
    national = answer(act, harm={}, reported_at=at, local_authority="national")["deadlines"]
    assert [one["rule"] for one in national] == ["lado_1wd", "data_breach_72h", "triage_1wd"]


@pytest.mark.parametrize("expression", ["belief", "union", "protected_disclosure"])
def test_expression_stops_a_disciplinary_notice_whatever_the_paths(expression):
    assert answer({"kind": "other", "channel": "in_person", "expression": expression})["stops"] == ["proportionality"]


@pytest.mark.parametrize(
    ("act", "flags"),
    [
        ({"kind": "other", "repost": True}, "re_post"),
        ({"kind": "other", "with": "pupil", "relationship": "family"}, "family_exemption"),
        ({"kind": "other", "with": "former_pupil", "relationship": "family"}, "family_exemption"),
        ({"kind": "other", "with": "parent", "relationship": "family"}, "pre_existing_relationship"),
        ({"kind": "other", "with": "former_pupil_parent", "relationship": "family"}, "pre_existing_relationship"),
        ({"kind": "other", "with": "colleague", "relationship": "family"}, ""),
        ({"kind": "other", "relationship": "pre_existing"}, "pre_existing_relationship"),
        ({"kind": "other", "with": "pupil", "relationship": "unknown"}, ""),
        ({"kind": "other", "with": "pupil", "age_at_act": 18}, "pupil_is_adult"),
        ({"kind": "other", "with": "pupil", "age_at_act": 17}, ""),
        ({"kind": "other", "with": "former_pupil", "age_at_act": 18}, ""),
        (PUPIL, "age_unknown"),
        ({**PUPIL, "age_at_act": 17}, ""),
        ({**PUPIL, "with": None}, "age_unknown"),
        ({**PUPIL, "with": "former_pupil_parent"}, "age_unknown"),
        ({**PUPIL, "by_subject": False}, ""),
        ({"kind": "comment", "with": "pupil", "content": ["abusive"]}, ""),
        (ASKED, ""),
    ],
)
def test_flags(act, flags):
    assert sorted(answer(act)["flags"]) == sorted(flags.split())


# whatever the facts

ACTS = st.fixed_dictionaries(
    {"kind": st.sampled_from(facts.KINDS)},
    optional={
        "on": st.sampled_from([None, "2026-11-02", "2026-11-03", "2026-11-04"]),
        "channel": st.sampled_from(facts.CHANNELS),
        "by_subject": st.sampled_from([True, False, "disputed"]),
        "about": st.lists(st.sampled_from(facts.ABOUT), max_size=4),
        "content": st.lists(st.sampled_from(facts.CONTENT), max_size=4),
        "with": st.sampled_from([*facts.PARTIES, None]),
        "initiated_by": st.sampled_from(["subject", "other", "unknown"]),
        "age_at_act": st.none() | st.integers(0, 120),
        "relationship": st.sampled_from(["none", "family", "pre_existing", "unknown"]),
        "expression": st.sampled_from(["none", "belief", "union", "protected_disclosure"]),
        **dict.fromkeys(("published", "repost", "harms_working_relationships", "reputation_at_risk"), st.booleans()),
        **dict.fromkeys(("work_related", "in_school_time", "self_reported", "request_pending"), st.booleans()),
    },
)
PERMITS = st.builds(
    lambda make, day, said, complete: make(day, said, measures_complete=complete),
    st.sampled_from([permit, space]),
    st.integers(1, 5),
    st.sampled_from(["agreed", NO_TO]),
    st.booleans(),
)
SECONDS = st.integers(0, 99 * 365 * 86400)
FACTS = st.fixed_dictionaries(
    {
        "reported_at": SECONDS.map(lambda one: (datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=one)).isoformat()),
        "subject": st.fixed_dictionaries({"post": st.sampled_from(facts.POSTS)}, optional={"employed_by_school": st.booleans()}),
        "acts": st.lists(ACTS, min_size=1, max_size=4),
    },
    optional={
        "local_authority": st.sampled_from(["sefton", "national"]),
        "harm": st.fixed_dictionaries({}, optional=dict.fromkeys(NO, st.sampled_from(["yes", "may_be", "no", "unknown"])))
        | st.just(NO),
        "immediate_danger": st.booleans(),
        "indecent_imagery_of_under_18": st.booleans(),
        "earlier_low_level_concerns": st.integers(0, 5),
        "permits": st.lists(PERMITS, max_size=3),
    },
)
CLAUSES = {"3.1", "3.2", "3.3", "3.4", "3.5", "4.1", *clauses.BULLETS}


@settings(max_examples=300, deadline=None)
@given(FACTS)
def test_the_order_of_procedures_holds_whatever_the_facts(data):
    read = facts_from(data)
    found = route(read).as_json()
    assert json.loads(json.dumps(found)) == found == route(facts_from(json.loads(json.dumps(data)))).as_json()
    state = standing(found)
    if any(limb != "no" for limb in read.harm.values()) or read.immediate_danger or read.imagery:
        assert "child_protection" in state
    if "child_protection" in state:
        assert state.get("disciplinary") in {None, "held for child_protection", "disabled"}
        assert state.get("low_level_concern") in {None, "held for child_protection"}
    if not read.employed:
        assert state.get("disciplinary") in {None, "disabled"}
        assert ("agency" in state) is bool(set(state) - {"agency"})
    assert {one["waits_for"] for one in found["paths"]} - {None} <= set(state)
    assert len(state) == len(found["paths"]), "each path once"
    for one in found["paths"]:
        assert one["because"]
        assert {why["rule"] for why in one["because"]} <= {f"R{n}" for n in range(1, 15)}
        assert {why["clause"] for why in one["because"]} <= {None, "1", "3.3", "4.1", "4.2", "4.3", "4.4"}


@settings(max_examples=200, deadline=None)
@given(FACTS)
def test_each_act_is_read_by_itself_whatever_the_facts(data):
    found = route(facts_from(data)).as_json()["clauses"]
    assert len({(one["number"], one["act"]) for one in found}) == len(found)
    assert {one["number"] for one in found} <= CLAUSES
    for index, act in enumerate(data["acts"]):
        alone = route(facts_from({**data, "acts": [act]})).as_json()["clauses"]
        assert [{**one, "act": index} for one in alone] == [one for one in found if one["act"] == index]
        counted = {one["number"]: one["met"] for one in alone if one["met"] != "no"}
        if act.get("channel") in {"email", "in_person"}:
            assert not counted
        if act.get("channel") == "school_platform":
            assert not counted.keys() & {"3.2(d)", "3.2(h)", "3.2(i)", "3.2(j)", "3.2(k)", "3.3"}
        if act.get("by_subject") is False:
            assert counted in ({}, {"4.1": "may_be"})
        if act.get("by_subject") == "disputed":
            assert "yes" not in counted.values()
        if "3.1" in counted:
            assert any(number.startswith("3.2") for number in counted), "3.1 is never alone"


@settings(max_examples=25, deadline=None)
@given(FACTS, SECONDS)
def test_the_answer_does_not_depend_on_when_it_is_asked(data, seconds):
    asked_now = route(facts_from(data))
    with clock.frozen(datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)):
        assert route(facts_from(data)) == asked_now


def test_routing_reads_nothing_but_its_facts():
    parts = (facts, reader, parties, clauses, alongside, routing)
    pure = {"app.core.calendar", "app.core.clock", *(module.__name__ for module in parts)}
    plain = {"__future__", "ast", "collections.abc", "dataclasses", "datetime", "json", "typing"}
    for module in parts:
        tree = ast.parse(Path(module.__file__ or "").read_text())
        taken = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
        modules = {one.module for one in taken} | {
            name.name for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names
        }
        assert modules <= pure | plain, module.__name__
        assert "now" not in {name.name for one in taken for name in one.names}
        assert not {"now", "today", "utcnow"} & {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
