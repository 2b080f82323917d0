"""Whether a policy names only sites of 2012: told by its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.policy.reading import ClauseKind, ReadClause, read
from app.policy.reviews.dated import SITES, dated, sites_named
from app.policy.starter import STARTER

MODEL = Path(__file__).resolve().parents[4] / "shared/policy/sefton-model-policy-2012.txt"


def clause(text: str, heading: str | None = None) -> list[ReadClause]:
    return [ReadClause("1", None, heading, text, ClauseKind.CLAUSE)]


def test_three_old_names_and_no_newer_one_are_dated():
    found = dated(clause("Sites such as Facebook, Linked In and twitter."))
    assert found is not None
    assert found.named == ("Facebook", "LinkedIn", "Twitter")
    assert "TikTok" in found.missing or "WhatsApp" in found.missing


@pytest.mark.parametrize(
    "words",
    [
        "Facebook and Instagram",
        "Facebook or TikTok",
        "X (formerly Twitter)",
        "Twitter, now X",
        "Twitter/X",
        "Facebook and Threads.",
    ],
)
def test_one_newer_name_is_enough(words):
    assert dated(clause(words)) is None


@pytest.mark.parametrize("words", ["Any site.", "Section X of this policy", "The threads of a discussion", "facebooking", ""])
def test_a_text_without_a_name_is_not_dated_by_it(words):
    assert sites_named(clause(words)) == ()
    assert dated(clause(words)) is None


def test_plain_words_do_not_hide_that_a_text_is_dated():
    found = dated(clause("Twitter. Follow the threads; use telegrams; discord among staff; appendix X."))
    assert found is not None
    assert found.named == ("Twitter",)


def test_headings_count_and_each_site_is_found_by_its_own_name():
    assert dated(clause("Be kind.", "Facebook")) is not None
    for site in SITES:
        if site.name != "X":
            assert site in sites_named(clause(f"Do not use {site.name}."))


def test_the_starter_edition_names_no_site():
    assert sites_named([ReadClause(one.number, None, one.title, one.asks, ClauseKind.CLAUSE) for one in STARTER]) == ()


def test_the_model_text_of_2012_is_dated():
    if not MODEL.is_file():
        pytest.skip("the model text is not beside this checkout")
    found = dated(read(MODEL.read_bytes(), MODEL.name).clauses)
    assert found is not None
    assert found.named == ("Facebook", "LinkedIn", "Twitter")
