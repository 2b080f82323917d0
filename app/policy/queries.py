"""Which edition was in force on a day, what its clauses say, and how the editions of a school followed one another."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, String, Uuid, bindparam, cast, exists, or_, select
from sqlalchemy.orm import aliased, selectinload

from app.core.acts import MAY, Act
from app.core.db import db
from app.core.permission import Actor, scope, scoped
from app.people.queries import today
from app.policy.models import OPEN, Clause, Edition

ENDED = ("adopted", "superseded", "withdrawn")
"""States in which an edition is, or was, in force."""


@scope(Edition)
def _editions(actor: Actor) -> ColumnElement[bool]:
    drafts = actor.schools(*MAY[Act.POLICY_IMPORT])
    return Edition.school_id.in_(actor.schools()) & (Edition.state.not_in(OPEN) | Edition.school_id.in_(drafts))


@scope(Clause)
def _clauses(actor: Actor) -> ColumnElement[bool]:
    known = select(Edition.id).where(_editions(actor))
    return Clause.school_id.in_(actor.schools()) & Clause.edition_id.in_(known)


_IN_FORCE = (
    select(Edition)
    .where(
        Edition.school_id == bindparam("school", type_=Uuid()),
        Edition.state.in_(ENDED),
        Edition.adopted_on <= bindparam("day", type_=Date()),
        or_(Edition.ended_on.is_(None), Edition.ended_on > bindparam("day", type_=Date())),
    )
    .order_by(Edition.adopted_on.desc(), Edition.adopted_at.desc())
    .limit(1)
)
_WITH_CLAUSES = _IN_FORCE.options(selectinload(Edition.clauses))


def in_force(school_id: uuid.UUID, day: date, *, clauses: bool = True) -> Edition | None:
    """The edition in force at a school on a day, with its clauses unless they are not wanted: for any day, for ever.

    From the day of its adoption until the day before the next one's, or before its withdrawal; none before the first adoption.
    """
    return db.session.scalars(_WITH_CLAUSES if clauses else _IN_FORCE, {"school": school_id, "day": day}).first()


def own_numbers(edition: Edition | None, models: Sequence[str]) -> list[str]:
    """The numbers that clauses of the starter edition have in an edition, each once, in order; none where it has no such clause."""
    clauses = edition.clauses if edition else ()
    return [one.number for one in clauses if one.left_out is None and set(models) & set(one.likes)]


def editions(actor: Actor) -> Sequence[Edition]:
    """Every edition this actor may know of: drafts first, newest first."""
    return db.session.scalars(
        scoped(actor, Edition).order_by(Edition.adopted_on.desc().nulls_first(), Edition.imported_at.desc())
    ).all()


def with_clauses(edition_id: uuid.UUID) -> Edition:
    """One edition with its clauses."""
    return db.session.scalars(select(Edition).options(selectinload(Edition.clauses)).where(Edition.id == edition_id)).one()


def compared_with(edition: Edition) -> Edition | None:
    """What an edition is compared with: the one in force now for a draft, else the one it replaced."""
    day = today() if edition.is_open or edition.adopted_on is None else edition.adopted_on - timedelta(days=1)
    return in_force(edition.school_id, day)


def next_review(adopted_on: date) -> date:
    """A year after adoption (clause 6.1: reviewed annually); 29 February becomes 28 February."""
    try:
        return adopted_on.replace(year=adopted_on.year + 1)
    except ValueError:
        return adopted_on.replace(year=adopted_on.year + 1, day=28)


LEADING = ("1", "3.3", "4.1", "4.2", "4.3", "4.4")
"""The clauses of the starter edition that lead to a procedure."""


_BELOW = aliased(Clause)
_CITED = (
    select(Clause)
    .where(
        or_(
            Clause.id.in_(bindparam("keys", expanding=True)),
            exists(  # the clause above an item of a list, whose words lead into it
                select(_BELOW.id).where(
                    _BELOW.id.in_(bindparam("keys", expanding=True)),
                    _BELOW.edition_id == Clause.edition_id,
                    _BELOW.parent == Clause.number,
                )
            ),
            (Clause.edition_id == bindparam("edition")) & (Clause.like.in_(LEADING) | (cast(Clause.also_like, String) != "[]")),
        )
    )
    .order_by(Clause.position.desc())
)


def cited(keys: Sequence[uuid.UUID], edition_id: uuid.UUID | None) -> tuple[dict[uuid.UUID, Clause], dict[str, str]]:
    """These clauses by key, and the words of the clauses that lead to a procedure by the model's number, in one query."""
    found = db.session.scalars(_CITED, {"keys": list(set(keys)), "edition": edition_id}).all()
    return {one.id: one for one in found}, {
        number: one.text for one in found if one.edition_id == edition_id for number in one.likes if number in LEADING
    }


_PINNED = select(Edition).where(Edition.id.in_(bindparam("editions", expanding=True)))


def pinned(clauses: Sequence[Clause]) -> dict[uuid.UUID, Edition]:
    """The editions that these clauses belong to, by key, in one query."""
    wanted = {one.edition_id for one in clauses}
    return {one.id: one for one in db.session.scalars(_PINNED, {"editions": list(wanted)})} if wanted else {}
