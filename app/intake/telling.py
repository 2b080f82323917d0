"""Whom the person who logs must tell at once: the safeguarding lead by name, and the council's designated officer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.acts import Role
from app.core.permission import Actor
from app.intake.models import Draft
from app.people.queries import Lado, holders, lado_of, names


@dataclass(frozen=True, slots=True)
class ToTell:
    """The safeguarding leads by name, whether the reader is the lead, and the designated officer."""

    leads: str
    is_lead: bool
    lado: Lado


def to_tell(actor: Actor, draft: Draft) -> ToTell:
    """Whom to tell about what is being logged; nobody whom the report is about."""
    about = draft.answers.get("who", {}).get("person")
    return tell_at(actor, draft.school_id, {uuid.UUID(about)} if about else set())


def tell_at(actor: Actor, school_id: uuid.UUID, left_out: Iterable[uuid.UUID] = ()) -> ToTell:
    """Whom to tell at a school: its safeguarding leads, their deputies when there is no other, never the reader."""
    passed = {*left_out, actor.person_id}
    for role in (Role.DSL, Role.DEPUTY_DSL):
        people = {one for _, one in holders(school_id, (role,))} - passed
        if people:
            break
    told = names([one for one in people if one])
    return ToTell(" or ".join(sorted(told.values())), actor.holds(Role.DSL, school_id=school_id), lado_of(school_id))
