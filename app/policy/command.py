"""Reading a policy from the command line, and storing it as a draft edition of a school."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TextIO

from sqlalchemy import select

from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.people.models import School
from app.policy.actions import import_reading
from app.policy.reading import Reading, Unreadable, read


def _read(file: str) -> tuple[Reading, bytes]:
    try:
        data = Path(file).read_bytes()
    except OSError:
        raise Unreadable("The file cannot be opened: check its name and that you may read it.") from None
    return read(data, Path(file).name), data


def run(file: str, as_json: bool, out: TextIO, err: TextIO) -> int:
    """Print the clauses of a document and return 0; one plain sentence on standard error and 2 when it cannot be read."""
    try:
        reading, _ = _read(file)
    except Unreadable as problem:
        err.write(f"{problem}\n")
        return 2
    if as_json:
        out.write(json.dumps(reading.as_json(), ensure_ascii=False, indent=1) + "\n")
        return 0
    out.write(f"{reading.title}\n\n")
    out.writelines(
        f"{one.number:10} {one.heading or ''}{': ' if one.heading and one.text else ''}{one.text}\n" for one in reading.clauses
    )
    out.writelines(f"Note: {one}\n" for one in reading.warnings)
    return 0


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
