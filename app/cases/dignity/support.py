"""Support for whoever was hurt, at once: before anybody has decided which procedure is opened, and carried over into it."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select

from app.cases.dignity.models import EarlySupport
from app.cases.engine import EO, enter
from app.cases.models import Case
from app.cases.work import Path
from app.core.db import db
from app.core.permission import Actor

SUPPORT = "support"
SUPPORT_CLOCK = ("eo_support_1wd",)


def early_support(path_id: uuid.UUID) -> EarlySupport | None:
    """The support that was recorded while this path was only proposed, the last of it."""
    return db.session.scalars(
        select(EarlySupport)
        .where(EarlySupport.path_id == path_id)
        .order_by(EarlySupport.at.desc(), EarlySupport.id.desc())
        .limit(1)
    ).first()


def carry_over(case: Case, path: Path) -> None:
    """A path that is opened begins with the support that was given already, on the day and by whom it was given."""
    given = early_support(path.id) if path.name == EO else None
    if given is not None:
        answers: dict[str, Any] = given.answers
        enter(case, path, "eo_support", step=SUPPORT, at=given.at, by=Actor(person_id=given.by), answers=answers)
