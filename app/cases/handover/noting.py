"""Makes the note for each person who takes a case over, in the transaction that gives it to them, and records that it was read."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from app.cases.engine import roles_on
from app.cases.handover.models import Handover
from app.cases.models import Case
from app.core.action import Stale, action, seal_case
from app.core.acts import ROLE_WORDS, Act, Role
from app.core.clock import now
from app.core.db import db, new_id
from app.core.permission import Actor, Refused
from app.core.words import lowered
from app.people.queries import holdings_of, names

PRODUCT = "Evenhand"
Gathered = dict[str, Any]
_GATHER: list[Callable[[Actor, Case], Gathered]] = []


def gathers(rule: Callable[[Actor, Case], Gathered]) -> Callable[[Actor, Case], Gathered]:
    """Register what gathers the record of a case as one person sees it (the floor of the case page does)."""
    _GATHER[:] = [rule]
    return rule


def note_for(case: Case, people: Iterable[uuid.UUID], *, by: Actor, reason: str, words: str = "") -> None:
    """Make a note of the case as it stands for each of these people who manages it now, with what that person may see."""
    at, taking = now(), sorted(set(people) - {by.person_id})
    known = names([*taking, *([by.person_id] if by.person_id else [])])
    db.session.flush()
    for person_id in taking:
        theirs = Actor(person_id=person_id, holdings=holdings_of(person_id))
        if "case_manager" not in roles_on(theirs, case):
            continue
        row = Handover(
            id=new_id(),
            school_id=case.school_id,
            case_id=case.id,
            person_id=person_id,
            role=case.manager,
            at=at,
            by=by.person_id,
        )
        row.note = {
            "by": known.get(by.person_id, PRODUCT) if by.person_id else PRODUCT,
            "to": f"{known.get(person_id, '')}, {lowered(ROLE_WORDS[Role(case.manager)])}",
            "reason": reason,
            "words": words,
            **_GATHER[0](theirs, case),
        }
        db.session.add(row)


@action(Act.CASE_TAKE_OVER)
def have_read(actor: Actor, row: Handover) -> Handover:
    """Record that whoever took the case over has read the note made for them."""
    if row.person_id != actor.person_id:
        raise Refused("only whom it was made for")
    if row.read_at is not None:
        raise Stale("You have said already that you have read it.")
    row.read_at = now()
    seal_case(row)
    return row
