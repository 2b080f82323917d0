"""What the pages of the register show: a permit in words, what may be done with it, and the lists of Ask first."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.acts import ROLE_WORDS, Role
from app.core.forms import choices
from app.core.permission import Actor, NotThere
from app.core.words import lowered
from app.people.queries import names, today
from app.policy.permits import queries
from app.policy.permits.answering import answerers, held, may_answer
from app.policy.permits.forms import RegisterForm
from app.policy.permits.measures import MEASURES
from app.policy.permits.models import Permit, PermitMeasure
from app.policy.permits.queries import Row, Wanted, needs_confirming
from app.policy.permits.term import missing, standing, ticked
from app.policy.permits.words import (
    ANSWERS,
    CLAUSES,
    COLOURS,
    KINDS,
    MEMBERS,
    PARENTS,
    PLATFORMS,
    STANDINGS,
    Answer,
    Kind,
    Standing,
    word,
)
from app.policy.queries import in_force, own_numbers

NAMES = {Kind.PARENT: "parent", Kind.SPACE: "space"}
ASKED = {
    Kind.PARENT: "Sent. Do not accept the request before you have an answer.",
    Kind.SPACE: "Sent. Do not use the space before it is agreed and every safety measure is ticked.",
}
LASTING = {Standing.ACTIVE, Standing.AGREED}


@dataclass(frozen=True, slots=True)
class Begin:
    """The page Ask first."""

    asks: bool
    own: Sequence[Row]
    waiting: Sequence[Row]
    to_confirm: Sequence[Row]
    clauses: Mapping[str, str]


def begin(actor: Actor) -> Begin:
    """What one can ask and has asked, and what waits for one."""
    school = queries.own_school(actor)
    clauses = {kind.value: clause_words(school.id, kind) for kind in Kind} if school else {}
    return Begin(school is not None, queries.own(actor), queries.waiting(actor), queries.to_confirm(actor), clauses)


@dataclass(frozen=True, slots=True)
class Shown:
    """One permit as its page shows it."""

    permit: Permit
    standing: Standing
    names: dict[uuid.UUID, str]
    reads_words: bool
    can: frozenset[str]
    answers_as: str
    ticked: frozenset[str]
    missing: Sequence[str]
    history: Sequence[PermitMeasure]
    former: Permit | None
    renewals: Sequence[Permit]

    @property
    def now(self) -> str:
        """Where it stands, in a sentence."""
        return _sentence(self)


def one(actor: Actor, permit: Permit) -> Shown:
    """Gather the page of a permit. The clerk keeps the register and has no need of words about parents and pupils."""
    posts, stands = held(permit.school_id), standing(permit, today())
    history = queries.measures([permit.id])[permit.id]
    done = ticked(history)
    mine = permit.asker_id == actor.person_id
    answers = may_answer(posts, permit.asker_id, actor.person_id)
    readers = actor.holds(Role.HEADTEACHER, Role.CHAIR, Role.HR_ADVISER, school_id=permit.school_id)
    people = {permit.asker_id, permit.answered_by, permit.confirmed_by, permit.revoked_by, *(one.by for one in history)} - {None}
    return Shown(
        permit,
        stands,
        names(key for key in people if key),
        mine or answers or readers,
        _can(permit, stands, mine=mine, answers=answers, confirms=answers and needs_confirming(permit, posts)),
        ROLE_WORDS[answerers(posts, permit.asker_id).role],
        done,
        missing(done) if permit.kind == Kind.SPACE.value else (),
        history,
        queries.former(actor, permit) if permit.former_id else None,
        queries.renewals(permit),
    )


def _can(permit: Permit, stands: Standing, *, mine: bool, answers: bool, confirms: bool) -> frozenset[str]:
    space = permit.kind == Kind.SPACE.value
    wanted = {
        "answer": answers and stands is Standing.REQUESTED,
        "answered": answers and stands is not Standing.REQUESTED,
        "tick": space and (mine or answers) and stands in {*LASTING, Standing.REQUESTED},
        "revoke": answers and stands in LASTING,
        "revoked": answers and stands is Standing.REVOKED,
        "confirm": confirms,
        "renew": mine and stands in {*LASTING, Standing.EXPIRED},
    }
    return frozenset(name for name, good in wanted.items() if good)


def offered(actor: Actor, permit: Permit, *doings: str) -> Shown:
    """The page of a permit for somebody who may do one of these with it; nothing is there for others."""
    shown = one(actor, permit)
    if not shown.can & set(doings):
        raise NotThere(Permit.__name__)
    return shown


def _sentence(shown: Shown) -> str:
    space = shown.permit.kind == Kind.SPACE.value
    if shown.standing is Standing.REQUESTED:
        return f"Waiting for the answer of the {lowered(shown.answers_as)}. " + (
            "Do not use the space yet." if space else "Do not accept the request yet."
        )
    if shown.standing is Standing.AGREED:
        return "It is agreed, but not active: " + (
            "some safety measures are missing. Do not use the space yet." if shown.missing else "its first day has not come."
        )
    return {
        Standing.ACTIVE: "It is in force.",
        Standing.ADVISED: "The advice was not to accept.",
        Standing.DECLINED: "It was not agreed. Do not use the space.",
        Standing.EXPIRED: "It has run out and covers nothing done after its last day. Ask again before you go on.",
        Standing.REVOKED: "It was revoked and covers nothing done after that.",
    }[shown.standing]


def wanted(actor: Actor, args: Mapping[str, str]) -> tuple[RegisterForm, Wanted]:
    """The filter of the register and what it narrows to; a value that is none of its list narrows to nothing."""
    form = RegisterForm(args)
    form.person.choices = choices([("", "Everybody"), *((str(key), name) for key, name in queries.askers(actor))])
    kind, state = args.get("kind", ""), args.get("state", "")
    return form, Wanted(
        _key(args.get("person", "")),
        Kind(kind) if kind in set(Kind) else None,
        Standing(state) if state in set(Standing) else None,
        _key(args.get("before", "")),
    )


def _key(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        return None


def clause_words(school_id: uuid.UUID, kind: Kind) -> str:
    """The clauses of the school's edition in force that ask for a permit of this kind, as “clause 4.2”; empty when it has none."""
    numbers = own_numbers(in_force(school_id, today()), CLAUSES[kind])
    return f"{'clause' if len(numbers) == 1 else 'clauses'} {' and '.join(numbers)}" if numbers else ""


def vocabulary() -> dict[str, Any]:
    """The words that the templates use."""
    return {
        "permit_kind": lambda row: KINDS[Kind(row.kind)],
        "permit_clause": lambda row: clause_words(row.school_id, Kind(row.kind)),
        "permit_standing": lambda value: STANDINGS[value],
        "permit_colour": lambda value: COLOURS[value],
        "permit_platform": lambda row: word(PLATFORMS, row.platform),
        "permit_side": lambda row: word(PARENTS if row.kind == Kind.PARENT.value else MEMBERS, row.other_side),
        "permit_answer": lambda row: ANSWERS[Kind(row.kind)][Answer(row.answer)],
        "permit_measures": MEASURES,
    }
