"""Signing in and out, and the attempts that fail."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import select, update

from app.access import passwords, recovery
from app.access.models import Account, Attempt, Factor, RecoveryCode, SignIn, Submission
from app.access.queries import account_for, token_hash
from app.core.action import action, housekeeping, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.keys import unwrap_secret, wrap_secret
from app.core.permission import Actor, job

STEP = 30
tell_of_recovery: list[Callable[[uuid.UUID], None]] = []  # notices stand on a higher floor: the accounts register here


class WrongSignIn(Exception):
    """E-mail address, password or code is wrong; which one is never said."""


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody who gave the right password, and a code that can still be spent: of the authenticator, or a recovery code."""

    account: Account
    factor: Factor
    password_hash: str
    step: int = 0
    recovery_id: uuid.UUID | None = None


def factor_for(account_id: uuid.UUID, secret: str, at: datetime) -> Factor:
    """A one-time password factor with this base 32 secret; the caller adds the row."""
    return Factor(account_id=account_id, secret=wrap_secret(secret.encode()), added_at=at, last_step=0)


def check(email: str, password: str, code: str) -> Proven:
    """Whoever proves to be the holder of this account; `WrongSignIn` after the same work whatever is wrong."""
    found, nobody = account_for(email), passwords.nobodys_hash()
    hashed = found[0].password_hash if found else nobody
    right = passwords.is_right(hashed, password)
    if not found or not right:
        raise WrongSignIn
    account, factor = found
    figures = "".join(code.split())
    if len(figures) == recovery.FIGURES:
        return Proven(account, factor, hashed, recovery_id=_unused(account.id, figures))
    step = step_of(unwrap_secret(factor.secret).decode(), figures)
    if step is None or step <= factor.last_step:
        raise WrongSignIn
    return Proven(account, factor, hashed, step)


def _unused(account_id: uuid.UUID, figures: str) -> uuid.UUID:
    given = recovery.hashed(account_id, figures)
    unused = select(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    for one in db.session.scalars(unused):
        if secrets.compare_digest(one.code_hash, given):
            return one.id
    raise WrongSignIn


def step_of(secret: str, code: str) -> int | None:
    """The time step of which this is the code of a base 32 secret, one step of 30 seconds early or late; else none."""
    totp, here = pyotp.TOTP(secret), int(now().timestamp()) // STEP
    digits = "".join(code.split()).encode()
    for step in (here, here - 1, here + 1):
        if secrets.compare_digest(totp.at(step * STEP).encode(), digits):
            return step
    return None


def spend(proven: Proven) -> None:
    """Take the code in the transaction under way; `WrongSignIn` when somebody just used it."""
    spent = (
        update(RecoveryCode)
        .where(RecoveryCode.id == proven.recovery_id, RecoveryCode.used_at.is_(None))
        .values(used_at=now())
        .returning(RecoveryCode.id)
        if proven.recovery_id
        else update(Factor)
        .where(Factor.id == proven.factor.id, Factor.last_step < proven.step, Factor.removed_at.is_(None))
        .values(last_step=proven.step)
        .returning(Factor.id)
    )
    if db.session.execute(spent).one_or_none() is None:
        raise WrongSignIn


@action(Act.SESSION_START)
def start(actor: Actor, account: Account, *, proven: Proven, device: str) -> str:
    """Open a session for this account; returns the browser's token, of which only a hash is kept.

    The code is spent in the same transaction; `WrongSignIn` when somebody just used it, or the account was just closed
    or given another password.
    """
    spend(proven)
    if account.closed_at is not None or account.password_hash != proven.password_hash:
        raise WrongSignIn
    token, at = secrets.token_urlsafe(32), now()
    db.session.add(SignIn(account_id=account.id, token_hash=token_hash(token), started_at=at, seen_at=at, device=device[:120]))
    if proven.recovery_id:
        tell_of_recovery[0](account.person_id)
    seal(f"u:{account.person_id}", school_id=None, by="recovery code" if proven.recovery_id else None)
    return token


def end_sessions(account_id: uuid.UUID, *, but: uuid.UUID | None = None) -> int:
    """End every open session of an account (but one) in the transaction under way; returns how many ended."""
    ending = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    if but:
        ending = ending.where(SignIn.id != but)
    return len(db.session.execute(ending.values(ended_at=now()).returning(SignIn.id)).all())


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
