"""What the person who logged a breach is told: what happens next, by when, who was told, and what not to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.cases.models import Case
from app.cases.queries import conflicted, known
from app.core.acts import ROLE_WORDS, Role
from app.core.db import db
from app.core.permission import Actor
from app.intake.models import Receipt
from app.intake.stops import due_rows, stop_words

PATH_WORDS = {
    "child_protection": "Child protection",
    "disciplinary": "Disciplinary",
    "equal_opportunities": "Equal opportunities",
    "low_level_concern": "Low-level concern",
    "other_procedure": "Another of the school's procedures",
}


@dataclass(frozen=True, slots=True)
class WhatNext:
    """What the receipt shows; everything but the reference is empty when the case is not this person's to see."""

    mine: bool
    sees_case: bool = False
    manager: str = ""
    told: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    due: tuple[dict[str, Any], ...] = ()
    stops: tuple[dict[str, str], ...] = field(default=())


def what_next(actor: Actor, receipt: Receipt) -> WhatNext:
    """What happens after logging, as it was answered then; a person with a part in it keeps only the reference."""
    case = db.session.get(Case, receipt.case_id)
    if case is None or _has_part(actor, case):
        return WhatNext(mine=False)
    sees = db.session.scalar(select(Case.id).where(Case.id == case.id, known(actor))) is not None
    answer = case.answer
    paths = tuple(PATH_WORDS[one["path"]] for one in answer["paths"])
    told = [ROLE_WORDS[Role(case.manager)]]
    if "Child protection" in paths:
        told.append(ROLE_WORDS[Role.DSL])
    return WhatNext(
        mine=True,
        sees_case=sees,
        manager=ROLE_WORDS[Role(case.manager)],
        told=tuple(told),
        paths=paths,
        due=tuple(due_rows(answer["deadlines"])),
        stops=tuple(stop_words(answer["stops"], answer["flags"])),
    )


def _has_part(actor: Actor, case: Case) -> bool:
    return case.id in set(db.session.scalars(conflicted(actor)))
