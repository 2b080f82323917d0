"""Proving the trail: every entry of a log read again and checked against the tree, its index columns and its commitments."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import rfc8785
from sqlalchemy import select

from app.core import keys, merkle
from app.core.db import db
from app.core.trail import SYSTEM, Event, Head, Log, commitment, place, stamp


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking one log found: how many events it holds, and the first fault, if any."""

    origin: str
    size: int
    root: str
    fault: str | None
    school_id: uuid.UUID | None = None


def verify(school_id: uuid.UUID | None = None) -> Iterator[Verdict]:
    """Check one school's log, or every log; each verdict names the first bad event, if there is one."""
    wanted = select(Log, Head).join(Head, Head.log_id == Log.id, isouter=True).order_by(Log.origin)
    if school_id:
        wanted = wanted.where(Log.school_id == school_id)
    for log, head in db.session.execute(wanted).all():
        yield replace(_verify_log(log, head), school_id=log.school_id)


def _verify_log(log: Log, head: Head | None) -> Verdict:
    if head is None:
        return Verdict(log.origin, 0, "", "the head of this log is missing")
    frontier: list[bytes] = []
    seq, last = 0, ""
    found = db.session.scalars(select(Event).where(Event.log_id == log.id).order_by(Event.seq).execution_options(yield_per=500))
    with closing(found):
        for event in found:
            fault, last = _fault(event, log, seq, last)
            if fault:
                return Verdict(log.origin, head.size, head.root.hex(), f"event {seq}: {fault}")
            frontier = merkle.push(frontier, seq, event.leaf)
            seq += 1
            db.session.expunge(event)
    fault = None
    if seq != head.size:
        fault = f"event {min(seq, head.size)}: the head says {head.size} events, the log holds {seq}"
    elif merkle.root(frontier) != head.root or merkle.pack(frontier) != head.frontier:
        fault = f"event {max(seq - 1, 0)}: the head does not match the events"
    return Verdict(log.origin, seq, head.root.hex(), fault)


def _fault(event: Event, log: Log, seq: int, last: str) -> tuple[str | None, str]:
    try:
        said = json.loads(event.entry)
        canonical = rfc8785.dumps(said)
    except (ValueError, rfc8785.CanonicalizationError):
        return "its bytes are not an entry", last
    checks = (
        (event.seq == seq, f"expected number {seq}, found {event.seq}: an event is missing"),
        (canonical == event.entry, "its bytes are not in canonical form"),
        (merkle.leaf(event.entry) == event.leaf, "its bytes do not match its leaf"),
        (said.get("seq") == seq and said.get("log") == log.origin and said.get("v") == 1, "it was moved here"),
        (said.get("act") == event.act and said.get("actor") == event.actor, "its act or actor was changed"),
        (said.get("t") == stamp(event.at), "its time was changed"),
        (said.get("t", "") >= last, "it is earlier than the event before it"),
        (event.school_id == log.school_id, "it belongs to another school"),
        (event.case_id is None or said.get("obj") == f"c:{event.case_id}", "it was moved to another case"),
    )
    for good, fault in checks:
        if not good:
            return fault, last
    return _payload_fault(event, said["cm"]), said["t"]


def _payload_fault(event: Event, committed: str) -> str | None:
    try:
        opened = keys.unseal(event.case_id, event.school_id or SYSTEM, event.opening, place(event.log_id, event.seq))
    except keys.KeyMissing:
        return None  # the case was disposed of: its events stay, their payloads cannot be opened
    except keys.WrongKey:
        return "its payload was changed"
    if commitment(opened[:32], json.loads(opened[32:])) != committed:
        return "its payload is not what was committed to"
    return None
