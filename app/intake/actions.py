"""Logging a breach: a draft is started, saved at every step, and becomes a case in one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.cases.models import Case
from app.cases.protection.models import Alarm
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.keys import make_case_key
from app.core.permission import Actor
from app.intake import answers as said
from app.intake.logging import write_case
from app.intake.models import Draft
from app.people.models import School


@action(Act.DRAFT_START)
def start(actor: Actor, school: School, *, answers: dict[str, Any]) -> Draft:
    """Begin to log a breach at this school; the draft has the key that becomes the key of the case."""
    assert actor.person_id is not None  # noqa: S101 - only people log
    draft = Draft(school_id=school.id, author_id=actor.person_id, started_at=now(), saved_at=now(), version=1)
    db.session.add(make_case_key(draft.id, school.id))
    db.session.flush()
    draft.answers = answers
    db.session.add(draft)
    seal_case(draft)
    return draft


@action(Act.DRAFT_SAVE)
def save(actor: Actor, draft: Draft, *, step: str, answers: dict[str, Any], version: int) -> Draft:
    """Keep the answers of one step; `Stale` when the draft was saved from another window in between."""
    _still_open(draft)
    if draft.version != version:
        raise Stale("You saved this report from another window or device after this page was opened.")
    draft.answers = answers
    draft.saved_at = now()
    seal_case(draft, step=step)
    return draft


@action(Act.DRAFT_DISCARD)
def discard(actor: Actor, draft: Draft) -> Draft:
    """Stop a draft; it stays sealed and is shown to nobody."""
    _still_open(draft)
    if db.session.scalar(select(Alarm.id).where(Alarm.case_id == draft.id).limit(1)) is not None:
        raise Blocked(
            "You recorded a call to the police or social care about this. Finish the report, so that the school can act on it."
        )
    draft.discarded_at = now()
    seal_case(draft)
    return draft


def _still_open(draft: Draft) -> None:
    if draft.logged_at is not None:
        raise Blocked("This report has been logged already. You find it under what you have reported.")
    if draft.discarded_at is not None:
        raise Blocked("This report was stopped. Start again if it is needed after all.")


@action(Act.BREACH_LOG)
def log_breach(actor: Actor, draft: Draft) -> Case:
    """Turn a whole draft into a case: allegations, people, proposed paths, deadlines, notices, receipt, one event."""
    _still_open(draft)
    if not said.whole(draft.answers):
        raise Blocked(
            "Some questions have no answer yet, or have something to check. Go through the task list and answer those that are open."
        )
    case = write_case(actor, draft)
    draft.logged_at = now()
    seal_case(case, reference=case.reference)
    return case
