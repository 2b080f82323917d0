"""Who has an account, who is invited, and what somebody sees of their own sign-in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.access.models import Account, Invitation, RecoveryCode, SignIn
from app.access.queries import LONGEST
from app.core.acts import ROLE_WORDS, Act, Role
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, require, scope_of, visible
from app.people.models import Appointment, Person
from app.people.queries import roles_of, whole_roll


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody on the roll: their roles, their account if they have one, and until when an open link of theirs works."""

    person: Person
    roles: tuple[Appointment, ...]
    account: Account | None
    invited_until: datetime | None

    @property
    def has_account(self) -> bool:
        """Whether they can sign in."""
        return self.account is not None and self.account.closed_at is None

    @property
    def role_words(self) -> str:
        """Their roles in words."""
        return ", ".join(dict.fromkeys(ROLE_WORDS[Role(one.role)] for one in self.roles))


def account_of(person_id: uuid.UUID) -> Account | None:
    """The account of a person, open or closed."""
    return db.session.scalars(select(Account).where(Account.person_id == person_id)).one_or_none()


def is_taken(email: str, person_id: uuid.UUID) -> bool:
    """Whether somebody else's account, open or closed, has this address."""
    other = select(Account.id).where(Account.email == email.strip().lower(), Account.person_id != person_id)
    return db.session.scalar(other) is not None


def looked_after(actor: Actor, person_id: uuid.UUID) -> Person:
    """Somebody of a school that this administrator looks after; `NotThere` for anybody else's people."""
    person = visible(actor, Person, id=person_id)
    require(actor, Act.ACCOUNT_READ, person)
    return person


def standings(actor: Actor) -> list[Standing]:
    """Everybody of the administrator's schools by name, also who has left; the same number of queries however many."""
    return _standings(actor, whole_roll(actor.schools(Role.ADMINISTRATOR)))


def standing(actor: Actor, person: Person) -> Standing:
    """One person's standing."""
    return _standings(actor, [person])[0]


def _standings(actor: Actor, people: Sequence[Person]) -> list[Standing]:
    keys = [one.id for one in people]
    held = roles_of(keys)
    rows = db.session.scalars(select(Account).where(scope_of(Account, actor), Account.person_id.in_(keys)))
    accounts = {one.person_id: one for one in rows}
    wanted = select(Invitation.person_id, Invitation.expires_at).where(
        scope_of(Invitation, actor),
        Invitation.person_id.in_(keys),
        Invitation.spent_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now(),
    )
    invited = {row.person_id: row.expires_at for row in db.session.execute(wanted)}
    return [Standing(one, tuple(held.get(one.id, ())), accounts.get(one.id), invited.get(one.id)) for one in people]


def sessions(actor: Actor, idle: timedelta) -> Sequence[SignIn]:
    """One's own sessions that still open pages, last used first."""
    return db.session.scalars(
        select(SignIn)
        .where(
            scope_of(SignIn, actor), SignIn.ended_at.is_(None), SignIn.seen_at > now() - idle, SignIn.started_at > now() - LONGEST
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    ).all()


def codes_left(actor: Actor) -> int:
    """How many of one's own recovery codes were not used yet."""
    unused = select(func.count()).select_from(RecoveryCode).where(scope_of(RecoveryCode, actor), RecoveryCode.used_at.is_(None))
    return db.session.scalar(unused) or 0
