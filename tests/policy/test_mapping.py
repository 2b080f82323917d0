"""What is proposed for a clause, and why; and what differs between two editions."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.differences import Sort, differences, word_by_word
from app.policy.mapping import propose
from app.policy.models import Clause
from app.policy.reading import read
from app.policy.starter import STARTER

MODELS = [one / "shared/policy/sefton-model-policy-2012.txt" for one in Path(__file__).resolve().parents]
MODEL = next((one for one in MODELS if one.is_file()), None)


def clause(number: str, text: str, like: str | None = None, heading: str | None = None) -> Clause:
    return Clause(number=number, text=text, like=like, heading=heading)


@pytest.mark.skipif(MODEL is None, reason="the model text is not beside this checkout")
def test_every_clause_of_the_model_text_is_its_own():
    assert MODEL is not None
    known = {one.number for one in STARTER if one.asks}
    found = {one.number: propose(one) for one in read(MODEL.read_bytes(), "model.txt").clauses}
    assert {number: one.likes[0] for number, one in found.items() if one} == {number: number for number in known}
    assert all(one.why.startswith(f"It has the same number, {number}, and similar words: ") for number, one in found.items() if one)


@pytest.mark.parametrize("one", [one for one in STARTER if one.asks], ids=lambda one: one.number)
def test_the_starter_is_like_itself_whatever_its_number(one):
    found = propose(clause("99.9", one.asks, heading=one.title))
    assert found is not None
    assert found.likes == (one.number,)


@pytest.mark.parametrize(
    ("text", "like"),
    [
        (
            "Staff must not approve friend requests on social media from students at the academy or former students not yet 18.",
            "3.2(h)",
        ),
        ("Employees must never send a friend or follow request to a student or to a former student under the age of 18.", "3.2(j)"),
        (
            "Members of staff are advised not to accept friend requests from parents or carers without speaking to the principal.",
            "3.2(i)",
        ),
        ("Do not invite parents or carers to connect with you on social media.", "3.2(k)"),
        ("Pictures or videos of students taken on the premises or on trips may not be uploaded to personal accounts.", "3.2(d)"),
        ("Confidential information about the academy may not be posted on any site.", "3.2(f)"),
        ("Abusive or threatening messages sent to anyone, in public or in private, are a breach.", "3.2(e)"),
        ("The trust will review this policy every year.", "6.1"),
        ("Do not accept or make friend requests from or to pupils or their parents.", None),
        ("Staff must lock their screens when they leave a room.", None),
        ("Staff must not put pupil data into artificial intelligence tools.", None),
        ("Lorem ipsum dolor sit amet.", None),
        ("", None),
    ],
)
def test_words_alone_are_enough_and_what_is_ambiguous_gets_nothing(text, like):
    found = propose(clause("A7", text))
    assert (found.likes if found else ()) == ((like,) if like else ())
    assert found is None or ("Its number is another" in found.why and found.why.endswith("."))


@pytest.mark.parametrize(
    ("text", "likes"),
    [
        ("Do not accept or make friend requests from or to pupils or former pupils under eighteen.", ("3.2(h)", "3.2(j)")),
        ("Staff must not accept friend requests from parents, nor send friend requests to parents.", ("3.2(i)", "3.2(k)")),
    ],
)
def test_one_sentence_about_requests_both_ways_is_like_two_clauses(text, likes):
    found = propose(clause("5.1", text))
    assert found is not None
    assert (found.likes, found.sure, found.breachable) == (likes, True, True)
    assert all(number in found.titles for number in likes)


def test_a_proposal_by_few_words_is_not_sure():
    weak = propose(clause("1.1", "This policy applies to all teaching and support staff, including the headteacher."))
    strong = propose(clause("4.1", "Staff must not accept friend requests from a pupil of the school or a former pupil under 18."))
    assert weak is not None
    assert strong is not None
    assert (weak.sure, strong.sure) == (False, True)


def test_the_same_number_with_other_words_is_not_proposed():
    assert propose(clause("3.2(h)", "The minibus is parked behind the gym.")) is None


def test_the_reason_quotes_words_of_the_clause():
    found = propose(clause("7", "Staff must not approve friend requests from students or former students under 18."))
    assert found is not None
    assert "approve, 18, former" in found.why
    assert "accept" not in found.why, "its own word, not the one it is compared by"


@given(st.text(max_size=200))
def test_any_words_get_a_proposal_or_none_and_always_the_same(text):
    assert propose(clause("1", text)) == propose(clause("1", text))


def sorts(old: list[Clause], new: list[Clause]) -> list[tuple[str, str, str]]:
    return [(one.sort.value, one.old_number, one.number) for one in differences(old, new)]


def test_clauses_are_matched_by_mapping_then_number_then_likeness():
    old = [
        clause("1", "One."),
        clause("2", "No requests from pupils.", "3.2(h)"),
        clause("3", "Lock the screens of every room when you leave."),
        clause("4", "Gone."),
    ]
    new = [
        clause("1", "One more."),
        clause("5", "No requests from pupils.", "3.2(h)"),
        clause("6", "Lock the screens of every room when you leave it."),
        clause("7", "Wholly new words."),
    ]
    assert sorts(old, new) == [
        ("changed", "1", "1"), ("moved", "2", "5"), ("changed", "3", "6"), ("removed", "4", ""), ("added", "", "7"),
    ]  # fmt: skip


def test_words_put_in_and_taken_out_are_marked():
    assert word_by_word("Do not accept a request.", "Never accept any request.") == (
        ("-", "Do not "), ("+", "Never "), ("=", "accept "), ("-", "a "), ("+", "any "), ("=", "request. "),
    )  # fmt: skip
    assert word_by_word("a " * 5000, "b " * 5000)[0][0] == "-"


WORDS = st.lists(st.sampled_from(["be", "kind", "to", "all", "pupils."]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_put_together_again_from_the_parts(old, new):
    parts = word_by_word(old, new)
    assert "".join(words for sign, words in parts if sign != "+").split() == old.split()
    assert "".join(words for sign, words in parts if sign != "-").split() == new.split()
    assert all(one[0] != other[0] for one, other in pairwise(parts))


CLAUSES = st.lists(st.tuples(st.sampled_from("123456"), WORDS), max_size=5, unique_by=lambda one: one[0])


@given(CLAUSES, CLAUSES)
def test_every_clause_of_both_is_shown_once(old, new):
    found = differences([clause(*one) for one in old], [clause(*one) for one in new])
    assert [one.number for one in found if one.sort is not Sort.REMOVED] == [number for number, _ in new]
    assert sorted(one.old_number for one in found if one.sort is not Sort.ADDED) == sorted(number for number, _ in old)
