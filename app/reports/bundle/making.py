"""The worker makes what was asked for: one at a time, under a lease, so that one that died is begun again by the next."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from app.cases.engine import Whole
from app.cases.models import Case
from app.core.action import housekeeping
from app.core.acts import Act
from app.core.clock import now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.evidence.vault import take_in
from app.reports.bundle.actions import give_up, keep
from app.reports.bundle.binding import bind
from app.reports.bundle.content import Contents
from app.reports.bundle.models import Bundle, BundleMaking
from app.reports.bundle.queries import due

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
MOST = 1024 * 1024 * 1024  # bytes
MAKER = job("bundles")
log = structlog.get_logger()


def make_due(data: Path) -> int:
    """Make every bundle that waits; returns how many are ready. One that fails keeps no other waiting."""
    reach_for(EVERY_SCHOOL)
    return sum(_try(one, data) for one in due(now()))


def _try(key: uuid.UUID, data: Path) -> int:
    attempts = _claim(key)
    if attempts is None:
        return 0
    try:
        if attempts > MOST_ATTEMPTS:
            give_up(MAKER, db.session.get_one(Bundle, key))
            return 0
        _make(key, data)
        return 1
    except OperationalError:
        raise
    except Exception as error:
        db.session.rollback()
        log.error("bundle_not_made", bundle=str(key), kind=type(error).__name__, attempts=attempts)
        if attempts >= MOST_ATTEMPTS:
            give_up(MAKER, db.session.get_one(Bundle, key))
        return 0


def _claim(key: uuid.UUID) -> int | None:
    """How often it was begun, this time counted; nothing when another worker has it in hand."""
    with housekeeping(Act.BUNDLE_MAKE, MAKER):
        return db.session.scalars(
            update(BundleMaking)
            .where(BundleMaking.id == key, BundleMaking.until <= now())
            .values(until=now() + LEASE, attempts=BundleMaking.attempts + 1, done=0)
            .returning(BundleMaking.attempts)
        ).one_or_none()


def _make(key: uuid.UUID, data: Path) -> None:
    row = db.session.get_one(Bundle, key)
    contents = Contents(MAKER, Whole(db.session.get_one(Case, row.case_id)), row.for_part, row.unnamed)
    with bind(contents, data, lambda done, of: _progress(key, done, of)) as made:
        stored = take_in(made.file, case_id=contents.case.id, school_id=contents.case.school_id, data=data, most=MOST)
        row = db.session.get_one(Bundle, key)
        keep(MAKER, row, stored=stored, pages=made.pages, about=made.about, evidence=list(contents.clear))


def _progress(key: uuid.UUID, done: int, of: int) -> None:
    """Say how far it is; whoever is at work keeps the lease."""
    with housekeeping(Act.BUNDLE_MAKE, MAKER):
        db.session.execute(update(BundleMaking).where(BundleMaking.id == key).values(until=now() + LEASE, done=done, of=of))
