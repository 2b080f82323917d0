"""Nothing acknowledged is lost and nothing is half done: many writers at once, and a server killed at any moment."""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pyotp
import pytest
from casework import fault_of_trail
from mornings import at, logged, school_of
from sqlalchemy import create_engine, event, select, text

from app.cases.handover.models import Handover
from app.cases.models import Case, Part
from app.cases.parts import name_part
from app.core.acts import Role
from app.core.calendar import ENGLAND
from app.core.clock import LONDON
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.core.trail import Event
from app.demo.cast import FIRST
from app.jobs import DAILY, Daily, Mornings, keep_managed, keep_told
from app.notices.models import Notice
from app.people.actions import appoint, end_role
from app.people.models import Appointment, Person
from app.people.queries import today
from app.policy.queries import in_force
from app.policy.reviews.queries import due_on

pytestmark = pytest.mark.crash
TOLD_BY = {
    "clock.remind": {"clocks_due"},
    "clock.escalate": {"clock_late", "clock_away"},
    "review.remind": {"review_60", "review_30", "review_7", "review_overdue"},
    "acknowledgement.remind": {"acknowledge"},
}
"""Which notices each job gives, by the act that the trail knows it as."""
WRITER = Path(__file__).parent / "writer.py"
PER_WRITER = 200
KILLS = 20


def _rows(live, query: str, **values) -> list:
    engine = create_engine(live.database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))
        found = connection.execute(text(query), values).all()
    engine.dispose()
    return found


def _writer(live, count: int, what: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(live.data / "world.json"), str(count), what],
        env=live.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_many_writers_at_once_lose_nothing(live):
    live.stop()
    many = 8 if live.database_url.startswith("postgresql") else 4
    before = _rows(live, "select count(*) from case_file")[0][0]
    writers = [_writer(live, PER_WRITER, "log") for _ in range(many)]
    ended = [one.communicate(timeout=400) for one in writers]
    assert [one.returncode for one in writers] == [0] * many, [err[-400:] for _, err in ended]
    said = [word for out, _ in ended for word in out.split()]
    assert len(said) == many * PER_WRITER
    stored = {row[0] for row in _rows(live, "select reference from case_file")}
    assert set(said) <= stored
    assert len(stored) == before + many * PER_WRITER
    events = _rows(live, "select count(*), count(distinct seq), max(seq) from trail_event group by log_id")
    assert all(count == distinct == most + 1 for count, distinct, most in events)
    done = live.flask("trail", "verify")
    assert done.returncode == 0, done.stderr


class Sender:
    """Somebody signed in over plain HTTP."""

    def __init__(self, live) -> None:
        self.live = live
        jar = self.jar = http.cookiejar.CookieJar()

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_args):
                return None

        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), Stay())
        row = next(one for one in live.world["people"] if one["name"] == "Helen Ashworth")
        live.may_use_codes_again()
        self.post(
            "/sign-in",
            {
                **self.hidden("/sign-in"),
                "email": row["email"],
                "password": row["password"],
                "code": pyotp.TOTP(row["totp_secret"]).now(),
            },
        )

    def hidden(self, path: str) -> dict[str, str]:
        with self.opener.open(self.live.url + path, timeout=10) as answer:
            page = answer.read().decode()
        return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form; the address it leads to."""
        try:
            self.opener.open(self.live.url + path, data=urllib.parse.urlencode(fields).encode(), timeout=10)
        except urllib.error.HTTPError as answer:
            with answer:
                if answer.code == 303:
                    return answer.headers["Location"]
                raise AssertionError(f"{path} answered {answer.code}") from None
        raise AssertionError(f"{path} led nowhere")


def test_a_server_killed_at_any_moment_loses_nothing_and_leaves_no_half(live):
    drawn = random.Random(20)
    prepared = _writer(live, KILLS * 4, "prepare")
    out, err = prepared.communicate(timeout=120)
    assert prepared.returncode == 0, err
    drafts = out.split()
    acked: dict[str, str] = {}
    for round_ in range(KILLS):
        mine, sender = drafts[round_ * 4 : round_ * 4 + 4], Sender(live)
        forms = {one: sender.hidden(f"/log/{one}/check") for one in mine}

        def send(key, sender=sender, forms=forms) -> None:
            # what is not acknowledged may be there whole, or not at all
            with contextlib.suppress(OSError, http.client.HTTPException):
                acked[key] = sender.post(f"/log/{key}/check", forms[key])

        threads = [threading.Thread(target=send, args=(one,)) for one in mine]
        for one in threads:
            one.start()
        time.sleep(drawn.uniform(0.0, 0.12))
        live.stop(signal.SIGKILL)
        for one in threads:
            one.join()
        live.start()
        again = Sender(live)
        for key in mine:  # the second submission of a form gets the first one's answer
            place = again.post(f"/log/{key}/check", {**forms[key], "csrf_token": again.hidden("/log")["csrf_token"]})
            assert acked.setdefault(key, place) == place
    _whole(live, acked)


def _whole(live, acked: dict[str, str]) -> None:
    references = {place.rsplit("/", 1)[1] for place in acked.values()}
    assert len(references) == len(acked) == KILLS * 4
    rows = _rows(
        live,
        "select c.reference, (select count(*) from allegation a where a.case_id = c.id), (select count(*) from path p where p.case_id = c.id), "
        "(select count(*) from deadline d where d.case_id = c.id), (select count(*) from receipt r where r.case_id = c.id), "
        "(select count(*) from involvement i where i.case_id = c.id), (select count(*) from trail_event t where t.case_id = c.id and t.act = 'breach.log') "
        "from case_file c",
    )
    found = {row[0]: tuple(row[1:]) for row in rows if row[0] in references}
    assert found.keys() == references
    assert len(set(found.values())) == 1, "a case is half there"
    assert all(found[one][-1] == 1 for one in found), "an incident has not exactly one event"
    done = live.flask("trail", "verify")
    assert done.returncode == 0, done.stderr


def _killed_at(point: int, work: Callable[[], object]) -> bool:
    """Let a process of its own do this and be killed at the so-manieth row it writes or transaction it ends; whether it was."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if child == 0:
        left = [point]

        def count(*_about: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def written(_connection, _cursor, statement, *_rest) -> None:
            if statement.startswith(("INSERT", "UPDATE")):
                count()

        event.listen(db.engine, "before_cursor_execute", written)
        event.listen(db.engine, "commit", count)
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, ended = os.waitpid(child, 0)
    assert os.WIFSIGNALED(ended) or os.WEXITSTATUS(ended) == 0, "it failed of itself"
    return os.WIFSIGNALED(ended)


@pytest.mark.usefixtures("inside")
def test_a_worker_killed_at_any_moment_of_any_job_does_everything_once(world, actor):
    """The digest, the escalation, both reminders of the policy, cases handed on, and the notes for who comes to manage them."""
    school, head = school_of(world, FIRST), actor("Helen Ashworth")
    due = due_on(in_force(school.id, today()))
    day = ENGLAND.on_or_after(due - timedelta(days=25))
    [theirs, deputys] = [_case(logged(world, "Ruth Okafor", name, harm="may_be")) for name in ("Tom Ellwood", "Laura Fenwick")]
    name_part(head, deputys, part=Part.WITNESS, person_id=head.person_id, name="", note="Was there.")
    references = theirs.reference, deputys.reference
    [row] = db.session.scalars(
        select(Appointment).where(Appointment.person_id == head.person_id, Appointment.role == "headteacher")
    )
    end_role(job("test"), row, last_day=day - timedelta(days=1))
    lead = db.session.get_one(Person, actor("Colin Baptiste").person_id)
    appoint(job("test"), lead, role=Role.DEPUTY_HEAD, school_id=school.id, starts_on=day)

    jobs = {
        "managers": keep_managed,
        "short clocks": keep_told,
        **{name: partial(_morning, {name: job}) for name, job in DAILY.items()},
    }
    with at(day, 8):
        kills = {name: next(point for point in range(1, 1000) if not _killed_at(point, work)) - 1 for name, work in jobs.items()}
        killed = {name for name, count in kills.items() if count > 4}  # at every row of at least one transaction
        assert kills.keys() - killed <= {"calendar", "suspensions"}, "these have nothing to do on this day"
        done = _done(day)
        assert all(done.values()), done
        for work in jobs.values():
            work()
        assert _done(day) == done, "there is nothing left to do"
    for reference in references:
        case = _case(reference)
        people = list(db.session.scalars(select(Handover.person_id).where(Handover.case_id == case.id)))
        assert case.manager == "deputy_head"
        assert len(people) == len(set(people)) == 2, "one note for each of those who come to manage it"
    assert all(fault_of_trail(uuid.UUID(one)) is None for one in world["schools"].values())


def _case(reference: str) -> Case:
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def _morning(jobs: Mapping[str, Daily]) -> None:
    Mornings(jobs).run()


def _done(day: date) -> dict[str, int]:
    """How many were told by each job of the morning: the trail and the notices agree on it, and nothing was done twice."""
    db.session.rollback()
    reach_for(EVERY_SCHOOL)
    since = datetime.combine(day, datetime.min.time(), LONDON)
    events = db.session.scalars(select(Event).where(Event.at >= since)).all()
    notices = db.session.execute(select(Notice.kind, Notice.once, Notice.person_id).where(Notice.made_at >= since)).all()
    found = {}
    for act, kinds in TOLD_BY.items():
        mine, given = [one.payload() for one in events if one.act == act], [one for one in notices if one.kind in kinds]
        if act == "clock.escalate":
            assert len(mine) == len({one.once for one in given})
        else:
            assert Counter(one for said in mine for one in said["told"]) == Counter(str(one.person_id) for one in given)
        found[act] = len(mine)
    handed = Counter((one.case_id, one.payload()["reason"]) for one in events if one.act == "case.hand_over")
    assert set(handed.values()) == {1}, "a case was handed on twice"
    return {**found, "case.hand_over": len(handed), "all": len(events), "notices": len(notices)}
