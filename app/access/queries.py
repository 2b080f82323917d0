"""Who a browser's token belongs to, and whether somebody must wait before trying to sign in again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import timedelta

from flask_login import UserMixin
from sqlalchemy import ColumnElement, bindparam, func, select, update

from app.access.models import Account, Attempt, Factor, Invitation, RecoveryCode, SignIn, Submission
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, scope
from app.people.models import Employer, Person, School
from app.people.queries import holdings_of, looked_after

WINDOW = timedelta(minutes=15)
MOST_FOR_ACCOUNT = 5
MOST_FOR_ADDRESS = 40
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Shown:
    """The little every page shows of whoever is signed in."""

    id: uuid.UUID
    name: str
    school: str


class SignedIn(UserMixin):
    """The person signed in, as Flask-Login carries them: the actor, their name and their school's name."""

    def __init__(self, actor: Actor, sign_in: SignIn, person: Shown) -> None:
        self.actor = actor
        self.sign_in = sign_in
        self.person = person

    def get_id(self) -> str:
        """Flask-Login stores the browser's token itself; this is only asked at sign-in."""
        return str(self.sign_in.id)


@scope(Account)
def _accounts(actor: Actor) -> ColumnElement[bool]:
    return Account.person_id.in_(looked_after(actor))


@scope(Invitation)
def _invitations(actor: Actor) -> ColumnElement[bool]:
    return Invitation.person_id.in_(looked_after(actor))


@scope(SignIn)
def _own_sessions(actor: Actor) -> ColumnElement[bool]:
    return SignIn.account_id == actor.account_id


@scope(RecoveryCode)
def _own_codes(actor: Actor) -> ColumnElement[bool]:
    return RecoveryCode.account_id == actor.account_id


def token_hash(token: str) -> bytes:
    """What is kept of a browser's token."""
    return hashlib.sha256(token.encode()).digest()


def attempt_key(secret: str, kind: str, value: str) -> bytes:
    """A keyed hash of an account's or a machine's address, so that attempts name nobody."""
    return hmac.new(secret.encode(), f"{kind}:{value.strip().lower()}".encode(), hashlib.sha256).digest()


_SIGNED_IN = (
    select(SignIn, Account.id, Person.id, Person.name, func.coalesce(School.name, Employer.name))
    .join(Account, Account.id == SignIn.account_id)
    .join(Person, Person.id == Account.person_id)
    .join(School, School.id == Person.school_id, isouter=True)
    .join(Employer, Employer.id == Person.employer_id, isouter=True)
    .where(SignIn.token_hash == bindparam("token"), SignIn.ended_at.is_(None), Account.closed_at.is_(None))
)  # built once: every page asks it


def signed_in(token: str, idle: timedelta) -> SignedIn | None:
    """Whoever this token belongs to, with their roles of today; none when it ended, idled out or is too old."""
    row = db.session.execute(_SIGNED_IN, {"token": token_hash(token)}).one_or_none()
    if row is None:
        return None
    sign_in, account_id, person_id, name, school = row
    if now() - sign_in.seen_at > idle or now() - sign_in.started_at > LONGEST:
        return None
    actor = Actor(person_id, account_id, sign_in.id, holdings_of(person_id), name=name)
    return SignedIn(actor, sign_in, Shown(person_id, name, school))


def must_wait(account_key: bytes, address_key: bytes) -> bool:
    """Whether there were too many failed attempts for this account or from this address in the last 15 minutes."""
    since = now() - WINDOW
    for key, most in ((account_key, MOST_FOR_ACCOUNT), (address_key, MOST_FOR_ADDRESS)):
        tried = db.session.scalar(select(func.count()).select_from(Attempt).where(Attempt.key == key, Attempt.at > since))
        if (tried or 0) >= most:
            return True
    return False


def account_for(email: str) -> tuple[Account, Factor] | None:
    """The open account with this e-mail address and its factor; none when there is no such account."""
    row = db.session.execute(
        select(Account, Factor)
        .join(Factor, Factor.account_id == Account.id)
        .where(Account.email == email.strip().lower(), Account.closed_at.is_(None), Factor.removed_at.is_(None))
    ).first()
    return (row[0], row[1]) if row else None


def token_of(secret: str, invitation_id: uuid.UUID) -> str:
    """The token of an invitation, drawn from the installation's secret, so that a job can send a link that nobody stored."""
    drawn = hmac.new(secret.encode(), b"evenhand/invitation/v1/" + invitation_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()


def _open_invitation() -> ColumnElement[bool]:
    return Invitation.spent_at.is_(None) & Invitation.withdrawn_at.is_(None) & (Invitation.expires_at > now())


def invitation_of(token: str) -> tuple[Invitation, Person] | None:
    """The invitation a link stands for, and whom it invites; none when it is unknown, spent, withdrawn or too old."""
    row = db.session.execute(
        select(Invitation, Person)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.token_hash == token_hash(token), _open_invitation())
    ).one_or_none()
    return (row[0], row[1]) if row else None


def spend_invitation(invitation_id: uuid.UUID) -> bool:
    """Spend an invitation in the transaction under way; false when somebody else did, or it is open no longer."""
    spent = (
        update(Invitation).where(Invitation.id == invitation_id, _open_invitation()).values(spent_at=now()).returning(Invitation.id)
    )
    return db.session.execute(spent).one_or_none() is not None


def invitation_mail(invitation_id: uuid.UUID) -> str | None:
    """Where the link of an invitation is sent, while it is open."""
    return db.session.scalar(select(Invitation.email).where(Invitation.id == invitation_id, _open_invitation()))


def earlier_answer(account_id: uuid.UUID, key: str) -> Submission | None:
    """What was answered to this form before."""
    return db.session.get(Submission, (account_id, key))


def email_of(person_id: uuid.UUID) -> str | None:
    """Where notices for this person go, while their account is open."""
    return db.session.scalar(select(Account.email).where(Account.person_id == person_id, Account.closed_at.is_(None)))
