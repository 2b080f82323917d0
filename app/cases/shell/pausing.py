"""A case rests when the police, a court, a tribunal or prosecutors ask for it: reviewed every 28 days, and the child is never paused."""

from __future__ import annotations

from typing import Any

from app.cases import deadlines
from app.cases.engine import Whole
from app.cases.following import only_manager_or_adviser, only_while_open, the_person, write_decision
from app.cases.models import Case
from app.cases.shell.closing import sealed_name, sealed_path
from app.cases.shell.models import Pause
from app.cases.shell.queries import open_pause
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor
from app.pathways.pathway import By, Unit

REVIEW = By(
    "legal_pause_28d",
    28,
    Unit.CALENDAR_DAYS,
    "The school's own procedure: a pause for legal reasons is looked at again within 28 days",
    strength="soft",
    setting="pause_review_days",
)
PAUSED, KEPT, ENDED = "case paused", "pause goes on", "pause ended"


@action(Act.CASE_PAUSE)
def pause(actor: Actor, case: Case, *, asked_by: str, reason: str, reference: str, equality: dict[str, Any]) -> Pause:
    """Pause everything on a case but child protection and the child's welfare, and start the clock of the first review."""
    only_manager_or_adviser(actor, case)
    only_while_open(case)
    if case.paused_at is not None:
        raise Stale("This case is paused already.")
    whole = Whole(case)
    write_decision(actor, case, sealed_path(whole), PAUSED, reason, equality)
    row = Pause(school_id=case.school_id, case_id=case.id, since=now(), by=the_person(actor))
    row.words = {"asked_by": asked_by, "reason": reason, "reference": reference}
    db.session.add(row)
    case.paused_at = now()
    deadlines.of_case(case, REVIEW, now(), what="paused")
    _seal(row, whole, "paused", reason)
    return row


@action(Act.CASE_PAUSE)
def review_pause(actor: Actor, case: Case, *, words: str, equality: dict[str, Any]) -> Pause:
    """Record that whoever asked for the pause was asked whether it is still needed, and it is; the next review is in 28 days."""
    only_manager_or_adviser(actor, case)
    row, whole = _open(case), Whole(case)
    write_decision(actor, case, sealed_path(whole), KEPT, words, equality)
    row.reviews = [*(row.reviews or []), {"at": now().isoformat(), "by": str(the_person(actor)), "words": words}]
    deadlines.meet(case.id, by=actor.person_id, rules=(REVIEW.rule_id,), what="pause reviewed")
    deadlines.of_case(case, REVIEW, now(), what="pause reviewed")
    _seal(row, whole, "reviewed", words)
    return row


@action(Act.CASE_PAUSE)
def end_pause(actor: Actor, case: Case, *, reason: str, equality: dict[str, Any]) -> Pause:
    """End the pause: the procedures go on from where they stood."""
    only_manager_or_adviser(actor, case)
    row, whole = _open(case), Whole(case)
    write_decision(actor, case, sealed_path(whole), ENDED, reason, equality)
    row.ended_at, row.ended_by, row.end = now(), the_person(actor), reason
    case.paused_at = None
    deadlines.meet(case.id, by=actor.person_id, rules=(REVIEW.rule_id,), what="pause ended")
    _seal(row, whole, "ended", reason)
    return row


def _open(case: Case) -> Pause:
    row = open_pause(case.id)
    if row is None:
        raise Blocked("This case is not paused.")
    return row


def _seal(row: Pause, whole: Whole, how: str, reason: str) -> None:
    seal_case(row, how=how, reason=reason, path=sealed_name(whole))
