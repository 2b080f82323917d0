"""Reading a policy from the command line, and storing it as a draft edition of a school."""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from sqlalchemy import select

from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.people.models import School
from app.policy.actions import import_reading
from app.policy.plain_text import MAX_BYTES
from app.policy.reading import ClauseKind, Reading, Unreadable, read

_WIDTH = 100  # columns of a printed line


def _read(file: str) -> tuple[Reading, bytes]:
    """The document and its bytes; of a file that is too large no more is taken in than tells that it is."""
    place = Path(file)
    if place.exists() and not place.is_file():
        raise Unreadable("This is not a file: give the name of the policy document itself.")
    try:
        with place.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError):  # a name with a zero byte is a ValueError
        raise Unreadable("The file cannot be opened: check its name and that you may read it.") from None
    return read(data, place.name), data


def run(file: str, as_json: bool, out: TextIO, err: TextIO) -> int:
    """Print the clauses of a document and return 0; one plain sentence on standard error and 2 when it cannot be read."""
    try:
        reading, _ = _read(file)
    except Unreadable as problem:
        err.write(f"{problem}\n")
        return 2
    if as_json:
        lines: Iterator[str] = iter((json.dumps(reading.as_json(), ensure_ascii=not _takes_any_letter(out), indent=1),))
    else:
        lines = _listed(reading)
    for line in lines:
        out.write(f"{line if _takes_any_letter(out) else line.encode('ascii', 'replace').decode()}\n")
    return 0


def _takes_any_letter(out: TextIO) -> bool:
    """Whether the output is in a form of Unicode: a terminal may be set to an older coding, which has no curly quotes."""
    return (getattr(out, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def _listed(reading: Reading) -> Iterator[str]:
    """The title and dates, what stands before the clauses, each clause under its number, and what to look at again."""
    yield reading.title
    for what, day in (("Adopted", reading.adopted_on), ("Next review", reading.review_due)):
        yield f"{what}: {day.strftime('%d/%m/%Y') if day else 'not stated'}"
    if reading.front_matter:
        yield "\nOutside the clauses"
        yield from (_set_in(words, "  ") for words in reading.front_matter)
    yield "\nClauses"
    depths: dict[str | None, int] = {None: -1}
    for one in reading.clauses:
        depths[one.number] = depth = depths.get(one.parent, -1) + 1
        words = f"{one.heading}\n" if one.heading else ""
        margin = "  " * (depth + 1)
        first, *others = re.split(r"\n+", (words + one.text).strip("\n"))
        sign = "• " if one.kind is ClauseKind.BULLET else ""
        yield _set_in(f"{one.number} {sign}{first}".rstrip(), margin)
        yield from (_set_in(words, margin + "  ") for words in others)
    if reading.warnings:
        yield "\nLook at these again"
        yield from (_set_in(f"- {one}", "  ") for one in reading.warnings)


def _set_in(words: str, margin: str) -> str:
    return textwrap.fill(
        words, _WIDTH, initial_indent=margin, subsequent_indent=margin + "  ", break_long_words=False, break_on_hyphens=False
    )


def store(file: str, school_name: str, out: TextIO, err: TextIO) -> int:
    """Store a document as a draft edition of the school with this name."""
    reach_for(EVERY_SCHOOL)
    school = db.session.scalars(select(School).where(School.name == school_name)).one_or_none()
    if school is None:
        err.write("There is no school of this name.\n")
        return 2
    try:
        reading, data = _read(file)
    except Unreadable as problem:
        err.write(f"{problem}\n")
        return 2
    edition = import_reading(
        job("command-line"), school, reading=reading, source_name=Path(file).name, source_digest=hashlib.sha256(data).hexdigest()
    )
    out.write(f"Stored as a draft with {len(reading.clauses)} clauses: {edition.id}\n")
    return 0
