"""What the clock does for cases: no case stays without somebody who manages it when roles begin and end."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from app.cases.managing import ORDER, free_holders
from app.cases.models import CONFLICTED, Case, CaseState, Involvement
from app.cases.parts import pass_on
from app.core.acts import Role
from app.core.db import db
from app.core.permission import job

KEEPER = job("managers")


def fill_gaps(school_id: uuid.UUID) -> int:
    """Give every open case whose role of manager is held by nobody free of it to the next in order; returns how many (R13, R14).

    Asked each minute: it reads who holds the roles, and only the cases in which one of these people has a part.
    """
    cases = [one for role in ORDER for one in _without(school_id, role)]
    for case_id in cases:
        pass_on(KEEPER, db.session.get_one(Case, case_id))
    return len(cases)


def _without(school_id: uuid.UUID, role: Role) -> list[uuid.UUID]:
    holders = set(free_holders(school_id, (role,), set()))
    mine = (Case.school_id == school_id, Case.manager == role.value, Case.state != CaseState.CLOSED.value)
    if not holders:
        return list(db.session.scalars(select(Case.id).where(*mine)))
    parts = [part.value for part in CONFLICTED]
    rows = db.session.execute(
        select(Case.id, Involvement.person_id)
        .join(Involvement, Involvement.case_id == Case.id)
        .where(*mine, Involvement.person_id.in_(holders), Involvement.part.in_(parts))
    )
    out: dict[uuid.UUID, set[uuid.UUID]] = {}
    for case_id, person_id in rows:
        out.setdefault(case_id, set()).update({person_id} if person_id else set())
    return [case_id for case_id, people in out.items() if people == holders]
