"""Taken away from work with children: dismissed, moved or gone; and the decisions on referral that each time must follow."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from app.cases import deadlines
from app.cases.engine import CP, Whole
from app.cases.following import tell_roles, write_decision
from app.cases.models import Case
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.recording import ground, has_been, managed_case_of, midday, note, row_of
from app.cases.protection.words import BODIES, bodies_for
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.clock import now, said
from app.core.permission import Actor, Refused
from app.pathways.agreements import LAW, is_refused
from app.pathways.child_protection import REVIEWS

ENDS_SUSPENSION = frozenset({"dismissed", "left"})
ONLY_TEACHERS = "The TRA regulates teachers only. Decide on a referral to the DBS instead."


def write_removal(actor: Actor, whole: Whole, *, what: str, on: date, words: dict[str, Any]) -> ProtectionEntry:
    """Write that somebody was taken away from work with children; dismissal and leaving end a suspension.

    Until a last day that lies ahead it runs on, and is reviewed.
    """
    running = whole.ledger.suspension if what in ENDS_SUSPENSION else None
    at = midday(on)
    of = running.begun if running else None
    row = note(actor, whole, Noted.REMOVAL, at=at, of=of, what=what, words=words, path=ground(whole))
    if running is not None and at <= now():
        deadlines.meet(whole.case.id, by=actor.person_id, rules=REVIEWS, at=at, what="suspension:ended")
    return row


def named(whole: Whole) -> str | None:
    """The name of the procedure under which it is kept, for the event that says what was done."""
    path = ground(whole)
    return path.name if path else None


def works_beside(whole: Whole) -> tuple[Role, Role]:
    """Who is told that they left: the manager, and the safeguarding lead; without child protection, of which the lead knows, the
    HR adviser."""
    return Role(whole.case.manager), Role.DSL if whole.path(CP) is not None else Role.HR_ADVISER


@action(Act.CASE_REFER)
def record_left(actor: Actor, case: Case, *, on: date, words: dict[str, str]) -> ProtectionEntry:
    """Record that the member of staff has left or is leaving. It ends nothing: an outcome is still reached and recorded.

    Where the staff roll has said it already, how it goes on is added to that. An agreement that promises silence, or no
    referral, is refused.
    """
    whole = managed_case_of(actor, case)
    if words.get("limits") == "yes" or is_refused(words.get("agreement", "")):
        raise Blocked(LAW)
    known = whole.ledger.left
    if known is not None and not whole.ledger.unsaid:
        raise Stale("That they left is on record already.")
    if known is not None and known.on != on:
        raise Blocked(f"By the staff roll their last day is {said(known.on)}. Enter that day, or have the roll put right first.")
    if known is not None:
        row = note(actor, whole, Noted.LEAVING, at=now(), of=known, words=words)
    else:
        row = write_removal(actor, whole, what="left", on=on, words=words)
    tell_roles(whole, works_beside(whole), "moved", actor, once=f"left:{row.id}")
    seal_case(row, noted=Noted.REMOVAL.value, path=named(whole))
    return row


@action(Act.CASE_REFER)
def record_removal(
    actor: Actor, case: Case, *, what: str, on: date, words: dict[str, str], equality: dict[str, Any]
) -> ProtectionEntry:
    """Record that they were dismissed, or moved away from work with children, with the reason."""
    whole = managed_case_of(actor, case)
    if what not in {"dismissed", "moved"}:
        raise Refused(what)
    has_been(midday(on), since=case.reported_at, what="It")
    row = write_removal(actor, whole, what=what, on=on, words=words)
    title = "Taken away from work with children"
    write_decision(actor, case, ground(whole), title, words.get("why", ""), equality)
    seal_case(row, noted=Noted.REMOVAL.value, path=named(whole))
    return row


@action(Act.CASE_REFER)
def decide_referral(
    actor: Actor,
    case: Case,
    *,
    body: str,
    removal_id: uuid.UUID | None,
    decided: str,
    why: str,
    on: date,
    reference: str,
    equality: dict[str, Any],
) -> ProtectionEntry:
    """Decide whether the DBS, or for a teacher the TRA, is told: because of one removal, or at closure; yes or no, and why."""
    whole = managed_case_of(actor, case)
    if body not in dict(BODIES):
        raise Refused(body)
    if body not in bodies_for(case.subject["post"]):
        raise Blocked(ONLY_TEACHERS)
    if decided not in {"yes", "no"} or not why.strip():
        raise Blocked("Decide yes or no, and say why.")
    removal = row_of(whole, removal_id, Noted.REMOVAL) if removal_id else None
    at = has_been(midday(on), since=case.reported_at, what="The decision")
    row = note(
        actor,
        whole,
        Noted.REFERRAL,
        at=at,
        of=removal,
        what=body,
        words={"decided": decided, "why": why, "reference": reference},
        path=ground(whole),
    )
    title = f"Referral to the {body.upper()}: {'made' if decided == 'yes' else 'not made'}"
    write_decision(actor, case, ground(whole), title, why, equality)
    seal_case(row, noted=Noted.REFERRAL.value, path=named(whole))
    return row
