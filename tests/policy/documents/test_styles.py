"""Every style of numbering that schools use, typed by hand, in every format: each number and each word."""

from __future__ import annotations

import html
import io
import sys
from pathlib import Path

import docx
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from app.policy.documents.child import read_here
from app.policy.documents.kinds import Kind
from app.policy.reading import Reading, read

sys.path.insert(0, str(Path(__file__).parent))

from makers import TITLE, list_style, odt_of, saved, Style  # noqa: I001

STYLES: dict[str, list[tuple[str, str, str]]] = {  # the number wanted, the label as typed, the words
    "three levels": [
        ("1", "1.", "Aims"),
        ("1.1", "1.1", "All staff are bound by this policy, whoever employs them and wherever they work for the school."),
        ("1.1.1", "1.1.1", "Governors are bound as well."),
        ("1.1.2", "1.1.2", "So are volunteers."),
        ("1.2", "1.2", "It is reviewed yearly."),
        ("2", "2.", "Rules"),
        ("2.1", "2.1", "Be kind."),
    ],
    "from 101": [
        ("101", "101", "Staff must be kind."),
        ("102", "102", "Staff must be careful."),
        ("103", "103", "Staff must ask."),
    ],
    "sections": [
        ("1", "SECTION 1", "INTRODUCTION"),
        ("1.0", "1.0", "All staff are bound."),
        ("1.1", "1.1", "So are governors."),
        ("2", "SECTION 2", "USE"),
        ("2.0", "2.0", "Use it well."),
    ],
    "letters": [
        ("A", "A.", "Scope"),
        ("A1", "A1", "All staff are bound."),
        ("A2", "A2", "So are governors."),
        ("B", "B.", "Rules"),
        ("B1", "B1", "Be kind."),
    ],
    "brackets": [
        ("1", "1.", "Rules"),
        ("1.1", "1.1", "Staff must not:"),
        ("1.1(a)", "(a)", "post photographs;"),
        ("1.1(b)", "(b)", "share:"),
        ("1.1(b)(i)", "(i)", "films;"),
        ("1.1(b)(ii)", "(ii)", "messages;"),
        ("1.1(c)", "(c)", "like."),
        ("1.2", "1.2", "Ask first."),
    ],
    "bullets past z": [
        ("1", "1.", "Rules"),
        ("1.1", "1.1", "Staff must not:"),
        *((f"1.1({'abcdefghijklmnopqrstuvwxyz'[n] if n < 26 else 'a' + 'ab'[n - 26]})", "•", f"do thing {n}.") for n in range(28)),
    ],
}


def as_word(rows: list[str]) -> bytes:
    made = docx.Document()
    for row in rows:
        made.add_paragraph(row)
    return saved(made)


def as_open(rows: list[str]) -> bytes:
    return odt_of("".join(f"<text:p>{html.escape(row)}</text:p>".replace("\t", "<text:tab/>") for row in rows))


def as_page(rows: list[str]) -> bytes:
    return f"<!DOCTYPE html><html><body>{''.join(f'<p>{html.escape(row)}</p>' for row in rows)}".encode()


def as_pdf(rows: list[str]) -> bytes:
    out, usual = io.BytesIO(), getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(out).build([Paragraph(html.escape(row), usual) for row in rows])
    return out.getvalue()


def as_text(rows: list[str]) -> bytes:
    return "\n".join(rows).encode()


FORMATS = {"docx": as_word, "odt": as_open, "html": as_page, "pdf": as_pdf, "txt": as_text}
KINDS = {"docx": Kind.WORD, "odt": Kind.OPEN, "html": Kind.PAGE, "pdf": Kind.PDF}


def reading_of(data: bytes, ending: str) -> Reading:
    """In this process, for speed: that the door is the same is tested elsewhere."""
    return read(data, "policy.txt") if ending == "txt" else read_here(data, f"policy.{ending}", KINDS[ending])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("ending", FORMATS)
def test_every_style_in_every_format(style, ending):
    rows = STYLES[style]
    reading = reading_of(FORMATS[ending]([TITLE, *(f"{label}\t{words}" for _, label, words in rows)]), ending)
    found = [(one.number, one.heading or one.text) for one in reading.clauses]
    assert found == [(number, words) for number, _, words in rows]
    assert reading.title == TITLE
    assert reading.front_matter == (TITLE,)


UNNUMBERED = [
    ("1", "Who this is for", "All staff are bound by it. So are governors."),
    ("2", "What staff must not do", "Staff must not:"),
    ("2(a)", None, "post photographs of pupils."),
    ("2(b)", None, "accept requests of pupils."),
    ("3", "Review", "The governors review it each year."),
]


def unnumbered(ending: str) -> bytes:
    """Headings without numbers, paragraphs and bullets, as each format sets them."""
    if ending == "docx":
        made = docx.Document()
        made.add_heading(TITLE, 0)
        for number, heading, text in UNNUMBERED:
            if heading:
                made.add_heading(heading, 1)
            for part in text.split(" So ") if "So" in text else [text]:
                words = f"So {part}" if part.startswith("are") else part
                made.add_paragraph(words, style=None if "(" not in number else "List Bullet")
        return saved(made)
    rows = [
        (f"<h2>{head}</h2>" if head else "") + (f"<p>{text}</p>" if head else f"<li>{text}</li>") for _, head, text in UNNUMBERED
    ]
    body = f"<h1>{TITLE}</h1>{''.join(rows)}".replace("</p><li>", "</p><ul><li>").replace("</li><h2>", "</li></ul><h2>")
    if ending == "html":
        return f"<!DOCTYPE html><html><body>{body}".encode()
    if ending == "odt":
        for old, new in (
            ("<h1>", '<text:h text:outline-level="1">'),
            ("<h2>", '<text:h text:outline-level="2">'),
            ("</h1>", "</text:h>"),
            ("</h2>", "</text:h>"),
            ("<p>", "<text:p>"),
            ("</p>", "</text:p>"),
            ("<ul>", '<text:list text:style-name="L">'),
            ("</ul>", "</text:list>"),
            ("<li>", "<text:list-item><text:p>"),
            ("</li>", "</text:p></text:list-item>"),
        ):
            body = body.replace(old, new)
        return odt_of(body, list_style([Style("•", "•")]))
    if ending == "pdf":
        out, styles = io.BytesIO(), getSampleStyleSheet()
        parts = [Paragraph(TITLE, styles["Title"])]
        for _, heading, text in UNNUMBERED:
            parts += [Paragraph(heading, styles["Heading2"])] if heading else []
            parts.append(Paragraph(text, styles["BodyText"], bulletText=None if heading else "\u2022"))
        SimpleDocTemplate(out).build(parts)
        return out.getvalue()
    return "\n\n".join([TITLE, *(f"{head}\n\n{text}" if head else f"• {text}" for _, head, text in UNNUMBERED)]).encode()


@pytest.mark.parametrize("ending", FORMATS)
def test_headings_without_numbers_are_counted_and_said(ending):
    reading = reading_of(unnumbered(ending), ending)
    apart = "\n\n" if ending == "docx" else " "  # there the second sentence is a paragraph of its own
    wanted = [(number, heading, text.replace(" So ", f"{apart}So ")) for number, heading, text in UNNUMBERED]
    assert [(one.number, one.heading, one.text) for one in reading.clauses] == wanted
    assert [one.parent for one in reading.clauses] == [None, None, "2", "2", None]
    assert reading.title == TITLE
    assert "The headings have no numbers in the document: they were counted from 1 in their order." in reading.warnings
