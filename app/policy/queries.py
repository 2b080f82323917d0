"""Which edition was in force on a day, and what its clauses say."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import selectinload

from app.core.acts import MAY, Act
from app.core.db import db
from app.core.permission import Actor, scope, scoped
from app.policy.models import Clause, Edition


@scope(Edition)
def _editions(actor: Actor) -> ColumnElement[bool]:
    drafts = actor.schools(*MAY[Act.POLICY_IMPORT])
    return Edition.school_id.in_(actor.schools()) & ((Edition.state != "draft") | Edition.school_id.in_(drafts))


@scope(Clause)
def _clauses(actor: Actor) -> ColumnElement[bool]:
    return Clause.school_id.in_(actor.schools())


def in_force(school_id: uuid.UUID, day: date) -> Edition | None:
    """The edition in force at a school on a day, with its clauses; none before the first adoption."""
    return db.session.scalars(
        select(Edition)
        .options(selectinload(Edition.clauses))
        .where(Edition.school_id == school_id, Edition.state == "adopted", Edition.adopted_on <= day)
        .order_by(Edition.adopted_on.desc(), Edition.adopted_at.desc())
        .limit(1)
    ).first()


def editions(actor: Actor) -> Sequence[Edition]:
    """Every edition this actor may know of, newest first."""
    return db.session.scalars(scoped(actor, Edition).order_by(Edition.imported_at.desc())).all()


def with_clauses(edition_id: uuid.UUID) -> Edition:
    """One edition with its clauses."""
    return db.session.scalars(select(Edition).options(selectinload(Edition.clauses)).where(Edition.id == edition_id)).one()


LEADING = ("1", "3.3", "4.1", "4.2", "4.3", "4.4")
"""The clauses that lead to a procedure."""


_CITED = select(Clause).where(
    or_(
        Clause.id.in_(bindparam("keys", expanding=True)),
        (Clause.edition_id == bindparam("edition")) & Clause.number.in_(LEADING),
    )
)


def cited(keys: Sequence[uuid.UUID], edition_id: uuid.UUID | None) -> tuple[dict[uuid.UUID, Clause], dict[str, str]]:
    """These clauses by key, and the words of the clauses that lead to a procedure in one edition by number, in one query."""
    found = db.session.scalars(_CITED, {"keys": list(set(keys)), "edition": edition_id}).all()
    return {one.id: one for one in found}, {
        one.number: one.text for one in found if one.edition_id == edition_id and one.number in LEADING
    }
