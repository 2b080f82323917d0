"""When the staff roll says that somebody left, every open case about them says so; nothing of it ends, and referrals are asked."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import aliased

from app.cases.engine import Whole
from app.cases.following import tell_roles
from app.cases.models import Case, CaseState, Involvement, Part
from app.cases.protection.leaving import named, works_beside, write_removal
from app.cases.protection.ledger import UNDONE
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.recording import note
from app.cases.protection.suspending import is_to_be_reviewed, start_clocks
from app.core.action import action, seal_case
from app.core.acts import Act, Role
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor, job
from app.people.models import Person

ROLL = job("roll")
LEFT = "left"


def follow_roll(school_id: uuid.UUID) -> int:
    """Write on every open case whose member of staff has left, or is on the roll again, that it is so; returns on how many.

    A last day that the roll gives otherwise now is taken back first. Asked each minute: on most days nobody left, and that is
    two queries.
    """
    holds = and_(ProtectionEntry.case_id == Case.id, _says_left(), ProtectionEntry.by.is_(None))
    written = db.session.execute(_about(school_id).add_columns(ProtectionEntry.at).join(ProtectionEntry, holds)).all()
    again = [case_id for case_id, last_day, at in written if last_day != london(at).date()]
    for case_id in again:
        note_returned(ROLL, db.session.get_one(Case, case_id))
    known = exists().where(ProtectionEntry.case_id == Case.id, _says_left())
    gone = db.session.execute(_about(school_id).where(Person.left_on.is_not(None), ~known)).all()
    for case_id, last_day in gone:
        if last_day is not None:
            note_left(ROLL, db.session.get_one(Case, case_id), on=last_day)
    return len(gone) + len(again)


def _about(school_id: uuid.UUID) -> Select[uuid.UUID, date | None]:
    subject = and_(Involvement.case_id == Case.id, Involvement.part == Part.SUBJECT.value, Involvement.ended_at.is_(None))
    return (
        select(Case.id, Person.left_on)
        .join(Involvement, subject)
        .join(Person, Person.id == Involvement.person_id)
        .where(Case.school_id == school_id, Case.state != CaseState.CLOSED.value)
    )


def _says_left() -> ColumnElement[bool]:
    """That a row says that they left, and none says that they came back."""
    back = aliased(ProtectionEntry)
    returned = exists().where(back.of_id == ProtectionEntry.id, back.what == UNDONE)
    return and_(ProtectionEntry.kind == Noted.REMOVAL.value, ProtectionEntry.what == LEFT, ~returned)


@action(Act.CASE_LEFT)
def note_left(actor: Actor, case: Case, *, on: date) -> ProtectionEntry:
    """The staff roll says that they left: the case goes on, the manager is told, and the decisions on referral are asked."""
    whole = Whole(case)
    row = write_removal(actor, whole, what=LEFT, on=on, words={})
    tell_roles(whole, works_beside(whole), LEFT, actor, once=f"left:{row.id}")
    seal_case(row, path=named(whole))
    return row


@action(Act.CASE_LEFT)
def note_returned(actor: Actor, case: Case) -> ProtectionEntry:
    """The staff roll has them again: that they left holds no more, and a suspension that ended with it goes on and is reviewed."""
    whole = Whole(case)
    left = next(one for one in reversed(whole.ledger.removals) if one.what == LEFT and one.by is None)
    ended = next((one for one in whole.ledger.suspensions if one.ended is left and not one.runs), None)
    row = note(actor, whole, Noted.REMOVAL, at=now(), of=left, what=UNDONE, words={"why": "The staff roll."})
    if ended is not None and not db.session.scalar(select(is_to_be_reviewed(case.id))):
        path = next(one for one in whole.paths if one.id == ended.begun.path_id)
        start_clocks(case, path, since=now(), letter=False, what="suspension")
    tell_roles(whole, (Role(case.manager),), "returned", actor, once=f"returned:{row.id}")
    seal_case(row, how="returned", path=named(whole))
    return row
