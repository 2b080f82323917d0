"""The inbox of a person, and the notices that are due to be sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, or_, select

from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, in_known_case, scope, scope_of
from app.notices.models import Notice

WORDS = {
    "case_to_manage": "A case needs you to decide what happens next",
    "child_protection": "A child protection matter needs you",
    "disciplinary": "A disciplinary matter is ready for you",
    "equal_opportunities": "A complaint about conduct between colleagues needs you",
    "low_level_concern": "A low-level concern needs you",
    "appoint_manager": "A case has nobody who can manage it: appoint somebody",
    "appointed": "You have been given a part in a case",
    "moved": "A case you work on has moved on",
    "permit_asked": "Somebody asks for your advice or agreement first",
    "permit_answered": "What you asked first has an answer",
    "permit_revoked": "A permit of yours was revoked",
}
PLACES = {
    "policy_adopted": "policy.policy",
    "permit_asked": "permits.begin",
    "permit_answered": "permits.begin",
    "permit_revoked": "permits.begin",
}
"""The page that a notice without a case leads to, by its kind."""


@scope(Notice)
def _own(actor: Actor) -> ColumnElement[bool]:
    return (Notice.person_id == actor.person_id) & or_(Notice.case_id.is_(None), in_known_case(actor, Notice.case_id))


def inbox(actor: Actor, most: int = 50) -> Sequence[Notice]:
    """The newest notices of this person, less those of cases they may no longer know of."""
    return db.session.scalars(
        select(Notice).where(scope_of(Notice, actor)).order_by(Notice.made_at.desc(), Notice.id.desc()).limit(most)
    ).all()


def unseen(actor: Actor) -> int:
    """How many notices this person has not looked at yet, at most 100 counted."""
    fresh = db.session.execute(
        select(Notice.id, Notice.case_id).where(Notice.person_id == actor.person_id, Notice.seen_at.is_(None)).limit(100)
    ).all()
    if not any(case_id for _, case_id in fresh):
        return len(fresh)  # the usual page has nothing new, and need not ask which cases may be known of
    few = select(Notice.id).where(scope_of(Notice, actor), Notice.seen_at.is_(None)).limit(100).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


def due(most: int = 20) -> Sequence[uuid.UUID]:
    """The notices whose time to be sent has come, oldest first."""
    return db.session.scalars(
        select(Notice.id).where(Notice.state == "due", Notice.next_at <= now()).order_by(Notice.next_at).limit(most)
    ).all()


def tell(people: Iterable[uuid.UUID], kind: str, *, school_id: uuid.UUID, case_id: uuid.UUID | None, once: str) -> list[uuid.UUID]:
    """Add a notice for each of these people in the transaction under way, unless they were told this once before."""
    if kind not in WORDS:
        raise ValueError(f"no words for a notice of kind {kind}")
    wanted = list(dict.fromkeys(people))
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.person_id.in_(wanted), Notice.once == once)))
    fresh = [person_id for person_id in wanted if person_id not in told]
    at = now()
    db.session.add_all(
        Notice(school_id=school_id, person_id=one, case_id=case_id, kind=kind, once=once, made_at=at, next_at=at) for one in fresh
    )
    return fresh
