"""The trail: one log of events for each school and one for the product, append-only, each entry a leaf of a Merkle tree."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785
from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Uuid, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys, merkle
from app.core.db import Base, Keyed, db

COMMIT = b"escms/audit/commit/v1\x00"
FORMAT = 1
MOST_BYTES = 4096


class TrailBroken(Exception):
    """The trail cannot be written to: its head is not there."""


class Log(Keyed, Base):
    """A log: a school's own, or the product's when `school_id` is empty. Its origin is in every entry."""

    __tablename__ = "trail_log"
    school_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, unique=True)
    origin: Mapped[str] = mapped_column(String(200), unique=True)


class Head(Base):
    """How far a log has come: the row that is locked last in every transaction."""

    __tablename__ = "trail_head"
    log_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("trail_log.id"), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    frontier: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    root: Mapped[bytes] = mapped_column(LargeBinary, default=merkle.EMPTY)
    last_at: Mapped[datetime | None]


class Event(Base):
    """An entry: the exact bytes that were hashed, its leaf, and its payload sealed under the case's or school's key."""

    __tablename__ = "trail_event"
    __table_args__ = (Index("ix_trail_event_case", "case_id", "at"),)
    log_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("trail_log.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    school_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    case_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    act: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)
    opening: Mapped[bytes] = mapped_column(LargeBinary)

    def payload(self) -> dict[str, Any]:
        """What the event says beyond its entry (reason, words); `KeyMissing` once the key is destroyed."""
        return payload_in(keys.unseal(self.case_id, self.school_id or SYSTEM, self.opening, place(self.log_id, self.seq)))


def payload_in(opened: bytes) -> dict[str, Any]:
    """The payload in an opening that its key has opened: it stands after the salt."""
    payload: dict[str, Any] = json.loads(opened[32:])
    return payload


SYSTEM = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be written: who did which act to what, and the words that only the payload holds."""

    act: str
    actor: str
    obj: str
    school_id: uuid.UUID | None
    case_id: uuid.UUID | None
    payload: dict[str, Any]


def open_log(school_id: uuid.UUID | None, domain: str) -> Log:
    """Begin the log of a school, or of the product, under the domain of this installation; the key must be there."""
    log = Log(school_id=school_id)
    log.origin = f"{domain}/{log.id.hex}"
    db.session.add(log)
    db.session.flush()
    db.session.add(Head(log_id=log.id, size=0, frontier=b"", root=merkle.EMPTY, last_at=None))
    db.session.flush()
    return log


def stamp(at: datetime) -> str:
    """An instant as an entry holds it: 27 characters, UTC, microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(salt: bytes, payload: dict[str, Any]) -> str:
    """The salted commitment to a payload: HMAC-SHA256, URL-safe base64 without padding."""
    digest = hmac.new(salt, COMMIT + rfc8785.dumps(payload), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def entry_bytes(origin: str, seq: int, at: str, happening: Happening, committed: str) -> bytes:
    """The canonical bytes (RFC 8785) of one entry."""
    return rfc8785.dumps(
        {
            "act": happening.act,
            "actor": happening.actor,
            "cm": committed,
            "log": origin,
            "obj": happening.obj,
            "out": "ok",
            "seq": seq,
            "t": at,
            "v": FORMAT,
        }
    )


def place(log_id: uuid.UUID, seq: int) -> bytes:
    """What a payload is bound to: it opens only where it was written."""
    return f"escms/audit/payload/v1/{log_id.hex}/{seq}".encode()


def append(happening: Happening) -> Event:
    """Write one event at the end of its log, in the transaction under way; the head row is locked here, last of all."""
    db.session.flush()
    head, origin = _locked(happening.school_id)
    event = _next(head, origin, happening)
    db.session.add(event)
    db.session.flush()
    return event


def append_all(school_id: uuid.UUID, happenings: list[Happening]) -> None:
    """Write many events of one school in order, in the transaction under way; for loading many cases at once."""
    db.session.flush()
    head, origin = _locked(school_id)
    rows = [_next(head, origin, one) for one in happenings]
    db.session.execute(
        insert(Event), [{column.key: getattr(row, column.key) for column in Event.__mapper__.columns} for row in rows]
    )
    db.session.flush()


def _locked(school_id: uuid.UUID | None) -> tuple[Head, str]:
    wanted = Log.school_id == school_id if school_id else Log.school_id.is_(None)
    found = db.session.execute(
        select(Head, Log.origin)
        .join(Log, Log.id == Head.log_id)
        .where(wanted)
        .with_for_update(of=Head)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise TrailBroken("this log has no head")
    return found[0], found[1]


def _next(head: Head, origin: str, happening: Happening) -> Event:
    seq, at = head.size, max(clock.now(), head.last_at or clock.now())
    salt = os.urandom(32)
    entry = entry_bytes(origin, seq, stamp(at), happening, commitment(salt, happening.payload))
    if len(entry) > MOST_BYTES:
        raise TrailBroken("an entry is longer than its format allows")
    opening = salt + rfc8785.dumps(happening.payload)
    event = Event(
        log_id=head.log_id,
        seq=seq,
        school_id=happening.school_id,
        case_id=happening.case_id,
        act=happening.act,
        actor=happening.actor,
        at=at,
        entry=entry,
        leaf=merkle.leaf(entry),
        opening=keys.seal(happening.case_id, happening.school_id or SYSTEM, opening, place(head.log_id, seq)),
    )
    frontier = merkle.push(merkle.unpack(head.frontier), seq, event.leaf)
    head.size, head.frontier, head.root, head.last_at = seq + 1, merkle.pack(frontier), merkle.root(frontier), at
    return event
