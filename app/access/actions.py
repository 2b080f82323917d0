"""Signing in and out, and the attempts that fail."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from app.access.models import Account, Attempt, Factor, SignIn, Submission
from app.access.queries import account_for, token_hash
from app.core.action import Blocked, action, housekeeping, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.keys import unwrap_secret, wrap_secret
from app.core.permission import Actor, job
from app.people.models import Person

HASHER = PasswordHasher()
STEP = 30


class WrongSignIn(Exception):
    """E-mail address, password or code is wrong; which one is never said."""


def hash_password(password: str) -> str:
    """An Argon2id hash of a password."""
    return HASHER.hash(password)


def factor_for(account_id: uuid.UUID, secret: str, at: datetime) -> Factor:
    """A one-time password factor with this base 32 secret; the caller adds the row."""
    return Factor(account_id=account_id, secret=wrap_secret(secret.encode()), added_at=at, last_step=0)


def check(email: str, password: str, code: str) -> tuple[Account, Factor, int]:
    """The account and the time step of the code; `WrongSignIn` after the same work whatever is wrong."""
    found = account_for(email)
    right = _password_right(found[0].password_hash if found else _nobody(), password)
    if not found or not right:
        raise WrongSignIn
    account, factor = found
    step = _step_of(unwrap_secret(factor.secret).decode(), code)
    if step is None or step <= factor.last_step:
        raise WrongSignIn
    return account, factor, step


@cache
def _nobody() -> str:
    """The hash of a password that nobody has: checking it costs what checking a real one costs."""
    return HASHER.hash(secrets.token_urlsafe(32))


def _password_right(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _step_of(secret: str, code: str) -> int | None:
    totp, here = pyotp.TOTP(secret), int(now().timestamp()) // STEP
    digits = "".join(code.split())
    for step in (here, here - 1, here + 1):
        if secrets.compare_digest(totp.at(step * STEP), digits):
            return step
    return None


@action(Act.SESSION_START)
def start(actor: Actor, account: Account, *, factor: Factor, step: int, device: str) -> str:
    """Open a session for this account; returns the browser's token, of which only a hash is kept.

    The code's time step is spent in the same transaction; `WrongSignIn` when somebody just used it.
    """
    taken = db.session.execute(update(Factor).where(Factor.id == factor.id, Factor.last_step < step).values(last_step=step))
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # an update returns a cursor result
        raise WrongSignIn
    token, at = secrets.token_urlsafe(32), now()
    db.session.add(SignIn(account_id=account.id, token_hash=token_hash(token), started_at=at, seen_at=at, device=device[:120]))
    seal(f"u:{account.person_id}", school_id=None)
    return token


@action(Act.SESSION_END)
def end(actor: Actor, sign_in: SignIn) -> None:
    """End a session at once; its token opens nothing from the next request on."""
    sign_in.ended_at = now()
    seal(f"u:{actor.person_id}", school_id=None)


def failed(account_key: bytes, address_key: bytes) -> None:
    """Count a failed attempt for the account asked for and the address it came from."""
    with housekeeping(Act.SESSION_START, job("sign-in")):
        db.session.add_all([Attempt(key=account_key, at=now()), Attempt(key=address_key, at=now())])


def seen(sign_in: SignIn) -> None:
    """Note that a session is in use, at most once a minute."""
    if (now() - sign_in.seen_at).total_seconds() < 60:
        return
    key = sign_in.id
    with housekeeping(Act.SESSION_START, job("sign-in")):
        db.session.execute(update(SignIn).where(SignIn.id == key).values(seen_at=now()))


def answered(account_id: uuid.UUID, key: str, digest: str, location: str) -> None:
    """Keep the answer to a form in the transaction of its action."""
    db.session.add(Submission(account_id=account_id, key=key[:64], digest=digest, location=location, at=now()))


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody needs to sign in for the first time; shown once, kept nowhere."""

    email: str
    password: str
    totp_secret: str


@action(Act.ACCOUNT_OPEN)
def open_account(actor: Actor, person: Person, *, email: str) -> Opened:
    """Open an account for somebody with a drawn password and authenticator secret; `Blocked` when there is one already."""
    address = email.strip().lower()
    taken = db.session.scalar(select(Account.id).where((Account.email == address) | (Account.person_id == person.id)))
    if taken is not None:
        raise Blocked("There is an account for this person or this e-mail address already.")
    opened = Opened(address, secrets.token_urlsafe(15), pyotp.random_base32())
    account = Account(person_id=person.id, email=address, password_hash=hash_password(opened.password), created_at=now())
    db.session.add(account)
    db.session.flush()
    db.session.add(factor_for(account.id, opened.totp_secret, now()))
    seal(f"p:{person.id}", school_id=person.school_id)
    return opened
