"""What happens to a notice after it was made: it is sent once, and seen."""

from __future__ import annotations

import smtplib
import uuid
from datetime import timedelta

import structlog
from sqlalchemy import update

from app.access.queries import email_of, invitation_mail
from app.core.action import housekeeping
from app.core.acts import Act
from app.core.clock import now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import Actor, job
from app.notices.models import Notice
from app.notices.post import Post
from app.notices.queries import INVITATION, due

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
log = structlog.get_logger()
SENDER = job("notices")


def send_due(post: Post | None) -> int:
    """Send every notice whose time has come; returns how many went. Without a post they stay in the inbox only."""
    reach_for(EVERY_SCHOOL)
    sent = 0
    for notice_id in due():
        sent += _send(notice_id, post)
    return sent


def _send(notice_id: uuid.UUID, post: Post | None) -> int:
    # claim first: a second worker passes over it, and if this one dies it is tried again after the lease
    with housekeeping(Act.NOTICE_SEND, SENDER):
        claimed = db.session.execute(
            update(Notice)
            .where(Notice.id == notice_id, Notice.state == "due", Notice.next_at <= now())
            .values(next_at=now() + LEASE, attempts=Notice.attempts + 1)
            .returning(Notice.person_id, Notice.attempts, Notice.once)
        ).one_or_none()
    if claimed is None:
        return 0
    person_id, attempts, once = claimed
    invitation_id = uuid.UUID(once.removeprefix(INVITATION)) if once.startswith(INVITATION) else None
    address = invitation_mail(invitation_id) if invitation_id else email_of(person_id)
    db.session.rollback()
    state, wait, went = "sent", timedelta(0), 0
    if post is None or address is None:
        state = "inbox"
    else:
        try:
            _post(post, address, f"<{notice_id}@evenhand>", invitation_id)
            went = 1
        except (OSError, smtplib.SMTPException) as error:
            state, wait = ("due", timedelta(minutes=2**attempts)) if attempts < MOST_ATTEMPTS else ("failed", wait)
            log.warning("notice_not_sent", notice=str(notice_id), kind=type(error).__name__, attempts=attempts)
    with housekeeping(Act.NOTICE_SEND, SENDER):
        db.session.execute(
            update(Notice).where(Notice.id == notice_id).values(state=state, next_at=now() + wait, sent_at=now() if went else None)
        )
    return went


def _post(post: Post, address: str, message_id: str, invitation_id: uuid.UUID | None) -> None:
    if invitation_id:
        post.invite(address, message_id, invitation_id)
    else:
        post.send(address, message_id)


def seen(actor: Actor) -> None:
    """Mark every notice of this person as seen."""
    with housekeeping(Act.NOTICE_READ, actor):
        db.session.execute(
            update(Notice).where(Notice.person_id == actor.person_id, Notice.seen_at.is_(None)).values(seen_at=now())
        )
