"""The log of prejudice incidents: who may know of which, how many there were, and what a complaint found of one."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from app.cases.concerns.queries import OF_HEADS
from app.cases.dignity.models import Incident, IncidentNote
from app.cases.models import Case
from app.cases.queries import conflicted, known
from app.core.acts import MAY, Act, Role
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, scope, scope_of, visible

MOST = 500


def _untouched(actor: Actor) -> ColumnElement[bool]:
    """Incidents in which this person has no part of their own, as far as the log and its cases say."""
    return and_(
        or_(Incident.about_person_id.is_(None), Incident.about_person_id != actor.person_id),
        or_(Incident.linked_case_id.is_(None), Incident.linked_case_id.not_in(conflicted(actor))),
    )


@scope(Incident)
def _incidents(actor: Actor) -> ColumnElement[bool]:
    """Those of the schools where the log is open to them; one that belongs to a case only with it, or for a safeguarding lead."""
    mine = exists(select(Case.id).where(Case.id == Incident.linked_case_id, known(actor)))
    lead = exists(select(Case.id).where(Case.id == Incident.linked_case_id, Case.manager.in_(OF_HEADS)))
    protects = Incident.school_id.in_(actor.schools(Role.DSL, Role.DEPUTY_DSL))
    return and_(
        Incident.school_id.in_(actor.schools(*MAY[Act.INCIDENT_READ])),
        _untouched(actor),
        or_(Incident.linked_case_id.is_(None), mine, and_(protects, lead)),
    )


@scope(IncidentNote)
def _notes(actor: Actor) -> ColumnElement[bool]:
    return exists(select(Incident.id).where(Incident.id == IncidentNote.incident_id, _incidents(actor)))


@dataclass(frozen=True, slots=True)
class Logged:
    """An incident as the log shows it: what they say, and apart from it what was found, if anything was."""

    incident: Incident
    perceived: tuple[str, ...]
    found: tuple[str, ...] | None
    reference: str
    notes: tuple[IncidentNote, ...]


def log(actor: Actor) -> list[Logged]:
    """The incidents this person may know of, newest first, in a constant number of queries."""
    return _shown(actor, select(Incident).where(scope_of(Incident, actor)))


def one(actor: Actor, incident_id: uuid.UUID) -> Logged:
    """One incident with its notes; `NotThere` when this person may not know of it."""
    visible(actor, Incident, id=incident_id)
    return _shown(actor, select(Incident).where(Incident.id == incident_id))[0]


def _shown(actor: Actor, wanted: Select[Any]) -> list[Logged]:
    rows = db.session.scalars(wanted.order_by(Incident.on.desc(), Incident.id.desc()).limit(MOST)).all()
    notes: dict[uuid.UUID, list[IncidentNote]] = {}
    for note in db.session.scalars(
        select(IncidentNote)
        .where(IncidentNote.incident_id.in_([row.id for row in rows]))
        .order_by(IncidentNote.at, IncidentNote.id)
    ):
        notes.setdefault(note.incident_id, []).append(note)
    linked = [row.linked_case_id for row in rows if row.linked_case_id]
    open_to = db.session.execute(select(Case.id, Case.reference).where(Case.id.in_(linked), known(actor))) if linked else ()
    references: dict[uuid.UUID, str] = {row[0]: row[1] for row in open_to}
    return [
        Logged(
            row,
            tuple(row.said.get("perceived", ())),
            _found(notes.get(row.id, ())),
            references.get(row.linked_case_id, "") if row.linked_case_id else "",
            tuple(notes.get(row.id, ())),
        )
        for row in rows
    ]


def _found(notes: Sequence[IncidentNote]) -> tuple[str, ...] | None:
    last = next((note for note in reversed(notes) if note.kind == "found"), None)
    return tuple(last.said.get("found", ())) if last else None


def counted(actor: Actor, school_id: uuid.UUID, since: date) -> tuple[int, Counter[str]]:
    """How many incidents there were since a day, and with which characteristics as they were perceived, for the year's report.

    Whoever reads it is shown no incident in which they have a part themselves, so that the number tells them nothing of it.
    """
    rows: Iterable[Incident] = db.session.scalars(
        select(Incident).where(Incident.school_id == school_id, Incident.on >= since, _untouched(actor))
    )
    total, kinds = 0, Counter[str]()
    for row in rows:
        total += 1
        kinds.update(row.said.get("perceived", ()))
    return total, kinds


def found_by_complaint(case: Case, by: uuid.UUID, answers: Mapping[str, Any]) -> None:
    """What a complaint found is written to the incidents that belong to its case."""
    found = [one for one in str(answers.get("found") or "").split(",") if one]
    for incident in db.session.scalars(select(Incident).where(Incident.linked_case_id == case.id)):
        db.session.add(
            IncidentNote(
                school_id=incident.school_id,
                incident_id=incident.id,
                kind="found",
                at=now(),
                by=by,
                said={"words": "As the complaint about it found.", "found": found},
            )
        )
