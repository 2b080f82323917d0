"""Which printed lines run on: broken by a machine at the margin, set in under a bullet, or paragraphs of their own."""

from __future__ import annotations

import textwrap

import pytest

from app.policy.lines import is_page_number, is_title, lines_of, points_on, wrap_width
from app.policy.reading import read

NAMES = "Staff tell the Chair of Governors, the Designated Safeguarding Lead and the Headteacher of Hill School. " * 4


def clauses(text: str) -> list[tuple[str, str | None, str]]:
    """Number, heading and text."""
    reading = read(f"Social media policy\n\n{text}".encode(), "a.txt")
    return [(one.number, one.heading, one.text) for one in reading.clauses]


@pytest.mark.parametrize("width", [45, 60, 72, 100])
def test_lines_broken_before_capitals_run_on(width):
    text = textwrap.fill(f"1.1 {NAMES.strip()}", width) + "\n" + textwrap.fill(f"- {NAMES.strip()}", width)
    assert clauses(text) == [("1.1", None, NAMES.strip()), ("1.1(a)", None, NAMES.strip())]


def test_a_long_heading_does_not_run_on_into_its_clause():
    text = "1. Use of social networking sites by staff and governors at home\nStaff must be kind.\n2. Review\nYearly."
    assert clauses(text)[0] == ("1", "Use of social networking sites by staff and governors at home", "Staff must be kind.")


def test_a_bullet_after_a_full_line_begins_a_list():
    words = "the headteacher and the governors of the school and others of whom we know"
    text = f"1.1\n{words} and\n{words} and\n{words} and\n• the staff of the school\n• the pupils"
    assert [one[0] for one in clauses(text)] == ["1.1", "1.1(a)", "1.1(b)"]


def test_a_part_named_in_a_broken_sentence_is_words():
    lines = (
        "1.1 All the people who work at this school for a part of their time, with the",
        "- some would say above all - others who are here now and then, and who have a",
        "Part One Responsibility at schools or neighbouring educational organisations",
        "are bound.",
        "1.2 Next.",
    )
    assert [one[0] for one in clauses("\n".join(lines))] == ["1.1", "1.2"]


def test_words_set_in_under_a_bullet_belong_to_it():
    assert clauses("1.1 Tell:\n• the Chair of\n  Governors\n• parents") == [
        ("1.1", None, "Tell:"),
        ("1.1(a)", None, "the Chair of Governors"),
        ("1.1(b)", None, "parents"),
    ]


def test_a_word_broken_at_its_hyphen_is_joined_without_a_space():
    assert clauses("1.1 Staff must not be ill-\nmannered online.")[0][2] == "Staff must not be ill-mannered online."


def test_a_number_at_the_end_of_a_line_makes_no_table_of_contents():
    assert clauses("1.1 Age of the pupils:\t11\n1.2 Number of posts:   12") == [
        ("1.1", None, "Age of the pupils: 11"),
        ("1.2", None, "Number of posts: 12"),
    ]


def test_lines_that_are_paragraphs_have_no_width():
    assert wrap_width(lines_of("A short line.\n" * 20)) is None
    assert wrap_width(lines_of("A line of a text with a stop at the end of every line there is.\n" * 20)) is None
    assert wrap_width(lines_of(("word " * 40 + "\n") * 20)) is None
    assert wrap_width(lines_of("")) is None
    assert wrap_width(lines_of(textwrap.fill(NAMES, 70))) in range(60, 71)


@pytest.mark.parametrize("words", ["Page 3", "page 3 of 12", "Page 3/12", "- 3 -", "3 of 12", "3 / 12"])
def test_numbers_of_pages(words):
    assert is_page_number(words)


@pytest.mark.parametrize("words", ["3", "Page", "Pages 3 to 4", "3 of the 12", "page 3 of 12 of it all"])
def test_no_numbers_of_pages(words):
    assert not is_page_number(words)


@pytest.mark.parametrize("words", ["Scope", "Équité", "3 rules", "“Friends” online", "السياسة"])
def test_titles(words):
    assert is_title(words)


@pytest.mark.parametrize("words", ["scope", "Scope.", "Scope:", "___", "A " * 14 + "b", "A" * 91])
def test_no_titles(words):
    assert not is_title(words)


def test_words_that_ask_for_a_number():
    assert points_on("as set out in paragraph")
    assert not points_on("as set out there")
