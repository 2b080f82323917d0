"""Accounts, their second factors and recovery codes, invitations to them, the sessions open on them, and attempts."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Keyed


class Account(Keyed, Base):
    """How one person signs in; the password is kept only as an Argon2id hash."""

    __tablename__ = "account"
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    seen_home_at: Mapped[datetime | None]


class Factor(Keyed, Base):
    """A time-based one-time password secret, sealed under the master key; a code is taken once."""

    __tablename__ = "factor"
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class RecoveryCode(Keyed, Base):
    """One of ten codes that each stand in for the authenticator once; only a slow hash of it is kept."""

    __tablename__ = "recovery_code"
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(Keyed, Base):
    """A link by which one person sets up their own sign-in, once; only the hash of its token is kept."""

    __tablename__ = "invitation"
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class SignIn(Keyed, Base):
    """A session on the server: the browser holds only a random token, of which this keeps the hash."""

    __tablename__ = "sign_in"
    housekeeping = True  # the time it was last seen is no event
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(120), default="")


class Attempt(Keyed, Base):
    """A failed try to sign in, by a keyed hash of the address or of the account asked for; counted to slow guessing."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)
    housekeeping = True
    key: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class Submission(Base):
    """The answer once given to a form's idempotency key, written in the transaction of its action."""

    __tablename__ = "submission"
    housekeeping = True
    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime]
