"""Lists within lists: where an item stands when marks, margins and paragraphs pull different ways."""

from __future__ import annotations

import pytest

from app.policy.reading import read


def items(text: str) -> list[str]:
    """What stands in brackets under the one clause of a document."""
    found = [one.number for one in read(f"Social media policy\n\n1.1 Staff must not:\n{text}".encode(), "a.txt").clauses]
    assert found[0] == "1.1"
    return [one.removeprefix("1.1") for one in found[1:]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("• shout\n  o at pupils\n• whisper", ["(a)", "(a)(i)", "(b)"]),
        ("• shout\n• at pupils\n   • at parents\n• whisper", ["(a)", "(b)", "(b)(i)", "(c)"]),
        ("• shout\no at pupils\n▪ who are young\n• whisper", ["(a)", "(a)(i)", "(a)(i)(1)", "(b)"]),
        ("   • shout\n      o at pupils\n- whisper", ["(a)", "(a)(i)", "(b)"]),
        ("(a) shout:\n• at pupils\n• at parents\n(b) whisper", ["(a)", "(a)(i)", "(a)(ii)", "(b)"]),
    ],
    ids=["another mark", "the same mark set in", "a third mark", "a margin further out", "bullets under letters"],
)
def test_bullets_within_bullets(text, found):
    assert items(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("• shout\n\nNor may they:\n• whisper", ["(a)", "(b)"]),
        ("• shout\n\nNor may they:\n- whisper", ["(a)", "(b)"]),
        ("• shout\n  o at pupils\n\nNor may they:\n  o whisper", ["(a)", "(a)(i)", "(b)"]),
        ("(a) shout\n\nNor may they:\n(b) whisper", ["(a)", "(b)"]),
        ("(a) shout\n\nNor may they:\n(i) whisper\n(ii) sing", ["(a)", "(i)", "(ii)"]),
    ],
    ids=["the same list", "another mark", "an inner mark", "the next letter", "another row"],
)
def test_a_paragraph_closes_a_list_and_the_next_stands_beside_it(text, found):
    assert items(text) == found


def test_letters_within_letters_by_their_margin():
    assert items("(a) post:\n    (a) photos\n    (b) films\n(b) like") == ["(a)", "(a)(a)", "(a)(b)", "(b)"]


def test_an_i_set_in_under_h_is_roman():
    letters = [f"({one})" for one in "abcdefgh"]
    text = "\n".join(f"{one} item" for one in letters) + ":\n    (i) photos\n(i) like"
    assert items(text) == [*letters, "(h)(i)", "(i)"]


def test_a_letter_far_off_is_words():
    assert items("(a) post\n(z) like\n(b) share") == ["(a)", "(b)"]


def test_counted_items_in_brackets():
    assert items("(1) post:\n(a) photos\n(b) films\n(2) like") == ["(1)", "(1)(a)", "(1)(b)", "(2)"]


def test_letters_past_z_in_both_ways_of_counting():
    alphabet = [f"({one})" for one in "abcdefghijklmnopqrstuvwxyz"]
    for past in (["(aa)", "(bb)"], ["(aa)", "(ab)"]):
        assert items("\n".join(f"{one} item" for one in (*alphabet, *past))) == [*alphabet, *past]
