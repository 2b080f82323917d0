"""The inbox of a person, and the notices that are due to be sent."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, func, or_, select, update

from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, in_known_case, scope, scope_of
from app.notices.models import Notice

INVITATION = "invitation:"  # begins the `once` of a notice that carries the link of an invitation
WORDS = {
    "case_to_manage": "A case needs you to decide what happens next",
    "child_protection": "A child protection matter needs you",
    "disciplinary": "A disciplinary matter is ready for you",
    "equal_opportunities": "A complaint about conduct between colleagues needs you",
    "low_level_concern": "A low-level concern needs you",
    "appoint_manager": "A case has nobody who can manage it: appoint somebody",
    "appointed": "You have been given a part in a case",
    "moved": "A case you work on has moved on",
    "child_alarm": "Somebody called the police or social care about a child",
    "suspension": "The governing body must know of a suspension",
    "suspension_to_end": "A suspension is no longer thought necessary: the governing body is asked to end it",
    "left": "Somebody whom a case is about has left or is leaving: the case goes on",
    "returned": "Somebody whom a case is about is on the staff roll again",
    "clocks_due": "Something is due today or overdue",
    "clock_late": "Somebody else has missed a date: see to it",
    "clock_unknown": "A date cannot be given, because a year or a term is missing from the calendar: have it added",
    "clock_away": "A clock needs you, because whoever it belongs to is away",
    "sign_off": "A case waits for you to sign that it can close",
    "sent_back": "A case you asked to close was sent back to you",
    "policy_to_confirm": "The adoption of a policy waits for you to confirm it",
    "review_60": "The policy is due for its annual review within 60 days",
    "review_30": "The policy is due for its annual review within 30 days",
    "review_7": "The policy is due for its annual review within 7 days",
    "review_overdue": "The annual review of the policy is overdue",
    "acknowledge": "Read and acknowledge the policy",
    "invited": "You were invited to Evenhand",
    "account_reset": "A reset of your sign-in was started. If you did not ask for it, tell your administrator",
    "account_renewed": "Your password and authenticator were replaced. If that was not you, tell your administrator",
    "password_changed": "Your password was changed. If that was not you, tell your administrator",
    "recovery_used": "A recovery code was used to sign in as you. If that was not you, tell your administrator",
    "recovery_renewed": "You have new recovery codes. If you did not ask for them, tell your administrator",
    "permit_asked": "Somebody asks for your advice or agreement first",
    "permit_answered": "What you asked first has an answer",
    "permit_revoked": "A permit of yours was revoked",
}
PLACES = {
    "child_alarm": "protection.calls",
    "suspension": "protection.suspensions",
    "suspension_to_end": "protection.suspensions",
    "policy_adopted": "policy.policy",
    "clocks_due": "reports.home",
    "clock_late": "clocking.in_line",
    "clock_away": "clocking.in_line",
    "policy_to_confirm": "policy.policy",
    "review_60": "policy.policy",
    "review_30": "policy.policy",
    "review_7": "policy.policy",
    "review_overdue": "policy.policy",
    "acknowledge": "acknowledgements.begin",
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
    return db.session.scalars(_inbox(actor, most)).all()


@lru_cache(maxsize=512)  # every page asks these, and building them costs more than running them
def _inbox(actor: Actor, most: int) -> Select[Notice]:
    return select(Notice).where(scope_of(Notice, actor)).order_by(Notice.made_at.desc(), Notice.id.desc()).limit(most)


@lru_cache(maxsize=512)
def _unseen(actor: Actor) -> Select[int]:
    few = select(Notice.id).where(scope_of(Notice, actor), Notice.seen_at.is_(None)).limit(100).subquery()
    return select(func.count()).select_from(few)


def unseen(actor: Actor) -> int:
    """How many notices this person has not looked at yet, at most 100 counted."""
    return db.session.scalar(_unseen(actor)) or 0


def due(most: int = 20) -> Sequence[uuid.UUID]:
    """The notices whose time to be sent has come, oldest first."""
    return db.session.scalars(
        select(Notice.id).where(Notice.state == "due", Notice.next_at <= now()).order_by(Notice.next_at).limit(most)
    ).all()


def untold(people: Iterable[uuid.UUID], once: str) -> list[uuid.UUID]:
    """Those of these people who have not had this notice yet, each of them once."""
    wanted = list(dict.fromkeys(people))
    told = told_when(wanted, once)
    return [person_id for person_id in wanted if person_id not in told]


def told_when(people: Collection[uuid.UUID], once: str) -> dict[uuid.UUID, datetime]:
    """Which of these people have had this notice, and when."""
    rows = select(Notice.person_id, Notice.made_at).where(Notice.person_id.in_(people), Notice.once == once)
    return {one.person_id: one.made_at for one in db.session.execute(rows)} if people else {}


def tell(people: Iterable[uuid.UUID], kind: str, *, school_id: uuid.UUID, case_id: uuid.UUID | None, once: str) -> list[uuid.UUID]:
    """Add a notice for each of these people in the transaction under way, unless they were told this once before."""
    if kind not in WORDS:
        raise ValueError(f"no words for a notice of kind {kind}")
    fresh, at = untold(people, once), now()
    db.session.add_all(
        Notice(school_id=school_id, person_id=one, case_id=case_id, kind=kind, once=once, made_at=at, next_at=at) for one in fresh
    )
    return fresh


def settled(begins: str) -> None:
    """What notices asked for has been done: mark those whose `once` begins so as seen, and send none that was not sent yet."""
    rows = update(Notice).where(Notice.once.startswith(begins, autoescape=True))
    db.session.execute(rows.where(Notice.seen_at.is_(None)).values(seen_at=now()))
    db.session.execute(rows.where(Notice.state == "due").values(state="inbox"))


def only_inbox(once: str, people: Iterable[uuid.UUID]) -> None:
    """Send no mail of this notice to these people: they had one like it a moment ago, and find it in their inbox."""
    wanted = list(people)
    if wanted:
        rows = update(Notice).where(Notice.once == once, Notice.person_id.in_(wanted), Notice.state == "due")
        db.session.execute(rows.values(state="inbox"))
