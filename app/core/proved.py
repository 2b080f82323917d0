"""Rows that the trail answers for: each event commits to the digests of the rows of its case that it wrote."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from app.core import keys
from app.core.db import Base, db
from app.core.trail import Event

LATER = {"later": True}
"""The `info` of a column that a table was given after its rows: left out of the digest while it is empty, so that the rows
from before it stay as the trail committed to them."""

BATCH = 200
ROWS = "rows"
Digests = dict[str, str]


def digest(row: Base) -> str:
    """The first 128 bits of the SHA-256 of every column of a row, as hexadecimal; the same on every database."""
    said = hashlib.sha256(row.__tablename__.encode())
    for name, later in sorted((column.key, bool(column.info.get("later"))) for column in row.__mapper__.columns):
        value = getattr(row, name)
        if value is not None or not later:
            said.update(f"\x1f{name}=".encode() + _plain(value))
    return said.hexdigest()[:32]


def _plain(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value.hex().encode()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").encode()
    if isinstance(value, uuid.UUID):
        return value.hex.encode()
    if isinstance(value, date):
        return value.isoformat().encode()
    return str(value).encode()


def name_of(row: Base) -> str:
    """What a payload calls a row: its table and its key."""
    key: uuid.UUID = row.id  # every proved row has a key of its own
    return f"{row.__tablename__}/{key.hex}"


def digests(rows: Iterable[Base]) -> Digests:
    """The digests of these rows, as a payload holds them."""
    return {name_of(row): digest(row) for row in rows}


def models() -> list[type[Base]]:
    """The models whose rows the trail answers for."""
    return [one.class_ for one in Base.registry.mappers if one.class_.proved]


def disagreements(school_id: uuid.UUID) -> Iterator[str]:
    """Where the rows of a school's cases are not what its trail committed to: changed, gone, or never written by an action.

    A case whose key was destroyed is passed over: its payloads cannot be opened any more.
    """
    last = uuid.UUID(int=0)
    wanted = select(keys.CaseKey.case_id).where(keys.CaseKey.school_id == school_id).order_by(keys.CaseKey.case_id).limit(BATCH)
    while cases := db.session.scalars(wanted.where(keys.CaseKey.case_id > last)).all():
        yield from _of_cases(cases)
        last = cases[-1]
        db.session.expunge_all()
        db.session.info.pop("case_keys", None)


def _of_cases(cases: Sequence[uuid.UUID]) -> Iterator[str]:
    keys.load_case_keys(cases)
    said: dict[str, tuple[int, str]] = {}
    for event in db.session.scalars(select(Event).where(Event.case_id.in_(cases)).order_by(Event.seq)):
        for name, value in event.payload().get(ROWS, {}).items():
            said[name] = (event.seq, value)
    for model in models():
        columns = model.__mapper__.columns
        key = columns["case_id"] if "case_id" in columns else columns["id"]  # the case itself
        for row in db.session.scalars(select(model).where(key.in_(cases))):
            seq, value = said.pop(name_of(row), (-1, ""))
            if seq < 0:
                yield f"{name_of(row)} was written by no event"
            elif value != digest(row):
                yield f"event {seq}: {name_of(row)} was changed after it"
    for name, (seq, _) in said.items():
        yield f"event {seq}: {name} is gone"
