"""Recording beside a hearing: an adjustment with what became of it, and an allegation that was put to the person."""

from __future__ import annotations

import uuid
from datetime import date

from app.cases.engine import D, Whole, is_live
from app.cases.following import only_while_open, the_person
from app.cases.hearings.entries import STATES, write
from app.cases.hearings.models import HearingEntry
from app.cases.models import Case
from app.cases.work import Path
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor, Refused

RECORDS = frozenset({"case_manager", "hr_adviser", "clerk", "investigating_officer", "hearer"})
"""Who writes down what happens around a hearing."""


def _recorded_by(actor: Actor, path: Path, on: date) -> Whole:
    case = db.session.get_one(Case, path.case_id)
    only_while_open(case)
    whole = Whole(case)
    if path.name != D or not whole.roles(actor) & RECORDS:
        raise Refused("only whoever works on the disciplinary path records this")
    if not is_live(path):
        raise Blocked("The disciplinary work is not open, so nothing more is recorded on it.")
    if on > london(now()).date():
        raise Blocked("This day has not come yet. Record it when it has taken place.")
    return whole


@action(Act.CASE_ADVANCE)
def record_adjustment(actor: Actor, path: Path, *, what: str, state: str, why: str, on: date) -> HearingEntry:
    """Record an adjustment that was offered, agreed or refused; a refusal says why."""
    _recorded_by(actor, path, on)
    if state not in dict(STATES):
        raise Blocked("Say whether it was offered, agreed or refused.")
    if state == "refused" and not why.strip():
        raise Blocked("Say why the adjustment was refused: a refusal without a reason may be unlawful.")
    row = write(path, the_person(actor), "adjustment", on, {"what": what, "why": why}, state=state)
    db.session.flush()
    seal_case(row, beside="adjustment")
    return row


@action(Act.CASE_ADVANCE)
def put_to_them(actor: Actor, path: Path, *, allegation_id: uuid.UUID, on: date, how: str, answer: str) -> HearingEntry:
    """Record that an allegation was put to the person: when, how, and what they answered."""
    whole = _recorded_by(actor, path, on)
    if allegation_id not in {one.id for one in whole.allegations}:
        raise Refused("not an allegation of this case")
    words = {"how": how, "answer": answer}
    row = write(path, the_person(actor), "put", on, words, allegation_id=allegation_id)
    db.session.flush()
    seal_case(row, beside="put")
    return row
