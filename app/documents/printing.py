"""The two files of a letter: Word, filled from the template in use, and PDF/UA-1, set from the words of that Word file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.documents.apart import fill_apart
from app.documents.gathering import Gathered
from app.documents.kinds import Kind
from app.documents.queries import Template
from app.documents.typesetting import typeset

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as files and as words."""

    word: bytes
    pdf: bytes
    words: list[Block]


def printed(gathered: Gathered, kind: Kind, template: Template, values: dict[str, Any], *, at: datetime, draft: bool) -> Printed:
    """Fill the template with these values and set the PDF. Raises `Blocked` when the template cannot be filled."""
    word, words = fill_apart(template.data, values)
    return Printed(word, set_pdf(gathered, kind, words, at=at, draft=draft), words)


def set_pdf(gathered: Gathered, kind: Kind, words: list[Block], *, at: datetime, draft: bool) -> bytes:
    """The PDF of these words, under the head of the school."""
    foot = f"{kind.title}, {gathered.case.reference}"
    data = {
        "title": kind.title,
        "foot": f"Draft, not issued. {foot}" if draft else foot,
        "school": gathered.school.name,
        "employer": gathered.employer,
        "words": arranged(words),
    }
    return typeset("letter", data, at=at)


def arranged(words: list[Block]) -> list[Block]:
    """The words with lines of one address together, items of one list together, and headings that skip no level."""
    found: list[Block] = []
    level = 0
    for one in words:
        if one["kind"] == "heading":
            level = min(int(one["level"]), level + 1)
            found.append({**one, "level": level})
        elif one["kind"] == "lines" and found and found[-1]["kind"] == "lines":
            found[-1] = {"kind": "lines", "text": f"{found[-1]['text']}\n{one['text']}"}
        elif one["kind"] == "item" and found and found[-1]["kind"] == "items":
            found[-1]["items"].append(one["text"])
        elif one["kind"] == "item":
            found.append({"kind": "items", "items": [one["text"]]})
        elif one["kind"] == "table":
            widest = max(len(row) for row in one["rows"])
            found.append({"kind": "table", "rows": [[*row, *[""] * (widest - len(row))] for row in one["rows"]]})
        else:
            found.append(one)
    return found
