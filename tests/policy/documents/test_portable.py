"""PDF documents: heads and feet, hyphens, columns, the order of reading; no printed word is dropped."""

from __future__ import annotations

import io
import random
import re

import pytest
from reportlab.pdfgen import canvas

from app.policy.documents.child import read_here
from app.policy.documents.kinds import Kind
from app.policy.reading import Reading, read

Page = list[tuple[float, float, str]]
SIZE = 11


def pdf(*pages: Page) -> bytes:
    """A PDF with these words at these places, written in this order."""
    out = io.BytesIO()
    made = canvas.Canvas(out, pagesize=(595, 842))
    for page in pages:
        made.setFont("Helvetica", SIZE)
        for x, y, words in page:
            made.drawString(x, y, words)
        made.showPage()
    made.save()
    return out.getvalue()


def reading_of(*pages: Page) -> Reading:
    return read_here(pdf(*pages), "policy.pdf", Kind.PDF)


def down(rows: list[str], x: float = 72, y: float = 760, step: float = 14) -> Page:
    """Rows from the top to the bottom."""
    return [(x, y - n * step, row) for n, row in enumerate(rows)]


def rows(reading: Reading) -> list[tuple[str, str]]:
    return [(one.number, f"{one.heading or ''} {one.text}".strip()) for one in reading.clauses]


PAGES = [
    [(72, 810, "Hilltown School"), *down(["Our staff policy", "", f"{n}. Section {word}", f"{n}.1 Be {word} at all times."]), (280, 30, f"Page {n} of 4")]
    for n, word in enumerate(["kind", "careful", "honest", "patient"], 1)
]  # fmt: skip


def test_heads_and_feet_are_left_out_and_quoted_and_no_word_is_dropped():
    pages = [[one for one in page if "policy" not in one[2] or n == 0] for n, page in enumerate(PAGES)]
    found = reading_of(*pages)
    assert rows(found)[:4] == [
        ("1", "Section kind"),
        ("1.1", "Be kind at all times."),
        ("2", "Section careful"),
        ("2.1", "Be careful at all times."),
    ]
    assert found.warnings == (
        "Left out as the head or foot of the pages: “Page 1 of 4”, “Page 2 of 4”, “Page 3 of 4”, “Page 4 of 4”, “Hilltown School”.",
    )
    said = " ".join([*found.front_matter, *(f"{one.number} {one.heading} {one.text}" for one in found.clauses), *found.warnings])
    words = [word for page in pages for _, _, text in page for word in re.findall(r"[\w.]+\w", text)]
    assert [word for word in words if word not in said] == []


def test_a_number_of_the_page_alone_counts_pages_and_a_clause_does_not():
    pages = [[*down([f"{n}. Section {'abcd'[n]} of it", f"{n}.1 Be kind."]), (290, 30, str(n + 6))] for n in (1, 2, 3)]
    found = reading_of(*[[*(down(["Our staff policy"], y=800) if n == 0 else []), *page] for n, page in enumerate(pages)])
    assert [one.number for one in found.clauses] == ["1", "1.1", "2", "2.1", "3", "3.1"]
    assert found.warnings == ("Left out as the head or foot of the pages: “7”, “8”, “9”.",)


def test_a_sentence_that_comes_again_is_no_head():
    pages = [down([f"{n}.1 Be kind to all.", f"{n}.2 The rule is the same.", f"{n}.3 It stays."], y=810) for n in (1, 3, 7)]
    found = reading_of(*pages)
    assert len(found.clauses) == 9


def test_the_end_of_a_page_does_not_end_a_sentence():
    full = "1.1 Staff must be kind and careful at all times, wherever they are and whoever it is that they"
    found = reading_of(down(["Our staff policy", "", full]), down(["meet on the way.", "1.2 Ask first."]))
    assert rows(found) == [("1.1", full[4:] + " meet on the way."), ("1.2", "Ask first.")]


def test_words_broken_at_the_end_of_a_line():
    found = reading_of(
        down(
            [
                "Our staff policy",
                "",
                "1.1 The governors of this school expect that all of its em-",
                "ployees use social networking sites with care, and employees must ask before they pho-",
                "tograph a pupil. A photograph is work-related when it was taken at school; other work-",
                "related pictures count as well, and so does what is well-",
                "known.",
            ]
        )
    )
    assert found.clauses[0].text == (
        "The governors of this school expect that all of its employees use social networking sites with care, and employees must ask "
        "before they photograph a pupil. A photograph is work-related when it was taken at school; other work-related pictures count as "
        "well, and so does what is well-known."
    )


def test_a_hyphen_that_could_be_the_words_own_is_kept_and_said():
    found = reading_of(down(["Our staff policy", "", "1.1 Staff must use e-", "safety rules."]))
    assert found.clauses[0].text == "Staff must use e-safety rules."
    assert "Words at the end of a line kept their hyphen: check whether it is the word’s own: “e-safety”." in found.warnings


def test_a_page_that_was_not_written_from_top_to_bottom():
    lines = ["Our staff policy", "", *(f"{n}.1 Rule {word} is here." for n, word in enumerate("abcdefghijklmnopqrst", 1))]
    page = [one for one in down(lines) if one[2]]
    random.Random(3).shuffle(page)
    assert [one.number for one in reading_of(page).clauses] == [f"{n}.1" for n in range(1, 21)]


def test_two_columns_are_read_one_after_the_other():
    left = down(["1. Aims", "1.1 All staff are bound by", "this policy at all times.", "1.2 So are governors."], y=700)
    right = down(["2. Rules", "2.1 Be kind to all of the", "pupils and their parents.", "2.2 Ask first."], x=320, y=700)
    found = reading_of([(72, 760, "Our staff policy"), *left, *right])
    assert rows(found) == [
        ("1", "Aims"),
        ("1.1", "All staff are bound by this policy at all times."),
        ("1.2", "So are governors."),
        ("2", "Rules"),
        ("2.1", "Be kind to all of the pupils and their parents."),
        ("2.2", "Ask first."),
    ]


def test_a_number_and_its_words_that_were_written_apart():
    page = [
        (72, 760, "Our staff policy"),
        *((x, y, t) for n in (1, 2) for x, y, t in ((72, 740 - 14 * n, f"{n}.1"), (110, 740 - 14 * n, f"Rule {n}."))),
    ]
    assert rows(reading_of(page)) == [("1.1", "Rule 1."), ("2.1", "Rule 2.")]


@pytest.mark.parametrize("sign", ["\u2022", "-", "o"])
def test_bullets_whose_lines_are_broken(sign):
    text = "post anything at all that could be seen as an insult to the school, its pupils or any of the people who"
    page = [
        *down(["Our staff policy", "", "1.1 Staff must not:"]),
        (80, 700, sign), (98, 700, text), (98, 686, "work there."), (80, 672, sign), (98, 672, "whisper."), (72, 650, "1.2 Ask first."),
    ]  # fmt: skip
    found = reading_of(page)
    assert rows(found) == [
        ("1.1", "Staff must not:"),
        ("1.1(a)", f"{text} work there."),
        ("1.1(b)", "whisper."),
        ("1.2", "Ask first."),
    ]


def test_comments_and_fields_are_quoted():
    out = io.BytesIO()
    made = canvas.Canvas(out)
    made.drawString(72, 700, "1.1 Be kind.")
    made.textAnnotation("Commented words", (100, 100, 120, 120))
    made.acroForm.textfield(name="school", value="Typed words", x=72, y=600)
    made.save()
    found = read(out.getvalue(), "policy.pdf")
    assert "Comments in the margin are not part of a clause and were left out: “Commented words”." in found.warnings
    assert "What was typed into the fields of a form was left out: “Typed words”." in found.warnings
