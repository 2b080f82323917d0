"""What the person who logged a breach is told: what happens next, by when, who was told, and what not to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.cases.models import Case
from app.cases.queries import conflicted, known
from app.core.acts import ROLE_WORDS, Role
from app.core.db import db
from app.core.permission import Actor
from app.intake.models import Receipt
from app.intake.stops import due_rows, stop_words, when_words
from app.people.queries import Lado, lado_of

CP = "child_protection"
PATH_STEPS = {
    ("disciplinary", CP): "Disciplinary work opens when the LADO agrees",
    ("disciplinary", "equal_opportunities"): "Disciplinary work opens when the equal opportunities work has ended",
    ("disciplinary", "open"): "HR adviser: begins disciplinary work once the case manager has opened it",
    ("disciplinary", "disabled"): "No disciplinary work opens at the school: the school does not employ them",
    ("equal_opportunities", "open"): "{who}: put support in place under the equal opportunities procedure once it is opened",
    ("low_level_concern", CP): "The low-level concern waits until the LADO has advised",
    ("low_level_concern", "open"): "{who}: record it as a low-level concern once that is opened",
    (
        "other_procedure",
        "data_protection",
    ): "{who}: decide by {data} whether to report the data breach to the Information Commissioner",
    ("other_procedure", "acceptable_use"): "{who}: look at it under the acceptable use policy as well",
    ("other_procedure", "agency"): "{who}: tell whoever engages them",
    ("other_procedure", "not_this_policy"): "{who}: look at it under another procedure: nothing of it was online",
}


@dataclass(frozen=True, slots=True)
class WhatNext:
    """What the receipt shows; everything but the reference is empty when the case is not this person's to see."""

    mine: bool
    sees_case: bool = False
    manager: str = ""
    told: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    due: tuple[dict[str, Any], ...] = ()
    lado: Lado | None = None
    stops: tuple[dict[str, str], ...] = field(default=())


def what_next(actor: Actor, receipt: Receipt) -> WhatNext:
    """What happens after logging, as it was answered then; a person with a part in it keeps only the reference."""
    case = db.session.get(Case, receipt.case_id)
    if case is None or _has_part(actor, case):
        return WhatNext(mine=False)
    sees = db.session.scalar(select(Case.id).where(Case.id == case.id, known(actor))) is not None
    answer, protection = case.answer, any(one["path"] == CP for one in case.answer["paths"])
    told = [ROLE_WORDS[Role(case.manager)], *([ROLE_WORDS[Role.DSL]] if protection else [])]
    return WhatNext(
        mine=True,
        sees_case=sees,
        manager=ROLE_WORDS[Role(case.manager)],
        told=tuple(told),
        steps=tuple(_steps(actor, case)),
        due=tuple(due_rows(answer["deadlines"])),
        lado=lado_of(case.school_id) if protection else None,
        stops=tuple(stop_words(answer["stops"], answer["flags"])),
    )


def _steps(actor: Actor, case: Case) -> Iterable[str]:
    """What happens next: each line says who does what, and by when or when it opens."""
    due = {one["rule"]: when_words(one["due"]) for one in case.answer["deadlines"]}
    who = "You" if actor.holds(Role(case.manager), school_id=case.school_id) else ROLE_WORDS[Role(case.manager)]
    paths = case.answer["paths"]
    tell = due.get("lado_24h") or due.get("lado_1wd")
    if tell:
        ask = " and ask whether this is for them" if any(one["standing"] == "consult" for one in paths) else ""
        yield f"{who}: tell the LADO by {tell}{ask}. Child protection comes first"
    yield f"{who}: decide which procedures to open by {due['triage_1wd']}"
    for one in paths:
        line = PATH_STEPS.get((one["path"], one["waits_for"] or one["procedure"] or one["standing"]))
        if line:
            yield line.format(who=who, data=due.get("data_breach_72h", ""))


def _has_part(actor: Actor, case: Case) -> bool:
    return case.id in set(db.session.scalars(conflicted(actor)))
