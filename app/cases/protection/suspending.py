"""Suspension beside the stages: begun with its reasons, confirmed by letter, reviewed as long as it lasts, ended by who may."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists

from app.cases import deadlines
from app.cases.engine import CP, Whole, roles_on
from app.cases.following import only_while_open, tell_roles, write_decision
from app.cases.managing import free_holders
from app.cases.models import Case
from app.cases.protection.ledger import Suspension
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.queries import GOVERNORS
from app.cases.protection.recording import (
    has_been,
    managed_case_of,
    midday,
    note,
    row_of,
    suspends_under,
    the_lado_knows,
)
from app.cases.protection.words import ALTERNATIVES, CONDUCT_ALTERNATIVES
from app.cases.work import Deadline, Path, runs
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.db import db
from app.core.permission import Actor, Refused
from app.notices.queries import tell
from app.pathways.child_protection import CONDUCT_LETTER, CONDUCT_REVIEW, LETTER, LETTERS, REVIEW, REVIEWS
from app.people.queries import school

NOT_MAINTAINED = frozenset({"academy", "free_school", "independent"})
"""The kinds of school whose trust or proprietor, as employer, ends a suspension; in any other only the governing body does."""


OTHERS_ASKED = (
    "Child protection was opened, or came to its end, after this page was opened, so other alternatives must be considered. "
    "Open the case again and record the suspension from there."
)


def is_maintained(school_id: uuid.UUID) -> bool:
    """Whether only the governing body can end a suspension here (School Staffing (England) Regulations 2009)."""
    return school(school_id).kind not in NOT_MAINTAINED


def alternatives_for(path: Path) -> tuple[tuple[str, str], ...]:
    """What must be considered before anybody is suspended under a procedure."""
    return ALTERNATIVES if path.name == CP else CONDUCT_ALTERNATIVES


def start_clocks(case: Case, path: Path, *, since: datetime, letter: bool, what: str) -> None:
    """Start the clock of the next review, and that of the letter.

    Without child protection they belong to the case as a whole, so that they run on when the procedure has come to its end.
    """
    if path.name == CP:
        deadlines.start(case, path, (LETTER, REVIEW) if letter else (REVIEW,), since, {}, what=what)
        return
    for rule in (CONDUCT_LETTER, CONDUCT_REVIEW) if letter else (CONDUCT_REVIEW,):
        deadlines.of_case(case, rule, since, what=what)


def is_to_be_reviewed(case_id: Any) -> ColumnElement[bool]:
    """Whether the clock of a review runs on a case."""
    return exists().where(Deadline.case_id == case_id, Deadline.rule.in_(REVIEWS), *runs())


@action(Act.CASE_SUSPEND)
def suspend(
    actor: Actor, case: Case, *, at: datetime, rejected: dict[str, str], words: dict[str, Any], equality: dict[str, Any]
) -> ProtectionEntry:
    """Record a suspension from an instant: why, which alternatives were rejected and why, the agencies' views, the contact.

    While child protection runs it is its own, and the LADO is asked first; else it is one of the disciplinary procedure.
    The letter is due within a working day and the first review after ten, as the school counts; the governing body is told.
    """
    whole = managed_case_of(actor, case)
    path = suspends_under(whole)
    if rejected.keys() - dict(alternatives_for(path)).keys():
        raise Stale(OTHERS_ASKED)
    if path.name == CP:
        the_lado_knows(whole)
    if whole.ledger.suspension is not None:
        raise Stale("A suspension runs already.")
    has_been(at, since=case.reported_at, what="The suspension")
    missing = [label for key, label in alternatives_for(path) if not rejected.get(key)]
    if missing:
        raise Blocked(
            f"Suspension comes last. Consider every alternative, and say why it is not enough. Without a reason: {missing[0]}."
        )
    row = note(actor, whole, Noted.SUSPENDED, at=at, path=path, words={**words, "rejected": rejected})
    start_clocks(case, path, since=at, letter=True, what="suspension")
    write_decision(actor, case, path, "Suspension begun", str(words.get("reasons", "")), equality)
    _tell_governors(whole, row, actor)
    tell_roles(whole, _beside(path, case), "moved", actor, once=f"suspended:{row.id}")
    seal_case(row, noted=Noted.SUSPENDED.value, path=path.name)
    return row


def _beside(path: Path, case: Case) -> tuple[Role, Role]:
    """Who works beside the case manager: the safeguarding lead, or without child protection the HR adviser."""
    return (Role.DSL if path.name == CP else Role.HR_ADVISER, Role(case.manager))


def _tell_governors(whole: Whole, row: ProtectionEntry, actor: Actor, kind: str = "suspension") -> None:
    """Tell the chair and the clerk, but nobody of what they have just recorded themselves."""
    people = [one for one in free_holders(row.school_id, GOVERNORS, whole.conflicted) if one != actor.person_id]
    tell(people, kind, school_id=row.school_id, case_id=None, once=f"{kind}:{row.id}")


def _running(whole: Whole, key: uuid.UUID) -> Suspension:
    row_of(whole, key, Noted.SUSPENDED)
    now = whole.ledger.suspension
    if now is None or now.begun.id != key:
        raise Stale("This suspension has ended.")
    return now


@action(Act.CASE_SUSPEND)
def send_letter(actor: Actor, case: Case, *, suspension_id: uuid.UUID, on: date, council_on: date | None = None) -> ProtectionEntry:
    """Record the day the letter went, which is held against the clock; and the day the council was told, if it was not recorded yet."""
    whole = managed_case_of(actor, case)
    running = _running(whole, suspension_id)
    if running.letter is not None:
        raise Stale("The day of the letter is on record already.")
    at = has_been(midday(on), since=running.begun.at, what="The letter")
    words = {"council_on": council_on.isoformat()} if council_on else {}
    row = note(actor, whole, Noted.LETTER, at=at, of=running.begun, words=words)
    deadlines.meet(case.id, by=actor.person_id, rules=LETTERS, at=at, what="letter")
    seal_case(row, noted=Noted.LETTER.value, path=_path_of(whole, row).name)
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
    path = _path_of(whole, running.begun)
    row = note(actor, whole, Noted.REVIEW, at=at, of=running.begun, words={"needed": needed, "why": why})
    write_decision(actor, case, path, "Suspension reviewed", why, equality)
    deadlines.meet(case.id, by=actor.person_id, rules=REVIEWS, at=at, what="suspension:review")
    start_clocks(case, path, since=at, letter=False, what="suspension:review")
    if needed == "no":
        _tell_governors(whole, row, actor, "suspension_to_end")
    seal_case(row, noted=Noted.REVIEW.value, path=path.name)
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
    path = _path_of(whole, begun)
    deadlines.meet(case.id, by=actor.person_id, rules=REVIEWS, at=at, what="suspension:ended")
    write_decision(actor, case, path, "Suspension ended", words.get("why", ""), equality)
    tell_roles(whole, _beside(path, case), "moved", actor, once=f"lifted:{row.id}")
    seal_case(row, noted=Noted.LIFTED.value, path=path.name)
    return row


def _path_of(whole: Whole, row: ProtectionEntry) -> Path:
    return next(one for one in whole.paths if one.id == row.path_id)


def _case_of(row: ProtectionEntry) -> Case:
    return db.session.get_one(Case, row.case_id)


def _may_lift(actor: Actor, whole: Whole) -> None:
    case = whole.case
    if actor.person_id in whole.conflicted:
        raise Refused("a part in the case")
    governs = actor.holds(*GOVERNORS, school_id=case.school_id)
    if not governs and (is_maintained(case.school_id) or "case_manager" not in roles_on(actor, case)):
        raise Refused("only the governing body ends a suspension here")
