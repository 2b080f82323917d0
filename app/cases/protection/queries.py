"""The rows beside the stages: of one case, and of the suspensions that the governing body must know of."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.cases.models import Case
from app.cases.protection.ledger import Ledger, Suspension
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.queries import conflicted
from app.core import keys
from app.core.acts import Role
from app.core.db import db
from app.core.permission import Actor, NotThere, in_known_case, scope, visible

scope(ProtectionEntry)(lambda actor: in_known_case(actor, ProtectionEntry.case_id))
GOVERNORS = (Role.CHAIR, Role.CLERK)
_ROWS = select(ProtectionEntry).where(ProtectionEntry.case_id == bindparam("case_id")).order_by(ProtectionEntry.id)


def ledger(case_id: uuid.UUID) -> Ledger:
    """What is recorded beside the stages of a case."""
    return Ledger(db.session.scalars(_ROWS, {"case_id": case_id}).all())


@dataclass(frozen=True, slots=True)
class Running:
    """A suspension as the governing body sees it: who, and since when; nothing of the case."""

    case: Case
    suspension: Suspension
    governs: bool = True


def running(actor: Actor, key: uuid.UUID | None = None) -> Sequence[Running]:
    """The suspensions that run at the schools where this person is chair or clerk, less those they have a part in."""
    schools = actor.schools(*GOVERNORS)
    begun = select(ProtectionEntry.case_id).where(
        ProtectionEntry.kind == Noted.SUSPENDED.value, ProtectionEntry.school_id.in_(schools)
    )
    if key is not None:
        begun = begun.where(ProtectionEntry.id == key)
    cases = db.session.scalars(
        select(Case).where(Case.id.in_(begun), Case.id.not_in(conflicted(actor))).order_by(Case.logged_at, Case.id)
    ).all()
    keys.load_case_keys(one.id for one in cases)
    rows = db.session.scalars(select(ProtectionEntry).where(ProtectionEntry.case_id.in_([one.id for one in cases]))).all()
    found = []
    for case in cases:
        now = Ledger(row for row in rows if row.case_id == case.id).suspension
        if now is not None and key in (None, now.begun.id):
            found.append(Running(case, now))
    return found


def running_one(actor: Actor, key: uuid.UUID) -> Running:
    """The one with this key, for a governor, or for the manager of its case; `NotThere` for anybody else."""
    found = running(actor, key)
    if found:
        return found[0]
    row = visible(actor, ProtectionEntry, id=key, kind=Noted.SUSPENDED.value)
    now, case = ledger(row.case_id).suspension, db.session.get_one(Case, row.case_id)
    if now is None or now.begun.id != key or not actor.holds(Role(case.manager), school_id=case.school_id):
        raise NotThere("suspension")
    return Running(case, now, governs=False)
