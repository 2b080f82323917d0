"""Routing against the contract's examples, and the sentences of the contract that the examples do not reach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.intake import facts as read
from app.intake.facts import BadFacts, facts_from, read_facts
from app.intake.routing import route

SHARED = Path(__file__).resolve().parents[3] / "shared/contracts/routing"
EXAMPLES = sorted(SHARED.glob("*.json"))
NO = {"H1": "no", "H2": "no", "H3": "no", "H4": "no"}


def answer(*acts, **more):
    base = {"reported_at": "2026-11-05T09:10:00+00:00", "subject": {"post": "teacher"}, "harm": NO, "acts": list(acts)}
    return route(facts_from({**base, **more})).as_json()


def met(found, act=0):
    return {one["number"]: one["met"] for one in found["clauses"] if one["act"] == act and one["met"] != "no"}


def standing(found):
    return {one["path"] if one["path"] != "other_procedure" else one["procedure"]: one["standing"] for one in found["paths"]}


@pytest.mark.skipif(not EXAMPLES, reason="the contract's examples are not beside this checkout")
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda one: one.stem)
def test_an_example_of_the_contract(app, file, tmp_path):
    example = json.loads(file.read_text())
    expect, found = example["expect"], route(facts_from(example["facts"])).as_json()
    assert {(one["number"], one["act"], one["met"]) for one in found["clauses"] if one["met"] != "no"} == {
        (one["number"], one.get("act", 0), one["met"]) for one in expect["clauses"]
    }
    assert {(one["path"], one["standing"], one["waits_for"], one["procedure"]) for one in found["paths"]} == {
        (one["path"], one["standing"], one.get("waits_for"), one.get("procedure")) for one in expect["paths"]
    }
    for wanted in expect["paths"]:
        cites = {
            why["clause"]
            for one in found["paths"]
            if (one["path"], one["procedure"]) == (wanted["path"], wanted.get("procedure"))
            for why in one["because"]
        }
        assert set(wanted["cites"]) <= cites
    assert not {why["clause"] for one in found["paths"] for why in one["because"]} & set(expect.get("cites_not", []))
    assert found["case_manager"] == expect["case_manager"]
    assert sorted(map(str, found["deadlines"])) == sorted(map(str, expect["deadlines"]))
    assert set(found["stops"]) == set(expect["stops"])
    assert set(found["flags"]) == set(expect["flags"])
    place = tmp_path / "facts.json"
    place.write_text(json.dumps(example["facts"]))
    done = app.test_cli_runner().invoke(args=["intake", "route", str(place)])
    assert done.exit_code == 0
    assert json.loads(done.stdout) == found


def test_a_batch_answers_a_line_a_file_in_order(app, tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(
        json.dumps({"reported_at": "2026-11-05T09:10:00Z", "subject": {"post": "teacher"}, "acts": [{"kind": "comment"}]})
    )
    bad.write_text('{"reported_at": 5}')
    done = app.test_cli_runner().invoke(args=["intake", "route", "--batch", str(bad), str(good), str(tmp_path / "none")])
    rows = [json.loads(one) for one in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [one["exit"] for one in rows] == [2, 0, 2]
    assert any(one.startswith("reported_at:") for one in rows[0]["faults"])
    assert any(one.startswith("subject:") for one in rows[0]["faults"])
    assert rows[2]["faults"] == ["facts: the file cannot be read"]


FAULTS = {
    b"": "facts",
    b"\xef\xbb\xbf{}": "facts",
    b"\xff\xfe": "facts",
    b"[]": "facts",
    b"{} {}": "facts",
    b"nonsense": "facts",
    b"[" * 100000: "facts",
    b'{"acts": []}': "acts",
    b'{"reported_at": "2026-11-05T09:10:00"}': "reported_at",
    b'{"reported_at": "2026-02-30T09:10:00Z"}': "reported_at",
    b'{"acts": [{"kind": "poem"}]}': "acts[0].kind",
    b'{"acts": [{"kind": "comment", "on": "0000-01-01"}]}': "acts[0].on",
    b'{"acts": [{"kind": "comment", "age_at_act": true}]}': "acts[0].age_at_act",
    b'{"acts": [{"kind": "comment", "age_at_act": 15.5}]}': "acts[0].age_at_act",
    b'{"acts": [{"kind": "comment", "age_at_act": NaN}]}': "acts[0].age_at_act",
    b'{"acts": [{"kind": "comment", "age_at_act": 1e999}]}': "acts[0].age_at_act",
    b'{"acts": [{"kind": "comment", "age_at_act": ' + b"9" * 5000 + b"}]}": "acts[0].age_at_act",
    b'{"acts": [{"kind": "comment", "kind": "comment"}]}': "acts[0].kind",
    b'{"harm": {"H1": null}}': "harm.H1",
    b'{"harm": {"H9": "no"}}': "harm.H9",
    b'{"acts": [{"kind": "comment", "about": ["pupil", 3]}]}': "acts[0].about[1]",
    b'{"acts": [{"kind": "comment", "published": "yes"}]}': "acts[0].published",
    b'{"permits": [{"id": ""}]}': "permits[0].id",
    b'{"subject": null}': "subject",
    b'{"subject": {}}': "subject.post",
    b'{"colour": 1}': "colour",
    b'{"earlier_low_level_concerns": -1}': "earlier_low_level_concerns",
    b'{"acts": [3]}': "acts[0]",
}


@pytest.mark.parametrize("data", FAULTS, ids=lambda one: one[:40].decode("latin-1"))
def test_a_fault_names_its_field_and_repeats_no_value(data):
    with pytest.raises(BadFacts) as caught:
        read_facts(data)
    names = [one.split(":")[0] for one in caught.value.faults]
    assert FAULTS[data] in names
    assert not [one for one in caught.value.faults if "poem" in one or "999" in one or "\n" in one]


PARENT = {"kind": "accept_request", "with": "parent", "on": "2026-11-03"}


def advice(on, said="agreed"):
    return {"permits": [{"id": "14", "kind": "parent_contact_advice", "decided_on": on, "answer": said}]}


@pytest.mark.parametrize(
    ("act", "more", "expected"),
    [
        (PARENT, {}, {"3.2(i)": "yes"}),
        (PARENT, advice("2026-11-02"), {}),
        (PARENT, advice("2026-11-03"), {"3.2(i)": "may_be"}),
        (PARENT, advice("2026-11-04"), {"3.2(i)": "yes"}),
        (PARENT, advice("2026-11-02", "advised_against"), {"3.2": "yes"}),
        ({**PARENT, "by_subject": "disputed"}, {}, {"3.2(i)": "may_be"}),
        ({**PARENT, "published": False}, {}, {"3.2(i)": "yes"}),
        ({**PARENT, "channel": "school_platform"}, {}, {}),
        ({**PARENT, "channel": "email"}, {}, {}),
        ({"kind": "accept_request"}, {}, {"3.2(h)": "may_be"}),
        ({"kind": "accept_request", "with": "pupil", "relationship": "family"}, {}, {}),
        ({"kind": "accept_request", "with": "former_pupil", "age_at_act": 18}, {}, {}),
        ({"kind": "make_request", "with": "pupil", "published": False}, {}, {}),
        ({"kind": "make_request", "with": "parent"}, advice("2020-01-01"), {"3.2(k)": "yes"}),
        ({"kind": "message", "with": "unknown", "initiated_by": "unknown"}, {}, {"3.2(h)": "may_be", "3.2(j)": "may_be"}),
        ({"kind": "message", "with": "pupil_other_school", "content": ["abusive"]}, {}, {"3.2(e)": "yes", "3.1": "yes"}),
        (
            {"kind": "comment", "about": ["parent"], "content": ["offensive"]},
            {},
            {"3.2": "may_be", "3.1": "may_be", "4.1": "may_be"},
        ),
        (
            {"kind": "comment", "by_subject": False, "reputation_at_risk": True, "content": ["offensive"], "about": ["school"]},
            {},
            {"4.1": "may_be"},
        ),
        ({"kind": "disclosure", "content": ["confidential", "abusive"], "published": False}, {}, {"3.2(f)": "yes"}),
        ({"kind": "curriculum_space", "with": "pupil"}, {}, {"3.4": "yes"}),
        (
            {"kind": "curriculum_space", "with": "pupil", "on": "2026-11-03"},
            {"permits": [{"id": "1", "kind": "curriculum_space", "decided_on": "2026-11-01", "answer": "agreed"}]},
            {"3.5": "yes"},
        ),
        ({"kind": "school_time_use"}, {}, {"3.3": "yes"}),
        ({"kind": "image", "work_related": True, "about": ["self"]}, {}, {"3.2(d)": "yes"}),
    ],
)
def test_what_meets_a_clause(act, more, expected):
    assert met(answer(act, **more)) == expected


def test_somebody_not_employed_is_not_disciplined():
    found = answer({"kind": "comment", "content": ["abusive"]}, subject={"post": "supply"})
    assert standing(found) == {"disciplinary": "disabled", "agency": "open"}
    assert {"rule": "R12", "clause": "1", "fact": "subject.employed_by_school = false"} in found["paths"][0]["because"]


def test_disciplinary_waits_for_equal_opportunities_only_when_nothing_else_brought_it_in():
    act = {"kind": "comment", "about": ["colleague"], "content": ["derogatory", "offensive"]}
    assert answer(act)["paths"][0]["waits_for"] == "equal_opportunities"
    assert answer({**act, "reputation_at_risk": True})["paths"][0]["standing"] == "open"


def test_a_low_level_concern_needs_all_four_limbs_to_be_no():
    pending = {"kind": "accept_request", "with": "pupil", "request_pending": True, "self_reported": True}
    assert standing(answer(pending)) == {"low_level_concern": "open"}
    assert standing(answer(pending, harm={**NO, "H4": "unknown"})) == {"child_protection": "consult"}
    assert standing(answer(pending, immediate_danger=True)) == {"child_protection": "open", "low_level_concern": "held"}


def test_clocks_by_council_and_summer_time():
    found = answer(PARENT, harm={}, reported_at="2027-03-27T10:00:00Z")
    assert {"rule": "lado_24h", "due": "2027-03-28T11:00:00+01:00"} in found["deadlines"]
    assert [one["rule"] for one in answer(PARENT, harm={}, local_authority="national")["deadlines"]] == ["lado_1wd", "triage_1wd"]
    assert answer(PARENT, harm={}, reported_at="2027-04-30T23:30:00Z")["deadlines"][1]["due"] == "2027-05-04"


ACT = st.fixed_dictionaries(
    {"kind": st.sampled_from(read.KINDS)},
    optional={
        "channel": st.sampled_from(read.CHANNELS),
        "by_subject": st.sampled_from([True, False, "disputed"]),
        "published": st.booleans(),
        "about": st.lists(st.sampled_from(read.ABOUT), unique=True),
        "content": st.lists(st.sampled_from(read.CONTENT), unique=True),
        "with": st.sampled_from([*read.PARTIES, None]),
        "initiated_by": st.sampled_from(["subject", "other", "unknown"]),
        "age_at_act": st.one_of(st.none(), st.integers(0, 120)),
        "relationship": st.sampled_from(["none", "family", "pre_existing", "unknown"]),
        "reputation_at_risk": st.booleans(),
        "request_pending": st.booleans(),
        "self_reported": st.booleans(),
        "in_school_time": st.booleans(),
    },
)
FACTS = st.fixed_dictionaries(
    {
        "reported_at": st.datetimes(
            min_value=__import__("datetime").datetime(1950, 1, 1), max_value=__import__("datetime").datetime(2150, 1, 1)
        ).map(lambda one: one.isoformat(timespec="seconds") + "Z"),
        "subject": st.fixed_dictionaries({"post": st.sampled_from(read.POSTS)}),
        "acts": st.lists(ACT, min_size=1, max_size=4),
        "harm": st.fixed_dictionaries(
            {}, optional={name: st.sampled_from(["yes", "may_be", "no", "unknown"]) for name in read.LIMBS}
        ),
        "earlier_low_level_concerns": st.integers(0, 5),
    }
)


@settings(max_examples=300, deadline=None)
@given(FACTS)
def test_routing_never_opens_disciplinary_before_child_protection(data):
    facts = facts_from(data)
    found = route(facts).as_json()
    assert found == route(facts).as_json()
    paths = standing(found)
    unsure = any(answer != "no" for answer in facts.harm.values())
    if unsure:
        assert "child_protection" in paths
    if "child_protection" in paths:
        assert paths.get("disciplinary") in {None, "held", "disabled"}
        assert "no_interview_no_tip_off" in found["stops"]
    assert len({(one["path"], one["procedure"]) for one in found["paths"]}) == len(found["paths"])
    assert all(one["because"] for one in found["paths"])
