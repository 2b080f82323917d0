"""Suspension beside the stages: begun with its reasons, confirmed by letter, reviewed as long as it lasts, ended by who may."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from app.cases import deadlines
from app.cases.engine import Whole, roles_on
from app.cases.following import only_while_open, tell_roles, write_decision
from app.cases.managing import free_holders
from app.cases.models import Case
from app.cases.protection.ledger import Suspension
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.queries import GOVERNORS
from app.cases.protection.recording import (
    has_been,
    live_path,
    managed_case_of,
    midday,
    note,
    row_of,
    the_lado_knows,
)
from app.cases.protection.words import ALTERNATIVES
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.db import db
from app.core.permission import Actor, Refused
from app.notices.queries import tell
from app.pathways.child_protection import LETTER, REVIEW
from app.people.queries import school

NOT_MAINTAINED = frozenset({"academy", "free_school", "independent"})
"""The kinds of school whose trust or proprietor, as employer, ends a suspension; in any other only the governing body does."""


def is_maintained(school_id: uuid.UUID) -> bool:
    """Whether only the governing body can end a suspension here (School Staffing (England) Regulations 2009)."""
    return school(school_id).kind not in NOT_MAINTAINED


@action(Act.CASE_SUSPEND)
def suspend(
    actor: Actor, case: Case, *, at: datetime, rejected: dict[str, str], words: dict[str, Any], equality: dict[str, Any]
) -> ProtectionEntry:
    """Record a suspension from an instant: why, which alternatives were rejected and why, the agencies' views, the contact.

    The letter is due within a working day and the first review after ten, as the school counts; the governing body is told.
    """
    whole = managed_case_of(actor, case)
    path = live_path(whole)
    the_lado_knows(whole)
    if whole.ledger.suspension is not None:
        raise Stale("A suspension runs already.")
    has_been(at, since=case.reported_at, what="The suspension")
    missing = [label for key, label in ALTERNATIVES if not rejected.get(key)]
    if missing:
        raise Blocked(
            f"Suspension comes last. Consider every alternative, and say why it is not enough. Without a reason: {missing[0]}."
        )
    row = note(actor, whole, Noted.SUSPENDED, at=at, words={**words, "rejected": rejected})
    deadlines.start(case, path, (LETTER, REVIEW), at, {}, what="suspension")
    write_decision(actor, case, path, "Suspension begun", str(words.get("reasons", "")), equality)
    _tell_governors(whole, row, actor)
    tell_roles(whole, (Role.DSL, Role(case.manager)), "moved", actor, once=f"suspended:{row.id}")
    seal_case(row, noted=Noted.SUSPENDED.value, path=path.name)
    return row


def _tell_governors(whole: Whole, row: ProtectionEntry, actor: Actor) -> None:
    people = [one for one in free_holders(row.school_id, GOVERNORS, whole.conflicted) if one != actor.person_id]
    tell(people, "suspension", school_id=row.school_id, case_id=None, once=f"suspension:{row.id}")


def _running(whole: Whole, key: uuid.UUID) -> Suspension:
    row_of(whole, key, Noted.SUSPENDED)
    now = whole.ledger.suspension
    if now is None or now.begun.id != key:
        raise Stale("This suspension has ended.")
    return now


@action(Act.CASE_SUSPEND)
def send_letter(actor: Actor, case: Case, *, suspension_id: uuid.UUID, on: date) -> ProtectionEntry:
    """Record the day the letter went; that day is held against the clock."""
    whole = managed_case_of(actor, case)
    running = _running(whole, suspension_id)
    if running.letter is not None:
        raise Stale("The day of the letter is on record already.")
    at = has_been(midday(on), since=running.begun.at, what="The letter")
    row = note(actor, whole, Noted.LETTER, at=at, of=running.begun)
    deadlines.meet(case.id, by=actor.person_id, rules=(LETTER.rule_id,), path_id=running.begun.path_id, at=at, what="letter")
    seal_case(row, noted=Noted.LETTER.value)
    return row


@action(Act.CASE_SUSPEND)
def review(
    actor: Actor, case: Case, *, suspension_id: uuid.UUID, on: date, needed: str, why: str, equality: dict[str, Any]
) -> ProtectionEntry:
    """Record a review, at whatever stage the procedure is; the next is due so many working days after this one.

    A review that finds the suspension no longer needed does not end it: who may end it is asked to.
    """
    whole = managed_case_of(actor, case)
    running = _running(whole, suspension_id)
    last = running.reviews[-1].at if running.reviews else running.begun.at
    at = has_been(midday(on), since=last, what="The review")
    if needed not in {"yes", "no"} or not why.strip():
        raise Blocked("Say whether the suspension is still needed, and why.")
    path = next(one for one in whole.paths if one.id == running.begun.path_id)
    row = note(actor, whole, Noted.REVIEW, at=at, of=running.begun, words={"needed": needed, "why": why})
    write_decision(actor, case, path, "Suspension reviewed", why, equality)
    deadlines.meet(case.id, by=actor.person_id, rules=(REVIEW.rule_id,), path_id=path.id, at=at, what="suspension:review")
    deadlines.start(case, path, (REVIEW,), at, {}, what="suspension:review")
    if needed == "no":
        people = free_holders(case.school_id, GOVERNORS, whole.conflicted)
        tell(people, "suspension_to_end", school_id=case.school_id, case_id=None, once=f"to_end:{row.id}")
    seal_case(row, noted=Noted.REVIEW.value)
    return row


@action(Act.SUSPENSION_LIFT)
def lift(
    actor: Actor, begun: ProtectionEntry, *, on: date, minute: str, words: dict[str, str], equality: dict[str, Any]
) -> ProtectionEntry:
    """Record that a suspension was ended: in a maintained school by the governing body's minute, and by its chair or clerk."""
    case = _case_of(begun)
    only_while_open(case)
    whole = Whole(case)
    running = _running(whole, begun.id)
    _may_lift(actor, whole)
    if is_maintained(case.school_id):
        if not minute.strip():
            raise Blocked("Only the governing body ends a suspension in a maintained school: give the reference of its minute.")
        if not words.get("council_on") or not words.get("head_on"):
            raise Blocked(
                "When the governing body ends a suspension, the council and the headteacher are told at once: give both days."
            )
    at = has_been(midday(on), since=begun.at, what="The end of the suspension")
    row = note(actor, whole, Noted.LIFTED, at=at, of=running.begun, words={**words, "minute": minute})
    path = next(one for one in whole.paths if one.id == begun.path_id)
    deadlines.meet(case.id, by=actor.person_id, rules=(REVIEW.rule_id,), path_id=path.id, at=at, what="suspension:ended")
    write_decision(actor, case, path, "Suspension ended", words.get("why", ""), equality)
    tell_roles(whole, (Role(case.manager), Role.DSL), "moved", actor, once=f"lifted:{row.id}")
    seal_case(row, noted=Noted.LIFTED.value)
    return row


def _case_of(row: ProtectionEntry) -> Case:
    return db.session.get_one(Case, row.case_id)


def _may_lift(actor: Actor, whole: Whole) -> None:
    case = whole.case
    if actor.person_id in whole.conflicted:
        raise Refused("a part in the case")
    governs = actor.holds(*GOVERNORS, school_id=case.school_id)
    if not governs and (is_maintained(case.school_id) or "case_manager" not in roles_on(actor, case)):
        raise Refused("only the governing body ends a suspension here")
