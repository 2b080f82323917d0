"""Who answers whom: the headteacher; the chair for the headteacher's own; the deputy while there is no headteacher; nobody their own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.acts import Role
from app.people.queries import holders

ROLES = (Role.HEADTEACHER, Role.DEPUTY_HEAD, Role.CHAIR)
Held = Sequence[tuple[str, uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Answerers:
    """The role that answers a person, and those who hold it today; nobody when the post is vacant."""

    role: Role
    people: tuple[uuid.UUID, ...]


def held(school_id: uuid.UUID) -> Held:
    """Who holds the posts that answer, today."""
    return holders(school_id, ROLES)


def answerers(found: Held, asker_id: uuid.UUID) -> Answerers:
    """Who answers this person, given who holds which post. Advice is the headteacher's (3.2(i), 3.4) and is not delegated."""

    def of(role: Role) -> tuple[uuid.UUID, ...]:
        return tuple(dict.fromkeys(person_id for name, person_id in found if name == role.value))

    heads, deputies = of(Role.HEADTEACHER), of(Role.DEPUTY_HEAD)
    if heads and asker_id not in heads:
        return Answerers(Role.HEADTEACHER, heads)
    others = tuple(one for one in deputies if one != asker_id)
    if not heads and others:
        return Answerers(Role.DEPUTY_HEAD, others)
    return Answerers(Role.CHAIR, tuple(one for one in of(Role.CHAIR) if one != asker_id))


def may_answer(found: Held, asker_id: uuid.UUID, person_id: uuid.UUID | None) -> bool:
    """Whether this person answers what the asker asked."""
    return person_id is not None and person_id != asker_id and person_id in answerers(found, asker_id).people
