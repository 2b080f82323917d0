"""What stays out of references: a low-level concern does, unless it was found to be more than that."""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, and_, exists, select

from app.cases.concerns.counting import is_concern
from app.cases.models import Case
from app.cases.work import Finding, Path
from app.core.db import db

MORE = ("substantiated", "proven")
"""Findings with which a concern is no longer low-level, so that the rules for allegations decide on references."""


def outside_references_rule() -> ColumnElement[bool]:
    """The cases that no reference may mention, as a condition on `Case`: a low-level concern, and nothing found that is more."""
    light = select(Path.id).where(Path.case_id == Case.id, is_concern())
    more = select(Finding.id).where(Finding.case_id == Case.id, Finding.word.in_(MORE), Finding.superseded_at.is_(None))
    return and_(exists(light.correlate(Case)), ~exists(more.correlate(Case)))


def outside_references(case_id: uuid.UUID) -> bool:
    """Whether no reference may mention this case: it is a low-level concern that was not found to be more than that."""
    return db.session.scalar(select(Case.id).where(Case.id == case_id, outside_references_rule())) is not None
