"""What the clock does for cases: none stays without somebody who manages it when roles begin and end, and who comes finds a note."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import select

from app.cases.engine import hidden_from
from app.cases.handover.queries import has_note
from app.cases.managing import ORDER, free_holders
from app.cases.models import CONFLICTED, Case, CaseState, Involvement
from app.cases.parts import brief, pass_on
from app.cases.queries import involved
from app.core.acts import Role
from app.core.clock import london
from app.core.db import db
from app.core.permission import job
from app.people.queries import came_to, today

KEEPER = job("managers")
NEW_FOR = timedelta(days=14)
"""For how long after their first day somebody who came to a role still finds a note of the cases it manages."""


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


def brief_newcomers(school_id: uuid.UUID) -> int:
    """Make the note of every open case for whoever has just come to the role that manages it; returns of how many cases.

    Asked each minute: on most days nobody came to a role lately, and that is one query.
    """
    made, came = 0, came_to(school_id, ORDER, today() - NEW_FOR)
    for role in {one.role for one in came}:
        open_ones = select(Case).where(Case.school_id == school_id, Case.manager == role, Case.state != CaseState.CLOSED.value)
        for case in db.session.scalars(open_ones).all():
            new = {one.person_id for one in came if one.role == role and london(case.logged_at).date() < one.starts_on}
            without = {one for one in new if not has_note(case.id, one)}
            free = without and without & set(free_holders(school_id, (Role(role),), hidden_from(involved(case.id))))
            if free:
                brief(KEEPER, case, people=frozenset(free))
                made += 1
    return made
