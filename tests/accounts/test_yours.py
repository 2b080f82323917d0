"""One's own sign-in: password, recovery codes and sessions, and an answer that never tells who has an account."""

from __future__ import annotations

import hashlib
import re
import threading

import pytest
from accounts_flows import GOOD, enter
from argon2 import PasswordHasher
from checked import code, said
from sqlalchemy import select, text

from app.access import passwords
from app.access.devices import device_words
from app.access.models import SignIn, Submission
from app.core.clock import now
from app.core.db import db
from app.core.trail import Event

NAME = "Amina Yusuf"
WRONG = "Your present password or the code is wrong. Codes change every 30 seconds and work once."


@pytest.fixture
def row(world):
    return next(one for one in world["people"] if one["name"] == NAME)


def _codes_may_be_used_again(app):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("update factor set last_step = 0"))


def _new_codes(app, client, row):
    _codes_may_be_used_again(app)
    where = client.passed("/your-sign-in/codes", present=row["password"], code=code(row))
    page = client.get(where).get_data(as_text=True)
    assert client.get(where).status_code == 303  # shown once
    return re.findall(r"<code>(\d{4} \d{4} \d{4} \d{4})</code>", page)


def _try(app, row, given, **other):
    return app.test_client().send("/sign-in", **{"email": row["email"], "password": row["password"], "code": given, **other})


def test_a_recovery_code_opens_one_session_and_the_person_is_told(app, sign_in, row):
    client = sign_in(NAME)
    codes = _new_codes(app, client, row)
    assert len(set(codes)) == 10
    assert "10 of 10 left" in client.get("/your-sign-in").get_data(as_text=True)
    assert _try(app, row, codes[0], password="wrong password").status_code == 422
    assert _try(app, row, codes[0]).status_code == 303
    assert _try(app, row, codes[0]).status_code == 422
    assert _try(app, row, codes[1].replace(" ", "")).status_code == 303
    assert "8 of 10 left" in client.get("/your-sign-in").get_data(as_text=True)
    assert "A recovery code was used to sign in as you" in client.get("/notices").get_data(as_text=True)


def test_two_at_once_with_one_recovery_code(app, sign_in, row):
    codes, found, ready = _new_codes(app, sign_in(NAME), row), [], threading.Barrier(2)

    def go():
        with app.app_context():
            client = app.test_client()
            data = {**client.guards("/sign-in"), "email": row["email"], "password": row["password"], "code": codes[0]}
            ready.wait(10)
            found.append(client.post("/sign-in", data=data).status_code)

    threads = [threading.Thread(target=go) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(found) == [303, 422]


def test_new_recovery_codes_end_the_old_ones_and_are_not_somebody_elses(app, sign_in, row, world):
    client = sign_in(NAME)
    old = _new_codes(app, client, row)
    new = _new_codes(app, client, row)
    assert _try(app, row, old[0]).status_code == 422
    other = next(one for one in world["people"] if one["name"] == "Helen Ashworth")
    assert _try(app, other, new[0]).status_code == 422
    assert _try(app, row, new[0]).status_code == 303


def test_a_recovery_code_does_not_change_the_password(app, sign_in, row):
    client = sign_in(NAME)
    codes = _new_codes(app, client, row)
    answer = client.send("/your-sign-in/password", present=row["password"], password=GOOD, code=codes[0])
    assert (answer.status_code, said(answer)) == (422, [WRONG])
    assert _try(app, row, codes[0]).status_code == 303  # and the code was not spent by trying


@pytest.mark.usefixtures("inside")
def test_changing_the_password_needs_the_present_one_and_a_fresh_code(app, sign_in, row):
    other, client = sign_in(NAME), sign_in(NAME)
    given = code(row)
    replay = client.send("/your-sign-in/password", present=row["password"], password=GOOD, code=given)
    assert said(replay) == [WRONG]  # the code that opened the session is spent
    _codes_may_be_used_again(app)
    assert said(client.send("/your-sign-in/password", present="wrong", password=GOOD, code=code(row))) == [WRONG]
    weak = client.send("/your-sign-in/password", present=row["password"], password="Evenhand forever", code=code(row))
    assert "must not contain" in said(weak)[0]
    client.passed("/your-sign-in/password", present=row["password"], password=GOOD, code=code(row))
    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200
    assert "Your password was changed" in client.get("/notices").get_data(as_text=True)
    _codes_may_be_used_again(app)
    assert enter(app.test_client(), row["email"], row["password"], row["totp_secret"]) == 422
    assert enter(app.test_client(), row["email"], GOOD, row["totp_secret"]) == 303
    db.session.rollback()
    said_of_it = db.session.scalars(select(Event).where(Event.act == "password.change")).one()
    assert said_of_it.school_id is None  # in the product's log, by keys only
    assert said_of_it.payload() == {}


def test_guessing_the_present_password_is_slowed(app, sign_in, row):
    client = sign_in(NAME)
    for _ in range(5):
        assert client.send("/your-sign-in/password", present="wrong", password=GOOD, code="000000").status_code == 422
    _codes_may_be_used_again(app)
    answer = client.send("/your-sign-in/password", present=row["password"], password=GOOD, code=code(row))
    assert "Wait 15 minutes" in said(answer)[0]


@pytest.mark.usefixtures("inside")
def test_sessions_are_listed_and_ended_one_by_one_or_all(sign_in, world):
    first, second, third = sign_in(NAME), sign_in(NAME), sign_in(NAME)
    stranger = sign_in("Helen Ashworth")
    page = third.get("/your-sign-in").get_data(as_text=True)
    ends = re.findall(r'action="(/your-sign-in/sessions/[0-9a-f-]{36}/end)"', page)
    assert len(ends) == 2
    assert page.count("This one") == 1
    token = stranger.guards("/log")
    assert {stranger.post(one, data=token).status_code for one in ends} == {404}
    assert stranger.get("/").status_code == 200
    guards = third.guards("/your-sign-in", 0)
    assert third.post(ends[1], data=guards).status_code == 303
    assert first.get("/").status_code == 302
    assert second.get("/").status_code == 200
    assert third.post("/your-sign-in/sessions/end", data=third.guards("/your-sign-in")).status_code == 303
    assert second.get("/").status_code == 302
    assert third.get("/").status_code == 200
    assert stranger.get("/").status_code == 200
    db.session.rollback()
    assert len(db.session.scalars(select(Event).where(Event.act == "session.revoke")).all()) == 2


def test_signing_out_clears_what_the_browser_kept(sign_in):
    client = sign_in(NAME)
    answer = client.post("/sign-out", data={"csrf_token": client.guards("/your-sign-in/password")["csrf_token"]})
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "You are signed out." in client.get(answer.headers["Location"]).get_data(as_text=True)


@pytest.mark.parametrize("given", ["000000", "1234 5678 9012 3456", "x", "１２３４５６"])
def test_known_and_unknown_cost_the_same_and_get_the_same_words(app, row, monkeypatch, given):
    asked = []

    class Counting(PasswordHasher):
        def verify(self, *words):
            asked.append(words[0][:9])
            return super().verify(*words)

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    passwords.nobodys_hash.cache_clear()
    pages = []
    for email in (row["email"], "nobody@evenhand.example", "callum.reyes@evenhand.example"):
        asked.clear()
        answer = _try(app, row, given, email=email, password="wrong password")
        assert asked == ["$argon2id"]
        pages.append((answer.status_code, said(answer), "wrong password" in answer.get_data(as_text=True)))
    assert pages[0] == pages[1] == pages[2]
    passwords.nobodys_hash.cache_clear()


def test_a_person_is_told_the_device_in_words():
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
    assert device_words(agent) == "Chrome on Windows"
    assert device_words(device_words(agent)) == "Chrome on Windows"
    assert device_words(f"{agent} Edg/130.0") == "Edge on Windows"
    assert device_words("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1") == "Safari on iPhone"
    assert device_words("") == "A browser on a device we do not know"
    assert len(device_words("Chrome" * 99)) < 60


@pytest.mark.usefixtures("inside")
def test_a_session_keeps_the_device_in_words_only(sign_in):
    sign_in(NAME)
    assert db.session.scalars(select(SignIn.device).where(SignIn.started_at <= now())).all() == [
        "A browser on a device we do not know"
    ]


def test_a_password_sent_after_the_session_ended_does_not_come_back_in_a_page(app, sign_in, row):
    client = sign_in(NAME)
    data = {**client.guards("/your-sign-in/password"), "present": row["password"], "password": GOOD, "code": code(row)}
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("update sign_in set ended_at = seen_at"))
    answer = client.post("/your-sign-in/password", data=data)
    assert answer.status_code == 401
    assert not [one for one in (row["password"], GOOD) if one in answer.get_data(as_text=True)]


@pytest.mark.usefixtures("inside")
def test_the_digest_of_a_form_is_no_fast_hash_of_a_password(app, sign_in, row):
    """Whoever has the database could otherwise try passwords against it a billion times a second."""
    client = sign_in(NAME)
    _codes_may_be_used_again(app)
    data = {**client.guards("/your-sign-in/password"), "present": row["password"], "password": GOOD, "code": code(row)}
    assert client.post("/your-sign-in/password", data=data, content_type="multipart/form-data").status_code == 303
    db.session.rollback()
    kept = db.session.scalars(select(Submission.digest).where(Submission.key == data["submission_key"])).one()
    names = [one for one in data if one != "csrf_token"]
    for secret in ((), ("password", "present", "code")):
        sent = sorted((name, data[name]) for name in names if name not in secret)
        found = hashlib.sha256(repr(("/your-sign-in/password", sent)).encode()).hexdigest()
        assert (found == kept) is bool(secret)
