"""Cases of one event are linked, so that like is treated alike; each stays a case of its own, with a file and an end of its own."""

from __future__ import annotations

from app.cases.following import only_manager_or_adviser, the_person
from app.cases.models import Case
from app.cases.shell.models import CaseLink
from app.cases.shell.queries import group
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, NotThere, scoped

UNKNOWN = "There is no case with this reference that you can link. Check the reference."


@action(Act.CASE_LINK)
def link(actor: Actor, case: Case, *, reference: str, why: str) -> CaseLink:
    """Say that another case belongs to the same event; whoever may not know of both knows of no link."""
    only_manager_or_adviser(actor, case)
    wanted = reference.strip().upper()
    other = db.session.scalars(scoped(actor, Case).where(Case.reference == wanted, Case.school_id == case.school_id)).one_or_none()
    if other is None or other.id == case.id:
        raise Blocked(UNKNOWN)
    only_manager_or_adviser(actor, other)
    if other.id in {one.id for one in group(actor, case)}:
        raise Stale("These cases are linked already.")
    row = CaseLink(school_id=case.school_id, case_id=case.id, other_id=other.id, at=now(), by=the_person(actor))
    row.why = why
    db.session.add(row)
    seal_case(row)
    return row


@action(Act.CASE_LINK)
def unlink(actor: Actor, row: CaseLink) -> CaseLink:
    """End a link that was a mistake; that it was there stays on record."""
    case = db.session.get_one(Case, row.case_id)
    only_manager_or_adviser(actor, case)
    if row.ended_at is not None:
        raise NotThere("this link has ended")
    row.ended_at, row.ended_by = now(), the_person(actor)
    seal_case(row)
    return row
