"""Writing in the log of prejudice incidents, and giving support at once."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from app.cases import deadlines
from app.cases.dignity.models import EarlySupport, Incident, IncidentNote
from app.cases.dignity.support import SUPPORT, SUPPORT_CLOCK
from app.cases.engine import EO, Whole, find_step
from app.cases.following import only_manager_or_adviser, only_while_open, the_person, write_decision
from app.cases.models import Case
from app.cases.work import Path
from app.core.action import Blocked, Stale, action, seal, seal_case
from app.core.acts import Act
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor, Refused, may
from app.pathways.guards import blocking
from app.pathways.words import CHARACTERISTICS
from app.people.models import School


@action(Act.INCIDENT_LOG)
def log_incident(
    actor: Actor,
    school: School,
    *,
    on: date,
    said: dict[str, Any],
    about_person_id: uuid.UUID | None = None,
    case: Case | None = None,
) -> Incident:
    """Write an incident down as whoever was hurt, or anybody else, sees it; nobody's intent has to be shown."""
    if not may(actor, Act.INCIDENT_LOG, school.id) or about_person_id == actor.person_id:
        raise Refused(Act.INCIDENT_LOG)
    if on > london(now()).date():
        raise Blocked("The incident cannot be in the future. Enter the day on which it took place.")
    if not set(said.get("perceived") or ()) & {key for key, _ in CHARACTERISTICS}:
        raise Blocked("Say which protected characteristics it is seen to have to do with.")
    row = Incident(
        school_id=school.id,
        linked_case_id=case.id if case else None,
        about_person_id=about_person_id,
        on=on,
        at=now(),
        by=the_person(actor),
        said=said,
    )
    db.session.add(row)
    db.session.flush()
    seal(f"i:{row.id}", school_id=school.id)
    return row


@action(Act.INCIDENT_LOG)
def note_incident(actor: Actor, incident: Incident, *, kind: str, words: str, found: list[str]) -> IncidentNote:
    """Add what was found, done or seen again; what was perceived stays as it was written."""
    row = IncidentNote(
        school_id=incident.school_id,
        incident_id=incident.id,
        kind=kind,
        at=now(),
        by=the_person(actor),
        said={"words": words, **({"found": found} if kind == "found" else {})},
    )
    db.session.add(row)
    db.session.flush()
    seal(f"i:{incident.id}", school_id=incident.school_id, kind=kind)
    return row


@action(Act.SUPPORT_GIVE)
def give_support(actor: Actor, path: Path, *, answers: dict[str, Any], equality: dict[str, Any]) -> EarlySupport:
    """Record the support and adjustments in place while the path is only proposed: nobody waits for a decision to be helped."""
    case = db.session.get_one(Case, path.case_id)
    only_manager_or_adviser(actor, case)
    only_while_open(case)
    if path.name != EO:
        raise Refused("support is given on the equal opportunities path")
    if path.state != "proposed":
        raise Stale("This procedure has been decided on since the page was opened. Support is recorded in it now.")
    step = find_step(path, SUPPORT)
    if step is not None and (blocked := blocking(step, Whole(case).facts(path, actor, answers))):
        raise Blocked(" ".join(blocked))
    decision = write_decision(actor, case, path, SUPPORT, "\n".join(str(one) for one in answers.values() if one), equality)
    row = EarlySupport(
        school_id=path.school_id,
        case_id=case.id,
        path_id=path.id,
        decision_id=decision.id,
        at=now(),
        by=the_person(actor),
        answers=answers,
    )
    db.session.add(row)
    deadlines.meet(case.id, by=row.by, rules=SUPPORT_CLOCK, path_id=path.id, what=f"step:{path.name}:{SUPPORT}")
    db.session.flush()
    seal_case(row, path=path.name)
    return row
