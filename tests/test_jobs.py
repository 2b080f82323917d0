"""The worker: each morning's jobs once a school, whatever fails or is started again; and the real process, stopped politely."""

from __future__ import annotations

import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from living import FLASK, ROOT
from mornings import at, morning, school_of
from sqlalchemy import create_engine, text

from app.core.clock import LONDON
from app.core.db import EVERY_SCHOOL, reach_for
from app.demo.cast import FIRST
from app.jobs import DAILY, MORNING, Mornings
from app.people.queries import today


@pytest.mark.usefixtures("inside")
def test_a_job_that_fails_for_one_school_waits_and_keeps_no_other_from_its_turn(world):
    calls, day = [], today() + timedelta(days=1)
    first = school_of(world, FIRST).id

    def breaks(school_id, when):
        calls.append(("breaks", school_id))
        if school_id == first and len(calls) < 5:
            raise ValueError("one school is not well")
        return 1

    def works(school_id, when):
        calls.append(("works", school_id))
        assert when == day
        return 1

    worker = Mornings({"breaks": breaks, "works": works})
    assert morning(day, worker) == 3
    assert morning(day, worker, 7, 40) == 0
    assert len(calls) == 4
    assert morning(day, worker, 7, 45) == 1
    assert morning(day, worker, 8, 30) == 0
    assert calls.count(("breaks", first)) == 2
    assert morning(day, worker, 23, 59) == 0


@pytest.mark.usefixtures("inside")
def test_the_jobs_of_the_morning_do_nothing_the_second_time(world):
    day = today() + timedelta(days=60)
    reach_for(EVERY_SCHOOL)
    school_id = school_of(world, FIRST).id
    for name, run in DAILY.items():
        with at(day, 8):
            run(school_id, day)
            assert run(school_id, day) == 0, name


@pytest.mark.usefixtures("inside")
def test_the_next_morning_asks_every_school_again_whatever_failed_the_day_before(world):
    asked, day = [], today() + timedelta(days=1)
    first = school_of(world, FIRST).id

    def job(school_id, when):
        asked.append((school_id, when))
        if school_id == first and when == day:
            raise ValueError("all day long")
        return 1

    worker = Mornings({"job": job})
    for hour in range(8, 24):
        morning(day, worker, hour)
    morning(day + timedelta(days=1), worker)
    assert len([one for one in asked if one[1] == day + timedelta(days=1)]) == 2


def _ask(live, statement: str) -> int:
    engine = create_engine(live.database_url, connect_args={"timeout": 20} if live.database_url.startswith("sqlite") else {})
    with engine.begin() as connection:
        done = connection.execute(text(statement))
        found = done.scalar() if done.returns_rows else done.rowcount
    engine.dispose()
    return int(found or 0)


def _given(live) -> int:
    return _ask(live, "select count(*) from notice where kind = 'acknowledge'")


@pytest.mark.crash
def test_the_real_worker_reminds_once_and_stops_when_told(live):
    if 25 <= datetime.now(LONDON).minute <= 31 and datetime.now(LONDON).hour == 7:
        time.sleep((32 - datetime.now(UTC).minute) * 60)  # not across half past seven itself
    expected = 3 if datetime.now(LONDON).time() >= MORNING else 0
    for _ in range(2):
        done = live.flask("jobs", "run-due")
        assert done.returncode == 0, done.stderr
        assert _given(live) == expected
    worker = subprocess.Popen([*FLASK, "jobs", "run"], cwd=ROOT, env=live.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert _ask(live, "update notice set state = 'due', sent_at = null where case_id is not null") > 0
    for _ in range(600):  # it lives once it has sent what is due
        if not _ask(live, "select count(*) from notice where state = 'due'"):
            break
        time.sleep(0.1)
    worker.terminate()
    _, errors = worker.communicate(timeout=60)
    assert worker.returncode == 0, errors
    assert _ask(live, "select count(*) from notice where state = 'due'") == 0
    assert _given(live) == expected
