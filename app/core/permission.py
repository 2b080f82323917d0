"""May this person do this, and which rows may they know of: the only place where either is answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Select, bindparam, event, false, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.acts import MAY, Act, Role
from app.core.db import Base, db

Row = TypeVar("Row", bound=Base)


class NotThere(Exception):
    """There is no such thing, or this person may not know of it; the two are never told apart."""


class Refused(NotThere):
    """This person may not do this act; shown exactly as if the thing were not there."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A role held today at one school."""

    role: Role
    school_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting: a person signed in, or a named job of the product itself (then `job` is set)."""

    person_id: uuid.UUID | None = None
    account_id: uuid.UUID | None = None
    session_id: uuid.UUID | None = None
    holdings: tuple[Holding, ...] = ()
    job: str = ""
    name: str = ""

    @property
    def said(self) -> str:
        """The actor as an entry of the trail names it: `u:` a person's key, `s:` a job, `anon` nobody."""
        if self.job:
            return f"s:{self.job}"
        return f"u:{self.person_id}" if self.person_id else "anon"

    def schools(self, *roles: Role) -> tuple[uuid.UUID, ...]:
        """The schools where one of these roles (any role when none is given) is held today."""
        return tuple(sorted({h.school_id for h in self.holdings if not roles or h.role in roles}))

    def holds(self, *roles: Role, school_id: uuid.UUID | None = None) -> bool:
        """Whether one of these roles is held today, at this school when one is given."""
        return any(h.role in roles and school_id in (None, h.school_id) for h in self.holdings)

    def roles_at(self, school_id: uuid.UUID) -> frozenset[Role]:
        """The roles held today at this school."""
        return frozenset(h.role for h in self.holdings if h.school_id == school_id)


def job(name: str) -> Actor:
    """The product itself, acting under the name of one of its jobs or commands."""
    return Actor(job=name)


def may(actor: Actor, act: Act, school_id: uuid.UUID | None = None) -> bool:
    """Whether the table MAY lets this actor do this act (at this school, when one is given)."""
    if actor.job:
        return True
    return actor.holds(*MAY[act], school_id=school_id)


def require(actor: Actor, act: Act, subject: object = None) -> None:
    """Raise `Refused` unless the actor may do the act at the school the subject belongs to."""
    school_id = getattr(subject, "school_id", None)
    if not may(actor, act, school_id):
        raise Refused(act)


_SCOPES: dict[type[Base], Callable[[Actor], ColumnElement[bool]]] = {}


def scope(model: type[Base]) -> Callable[[Callable[[Actor], ColumnElement[bool]]], Callable[[Actor], ColumnElement[bool]]]:
    """Register the one SQL expression that says which rows of a model an actor may know of.

    It is built once for an actor and kept: it may read the actor and the database, never the clock.
    """

    def register(rule: Callable[[Actor], ColumnElement[bool]]) -> Callable[[Actor], ColumnElement[bool]]:
        if model in _SCOPES:
            raise RuntimeError(f"{model.__name__} has two scopes")
        _SCOPES[model] = rule
        return rule

    return register


def scope_of(model: type[Base], actor: Actor) -> ColumnElement[bool]:
    """The rows of this model the actor may know of; a model without a scope shows nothing to anybody."""
    rule = _SCOPES.get(model)
    return rule(actor) if rule else false()


def scoped(actor: Actor, model: type[Row]) -> Select[Row]:
    """A select of the rows of this model that the actor may know of."""
    return select(model).where(scope_of(model, actor))


@lru_cache(maxsize=2048)  # the same few questions are asked on every page, and building them costs more than running them
def _by(actor: Actor, model: type[Row], names: tuple[str, ...]) -> Select[Row]:
    columns: list[InstrumentedAttribute[Any]] = [getattr(model, name) for name in names]
    wanted: Select[Row] = scoped(actor, model).where(
        *(column == bindparam(f"wanted_{column.key}", type_=column.type) for column in columns)
    )
    return wanted


FOUND = "found"


def keep_found(actor: Actor, row: Base, **by: Any) -> None:
    """Let `visible` give this row again, which it found with these values, for as long as the same reading lasts."""
    db.session.info[FOUND] = (actor, type(row), by, row)


@event.listens_for(Session, "after_transaction_end")
def _read_anew(session: Session, _transaction: Any) -> None:
    session.info.pop(FOUND, None)


def visible(actor: Actor, model: type[Row], **by: Any) -> Row:
    """The one row with these values, or `NotThere` when there is none that the actor may know of."""
    known = db.session.info.get(FOUND)
    if known and known[:3] == (actor, model, by):
        return cast("Row", known[3])
    empty = [name for name, value in by.items() if value is None]
    wanted = _by(actor, model, tuple(name for name in by if name not in empty))
    for name in empty:
        wanted = wanted.where(getattr(model, name).is_(None))
    given = {f"wanted_{name}": value for name, value in by.items() if value is not None}
    row: Row | None = db.session.scalars(wanted, given).one_or_none()
    if row is None:
        raise NotThere(model.__name__)
    return row


_CASE_SCOPE: list[Callable[[Actor, Any], ColumnElement[bool]]] = []


def case_scope(rule: Callable[[Actor, Any], ColumnElement[bool]]) -> Callable[[Actor, Any], ColumnElement[bool]]:
    """Register how a column that holds a case's key is kept to the cases an actor may know of (lower floors use it)."""
    _CASE_SCOPE[:] = [rule]
    return rule


def in_known_case(actor: Actor, column: Any) -> ColumnElement[bool]:
    """Keep a column that holds the key of a case to the cases this actor may know of."""
    return _CASE_SCOPE[0](actor, column) if _CASE_SCOPE else false()
