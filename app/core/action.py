"""The only way to change anything: an action checks, runs in one transaction, seals one event in the trail and commits."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import event as sa_event
from sqlalchemy.orm import ORMExecuteState, Session

from app.core import proved, trail
from app.core.acts import Act
from app.core.db import Base, a_turn_to_write, db, writing
from app.core.permission import Actor, require

Given = ParamSpec("Given")
Subject = TypeVar("Subject")
Result = TypeVar("Result")


class WriteOutsideAction(RuntimeError):
    """Something was about to be written outside an action."""


class Stale(Exception):
    """Somebody else changed this since the page was shown; nothing was saved. The words say what changed."""


class Blocked(Exception):
    """A rule of the procedure does not allow this yet; the words say which and what to do."""


@dataclass(slots=True)
class Doing:
    """The action under way: what it does, and what it has said of itself for the trail."""

    act: Act
    actor: Actor
    happening: trail.Happening | None = None
    only_housekeeping: bool = False
    after: list[Callable[[Any], None]] = field(default_factory=list)
    written: dict[int, Base] = field(default_factory=dict)


doing: ContextVar[Doing | None] = ContextVar("doing", default=None)
before_commit: ContextVar[Callable[[Any], None] | None] = ContextVar("before_commit", default=None)


def seal(obj: str, *, school_id: uuid.UUID | None, case_id: uuid.UUID | None = None, **payload: Any) -> None:
    """Say what this action did, once: the object (`c:` and a case's key, `p:` a person's …) and the sealed words."""
    now = doing.get()
    if now is None or now.happening is not None:
        raise RuntimeError("an action says exactly once what it did")
    said = {name: value for name, value in payload.items() if value is not None}
    now.happening = trail.Happening(now.act.value, now.actor.said, obj, school_id, case_id, said)


def seal_case(row: Any, **payload: Any) -> None:
    """Say what this action did to a case, or to a row that belongs to one."""
    case_id = getattr(row, "case_id", None) or row.id
    seal(f"c:{case_id}", school_id=row.school_id, case_id=case_id, **payload)


def action(
    act: Act,
) -> Callable[[Callable[Concatenate[Actor, Subject, Given], Result]], Callable[Concatenate[Actor, Subject, Given], Result]]:
    """Make a function `(actor, subject, *, …)` an action: returning commits, raising rolls everything back."""

    def decorate(
        change: Callable[Concatenate[Actor, Subject, Given], Result],
    ) -> Callable[Concatenate[Actor, Subject, Given], Result]:
        @wraps(change)
        def act_out(actor: Actor, subject: Subject, *args: Given.args, **kwargs: Given.kwargs) -> Result:
            if doing.get() is not None:
                raise RuntimeError("actions do not call actions; share a plain function")
            with _transaction(Doing(act, actor)) as now:
                require(actor, act, subject)
                result = change(actor, subject, *args, **kwargs)
                if now.happening is None:
                    raise RuntimeError(f"{act} changed something and did not say what")
                trail_answer = before_commit.get()
                if trail_answer:
                    trail_answer(result)
                trail.append(_with_rows(now))
                return result

        act_out.__dict__["act"] = act  # read by the tests that list every action
        return cast("Callable[Concatenate[Actor, Subject, Given], Result]", act_out)

    return decorate


@contextmanager
def _transaction(now: Doing) -> Iterator[Doing]:
    session = db.session
    session.rollback()  # end the reading transaction, so that what is checked is what is there now
    lock, here = writing.set(True), doing.set(now)
    try:
        with a_turn_to_write():
            session.connection()
            yield now
            session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        doing.reset(here)
        writing.reset(lock)


@contextmanager
def housekeeping(act: Act, actor: Actor) -> Iterator[None]:
    """A write that is no event of its own (a counter, a mark that a notice was sent), only to models that allow it."""
    with _transaction(Doing(act, actor, only_housekeeping=True)):
        yield


def _with_rows(now: Doing) -> trail.Happening:
    """What was done, with the digests of the rows of cases that were written, so that the trail answers for them."""
    db.session.flush()
    happening = cast("trail.Happening", now.happening)
    rows = proved.digests(now.written.values())
    return replace(happening, payload={**happening.payload, proved.ROWS: rows}) if rows else happening


def _guard(model: type[Any] | None) -> None:
    now = doing.get()
    if now is None:
        raise WriteOutsideAction(f"{getattr(model, '__name__', 'a table')} was written outside an action")
    if now.only_housekeeping and not getattr(model, "housekeeping", False):
        raise WriteOutsideAction(f"{getattr(model, '__name__', 'a table')} needs an action of its own")


@sa_event.listens_for(Session, "before_flush")
def _no_stray_flush(session: Session, _context: Any, _instances: Any) -> None:
    for row in [*session.new, *session.deleted, *(one for one in session.dirty if session.is_modified(one))]:
        if isinstance(row, Base):
            _guard(type(row))
            now = doing.get()
            if now is not None and row.proved:
                now.written[id(row)] = row


@sa_event.listens_for(Session, "do_orm_execute")
def _no_stray_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        _guard(mapper.class_ if mapper else None)
