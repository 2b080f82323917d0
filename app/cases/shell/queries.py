"""Reads of a case as a whole: its open closing and pause, and the group of cases of one event as far as somebody may know of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from app.cases.models import Case
from app.cases.shell.models import CaseLink, Closing, Pause
from app.core.db import db
from app.core.permission import Actor, in_known_case, scope, scoped


@scope(CaseLink)
def _both(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, CaseLink.case_id) & in_known_case(actor, CaseLink.other_id)


@scope(Closing)
def _closings(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Closing.case_id)


@scope(Pause)
def _pauses(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Pause.case_id)


def open_closing(case_id: uuid.UUID) -> Closing | None:
    """What was asked and has no answer yet, if anything."""
    return db.session.scalars(select(Closing).where(Closing.case_id == case_id, Closing.answered_at.is_(None))).one_or_none()


def closings(case_id: uuid.UUID) -> Sequence[Closing]:
    """Every time somebody asked to close a case, in order."""
    return db.session.scalars(select(Closing).where(Closing.case_id == case_id).order_by(Closing.asked_at)).all()


def open_pause(case_id: uuid.UUID) -> Pause | None:
    """The pause a case is in, if it is in one."""
    return db.session.scalars(select(Pause).where(Pause.case_id == case_id, Pause.ended_at.is_(None))).one_or_none()


def pauses(case_id: uuid.UUID) -> Sequence[Pause]:
    """Every pause of a case, in order."""
    return db.session.scalars(select(Pause).where(Pause.case_id == case_id).order_by(Pause.since)).all()


def links_of(actor: Actor, case_id: uuid.UUID) -> Sequence[CaseLink]:
    """The links of a case to cases that this person may know of too."""
    return db.session.scalars(
        scoped(actor, CaseLink).where(
            CaseLink.ended_at.is_(None), or_(CaseLink.case_id == case_id, CaseLink.other_id == case_id)
        )
    ).all()  # fmt: skip


def group(actor: Actor, case: Case) -> Sequence[Case]:
    """The other cases of the same event, near and far, reached only over cases that this person may know of."""
    seen, waiting = {case.id}, [case.id]
    while waiting:
        here = waiting.pop()
        for link in links_of(actor, here):
            other = link.other_id if link.case_id == here else link.case_id
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    found = db.session.scalars(scoped(actor, Case).where(Case.id.in_(seen - {case.id})).order_by(Case.logged_at))
    return found.all()
