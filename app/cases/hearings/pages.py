"""The hearing on one page: its days, what was tried, what was adjusted, and what was put to the person."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.cases.engine import Whole
from app.cases.hearings.beside import ARRANGED, SEE_LIVE, Live, live_warnings
from app.cases.hearings.delegations import DECIDERS
from app.cases.hearings.entries import STATES, entries
from app.cases.hearings.record import decider, highest
from app.cases.hearings.recording import RECORDS
from app.cases.hearings.taking_part import APPOINTERS
from app.cases.models import ADVISERS, WORKING, Part
from app.cases.step_form import clause_words
from app.cases.work import Path
from app.core.clock import day_in
from app.core.permission import Actor
from app.pathways.disciplinary.hearing import HEALTH, OFFERED, WHY_MOVED
from app.pathways.words import SANCTIONS
from app.people.queries import names

SHOWN = frozenset(part.value for part in WORKING | ADVISERS)
"""Who is in the room, or makes it ready."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """A day for the hearing: when, where, and when the notice of it arrived."""

    on: date | None
    time: str
    venue: str
    notice: date | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Why a hearing was moved, what was offered instead, and whether occupational health was asked."""

    at: datetime
    kind: str
    why: str
    offered: str
    health: str


@dataclass(frozen=True, slots=True)
class Put:
    """An allegation, and when it was put to the person: in the notice, or later and how."""

    clause: str
    in_notice: bool
    later: tuple[tuple[date, str, str], ...]


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody with a part in the hearing, or kept out of it: who said that nothing, or what, ties them to the case."""

    part: str
    name: str
    tie: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HearingPage:
    """Everything about the hearing that is shown."""

    arranged: tuple[Arranged, ...]
    moved: tuple[Moved, ...]
    health: tuple[tuple[date | None, str, str], ...]
    adjustments: tuple[tuple[date, str, str, str], ...]
    put: tuple[Put, ...]
    taking: tuple[Taking, ...]
    hearers: tuple[str, ...]
    decider: str
    highest: str
    live: tuple[Live, ...]
    sees_live: bool
    may_record: bool


def hearing_page(actor: Actor, whole: Whole, path: Path) -> HearingPage:
    """Gather the page of a hearing for whoever works on it."""
    run, rows = whole.run(path), [one for one in entries(whole.case.id) if one.path_id == path.id]
    said: list[tuple[datetime, str, dict[str, Any]]] = [(one.at, one.step, one.answers or {}) for one in run]
    points: list[str] = next(
        (given["points"].split(",") for _, step, given in reversed(said) if step in ARRANGED and given.get("points")), []
    )
    hearers = whole.holders(Part.HEARER)
    roles = whole.roles(actor)
    return HearingPage(
        arranged=tuple(
            Arranged(
                day_in(given.get("on")), str(given.get("time") or ""), str(given.get("venue") or ""), day_in(given.get("notice"))
            )
            for _, step, given in said
            if step in ARRANGED
        ),
        moved=tuple(
            Moved(
                at,
                dict(WHY_MOVED).get(str(given.get("kind")), ""),
                str(given.get("why") or ""),
                dict(OFFERED).get(str(given.get("offered")), ""),
                {"yes": "Yes", "no": "No"}.get(str(given.get("health")), ""),
            )
            for at, step, given in said
            if step == "postpone"
        ),
        health=tuple(
            (
                day_in(given.get("health_on")),
                dict(HEALTH).get(str(given["health_answer"]), ""),
                str(given.get("health_advice") or ""),
            )
            for _, _, given in said
            if given.get("health_answer")
        ),
        adjustments=tuple(
            (one.on, str(one.words["what"]), dict(STATES).get(one.state, ""), str(one.words["why"]))
            for one in rows
            if one.kind == "adjustment"
        ),
        put=tuple(
            Put(
                clause_words(allegation),
                str(allegation.id) in points,
                tuple(
                    (one.on, str(one.words["how"]), str(one.words["answer"]))
                    for one in rows
                    if one.kind == "put" and one.allegation_id == allegation.id
                ),
            )
            for allegation in whole.allegations
        ),
        taking=_taking(whole, roles),
        hearers=tuple(sorted(names(uuid.UUID(one) for one in hearers).values())),
        decider=dict(DECIDERS)[decider(whole)] if hearers else "",
        highest=dict(SANCTIONS).get(highest(whole), "Nothing") if hearers else "",
        live=live_warnings(actor, whole),
        sees_live=bool(roles & SEE_LIVE),
        may_record=bool(roles & RECORDS) and path.ended_at is None,
    )


def _taking(whole: Whole, roles: frozenset[str]) -> tuple[Taking, ...]:
    """Who takes part; who is kept out, and why, only for those who appoint."""
    shown = {*SHOWN, *({Part.KEPT_OUT.value} if roles & APPOINTERS else ())}
    rows = [one for one in whole.involved if one.part in shown and one.ended_at is None and one.person_id]
    said = {one.id: one.details or {} for one in rows}
    known = names(
        [*(one.person_id for one in rows if one.person_id), *(uuid.UUID(one["by"]) for one in said.values() if one.get("by"))]
    )
    return tuple(
        Taking(
            one.part,
            known.get(one.person_id, "") if one.person_id else "",
            str(said[one.id].get("tie") or ""),
            known.get(uuid.UUID(said[one.id]["by"]), "") if said[one.id].get("by") else "",
            one.added_at,
        )
        for one in rows
    )
