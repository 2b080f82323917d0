"""Signing in: the same answer whatever is wrong, codes that work once, tries that are slowed, sessions that end at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from checked import code, said
from sqlalchemy import select, text

from app.access.models import Account, Factor, SignIn
from app.core.clock import frozen, now
from app.core.db import db
from config import BadSettings, read_settings

WRONG = "Email address, password or code is wrong. Codes change every 30 seconds and work once."


@pytest.fixture
def head(world):
    return next(one for one in world["people"] if one["name"] == "Helen Ashworth")


def _try(app, row, **other):
    return app.test_client().send("/sign-in", **{"email": row["email"], "password": row["password"], "code": code(row), **other})


@pytest.mark.parametrize(
    "other", [{"password": "wrong"}, {"code": "000000"}, {"email": "nobody@evenhand.example"}, {"password": "\x00"}]
)
def test_whatever_is_wrong_the_answer_is_the_same(app, head, other):
    answer = _try(app, head, **other)
    assert answer.status_code == 422
    assert [one for one in said(answer) if one != WRONG] in (
        [],
        ["There was a character in this that cannot be kept. It has been taken out: check your words and send them again."],
    )


def test_a_code_works_once(app, head):
    assert _try(app, head).status_code == 303
    assert said(_try(app, head)) == [WRONG]


def test_guessing_is_slowed_and_kept_in_the_database(app, head):
    for _ in range(5):
        assert _try(app, head, password="wrong").status_code == 422
    locked = _try(app, head)
    assert locked.status_code == 429
    assert "Wait 15 minutes" in said(locked)[0]
    with frozen(now() + timedelta(minutes=16)):
        from pyotp import TOTP

        assert _try(app, head, code=TOTP(head["totp_secret"]).at(now())).status_code == 303


@pytest.mark.usefixtures("inside")
def test_secrets_are_kept_only_as_hashes_or_sealed(head):
    account = db.session.scalars(select(Account).where(Account.email == head["email"])).one()
    factor = db.session.scalars(select(Factor).where(Factor.account_id == account.id)).one()
    assert account.password_hash.startswith("$argon2id$")
    assert head["totp_secret"].encode() not in bytes(factor.secret)


def test_signing_out_ends_the_session_on_the_server(app, sign_in):
    client = sign_in("Helen Ashworth")
    cookie = client.get_cookie("evenhand")
    token = client.guards("/log")["csrf_token"]
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303
    thief = app.test_client()
    thief.set_cookie("evenhand", cookie.value)
    assert thief.get("/").status_code == 302


@pytest.mark.usefixtures("inside")
def test_a_revoked_session_and_an_ended_role_hold_from_the_next_request_on(sign_in, world):
    client = sign_in("Amina Yusuf")
    assert client.get("/cases").status_code == 200
    with db.engine.begin() as connection:
        connection.execute(text("update appointment set ends_on = '2026-01-01', starts_on = '2025-01-01' where role = 'dsl'"))
    assert client.get("/cases").status_code == 404
    with db.engine.begin() as connection:
        connection.execute(text("update sign_in set ended_at = seen_at"))
    assert client.get("/").status_code == 302
    assert db.session.scalars(select(SignIn)).first() is not None


def test_idle_and_long_sessions_end(sign_in):
    client = sign_in("Helen Ashworth")
    with frozen(now() + timedelta(minutes=29)):
        assert client.get("/").status_code == 200
    with frozen(now() + timedelta(minutes=70)):
        assert client.get("/").status_code == 302


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_signing_in(app, head, where):
    client = app.test_client()
    answer = client.send(f"/sign-in?next={where}", email=head["email"], password=head["password"], code=code(head))
    assert answer.headers["Location"] == "/"


def test_headers_on_every_answer(sign_in):
    client = sign_in("Helen Ashworth")
    for path in ("/", "/nowhere", "/healthz", "/readyz"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


GOOD = {
    "EVENHAND_ENV": "production",
    "EVENHAND_SECRET_KEY": "x" * 40,
    "EVENHAND_MASTER_KEY": "b" * 43 + "=",
    "EVENHAND_ORIGIN": "cases.council.gov.uk",
}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"EVENHAND_SECRET_KEY": ""}, "SECRET_KEY"),
        ({"EVENHAND_SECRET_KEY": "secret"}, "SECRET_KEY"),
        ({"EVENHAND_MASTER_KEY": ""}, "MASTER_KEY"),
        ({"EVENHAND_MASTER_KEY": "A" * 43 + "="}, "MASTER_KEY"),
        ({"EVENHAND_ORIGIN": "evenhand.example"}, "ORIGIN"),
        ({"EVENHAND_ENV": "prod"}, "EVENHAND_ENV"),
    ],
)
def test_production_does_not_start_with_a_missing_or_default_secret(change, word):
    assert read_settings(GOOD).environment == "production"
    with pytest.raises(BadSettings, match=word):
        read_settings({**GOOD, **change})


def test_the_demonstration_refuses_production(app):
    app.config["ENVIRONMENT"] = "production"
    try:
        for words in (["demo", "load"], ["demo", "load", "--cases", "5"]):
            done = app.test_cli_runner().invoke(args=words)
            assert done.exit_code == 2
            assert "production" in done.stderr
    finally:
        app.config["ENVIRONMENT"] = "test"
