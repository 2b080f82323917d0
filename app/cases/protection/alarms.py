"""Calls for help: anybody who may log records that they called the police or social care about a child, whatever they may see."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from app.cases.engine import CP, Whole
from app.cases.following import WELFARE, open_welfare, the_person
from app.cases.managing import free_holders
from app.cases.models import Case, CaseState
from app.cases.protection.effects import agency_told
from app.cases.protection.models import Alarm
from app.cases.protection.recording import has_been
from app.cases.queries import conflicted
from app.cases.work import Contact
from app.core.action import action, seal_case
from app.core.acts import Act, Role
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, scope, scoped
from app.notices.queries import tell

LEADS = (Role.DSL, Role.DEPUTY_DSL)
KEPT = timedelta(days=90)
FACT = "a child needs looking after"


@scope(Alarm)
def _own_and_of_the_school(actor: Actor) -> ColumnElement[bool]:
    """A person's own calls; a safeguarding lead's school's as well, less those about them or in a case they have a part in."""
    own = Alarm.person_id == actor.person_id
    schools = actor.schools(*LEADS)
    if not schools:
        return own
    mine = Alarm.not_for.is_distinct_from(actor.person_id) & Alarm.case_id.not_in(conflicted(actor))
    return own | (Alarm.school_id.in_(schools) & mine)


def alarms(actor: Actor) -> Sequence[Alarm]:
    """The calls of the last ninety days this person may know of, newest first; their own however old."""
    since = (Alarm.at > now() - KEPT) | (Alarm.person_id == actor.person_id)
    return db.session.scalars(scoped(actor, Alarm).where(since).order_by(Alarm.at.desc(), Alarm.id).limit(100)).all()


def write_alarm(
    actor: Actor,
    place: uuid.UUID,
    *,
    school_id: uuid.UUID,
    agency: str,
    at: datetime,
    words: dict[str, str],
    not_for: uuid.UUID | None = None,
) -> Alarm:
    """Keep a call for the person who made it, under the key of the case or of the report that becomes it."""
    has_been(at, what="The call")
    row = Alarm(
        school_id=school_id,
        person_id=the_person(actor),
        case_id=place,
        not_for=not_for,
        agency=agency,
        at=at,
        noted_at=now(),
        words=words,
    )
    db.session.add(row)
    db.session.flush()
    return row


@action(Act.ALARM_RAISE)
def raise_alarm(actor: Actor, case: Case, *, agency: str, at: datetime, words: dict[str, str]) -> Alarm:
    """Record a call about a case: on the case, for its own person, and for the child, whose welfare strand opens at once.

    Nothing stops it: neither the state of the case, nor that this person may not see it.
    """
    row = write_alarm(actor, case.id, school_id=case.school_id, agency=agency, at=at, words=words)
    _on_the_case(actor, case, row)
    whole = Whole(case)
    seen = any(one.name in {CP, WELFARE} and one.state != "declined" for one in whole.paths)
    for roles, key in ((LEADS, case.id if seen else None), ((Role(case.manager),), case.id)):
        people = [one for one in free_holders(case.school_id, roles, whole.conflicted) if one != actor.person_id]
        tell(people, "child_alarm", school_id=case.school_id, case_id=key, once=f"alarm:{row.id}")
    seal_case(row, noted="called", agency=agency)
    return row


def _on_the_case(actor: Actor, case: Case, row: Alarm) -> None:
    whole = Whole(case)
    db.session.add(
        Contact(
            school_id=case.school_id, case_id=case.id, path_id=None, agency=row.agency, at=row.at, by=row.person_id, words=row.words
        )
    )
    agency_told(actor, whole, row.agency)
    if case.state != CaseState.CLOSED.value:
        open_welfare(case, actor, fact=FACT)


def carry_alarms(actor: Actor, case: Case) -> None:
    """The calls that were made before a report was logged become conversations of its case, and open the child's strand."""
    for row in db.session.scalars(select(Alarm).where(Alarm.case_id == case.id).order_by(Alarm.at)):
        _on_the_case(actor, case, row)
