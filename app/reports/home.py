"""What the home page shows: what needs this person now, what changed, what they began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases.deadlines import state_of
from app.cases.queries import part_in, what_is_due
from app.core.acts import Act, Role
from app.core.clock import now
from app.core.permission import Actor, may
from app.intake.pages import draft_rows
from app.intake.queries import drafts
from app.notices.models import Notice
from app.notices.queries import WORDS, inbox
from app.people.queries import today
from app.policy.queries import in_force
from app.reports.words import PARTS, clock_title

MOST = 25
BY_PART = (Role.INVESTIGATOR, Role.PANEL_MEMBER, Role.CLERK, Role.CHAIR, Role.DEPUTY_HEAD)
"""Roles to which a case is opened by a part in it: few of its clocks are theirs, so the part itself stands on their home."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs the person: what, in which case, by when, and how urgent."""

    what: str
    reference: str
    subject: str
    by: datetime | None
    on: Any
    state: str


@dataclass(frozen=True, slots=True)
class Home:
    """The whole home page."""

    needs: tuple[Need, ...]
    more: bool
    parts: tuple[tuple[str, str, str], ...]  # what they do, in which case, about whom
    notices: Sequence[Notice]
    words: dict[str, str]
    drafts: list[dict[str, Any]]
    logs: bool
    casework: bool
    policy: Any


def home_page(actor: Actor) -> Home:
    """Gather the home page of this person."""
    casework = may(actor, Act.CASE_LIST)
    rows = what_is_due(actor, MOST + 1) if casework else []
    parts = casework and bool(actor.schools(*BY_PART))
    at = now()
    needs = tuple(
        Need(clock_title(one.rule), case.reference, case.subject["name"], one.due_at, one.due_on, state_of(one, at))
        for one, case in rows[:MOST]
    )
    logs = may(actor, Act.BREACH_LOG)
    school = next(iter(actor.schools()), None)
    return Home(
        needs,
        len(rows) > MOST,
        tuple((PARTS[part], case.reference, case.subject["name"]) for part, case in part_in(actor, MOST)) if parts else (),
        inbox(actor, 5),
        WORDS,
        draft_rows(drafts(actor)) if logs else [],
        logs,
        casework,
        in_force(school, today(), clauses=False) if school else None,
    )
