"""Who is on the other side of an act, and what the permission register says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.intake.facts import Deed, Permit


def is_minor(deed: Deed) -> bool:
    """Under 18 that day, or of unknown age, which is treated the same."""
    return deed.age_at_act is None or deed.age_at_act < 18


def party(deed: Deed) -> str | None:
    """The other side of an act; nobody named in a request is read as unknown."""
    if deed.with_ is None and deed.kind in {"accept_request", "make_request"}:
        return "unknown"
    return deed.with_


def with_child(deed: Deed) -> str:
    """How far the other side is one of those of 3.2(h) and (j): yes, may_be (unknown) or no."""
    side = party(deed)
    if side in {"pupil", "former_pupil"} and deed.relationship == "family":
        return "no"
    if side == "pupil" or (side == "former_pupil" and is_minor(deed)):
        return "yes"
    return "may_be" if side == "unknown" else "no"


def with_parent(deed: Deed) -> bool:
    """Whether the other side is one of those of 3.2(i) and (k)."""
    return deed.with_ == "parent" or (deed.with_ == "former_pupil_parent" and is_minor(deed))


def parent_request_accepted(deed: Deed) -> bool:
    """The request that 3.2(i) speaks of."""
    return deed.kind == "accept_request" and not deed.request_pending and with_parent(deed)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the permission register says of one act: the permit that governs, those of unknown order, and whether all came late."""

    governs: Permit | None
    unknown: tuple[Permit, ...]
    late: bool


def standing(deed: Deed, permits: Sequence[Permit]) -> Standing:
    """The permits that fit this act, by whether they came before it, after it, or in an order that is not known."""
    kind = "curriculum_space" if deed.kind == "curriculum_space" else "parent_contact_advice"
    fitting = [one for one in permits if one.kind == kind and one.with_ in {None, party(deed)}]
    first = [one for one in fitting if deed.on and one.decided_on < deed.on]
    unknown = tuple(one for one in fitting if deed.on is None or one.decided_on == deed.on)
    governs = max(enumerate(first), key=lambda pair: (pair[1].decided_on, pair[0]))[1] if first else None
    return Standing(governs, () if first else unknown, bool(fitting) and not first and not unknown)
