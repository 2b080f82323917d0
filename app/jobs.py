"""What the clock does: the worker that sends notices, and may be stopped at any moment without losing one."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from app.core.db import db
from app.notices.actions import send_due
from app.notices.post import post_for

log = structlog.get_logger()
EVERY = 2.0


def run_due() -> int:
    """Send what is due, once; returns how many notices went."""
    try:
        return send_due(post_for(current_app.config["SETTINGS"]))
    finally:
        db.session.remove()


def run(app: Flask, every: float = EVERY) -> None:
    """Send what is due, every few seconds, until told to stop."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping.is_set():
        with app.app_context():
            try:
                run_due()
            except OperationalError as busy:
                # the database is being restarted or is busy: what is due stays due
                log.warning("worker_waits", kind=type(busy.orig).__name__)
        stopping.wait(every)
