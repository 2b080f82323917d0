"""Who manages a case and who is told of it: never somebody with a part in it, and never nobody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from app.core.acts import Role
from app.people.queries import holders

ORDER = (Role.HEADTEACHER, Role.DEPUTY_HEAD, Role.CHAIR)
Held = Sequence[tuple[str, uuid.UUID]]
"""Who holds which role, as (role, person): of all roles that are wanted, where it was asked already."""


def manager_for(school_id: uuid.UUID, conflicted: set[uuid.UUID], *, about_head: bool, held: Held | None = None) -> Role:
    """The role that manages a case: the headteacher; the chair when it is about the headteacher; else the next in order
    who has no part in it; and the employer's HR adviser, to appoint somebody, when nobody is left."""
    free = {role for role, person_id in _held(school_id, ORDER, held) if person_id not in conflicted}
    order = (Role.CHAIR,) if about_head else ORDER
    return next((role for role in order if role.value in free), Role.HR_ADVISER)


def free_holders(
    school_id: uuid.UUID, roles: Iterable[Role], conflicted: set[uuid.UUID], *, held: Held | None = None
) -> list[uuid.UUID]:
    """The people who hold one of these roles and have no part in the case."""
    return [person_id for _, person_id in _held(school_id, roles, held) if person_id not in conflicted]


def is_headteacher(school_id: uuid.UUID, person_id: uuid.UUID | None, *, held: Held | None = None) -> bool:
    """Whether this person is headteacher of this school today."""
    return person_id in {one for _, one in _held(school_id, (Role.HEADTEACHER,), held)}


def _held(school_id: uuid.UUID, roles: Iterable[Role], held: Held | None) -> Held:
    wanted = set(roles)
    return holders(school_id, wanted) if held is None else [one for one in held if one[0] in wanted]
