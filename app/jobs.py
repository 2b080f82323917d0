"""What the clock does: the worker that sends notices and runs each morning's jobs, and may be stopped at any moment without losing one."""

from __future__ import annotations

import signal
import threading
import time as clock
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from types import FrameType

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from app.cases.clocking.jobs import count_again, look_again, tell_of_clocks
from app.cases.jobs import brief_newcomers, fill_gaps
from app.cases.protection.passing import end_passed
from app.cases.protection.rolling import follow_roll
from app.core.clock import london, now
from app.core.db import db, reach_for
from app.notices.actions import send_due
from app.notices.post import post_for
from app.people.queries import every_school
from app.policy.acknowledgements.jobs import remind_to_acknowledge
from app.policy.reviews.jobs import remind_of_review
from app.reports.bundle.making import make_due

log = structlog.get_logger()
EVERY = 2.0
MORNING = time(7, 30)
AGAIN = timedelta(minutes=15)

Daily = Callable[[uuid.UUID, date], int]
DAILY: Mapping[str, Daily] = {
    "calendar": count_again,
    "suspensions": end_passed,
    "clocks": tell_of_clocks,
    "review": remind_of_review,
    "acknowledge": remind_to_acknowledge,
}
"""The jobs of each morning, by name. A job is given a school and the day in London, does what that day calls for and returns
how much it did. It must do nothing the second time (a notice's `once`): a worker that was started again asks it again, and one
that was down for days asks only for today."""


class Mornings:
    """Runs each daily job once a day for each school, at 07:30 in London or as soon after as the worker lives."""

    def __init__(self, jobs: Mapping[str, Daily] = DAILY) -> None:
        self.jobs = jobs
        self.finished: date | None = None
        self.done: dict[tuple[str, uuid.UUID], date] = {}
        self.not_before: datetime | None = None

    def run(self) -> int:
        """Do what this morning still calls for; returns how much was done. One school's failure keeps nobody else waiting."""
        at = now()
        day = london(at).date()
        if london(at).time() < MORNING or self.finished == day or (self.not_before and at < self.not_before):
            return 0
        count, failed = 0, False
        for school_id in every_school():
            for name, job in self.jobs.items():
                if self.done.get((name, school_id)) == day:
                    continue
                outcome = _try(name, job, school_id, day)
                if outcome is None:
                    failed = True
                else:
                    self.done[name, school_id] = day
                    count += outcome
        self.finished, self.not_before = (None, at + AGAIN) if failed else (day, None)
        return count


def _try(name: str, job: Daily, school_id: uuid.UUID, day: date) -> int | None:
    """What the job did for one school; none when it failed, which is logged, and is tried again in a quarter of an hour."""
    reach_for((school_id,))
    try:
        return job(school_id, day)
    except OperationalError:
        raise
    except Exception as error:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        at = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        log.error("daily_job_failed", job=name, school=str(school_id), kind=type(error).__name__, at=at)
        return None
    finally:
        db.session.rollback()


def keep_managed() -> None:
    """See that no open case of any school is without somebody who manages it."""
    for school_id in every_school():
        _try(
            "managers", lambda key, _day: fill_gaps(key) + brief_newcomers(key) + follow_roll(key), school_id, london(now()).date()
        )


def keep_told() -> None:
    """See, from half past seven on, that a clock of hours or of one working day that nobody meets is told along the line."""
    at = london(now())
    if at.time() >= MORNING:
        for school_id in every_school():
            _try("short clocks", look_again, school_id, at.date())


BETWEEN: Mapping[Callable[[], None], float] = {keep_managed: 60.0, keep_told: AGAIN.total_seconds()}
"""What the worker sees to all day long, and after how many seconds again."""


def run_due(mornings: Mornings | None = None) -> int:
    """Do what this morning calls for, send what is due and make the bundles that were asked for, once; returns how many notices went."""
    try:
        (mornings or Mornings()).run()
        sent = send_due(post_for(current_app.config["SETTINGS"]))
        make_due(current_app.config["SETTINGS"].data)
        return sent
    finally:
        db.session.remove()


def run(app: Flask, every: float = EVERY) -> None:
    """Send what is due, every few seconds, until told to stop."""
    stopping, mornings, again = threading.Event(), Mornings(), dict.fromkeys(BETWEEN, 0.0)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping.is_set():
        with app.app_context():
            try:
                run_due(mornings)
                for see_to, seconds in BETWEEN.items():
                    if clock.monotonic() >= again[see_to]:
                        see_to()
                        again[see_to] = clock.monotonic() + seconds
            except OperationalError as busy:
                # the database is being restarted or is busy: what is due stays due
                log.warning("worker_waits", kind=type(busy.orig).__name__)
        stopping.wait(every)
