"""The starter edition: complete, in words of our own, with the paths of each clause; and the digest that freezes an edition."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.reading import ClauseKind, ReadClause
from app.policy.starter import CP, EO, LLC, OTHER, STARTER, D, digest, starter

MODEL = Path(__file__).resolve().parents[3] / "shared/policy/sefton-model-policy-2012.txt"
PATHS = {
    "3.1": (D,), "3.2": (D,), "3.2(a)": (D, EO), "3.2(b)": (D, EO), "3.2(c)": (D, EO), "3.2(d)": (D, OTHER, CP), "3.2(e)": (D, EO),
    "3.2(f)": (D, OTHER), "3.2(g)": (D, CP, OTHER), "3.2(h)": (CP, D), "3.2(i)": (LLC, D), "3.2(j)": (CP, D), "3.2(k)": (LLC, D),
    "3.3": (D, OTHER), "3.4": (D,), "3.5": (D, CP), "4.1": (D,), "4.2": (EO, D), "4.3": (CP, D), "4.4": (OTHER,),
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text without case and marks."""
    return re.findall(r"[a-z]+", text.lower().replace("’", "'"))


def test_where_each_clause_leads():
    assert {one.number: one.routes for one in STARTER if one.routes} == PATHS


def test_what_can_be_broken_is_all_of_section_3_and_the_reputation():
    broken = {one.number for one in STARTER if one.breachable}
    assert broken == {number for number in PATHS if number[0] == "3"} | {"4.1"}


def test_each_clause_has_a_title_and_says_what_it_asks():
    for one in STARTER:
        assert one.title
        assert not one.asks or one.asks.endswith(".")
        assert bool(one.asks) is ("." in one.number or one.number == "1")
        assert one.question.endswith("?") is one.breachable


def test_no_clause_is_written_in_the_words_of_the_model():
    if not MODEL.is_file():
        pytest.skip("the model text is not beside this checkout")
    model = words(MODEL.read_text(encoding="utf-8"))
    runs = {tuple(model[i : i + 6]) for i in range(len(model))}
    for one in STARTER:
        for text in (one.title, one.asks, one.question):
            ours = words(text)
            assert not [ours[i : i + 6] for i in range(len(ours) - 5) if tuple(ours[i : i + 6]) in runs], one.number


def test_a_clause_is_found_by_its_number():
    assert starter("3.2(k)") is STARTER[next(i for i, one in enumerate(STARTER) if one.number == "3.2(k)")]
    assert starter("3.2(l)") is None


def test_every_parent_stands_before_its_clause():
    numbers = [one.number for one in STARTER]
    assert len(set(numbers)) == len(numbers)
    for at, one in enumerate(STARTER):
        assert one.parent is None or one.parent in numbers[:at]


CLAUSE = ReadClause("3.2(a)", "3.2", "Posts", "Be kind – always.", ClauseKind.BULLET)


def test_the_digest_is_of_the_canonical_form():
    # sha-256 of [["3.2(a)","3.2","Posts","Be kind – always."]] in UTF-8, counted apart from this product
    assert digest([CLAUSE]) == "f4fd63945e50f4c8610874163e975fcb390d098df71c5a76e1e0b372582030bf"


@pytest.mark.parametrize("change", [{"number": "3.2(b)"}, {"parent": "3"}, {"heading": None}, {"text": "Be kind - always."}])
def test_the_digest_tells_any_change(change):
    assert digest([replace(CLAUSE, **change)]) != digest([CLAUSE])


def test_the_digest_leaves_out_what_is_no_word_of_the_school():
    assert digest([replace(CLAUSE, kind=ClauseKind.CLAUSE)]) == digest([CLAUSE])


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CLAUSES = st.lists(st.builds(ReadClause, TEXT, TEXT, TEXT, TEXT, st.just(ClauseKind.CLAUSE)), max_size=4)


@given(CLAUSES, CLAUSES)
def test_two_editions_have_one_digest_only_when_their_words_are_the_same(one, other):
    assert (digest(one) == digest(other)) is (one == other)
