"""A member of staff acknowledges the edition in force, and those who have not are reminded."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from app.core.action import Stale, action, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, NotThere
from app.notices.queries import tell
from app.people.models import Person
from app.people.queries import today
from app.policy.acknowledgements.models import Acknowledgement
from app.policy.acknowledgements.queries import asked_at, given
from app.policy.models import Edition
from app.policy.queries import in_force


@action(Act.POLICY_ACKNOWLEDGE)
def acknowledge(actor: Actor, edition: Edition) -> Acknowledgement:
    """Record that this person has read the edition in force at their school, with its digest; once for each edition."""
    # two presses at once wait here for each other, so that the second is told in words
    db.session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    if asked_at(actor) != edition.school_id or edition.digest is None or actor.person_id is None:
        raise NotThere(Edition.__name__)
    current = in_force(edition.school_id, today())
    if current is None or current.id != edition.id:
        raise Stale("A newer edition of the policy is in force now. Go to your home page and read that one.")
    if given(actor.person_id, edition.id):
        raise Stale("You have acknowledged this edition already. You need not do it again.")
    one = Acknowledgement(
        school_id=edition.school_id, person_id=actor.person_id, edition_id=edition.id, digest=edition.digest, at=now()
    )
    db.session.add(one)
    seal(f"p:{actor.person_id}", school_id=edition.school_id, edition=str(edition.id), digest=edition.digest)
    return one


@action(Act.ACKNOWLEDGEMENT_REMIND)
def remind(actor: Actor, edition: Edition, *, once: str, people: list[uuid.UUID]) -> int:
    """Ask these people to read and acknowledge an edition, each of them once; returns how many were asked."""
    fresh = tell(people, "acknowledge", school_id=edition.school_id, case_id=None, once=once)
    seal(f"e:{edition.id}", school_id=edition.school_id, told=[str(one) for one in fresh])
    return len(fresh)
