"""Letters through the pages, as several tests write and read them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
from docx import Document
from flows import day
from sqlalchemy import event, select

from app.cases.models import Case
from app.cases.protection.suspending import suspend
from app.cases.protection.words import ALTERNATIVES
from app.core.clock import now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.demo.loading import actor_of

LONG = "Bartholomew Featherstonehaugh-Montgomery"
ODD = 'A & B <c> “Zoë” Ó Briain-Łukasiewicz {{ 7*7 }} #read("x") *b*'


def begun(client, reference: str, kind: str) -> str:
    """Begin a letter; its address."""
    return client.passed(f"/cases/{reference}/letters", kind=kind)


def of(world, about: str) -> str:
    """The reference of the case about somebody."""
    return str(next(one["reference"] for one in world["cases"] if one["about"] == about))


def boxes(**more: str) -> dict[str, str]:
    """What a head types in a suspension letter."""
    return {
        "suspended_at": "3:40pm",
        "reasons": ODD,
        "say_alleged": "yes",
        "alternatives": "Another class: not enough.\n\nWorking from home: not possible.",
        "expected_length": "about four weeks",
        "contact_name": "Daniel Pryce",
        "contact_details": "01632 960 001",
        "no_contact": "The families of Year 6",
        "access": "Please stay away from the site.",
        "next_steps": "I will write again.",
        "support": "Your union.",
        "enclosed": "The policy",
        "to_address": f"{LONG}\n1 Very Long Road Indeed",
        **day("suspended_on", 0),
        **day("review_on", -14),
        **more,
    }


def text_of(made: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(made)).split())


def said_in(word: bytes) -> str:
    document = Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def issued(client, where: str, /, **typed: str) -> None:
    assert client.passed(where, then="preview", **typed).endswith("/preview")
    client.send(f"{where}/issue", page=f"{where}/preview")


def suspended(app, world, about: str = "Callum Reyes") -> str:
    """Let the head record a suspension now; the reference of the case."""
    reference = of(world, about)
    with app.app_context():
        reach_for(EVERY_SCHOOL)
        case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
        suspend(
            actor_of(world, "Helen Ashworth"),
            case,
            at=now(),
            rejected={key: f"{key}: not enough" for key, _ in ALTERNATIVES},
            words={"reasons": "It could be serious.", "views": {}, "contact": "Daniel Pryce", "reach": "01632 960 001"},
            equality={"conclusion": "none", "words": "Considered."},
        )
        db.session.remove()
    return reference


@contextmanager
def counted(app) -> Iterator[list[str]]:
    """Every statement that is sent to the database meanwhile."""
    seen: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)
