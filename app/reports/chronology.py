"""The story of a case: its events in words, oldest first or turned round, of one procedure or all, a page of them at a time."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import BigInteger, Select, and_, bindparam, or_, select

from app.cases.engine import CP, D
from app.core import keys
from app.core.acts import Act
from app.core.db import UtcDateTime, db
from app.core.forms import whole_number
from app.core.trail import Event, payload_in, place
from app.documents.kinds import KINDS
from app.reports.sight import SEALED_CLOCKS, SEALED_PATHS, Seen
from app.reports.words import event_words

MOST = 100
LEFT_OUT = (Act.DRAFT_SAVE.value, Act.CASE_LINK.value)
SEALED_ACTS = frozenset(
    {
        "child.name",
        "case.limbs",
        "case.contact",
        "alarm.raise",
        "case.agencies",
        "case.suspend",
        "suspension.lift",
        "suspension.end",
        "case.refer",
    }
)


class Happened(Protocol):
    """An event, however it was read."""

    @property
    def at(self) -> datetime: ...
    @property
    def act(self) -> str: ...
    @property
    def actor(self) -> str: ...
    def payload(self) -> dict[str, Any]:
        """What it says beyond its entry."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """An event read for a page: only what is told of it, and what opens its words."""

    log_id: uuid.UUID
    seq: int
    at: datetime
    act: str
    actor: str
    opening: bytes
    opens: Callable[[bytes, bytes], bytes]

    def payload(self) -> dict[str, Any]:
        """What the event says beyond its entry; `KeyMissing` once the key is destroyed."""
        return payload_in(self.opens(self.opening, place(self.log_id, self.seq)))


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the chronology in words, or several equal ones in a row: how many, and when the first of them was."""

    at: datetime
    who: str
    words: str
    why: str
    path: str
    count: int = 1
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody reads the chronology: which end first, of which procedure (all when empty), and from which event on."""

    newest: bool = False
    path: str = ""
    start: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Chronology:
    """One page of the chronology, how it is read, which procedures it can be narrowed to, and where the next page begins."""

    rows: tuple[Told, ...]
    reading: Reading
    paths: tuple[str, ...]
    further: str = ""


def reading(sent: Mapping[str, str]) -> Reading:
    """How an address asks for the chronology; what does not make sense asks for nothing."""
    at, _, seq = sent.get("start", "").partition("~")
    number = whole_number(seq, 15)
    try:
        start = None if number is None else (datetime.fromisoformat(at).astimezone(UTC), number)
    except (ValueError, OverflowError):
        start = None
    return Reading(sent.get("order") == "newest", sent.get("path", ""), start)


@lru_cache  # of four
def _asked(*, newest: bool, further: bool) -> Select[uuid.UUID, int, datetime, str, str, bytes]:
    wanted = select(Event.log_id, Event.seq, Event.at, Event.act, Event.actor, Event.opening)
    wanted = wanted.where(Event.case_id == bindparam("case_id"), Event.act.not_in(LEFT_OUT))
    if further:
        at, seq = bindparam("at", type_=UtcDateTime()), bindparam("seq", type_=BigInteger())
        past = (Event.at < at, Event.seq < seq) if newest else (Event.at > at, Event.seq > seq)
        wanted = wanted.where(or_(past[0], and_(Event.at == at, past[1])))
    order = (Event.at.desc(), Event.seq.desc()) if newest else (Event.at, Event.seq)
    return wanted.order_by(*order).limit(bindparam("most"))


def entries(case_id: uuid.UUID, wanted: Reading) -> Sequence[Entry]:
    """One page of the events of a case and one more, which says that there are others."""
    at, seq = wanted.start or (None, None)
    given = {"case_id": case_id, "most": MOST + 1} | ({"at": at, "seq": seq} if wanted.start else {})
    found = db.session.execute(_asked(newest=wanted.newest, further=wanted.start is not None), given).all()
    opens = keys.opener(case_id)
    return [Entry(*one, opens) for one in found]


def chronology(
    asked: Sequence[Entry], wanted: Reading, known: Mapping[uuid.UUID, str], seen: frozenset[Seen], paths: Iterable[str]
) -> Chronology:
    """This page of the chronology in words, narrowed to one of these procedures when that is asked for."""
    offered = tuple(paths)
    kept = wanted if wanted.path in offered else replace(wanted, path="")
    who = by_entry(known)
    rows = [told(one, who, seen) for one in asked[:MOST]]
    last = asked[MOST - 1] if len(asked) > MOST else None
    shown = in_a_row(one for one in rows if kept.path in ("", one.path))
    return Chronology(shown, kept, offered, f"{last.at.isoformat()}~{last.seq}" if last else "")


def by_entry(known: Mapping[uuid.UUID, str]) -> dict[str, str]:
    """The names of people by how an entry names them."""
    return {f"u:{key}": name for key, name in known.items()}


def told(event: Happened, known: Mapping[str, str], seen: frozenset[Seen]) -> Told:
    """An event in words for somebody who sees this much; `known` is what `by_entry` gives."""
    try:
        payload = event.payload()
    except keys.KeyMissing:
        payload = {}
    who = known.get(event.actor, "") if event.actor.startswith("u:") else "Evenhand"
    path = str(payload.get("path", ""))
    sealed = (path in SEALED_PATHS or (event.act in SEALED_ACTS and path != D)) and Seen.PROTECTION not in seen
    reason = "" if sealed else str(payload.get("reason", ""))
    if Seen.PROTECTION not in seen:  # which clock it was would say what they may not know of
        payload = {**payload, "moved": [one for one in payload.get("moved", ()) if one["rule"] not in SEALED_CLOCKS]}
        payload.pop("rule" if payload.get("rule") in SEALED_CLOCKS else "", None)
    if sealed:
        payload.pop("agency", None)  # which agency was asked says what was reported
        payload.pop("noted", None)
        payload.pop("stage", None)  # the stages, and the outcome words among them, stay with those who protect the child
    return Told(event.at, who, event_words(event.act, payload), reason, _path(event.act, payload, seen))


def _path(act: str, payload: Mapping[str, Any], seen: frozenset[Seen]) -> str:
    """The procedure that an event belongs to; of one that is sealed, only where its words say so as well."""
    if payload.get("path"):
        return str(payload["path"])
    if act in SEALED_ACTS:
        return CP if Seen.PROTECTION in seen else ""
    kind = KINDS.get(str(payload.get("kind"))) if act.startswith("letter.") else None
    return next(iter(kind.paths)) if kind and len(kind.paths) == 1 and kind.sees <= seen else ""


def in_a_row(found: Iterable[Told]) -> tuple[Told, ...]:
    """Entries with equal ones that follow one another told once: how often, and from when to when."""
    rows: list[Told] = []
    for one in found:
        last = rows[-1] if rows else None
        if last and (last.who, last.words, last.why) == (one.who, one.words, one.why):
            since = min(last.since or last.at, one.at)
            rows[-1] = replace(last, count=last.count + 1, since=since, at=max(last.at, one.at))
        else:
            rows.append(one)
    return tuple(rows)
