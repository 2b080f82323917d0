"""Nothing acknowledged is lost and nothing is half done: many writers at once, and a server killed at any moment."""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
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
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import create_engine, text

pytestmark = pytest.mark.crash
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
