"""A bundle is asked for, and is ready or has failed: each once, and each in the trail."""

from __future__ import annotations

from sqlalchemy import select

from app.cases.engine import Whole
from app.cases.following import only_while_open, the_person
from app.cases.models import Case
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, Refused
from app.evidence.vault import Stored
from app.reports.bundle.models import Bundle, BundleMaking
from app.reports.bundle.queries import hearing_of, may_ask

NO_HEARING = "No hearing is set on this case. Arrange the hearing first; then a bundle can be made for it."


@action(Act.BUNDLE_ASK)
def ask(actor: Actor, case: Case, *, for_part: str) -> Bundle:
    """Ask for a bundle; while one for the same part is being made, it is that one."""
    only_while_open(case)
    whole = Whole(case)
    if not may_ask(actor, whole):
        raise Refused("a bundle is asked for by whoever manages the case or advises on it")
    if not hearing_of(whole):
        raise Blocked(NO_HEARING)
    row = db.session.scalars(
        select(Bundle).where(Bundle.case_id == case.id, Bundle.for_part == for_part, Bundle.state == "asked")
    ).first()
    if row is None:
        row = Bundle(school_id=case.school_id, case_id=case.id, for_part=for_part, asked_at=now(), asked_by=the_person(actor))
        db.session.add(row)
        db.session.flush()
        db.session.add(BundleMaking(id=row.id, school_id=case.school_id, until=now()))
    seal_case(row, bundle=str(row.id), for_part=for_part)
    return row


@action(Act.BUNDLE_MAKE)
def keep(_actor: Actor, row: Bundle, *, stored: Stored, pages: int) -> Bundle:
    """Keep a bundle that was made; its file is in the vault already."""
    row.made = {"key": stored.key, "sha256": stored.sha256, "bytes": stored.size}
    row.state, row.pages, row.made_at = "ready", pages, now()
    seal_case(row, bundle=str(row.id), sha256=stored.sha256, pages=pages)
    return row


@action(Act.BUNDLE_MAKE)
def give_up(_actor: Actor, row: Bundle) -> Bundle:
    """Say that a bundle could not be made."""
    row.state = "failed"
    seal_case(row, bundle=str(row.id), failed=True)
    return row
