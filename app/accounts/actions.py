"""Inviting people to their account, setting it up, keeping it, and ending all of it when somebody leaves."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from sqlalchemy import or_, select, update

from app.access import recovery
from app.access.actions import Proven, end_sessions, factor_for, spend, tell_of_recovery
from app.access.models import Account, Factor, Invitation, RecoveryCode, SignIn
from app.access.queries import spend_invitation, token_hash, token_of
from app.accounts.queries import account_of, is_taken
from app.core.action import Blocked, action, seal
from app.core.acts import Act, Role
from app.core.clock import now
from app.core.db import db, new_id
from app.core.permission import Actor, NotThere
from app.notices.queries import INVITATION, tell
from app.people.actions import keep_an_administrator
from app.people.models import Appointment, Person
from app.people.queries import person as person_of
from app.people.queries import place_of

VALID = timedelta(hours=72)
TAKEN = "This email address is in use for another account. Use another one."
TAKEN_MEANWHILE = "This email address is in use for another account. Ask your administrator for a new invitation."


@action(Act.ACCOUNT_INVITE)
def invite(actor: Actor, person: Person, *, email: str, secret: str) -> str:
    """Invite somebody to an account under this address; returns the token of the link, valid 72 hours and kept as a hash.

    `secret` is the installation's. An earlier link of theirs ends. `Blocked` for a leaver, for somebody with an account
    (a reset is for them), and for an address in use.
    """
    account, address = account_of(person.id), email.strip().lower()
    if person.left_on is not None:
        raise Blocked("They have left. Put them back on the roll first.")
    if account is not None and account.closed_at is None:
        raise Blocked("They have an account already. Start a reset instead.")
    if is_taken(address, person.id):
        raise Blocked(TAKEN)
    person.email = person.email or address
    token = _link(person, address, secret, "invited")
    seal(f"p:{person.id}", school_id=person.school_id)
    return token


@action(Act.ACCOUNT_RESET)
def reset(actor: Actor, person: Person, *, secret: str) -> str:
    """Start a reset: every session of theirs ends; what they sign in with stays until a new factor is confirmed by the link."""
    account = account_of(person.id)
    if person.id == actor.person_id:
        raise Blocked("You cannot reset your own sign-in. Change your password on your own page, or ask another administrator.")
    if account is None or account.closed_at is not None:
        raise Blocked("They have no account. Invite them instead.")
    end_sessions(account.id)
    token = _link(person, account.email, secret, "account_reset")
    seal(f"p:{person.id}", school_id=person.school_id)
    return token


def _link(person: Person, email: str, secret: str, kind: str) -> str:
    _withdraw(person.id)
    made, at = new_id(), now()
    token = token_of(secret, made)
    db.session.add(
        Invitation(id=made, person_id=person.id, email=email, token_hash=token_hash(token), made_at=at, expires_at=at + VALID)
    )
    tell([person.id], kind, school_id=place_of(person).id, case_id=None, once=f"{INVITATION}{made}")
    return token


def _withdraw(person_id: uuid.UUID) -> None:
    still = (Invitation.person_id == person_id) & Invitation.spent_at.is_(None) & Invitation.withdrawn_at.is_(None)
    db.session.execute(update(Invitation).where(still).values(withdrawn_at=now()))


def _told(person_id: uuid.UUID, kind: str) -> None:
    school = place_of(person_of(person_id))
    tell([person_id], kind, school_id=school.id, case_id=None, once=f"{kind}:{new_id()}")


def _recovery_used(person_id: uuid.UUID) -> None:
    _told(person_id, "recovery_used")


tell_of_recovery[:] = [_recovery_used]


@action(Act.ACCOUNT_ENROL)
def enrol(actor: Actor, invitation: Invitation, *, password_hash: str, secret: str, step: int) -> list[str]:
    """Set up the sign-in of whoever was invited, with a factor they have just shown a code of; returns ten recovery codes.

    The link is spent: of two who use it at once, one gets `NotThere`. After a reset the old factor, the old codes and
    every session end here, in the same transaction, and the person is told.
    """
    if not spend_invitation(invitation.id):
        raise NotThere("invitation")
    if is_taken(invitation.email, invitation.person_id):
        raise Blocked(TAKEN_MEANWHILE)
    account = _account_for(invitation)
    account.email, account.password_hash, account.closed_at = invitation.email, password_hash, None
    db.session.flush()
    factor = factor_for(account.id, secret, now())
    factor.last_step = step  # the code just shown does not also open a session
    db.session.add(factor)
    codes = _new_codes(account.id)
    end_sessions(account.id)  # last: whoever was signing in with the old factor or an old code has committed by now
    seal(f"p:{invitation.person_id}", school_id=person_of(invitation.person_id).school_id)
    return codes


def _account_for(invitation: Invitation) -> Account:
    """The account of whoever is invited: a new one, or theirs without its factor, of which they are told."""
    account = account_of(invitation.person_id)
    if account is None:
        account = Account(person_id=invitation.person_id, created_at=now())
        db.session.add(account)
        return account
    db.session.execute(update(Factor).where(Factor.account_id == account.id, Factor.removed_at.is_(None)).values(removed_at=now()))
    _told(invitation.person_id, "account_renewed")
    return account


def _new_codes(account_id: uuid.UUID) -> list[str]:
    db.session.execute(
        update(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)).values(used_at=now())
    )
    codes, at = recovery.drawn(), now()
    db.session.add_all(RecoveryCode(account_id=account_id, code_hash=recovery.hashed(account_id, one), made_at=at) for one in codes)
    return codes


@action(Act.PASSWORD_CHANGE)
def change_password(actor: Actor, account: Account, *, proven: Proven, password_hash: str) -> None:
    """Change one's own password; every other session ends. `WrongSignIn` when the code was just used."""
    spend(proven)
    account.password_hash = password_hash
    end_sessions(account.id, but=actor.session_id)
    _told(account.person_id, "password_changed")
    seal(f"u:{account.person_id}", school_id=None)


@action(Act.RECOVERY_RENEW)
def renew_codes(actor: Actor, account: Account, *, proven: Proven) -> list[str]:
    """Ten new recovery codes instead of the old ones. `WrongSignIn` when the code was just used."""
    spend(proven)
    codes = _new_codes(account.id)
    _told(account.person_id, "recovery_renewed")
    seal(f"u:{account.person_id}", school_id=None)
    return codes


@action(Act.SESSION_REVOKE)
def revoke(actor: Actor, sign_in: SignIn) -> None:
    """End one of one's own sessions at once."""
    sign_in.ended_at = sign_in.ended_at or now()
    seal(f"u:{actor.person_id}", school_id=None)


@action(Act.SESSION_REVOKE)
def revoke_others(actor: Actor, here: SignIn) -> int:
    """End all of one's own sessions but this one; returns how many ended."""
    ended = end_sessions(here.account_id, but=here.id)
    seal(f"u:{actor.person_id}", school_id=None)
    return ended


@action(Act.PERSON_LEAVE)
def leave(actor: Actor, person: Person, *, last_day: date) -> Person:
    """Record that somebody left: their roles, sessions, links and account end now, whichever day was their last."""
    if person.id == actor.person_id:
        raise Blocked("You cannot record this of yourself. Ask another administrator.")
    if person.left_on is not None:
        raise Blocked("It is recorded already that they left.")
    _withdraw(person.id)  # first: whoever is using their link now is waited for, and their account is ended below
    ending = or_(Appointment.ends_on.is_(None), Appointment.ends_on > last_day)
    for one in db.session.scalars(select(Appointment).where(Appointment.person_id == person.id, ending)).all():
        if one.role == Role.ADMINISTRATOR.value and one.school_id:
            keep_an_administrator(one.school_id, person.id, last_day)
        one.ends_on = max(one.starts_on, last_day)
    person.left_on = last_day
    account = account_of(person.id)
    if account is not None:
        account.closed_at = account.closed_at or now()
        end_sessions(account.id)
    seal(f"p:{person.id}", school_id=person.school_id, left_on=last_day.isoformat())
    return person
