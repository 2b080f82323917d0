"""The whole way from an invitation to a first sign-in, and every way in which a link does not work."""

from __future__ import annotations

import threading
import unicodedata
from datetime import timedelta

import pyotp
import pytest
from accounts_flows import GOOD, enter, link_on, secret_on, set_up
from checked import said
from flows import person_id
from sqlalchemy import select, text

from app.access.models import Account, Factor, Invitation, RecoveryCode
from app.access.queries import token_hash
from app.core.clock import frozen, now
from app.core.db import db
from app.core.trail import Event
from app.notices.actions import send_due
from app.notices.models import Notice

CALLUM = "callum.reyes@evenhand.example"
WHO = "Callum Reyes"


def _invite(client, world, name=WHO):
    where = client.passed(
        f"/school/people/{person_id(world, name)}/invite", email=f"{'.'.join(name.lower().split())}@evenhand.example"
    )
    return link_on(client.get(where).get_data(as_text=True))


def _events(act):
    return db.session.scalars(select(Event).where(Event.act == act)).all()


@pytest.mark.usefixtures("inside")
def test_from_an_invitation_to_the_first_sign_in(app, world, sign_in):
    admin = sign_in("Owen Tate")
    page = f"/school/people/{person_id(world, WHO)}"
    admin.passed(f"{page}/invite", email=CALLUM)
    shown = admin.get(page).get_data(as_text=True)
    link = link_on(shown)
    assert "/invitation/" not in admin.get(page).get_data(as_text=True)  # shown only once
    stored = db.session.scalars(select(Invitation)).one()
    assert bytes(stored.token_hash) == token_hash(link.rsplit("/", 1)[1])
    guest = app.test_client()
    secret, codes = set_up(guest, link)
    assert len(set(codes)) == 10
    db.session.rollback()
    account = db.session.scalars(select(Account).where(Account.email == CALLUM)).one()
    kept = db.session.scalars(select(RecoveryCode).where(RecoveryCode.account_id == account.id)).all()
    assert len({bytes(one.code_hash) for one in kept}) == 10
    assert account.password_hash.startswith("$argon2id$")
    assert GOOD not in account.password_hash
    assert enter(guest, CALLUM, GOOD, secret) == 422  # the code that was shown is spent
    assert enter(guest, CALLUM, GOOD, secret, later=1) == 303
    invited, enrolled = _events("account.invite"), _events("account.enrol")
    assert (len(invited), len(enrolled)) == (1, 1)
    assert f"p:{person_id(world, WHO)}".encode() in bytes(enrolled[0].entry)
    for one in (*invited, *enrolled):
        assert b"Callum" not in bytes(one.entry)
        assert b"callum" not in bytes(one.entry)
        assert one.payload() == {}
    officer = sign_in("Beth Marland").get("/trail").get_data(as_text=True)
    assert "invited somebody to an account" in officer
    assert "a sign-in was set up" in officer
    assert app.test_cli_runner().invoke(args=["trail", "verify"]).exit_code == 0


@pytest.mark.usefixtures("inside")
def test_what_is_stored_opens_nothing(app, world, sign_in):
    """A thief of the database has neither the token nor anything it follows from."""
    link = _invite(sign_in("Owen Tate"), world)
    token = link.rsplit("/", 1)[1]
    with db.engine.connect() as connection:
        for table in ("invitation", "notice", "submission", "trail_event"):
            for row in connection.execute(text(f"select * from {table}")):
                assert token not in repr(tuple(row))
                assert token.encode() not in b"".join(bytes(one) for one in row if isinstance(one, bytes | memoryview))
    assert app.test_client().get(link.replace(token, token_hash(token).hex()[:43])).status_code == 404


def test_a_link_ends_after_72_hours_and_once_spent(app, world, sign_in):
    link = _invite(sign_in("Owen Tate"), world)
    guest = app.test_client()
    with frozen(now() + timedelta(hours=71, minutes=59)):
        assert guest.get(link).status_code == 200
    with frozen(now() + timedelta(hours=72, minutes=1)):
        assert guest.get(link).status_code == 404
    set_up(guest, link)
    assert guest.get(link).status_code == 404
    assert guest.get(f"{link}/code").status_code == 404
    assert guest.post(link, data={"password": GOOD}).status_code in {400, 404}


def test_a_newer_link_ends_the_older_one(app, world, sign_in):
    admin = sign_in("Owen Tate")
    older, newer = _invite(admin, world), _invite(admin, world)
    guest = app.test_client()
    assert (guest.get(older).status_code, guest.get(newer).status_code) == (404, 200)


def test_a_forged_link_is_not_there_and_guessing_is_slowed(app, world, sign_in):
    link = _invite(sign_in("Owen Tate"), world)
    guest = app.test_client()
    asked = [guest.get(f"/invitation/{at:043d}").status_code for at in range(42)]
    assert asked[:40] == [404] * 40
    assert asked[40:] == [429] * 2
    assert guest.get(link).status_code == 429
    with frozen(now() + timedelta(minutes=16)):
        assert guest.get(link).status_code == 200


def test_wrong_codes_are_slowed_and_leave_the_link_good(app, world, sign_in):
    link = _invite(sign_in("Owen Tate"), world)
    guest = app.test_client()
    where = guest.passed(link, password=GOOD)
    for _ in range(5):
        answer = guest.send(where, code="000000")
        assert answer.status_code == 422
        assert "not the code the app shows now" in said(answer)[0]
    assert guest.get(where).status_code == 429
    with frozen(now() + timedelta(minutes=16)):
        secret = secret_on(guest.get(where).get_data(as_text=True))
        assert guest.send(where, code=pyotp.TOTP(secret).at(now())).status_code == 303


def test_the_code_page_is_for_the_browser_that_chose_the_password(app, world, sign_in):
    admin = sign_in("Owen Tate")
    link, other = _invite(admin, world), _invite(admin, world, "Tom Ellwood")
    first, second = app.test_client(), app.test_client()
    first.passed(link, password=GOOD)
    assert second.get(f"{link}/code").headers["Location"] == link
    assert first.get(f"{other}/code").headers["Location"] == other


def test_of_two_people_with_one_link_one_gets_in(app, world, sign_in):
    link = _invite(sign_in("Owen Tate"), world)
    found, ready = {}, threading.Barrier(2)

    def go(name, password):
        with app.app_context():
            client = app.test_client()
            where = client.passed(link, password=password)
            secret = secret_on(client.get(where).get_data(as_text=True))
            data = {**client.guards(where), "code": pyotp.TOTP(secret).now()}
            ready.wait(10)
            found[name] = (client.post(where, data=data).status_code, secret, password)

    threads = [threading.Thread(target=go, args=(one, f"{one} anchor teapot lantern")) for one in ("first", "second")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(status for status, _, _ in found.values()) == [303, 404]
    for status, secret, password in found.values():
        entered = enter(app.test_client(), CALLUM, password, secret, later=1)
        assert entered == (303 if status == 303 else 422)
    with app.app_context():
        assert len(db.session.scalars(select(Account).where(Account.email == CALLUM)).all()) == 1
        factors = select(Factor).join(Account, Account.id == Factor.account_id).where(Account.email == CALLUM)
        assert len(db.session.scalars(factors).all()) == 1


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("short", "at least 12"),
        ("x" * 11, "at least 12"),
        ("é" * 201, "at most 200"),
        ("Password2026!!", "guess first"),
        ("PASSWORD PASSWORD", "guess first"),
        ("123456789012", "guess first"),
        ("zzzzzzzzzzzzzz", "guess first"),
        ("marram-bank-1234", "must not contain"),
        ("my evenhand word", "must not contain"),
        ("callum and the sea", "must not contain"),
        ("the sea of Réyes REYES", "must not contain"),
    ],
)
def test_a_weak_password_gets_a_sentence_and_the_link_stays_good(app, world, sign_in, password, word):
    guest, link = app.test_client(), _invite(sign_in("Owen Tate"), world)
    answer = guest.send(link, password=password)
    assert answer.status_code == 422
    assert word in said(answer)[0]
    assert password not in answer.get_data(as_text=True)  # a password never comes back on a page
    assert guest.get(link).status_code == 200


@pytest.mark.parametrize(
    "password",
    [
        "a b c d e f g",
        "🙂🌧🍞🎻🚲🪁🧦🌵🦉🥾🎈🪑",
        "x1" + "long words " * 18,
        "e\u0301te\u0301 sous la pluie",
        "correct <b>horse</b>",
    ],
)
def test_any_other_password_is_good_as_it_was_typed(app, world, sign_in, password):
    guest, link = app.test_client(), _invite(sign_in("Owen Tate"), world)
    secret, _ = set_up(guest, link, password)
    assert enter(guest, CALLUM, password[:-1], secret, later=1) == 422
    assert enter(guest, CALLUM, unicodedata.normalize("NFC", password), secret, later=1) == 303


def test_the_link_has_the_domain_of_the_installation_whatever_the_request_says(app, world, sign_in):
    admin = sign_in("Owen Tate")
    page = f"/school/people/{person_id(world, WHO)}"
    data = {**admin.guards(f"{page}/invite"), "email": CALLUM}
    admin.post(f"{page}/invite", data=data, headers={"X-Forwarded-Host": "evil.example"})
    shown = admin.get(page, headers={"X-Forwarded-Host": "evil.example"}).get_data(as_text=True)
    assert f"https://{app.config['ORIGIN']}/invitation/" in shown


def test_two_links_for_one_address_make_one_account(app, world, sign_in):
    """The second person gets a sentence, and their link is not spent."""
    admin = sign_in("Owen Tate")
    for name in (WHO, "Tom Ellwood"):
        admin.passed(f"/school/people/{person_id(world, name)}/invite", email="office@evenhand.example")
    second = link_on(admin.get(f"/school/people/{person_id(world, 'Tom Ellwood')}").get_data(as_text=True))
    admin.passed(f"/school/people/{person_id(world, WHO)}/invite", email="office@evenhand.example")
    set_up(app.test_client(), link_on(admin.get(f"/school/people/{person_id(world, WHO)}").get_data(as_text=True)))
    guest = app.test_client()
    where = guest.passed(second, password=GOOD)
    secret = secret_on(guest.get(where).get_data(as_text=True))
    answer = guest.send(where, code=pyotp.TOTP(secret).at(now()))
    assert answer.status_code == 409
    assert "Ask your administrator for a new invitation" in answer.get_data(as_text=True)
    assert guest.get(second).status_code == 200


def test_somebody_else_who_is_signed_in_cannot_use_the_link(world, sign_in):
    admin = sign_in("Owen Tate")
    link = _invite(admin, world)
    answer = admin.get(link)
    assert answer.status_code == 409
    assert "This link is for somebody else" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("inside")
def test_the_notice_of_an_invitation_carries_the_link_and_no_name(world, sign_in, catcher):
    send_due(None)
    link = _invite(sign_in("Owen Tate"), world)
    assert send_due(catcher.post) == 1
    to, message = catcher.messages[0]
    assert to == CALLUM
    assert "You are invited to Evenhand" in message
    assert link in message.replace("=\r\n", "").replace("=\n", "")
    assert not [word for word in ("Callum", "Reyes", "Marram", "case") if word in message]
    state = db.session.scalars(select(Notice.state).where(Notice.kind == "invited")).one()
    assert state == "sent"


@pytest.mark.usefixtures("inside")
def test_a_spent_link_is_not_sent(app, world, sign_in, catcher):
    send_due(None)
    set_up(app.test_client(), _invite(sign_in("Owen Tate"), world))
    assert send_due(catcher.post) == 0
    assert catcher.messages == []
