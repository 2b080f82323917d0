"""What the governing body settles: of which kind the school is, and what it has delegated to whom."""

from __future__ import annotations

from app.cases.hearings.delegations import NOTHING
from app.cases.hearings.models import Delegation
from app.core.action import Blocked, action, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, Refused, may
from app.pathways.words import SANCTIONS
from app.people.kinds import KINDS
from app.people.models import School

HIGHEST = ((NOTHING, "Nothing: they hear no case"), *SANCTIONS[1:])
"""What can be delegated at most, the lightest first."""


def _may(actor: Actor, school: School) -> None:
    if actor.person_id is None or not may(actor, Act.DELEGATION_SET, school.id):
        raise Refused(Act.DELEGATION_SET)


@action(Act.DELEGATION_SET)
def set_delegation(actor: Actor, school: School, *, decider: str, highest: str, source: str) -> Delegation:
    """Record the heaviest thing that one decider may decide from now on; what was decided before keeps its authority."""
    _may(actor, school)
    if highest not in dict(HIGHEST):
        raise Blocked("Choose what may be decided at most.")
    row = Delegation(school_id=school.id, decider=decider, highest=highest, source=source, set_at=now(), by=actor.person_id)
    db.session.add(row)
    seal(f"s:{school.id}", school_id=school.id, decider=decider, highest=highest, source=source)
    return row


@action(Act.DELEGATION_SET)
def set_kind(actor: Actor, school: School, *, kind: str) -> School:
    """Say of which kind a school is: who employs its staff, and who ends a contract or a suspension, follows from it."""
    _may(actor, school)
    if kind not in dict(KINDS):
        raise Blocked("Choose the kind of the school.")
    before, school.kind = school.kind, kind
    seal(f"s:{school.id}", school_id=school.id, kind=kind, before=before)
    return school
