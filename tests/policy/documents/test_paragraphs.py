"""The paragraphs of one clause stay paragraphs in every format, and words after a list stand after its lead-in."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.policy.documents.child import read_here
from app.policy.documents.kinds import Kind
from app.policy.models import Clause
from app.policy.numbering import letters
from app.policy.quoting import quoted
from app.policy.reading import Reading

sys.path.insert(0, str(Path(__file__).parent))

from makers import TITLE
from test_portable import pdf
from test_round_trips import SENTENCE
from test_styles import FORMATS, reading_of

LONG = "Staff must be kind and careful at all times, at home and at work, on any of the sites that they use, and whoever it is that they meet there."
ROWS = [
    TITLE,
    "1. Rules",
    f"1.1 {LONG} {LONG}",
    "They must be kind at home too.",
    "1.2 The school has more rules.",
    "Staff must not:",
    "• shout;",
    "• whisper.",
    "Any breach is dealt with under 1.1.",
    "So is a second one.",
    "• mumble.",
    "1.3 Ask first.",
]
WANTED = [
    ("1", "Rules", ""),
    ("1.1", None, f"{LONG} {LONG}\n\nThey must be kind at home too."),
    ("1.2", None, "The school has more rules.\n\nStaff must not:\n\nAny breach is dealt with under 1.1.\n\nSo is a second one."),
    ("1.2(a)", None, "shout;"),
    ("1.2(b)", None, "whisper."),
    ("1.2(c)", None, "mumble."),
    ("1.3", None, "Ask first."),
]


def made(rows: list[str], ending: str) -> Reading:
    """The rows as paragraphs of a document; in plain text a blank line stands between them."""
    return reading_of("\n\n".join(rows).encode() if ending == "txt" else FORMATS[ending](rows), ending)


def pieces(reading: Reading) -> list[tuple[str, str | None, str]]:
    return [(one.number, one.heading, one.text) for one in reading.clauses]


@pytest.mark.parametrize("ending", FORMATS)
def test_paragraphs_of_a_clause_in_every_format(ending):
    found = made(ROWS, ending)
    assert pieces(found) == WANTED
    assert "1.2 has words between the items of its list: check which items they belong to." in found.warnings


@pytest.mark.parametrize("ending", FORMATS)
def test_words_after_a_list_are_named(ending):
    found = made([*ROWS[:8], f"Any breach is dealt with under 1.1. {LONG}", "So is a second one.", ROWS[-1]], ending)
    assert found.clauses[2].text.startswith(
        "The school has more rules.\n\nStaff must not:\n\nAny breach is dealt with under 1.1. Staff"
    )
    assert found.warnings == (
        "These words stand after the list under 1.2 and were put with it: “Any breach is dealt with under 1.1. Staff must be kind and "
        "careful at all times, at home and at…”, “So is a second one.”.",
    )


@pytest.mark.parametrize("ending", FORMATS)
def test_a_lettered_list_goes_on_after_words(ending):
    lettered = ["(a) shout;", "(b) whisper.", "Any breach is dealt with under 1.1.", "(c) mumble.", "So is a second one."]
    found = made([*ROWS[:6], *lettered, ROWS[-1]], ending)
    assert pieces(found) == WANTED


CLAUSES = st.lists(
    st.tuples(st.lists(SENTENCE, min_size=1, max_size=4), st.lists(SENTENCE, max_size=3), st.lists(SENTENCE, max_size=2)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=80, deadline=None, phases=[Phase.generate])
@given(CLAUSES, st.sampled_from(sorted({*FORMATS} - {"pdf"})))
def test_paragraphs_are_read_back(clauses, ending):
    rows, wanted = [TITLE, "1. Rules"], []
    for n, (words, items, after) in enumerate(clauses, 1):
        lead = [*words[:-1], f"{words[-1][:-1]}:"] if items else words
        rest = after if items else []
        listed = [f"({letters(at)}) {one}" for at, one in enumerate(items)]
        rows += [f"1.{n} {lead[0]}", *lead[1:], *listed, *rest]
        wanted.append((f"1.{n}", "\n\n".join([*lead, *rest])))
        wanted += [(f"1.{n}({letters(at)})", one) for at, one in enumerate(items)]
    assert [(one.number, one.text) for one in made(rows, ending).clauses][1:] == wanted


@pytest.mark.parametrize("ending", FORMATS)
def test_an_item_is_quoted_after_the_paragraph_that_leads_into_its_list(ending):
    edition = uuid.uuid4()
    found = [
        Clause(number=one.number, parent=one.parent, text=one.text, edition_id=edition)
        for one in made([*ROWS[:4], "1.2 One thing: rules differ.", *ROWS[5:10], ROWS[-1]], ending).clauses
    ]
    assert [quoted(one, found) for one in found if "(" in one.number] == ["Staff must not: shout;", "Staff must not: whisper."]


def test_a_line_break_in_a_paragraph_is_a_space():
    page = b"<p>1. Rules<p>1.1 Be kind.<br>Always.<p>Ask first."
    assert read_here(page, "a.html", Kind.PAGE).clauses[1].text == "Be kind. Always.\n\nAsk first."


FULL = "1.1 Staff must be kind and careful at all times, wherever they are and whoever it is that they meet on the way."
MEET = "Staff are kind to all they meet"


@pytest.mark.parametrize(
    ("before", "step", "after", "between"),
    [
        (f"{MEET}.", 28, "They ask first.", "\n\n"),
        (f"{MEET}.", 14, "They ask first.", " "),  # no white space
        (MEET, 28, "without asking.", " "),  # the sentence goes on
        (FULL[4:], 28, "They ask first.", " "),  # the row had no room for more
    ],
)
def test_a_paragraph_of_a_printed_page_is_told_by_white_space_after_an_ended_sentence(before, step, after, between):
    page = [(72, 760, "Our staff policy"), (72, 732, FULL), (72, 718, before), (72, 718 - step, after)]
    page += [(72, 600 - 14 * n, f"1.{n + 2} Be kind.") for n in range(3)]
    assert read_here(pdf(page), "a.pdf", Kind.PDF).clauses[0].text == f"{FULL[4:]} {before}{between}{after}"
