"""What the person who logged a breach is told: what happens next, by when, who was told, and what not to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.cases.models import Case
from app.cases.queries import conflicted, known
from app.core.acts import ROLE_WORDS, Role
from app.core.db import db
from app.core.permission import Actor
from app.intake.models import Receipt
from app.intake.stops import due_rows, stop_words, when_words
from app.notices.models import Notice
from app.people.queries import Lado, holders, lado_of

CP = "child_protection"
NOTHING: dict[str, Any] = {"paths": [], "deadlines": [], "stops": [], "flags": []}
AT_ONCE = timedelta(minutes=1)  # what was sent in the transaction that logged it, and nothing later
TOLD = {CP: (Role.DSL, Role.DEPUTY_DSL), "disciplinary": (Role.HR_ADVISER,), "equal_opportunities": (Role.HR_ADVISER,)}
"""Which roles are told of a path when it is logged; the kind of notice has the path's name."""
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
    """What the receipt shows; everything but the reference is empty for somebody with a part in it.

    `manager` is empty when nobody at the school was left to manage it.
    """

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
    answer = case.answer if sees else receipt.words.get("answer", NOTHING)
    protection = any(one["path"] == CP for one in answer["paths"])
    return WhatNext(
        mine=True,
        sees_case=sees,
        manager=ROLE_WORDS[Role(case.manager)] if case.manager != Role.HR_ADVISER.value else "",
        told=_told(case, answer),
        steps=tuple(_steps(actor, case, answer)),
        due=tuple(due_rows(answer["deadlines"])),
        lado=lado_of(case.school_id) if protection else None,
        stops=tuple(stop_words(answer["stops"], answer["flags"])),
    )


def _told(case: Case, answer: dict[str, Any]) -> tuple[str, ...]:
    """The roles that got a notice when it was logged, less those told because of what the reader may not know."""
    open_paths = {one["path"] for one in answer["paths"] if one["path"] == CP or one["standing"] == "open"}
    kinds: dict[str, tuple[Role, ...]] = {"case_to_manage": (Role(case.manager),), "appoint_manager": (Role.HR_ADVISER,)}
    kinds |= {path: roles for path, roles in TOLD.items() if path in open_paths}
    sent = select(Notice.kind, Notice.person_id).where(
        Notice.case_id == case.id, Notice.kind.in_(kinds), Notice.made_at <= case.logged_at + AT_ONCE
    )
    got = {tuple(one) for one in db.session.execute(sent)}
    here = holders(case.school_id, {role for roles in kinds.values() for role in roles})
    roles = {role for role, person_id in here for kind in kinds if role in kinds[kind] and (kind, person_id) in got}
    return tuple(ROLE_WORDS[role] for role in Role if role in roles)


def _steps(actor: Actor, case: Case, answer: dict[str, Any]) -> Iterable[str]:
    """What happens next: each line says who does what, and by when or when it opens."""
    due = {one["rule"]: when_words(one["due"]) for one in answer["deadlines"]}
    who = "You" if actor.holds(Role(case.manager), school_id=case.school_id) else ROLE_WORDS[Role(case.manager)]
    paths = answer["paths"]
    tell = due.get("lado_24h") or due.get("lado_1wd")
    if tell:
        ask = " and ask whether this is for them" if any(one["standing"] == "consult" for one in paths) else ""
        yield f"{who}: tell the LADO by {tell}{ask}. Child protection comes first"
    if "triage_1wd" in due:
        yield f"{who}: decide which procedures to open by {due['triage_1wd']}"
    for one in paths:
        line = PATH_STEPS.get((one["path"], one["waits_for"] or one["procedure"] or one["standing"]))
        if line:
            yield line.format(who=who, data=due.get("data_breach_72h", ""))


def _has_part(actor: Actor, case: Case) -> bool:
    return case.id in set(db.session.scalars(conflicted(actor)))
