"""Reading the facts: every fault names its field and repeats no value, every default holds, and nothing else is refused."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.intake import facts as read
from app.intake import words
from app.intake.facts import facts_from, read_facts
from app.intake.reader import BadFacts

ACT = {"kind": "accept_request", "with": "pupil", "age_at_act": 15, "on": "2026-11-03", "about": ["pupil"], "content": []}
PERMIT = {"id": "14", "kind": "parent_contact_advice", "decided_on": "2026-11-02", "answer": "agreed"}
GOOD = {
    "reported_at": "2026-11-05T09:10:00+00:00",
    "local_authority": "sefton",
    "subject": {"post": "teacher"},
    "harm": {"H1": "no"},
    "acts": [ACT],
    "permits": [PERMIT],
}
CANARY = "canary-value"


def faults(data):
    with pytest.raises(BadFacts) as caught:
        read_facts(data if isinstance(data, bytes) else json.dumps(data).encode())
    assert all("\n" not in one and ": " in one for one in caught.value.faults)
    return caught.value.faults


def names(data):
    return [one.rsplit(": ", 1)[0] for one in faults(data)]


def changed(path, value):
    facts = deepcopy(GOOD)
    place = facts
    *way, last = path
    for step in way:
        place = place[step]
    place[last] = value
    return facts


def shown(path):
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path).removeprefix(".")


def test_facts_without_a_fault_are_read():
    facts = read_facts(json.dumps(GOOD).encode())
    assert facts.reported_at == datetime(2026, 11, 5, 9, 10, tzinfo=UTC)
    assert (facts.acts[0].on, facts.permits[0].decided_on) == (date(2026, 11, 3), date(2026, 11, 2))
    assert facts == facts_from(GOOD)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\t",
        b"\xef\xbb\xbf" + json.dumps(GOOD).encode(),
        json.dumps(GOOD).encode("utf-16"),
        json.dumps(GOOD).encode("utf-16-le"),
        b'{"colour": "\xff"}',
        b'{"colour": "\xed\xa0\x80"}',
        b"null",
        b"[]",
        b'"text"',
        b"3",
        b"NaN",
        json.dumps(GOOD).encode() + b"{}",
        json.dumps(GOOD).encode() + b"x",
        json.dumps(GOOD).encode()[:-1],
        b"{'reported_at': 1}",
        b'{"a": 01}',
        b'{"a": "\n"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=range(20),
)
def test_a_file_that_is_not_one_object_is_one_fault_of_the_whole(data):
    assert names(data) == ["facts"]


@pytest.mark.parametrize(
    "path",
    [
        ("reported_at",),
        ("subject", "post"),
        ("acts",),
        ("acts", 0, "kind"),
        *(("permits", 0, one) for one in ("id", "kind", "decided_on", "answer")),
    ],
    ids=shown,
)
def test_a_required_field(path):
    facts = deepcopy(GOOD)
    place = facts
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    assert names(facts) == [shown(path)]
    assert names(changed(path, None)) == [shown(path)], "null is no value for it"


def test_facts_without_anything_name_every_required_field():
    assert sorted(names({})) == ["acts", "reported_at", "subject.post"]


FLAGS = (
    *((one,) for one in ("immediate_danger", "indecent_imagery_of_under_18")),
    ("subject", "employed_by_school"),
    ("permits", 0, "measures_complete"),
    *(("acts", 0, one) for one in ("published", "repost", "harms_working_relationships", "reputation_at_risk", "work_related")),
    *(("acts", 0, one) for one in ("in_school_time", "self_reported", "request_pending")),
)
CHOICES = (
    ("local_authority",),
    ("subject", "post"),
    *(("harm", one) for one in read.LIMBS),
    *(("acts", 0, one) for one in ("kind", "channel", "by_subject", "initiated_by", "relationship", "expression", "with")),
    *(("permits", 0, one) for one in ("kind", "answer", "with")),
)
NULLS = {("acts", 0, "on"), ("acts", 0, "with"), ("acts", 0, "age_at_act"), ("permits", 0, "with")}


@pytest.mark.parametrize("path", FLAGS, ids=shown)
@pytest.mark.parametrize("value", [0, 1, "true", "false", "yes", "no", None, [], {}, 1.0])
def test_a_truth_value_is_nothing_else(path, value):
    (fault,) = faults(changed(path, value))
    assert fault.startswith(f"{shown(path)}: ")
    assert not isinstance(value, str) or value not in fault.split(": ")[1]


@pytest.mark.parametrize("path", CHOICES, ids=shown)
@pytest.mark.parametrize("value", [CANARY, "", "Teacher", 3, [], {}, ["yes"], None])
def test_a_value_outside_its_list(path, value):
    if value is None and path in NULLS:
        facts_from(changed(path, None))
        return
    (fault,) = faults(changed(path, value))
    assert fault.startswith(f"{shown(path)}: ")
    assert CANARY not in fault


@pytest.mark.parametrize("path", [path for path in CHOICES if path[-1] != "by_subject"], ids=shown)
def test_a_truth_value_is_no_choice(path):
    assert names(changed(path, True)) == [shown(path)]


@pytest.mark.parametrize("field", ["about", "content"])
def test_lists(field):
    assert names(changed(("acts", 0, field), "pupil")) == [f"acts[0].{field}"]
    assert names(changed(("acts", 0, field), None)) == [f"acts[0].{field}"]
    assert names(changed(("acts", 0, field), [CANARY, None, 3, ["pupil"], {}])) == [f"acts[0].{field}[{n}]" for n in range(5)]


@pytest.mark.parametrize("value", ["true", '"12"', "12.5", "-1", "121", "NaN", "Infinity", "-Infinity", "1e999", "[]", "9" * 9000])
def test_an_age_is_a_whole_number_in_its_range(value):
    text = json.dumps(changed(("acts", 0, "age_at_act"), "HERE")).replace('"HERE"', value)
    (fault,) = faults(text.encode())
    assert fault.startswith("acts[0].age_at_act: ")
    assert value.strip('"') not in fault.split(": ")[1]


@pytest.mark.parametrize("value", ["true", '"2"', "1.5", "-1", "NaN", "-Infinity", "1e999", "null", "-" + "9" * 9000])
def test_earlier_concerns_are_a_whole_number_from_nought(value):
    text = json.dumps({**GOOD, "earlier_low_level_concerns": "HERE"}).replace('"HERE"', value)
    assert names(text.encode()) == ["earlier_low_level_concerns"]


@pytest.mark.parametrize("value", ["0", "-0", "3", "2.0", "1e2", "9" * 40, "9" * 9000])
def test_any_whole_number_from_nought_is_read(value):
    text = json.dumps({**GOOD, "earlier_low_level_concerns": "HERE"}).replace('"HERE"', value)
    found = read_facts(text.encode()).earlier
    assert type(found) is int
    assert found >= 2 or float(value) == found


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-05T09:10:00",
        "2026-11-05T09:10",
        "2026-11-05",
        "2026-02-30T09:10:00Z",
        "2026-11-05T25:10:00Z",
        "2026-11-05T09:10:61Z",
        "2026-11-05T09:10:00+25:00",
        "2026-11-05 09:10:00+00:00",
        "0000-11-05T09:10:00Z",
        "9999-12-31T23:59:59Z",
        "2100-01-01T09:10:00Z",
        "٢٠٢٦-11-05T09:10:00Z",
        " 2026-11-05T09:10:00Z",
        "now",
        "",
        1762333800,
        True,
        [],
    ],
)
def test_an_instant_without_offset_or_that_cannot_be(value):
    (fault,) = faults({**GOOD, "reported_at": value})
    assert fault.startswith("reported_at: ")
    assert not value or str(value) not in fault


@pytest.mark.parametrize("value", ["2026-11-05T09:10:00Z", "2026-11-05T10:10+01:00", "2026-11-05T04:10:00.000-05:00"])
def test_an_instant_in_any_offset_is_the_same(value):
    assert facts_from({**GOOD, "reported_at": value}).reported_at == datetime(2026, 11, 5, 9, 10, tzinfo=UTC)


DATES = ["2026-02-30", "2027-02-29", "2026-1-5", "20261105", "2026-W45-4", "0000-01-01", "2026-11-05T00:00:00Z", "", 5, True, []]


@pytest.mark.parametrize("path", [("acts", 0, "on"), ("permits", 0, "decided_on")], ids=shown)
@pytest.mark.parametrize("value", DATES)
def test_a_date_that_cannot_be(path, value):
    assert names(changed(path, value)) == [shown(path)]


@pytest.mark.parametrize("value", ["", "x" * 65, 14, True, []])
def test_the_name_of_a_permit(value):
    (fault,) = faults(changed(("permits", 0, "id"), value))
    assert fault.startswith("permits[0].id: ")
    assert not value or str(value) not in fault.split(": ")[1]


def test_the_longest_name_of_a_permit_is_read():
    assert facts_from(changed(("permits", 0, "id"), "é" * 64)).permits[0].id == "é" * 64


@pytest.mark.parametrize("path", [("subject",), ("harm",), ("acts",), ("permits",), ("acts", 0), ("permits", 0)], ids=shown)
@pytest.mark.parametrize("value", [None, 3, "text", True])
def test_an_object_or_a_list_is_nothing_else(path, value):
    assert names(changed(path, value)) == [shown(path)]


def test_no_acts():
    assert names({**GOOD, "acts": []}) == ["acts"]
    assert facts_from({**GOOD, "permits": []}).permits == ()


@pytest.mark.parametrize(
    "path", [("extra",), ("subject", "extra"), ("harm", "H5"), ("acts", 0, "extra"), ("permits", 0, "extra")], ids=shown
)
@pytest.mark.parametrize("value", [CANARY, {"a": {"kind": 1}}, None])
def test_an_unknown_field(path, value):
    (fault,) = faults(changed(path, value))
    assert fault.startswith(f"{shown(path)}: ")
    assert CANARY not in fault


@pytest.mark.parametrize(("name", "seen"), [("a\nb", '"a\\nb"'), ("", '""'), ("\ud800", '"\\ud800"'), ("x" * 999, "x" * 200)])
def test_an_unknown_field_with_a_hostile_name_keeps_to_one_line(name, seen):
    assert names({**GOOD, name: 1}) == [seen]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ('"reported_at"', '"reported_at": "2026-11-05T09:10:00Z", "reported_at"', "reported_at"),
        ('"post"', '"post": "teacher", "post"', "subject.post"),
        ('"H1"', '"H1": "yes", "H1"', "harm.H1"),
        ('"age_at_act"', '"age_at_act": 15, "age_at_act"', "acts[0].age_at_act"),
        ('"id"', '"id": "14", "\\u0069d"', "permits[0].id"),
    ],
)
def test_a_key_given_twice_even_with_the_same_value(old, new, name):
    assert names(json.dumps(GOOD).replace(old, new, 1).encode()) == [name]


def test_every_fault_is_told_at_once():
    bad = {"subject": {"post": "poet"}, "acts": [{"kind": "poem"}, 7, {"kind": "comment", "on": "soon"}], "colour": "red"}
    assert sorted(names(bad)) == ["acts[0].kind", "acts[1]", "acts[2].on", "colour", "reported_at", "subject.post"]


def test_defaults():
    facts = facts_from({"reported_at": GOOD["reported_at"], "subject": {"post": "teacher"}, "acts": [{"kind": "comment"}]})
    assert (facts.local_authority, facts.immediate_danger, facts.imagery, facts.earlier) == ("sefton", False, False, 0)
    assert (facts.harm, facts.permits) == (dict.fromkeys(read.LIMBS, "unknown"), ())
    act = facts.acts[0]
    assert (act.on, act.channel, act.by_subject, act.published, act.repost) == (None, "social_site", True, True, False)
    assert (act.about, act.with_, act.initiated_by, act.age_at_act) == (frozenset(), None, "subject", None)
    assert (act.relationship, act.content, act.expression) == ("none", frozenset(), "none")
    assert not any((act.harms_working_relationships, act.reputation_at_risk, act.work_related, act.in_school_time))
    assert not any((act.self_reported, act.request_pending))
    permit = facts_from(GOOD).permits[0]
    assert (permit.measures_complete, permit.with_) == (False, None)


def test_who_is_employed_unless_it_is_said():
    def employed(post, **said):
        return facts_from({**GOOD, "subject": {"post": post, **said}}).employed

    assert {post for post in read.POSTS if employed(post)} == {"teacher", "support_staff", "headteacher", "unknown"}
    assert employed("supply", employed_by_school=True)
    assert not employed("teacher", employed_by_school=False)


def test_what_the_pages_offer_is_what_routing_reads():
    for offered, known in (
        (words.KINDS, read.KINDS),
        (words.CHANNELS, read.CHANNELS),
        (words.OTHER_SIDE, read.PARTIES),
        (words.ABOUT, read.ABOUT),
        (words.CONTENT, read.CONTENT),
        (words.POSTS, read.POSTS),
    ):
        assert {value for value, _ in offered} == set(known)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([*read.KINDS, *read.PARTIES]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, *ACT, *PERMIT]), inner, max_size=4),
    max_leaves=8,
)


def faults_of(reader, value):
    try:
        reader(value)
    except BadFacts as bad:
        return bad.faults
    return None


@settings(deadline=None, max_examples=200)
@given(path=st.sampled_from([*FLAGS, *CHOICES, ("acts",), ("subject",), ("harm",), ("permits",), ("reported_at",)]), value=JSON)
def test_any_value_anywhere_is_read_or_is_a_fault_of_that_place(path, value):
    found = faults_of(facts_from, changed(path, value))
    assert found is None or (found and all(one.startswith(shown(path)) for one in found))


@settings(deadline=None)
@given(st.binary(max_size=40) | JSON.map(lambda one: json.dumps(one).encode()))
def test_any_bytes_are_a_fault_on_lines_of_their_own(data):
    found = faults_of(read_facts, data)
    assert found
    assert all("\n" not in one for one in found)
