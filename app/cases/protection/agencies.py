"""The agencies: their meetings with what was agreed, who may be told what and from when, and where each one's own work stands."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.cases import deadlines
from app.cases.clocking.calendars import calendar_of
from app.cases.deadlines import Clock
from app.cases.engine import CP, Whole, is_live
from app.cases.following import tell_roles
from app.cases.models import Case
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.recording import has_been, midday, note, open_case_of, row_of
from app.cases.protection.words import LIVE, MEETINGS, OWNERS, STATES, TOLD
from app.cases.work import Deadline, runs
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor, Refused
from app.pathways.child_protection import AGENCIES_REVIEW, FORTNIGHT, POLICE_FIRST

MEETING_CLOCK = "lado_meeting_5wd"
AGREED_CLOCK = "agreed_action"
POLICE_CLOCKS = (POLICE_FIRST.rule_id, FORTNIGHT.rule_id)


def _open_clocks(case_id: uuid.UUID, rules: tuple[str, ...]) -> list[Deadline]:
    return list(db.session.scalars(select(Deadline).where(Deadline.case_id == case_id, Deadline.rule.in_(rules), *runs())))


def write_strand(actor: Actor, whole: Whole, agency: str, state: str, *, at: datetime, result: str) -> ProtectionEntry:
    """Write where an agency's own work stands from an instant. While the police are at work it is reviewed again and again."""
    row = note(actor, whole, Noted.STRAND, at=at, what=agency, words={"state": state, "result": result})
    path = whole.path(CP)
    if agency == "police" and path is not None and is_live(path):
        met = deadlines.meet(whole.case.id, by=actor.person_id, rules=POLICE_CLOCKS, path_id=path.id, at=at, what="strand:police")
        if state in LIVE - {"told"}:
            deadlines.start(whole.case, path, (FORTNIGHT if met else POLICE_FIRST,), at, {}, what="strand:police")
    return row


@action(Act.CASE_AGENCIES)
def record_strand(actor: Actor, case: Case, *, agency: str, state: str, on: date, result: str) -> ProtectionEntry:
    """Record where the police or social care stand since a day; the same state again is a review. It can be opened again."""
    whole = open_case_of(actor, case)
    if agency not in STATES or state not in dict(STATES[agency]):
        raise Refused(agency)
    last = whole.ledger.strand(agency)
    at = has_been(midday(on), since=last.at if last else case.reported_at, what="It")
    row = write_strand(actor, whole, agency, state, at=at, result=result)
    tell_roles(whole, (Role(case.manager), Role.DSL), "moved", actor, once=f"strand:{row.id}")
    seal_case(row, noted=Noted.STRAND.value)
    return row


@action(Act.CASE_AGENCIES)
def record_meeting(actor: Actor, case: Case, *, what: str, on: date, chair: str, attendees: str) -> ProtectionEntry:
    """Record a meeting that was held: which, on which day, who chaired it and who was there. A review is due again after it."""
    whole = open_case_of(actor, case)
    if what not in dict(MEETINGS):
        raise Refused(what)
    if not chair.strip() or not attendees.strip():
        raise Blocked("Say who chaired the meeting and who was there.")
    at = has_been(midday(on), since=case.reported_at, what="The meeting")
    people = [one.strip() for one in attendees.splitlines() if one.strip()]
    row = note(actor, whole, Noted.MEETING, at=at, what=what, words={"chair": chair, "attendees": people})
    path = whole.path(CP)
    if path is not None and is_live(path):
        deadlines.meet(case.id, by=actor.person_id, rules=(MEETING_CLOCK,), path_id=path.id, at=at, what=f"meeting:{what}")
        rules = (AGENCIES_REVIEW.rule_id,)
        if what == "review" and deadlines.meet(case.id, by=actor.person_id, rules=rules, path_id=path.id, at=at, what="meeting"):
            deadlines.start(case, path, (AGENCIES_REVIEW,), at, {}, what="meeting:review")
    tell_roles(whole, (Role(case.manager), Role.DSL), "moved", actor, once=f"meeting:{row.id}")
    seal_case(row, noted=Noted.MEETING.value)
    return row


@action(Act.CASE_AGENCIES)
def agree(actor: Actor, case: Case, *, meeting_id: uuid.UUID, what: str, owner: str, name: str, by: date) -> ProtectionEntry:
    """Record an action that a meeting agreed: what, whose, and by which day; a clock of its own runs until it is done."""
    whole = open_case_of(actor, case)
    meeting = row_of(whole, meeting_id, Noted.MEETING)
    if owner not in dict(OWNERS) or not what.strip():
        raise Blocked("Say what was agreed, and who does it.")
    today = london(now()).date()
    if by < today:
        raise Blocked("The day by which it must be done has passed already. Enter a day from today on.")
    row = note(actor, whole, Noted.AGREED, at=now(), of=meeting, what=owner, due_on=by, words={"what": what, "name": name})
    path = whole.path(CP)
    if path is not None and is_live(path):
        start = now() - timedelta(days=1) if by == today else now()
        days = (by - london(start).date()).days
        clock = Clock(
            AGREED_CLOCK, days, "calendar_days", _keeper(owner), "Agreed at a meeting of the agencies", f"agreed:{row.id}"
        )
        deadlines.write(case, path, clock, start, calendar_of(case.school_id))  # several run at once, each until its own is done
    seal_case(row, noted=Noted.MEETING.value)
    return row


def _keeper(owner: str) -> str:
    """Who keeps the clock of an agreed action: for an agency the case manager asks after it."""
    return "dsl" if owner == "dsl" else "case_manager"


@action(Act.CASE_AGENCIES)
def settle(actor: Actor, case: Case, *, agreed_id: uuid.UUID, on: date, result: str) -> ProtectionEntry:
    """Record that an agreed action was done, on which day."""
    whole = open_case_of(actor, case)
    agreed = row_of(whole, agreed_id, Noted.AGREED)
    if whole.ledger.of_kind(Noted.DONE, agreed.id):
        raise Stale("That it was done is on record already.")
    meeting = next(one for one in whole.ledger.of_kind(Noted.MEETING) if one.id == agreed.of_id)
    at = has_been(midday(on), since=meeting.at, what="It")
    row = note(actor, whole, Noted.DONE, at=at, of=agreed, words={"result": result})
    for clock in _open_clocks(case.id, (AGREED_CLOCK,)):
        if clock.started_by == f"agreed:{agreed.id}":
            clock.met_at, clock.met_by, clock.met_what = at, actor.person_id, "agreed:done"
    seal_case(row, noted=Noted.DONE.value)
    return row


@action(Act.CASE_AGENCIES)
def allow_telling(
    actor: Actor, case: Case, *, who: str, what: str, since: datetime, agreed_by: str, meeting_id: uuid.UUID | None = None
) -> ProtectionEntry:
    """Record who may be told what, from which instant, and which agency agreed; before it the step of telling is refused."""
    whole = open_case_of(actor, case)
    if who not in dict(TOLD) or not what.strip() or not agreed_by.strip():
        raise Blocked("Say who may be told, what, and who agreed.")
    meeting = row_of(whole, meeting_id, Noted.MEETING) if meeting_id else None
    row = note(actor, whole, Noted.MAY_TELL, at=since, of=meeting, what=who, words={"what": what, "agreed_by": agreed_by})
    seal_case(row, noted=Noted.MAY_TELL.value)
    return row
