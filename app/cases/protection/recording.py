"""What the actions beside the stages share: who may take them, which days make sense, and how a row is written."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from app.cases.engine import CP, Whole, is_live, is_running, roles_on
from app.cases.following import only_while_open, the_person
from app.cases.models import Case
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.sight import Seen, sight
from app.cases.work import Path
from app.core.action import Blocked
from app.core.acts import Role
from app.core.clock import london, noon, now, said
from app.core.db import db
from app.core.permission import Actor, Refused

PROTECTORS = frozenset({"case_manager", Role.DSL.value, Role.DEPUTY_DSL.value})
LADO_FIRST = (
    "The LADO must have been contacted, and the conversation recorded, first. Where a child is in danger now, call the police."
)


def protects(actor: Actor, whole: Whole) -> bool:
    """Whether this person reads what is recorded to protect the child: the manager and the safeguarding leads, never a hearer."""
    return Seen.PROTECTION in sight(actor, whole)


def the_path(whole: Whole) -> Path | None:
    """The child protection path of a case, also when it was declined: what was recorded before stays under it."""
    return next((one for one in whole.paths if one.name == CP), None)


def protected(actor: Actor, case: Case) -> Whole:
    """The case with everything in it, for those who protect the child; for anybody else there is no such page."""
    whole = Whole(case)
    if the_path(whole) is None or not protects(actor, whole):
        raise Refused("sealed")
    return whole


def open_case_of(actor: Actor, case: Case) -> Whole:
    """The case, while it is open, for those who work to protect the child; a manager who hears it too may record, not read."""
    whole = Whole(case)
    if the_path(whole) is None or not whole.roles(actor) & PROTECTORS:
        raise Refused("sealed")
    only_while_open(case)
    return whole


def managed_case_of(actor: Actor, case: Case) -> Whole:
    """The same, for the case manager alone."""
    whole = open_case_of(actor, case)
    if "case_manager" not in roles_on(actor, case):
        raise Refused("only the case manager does this")
    return whole


def live_path(whole: Whole) -> Path:
    """The child protection path that runs; `Blocked` when it is over, or has not been opened."""
    path = whole.path(CP)
    if path is None or not is_live(path):
        proposed = path is not None and is_running(path)
        raise Blocked(
            "Open child protection first, and give the reason for it." if proposed else "Child protection has ended on this case."
        )
    return path


def the_lado_knows(whole: Whole) -> None:
    """Raise `Blocked` before the LADO has been contacted."""
    if not any(one.agency == "lado" for one in whole.contacts):
        raise Blocked(LADO_FIRST)


def midday(day: date) -> datetime:
    """Midday in London of a day; this instant when the day is today and it is not midday yet."""
    at = noon(day)
    return min(at, now()) if day == london(now()).date() else at


def has_been(at: datetime, *, since: datetime | None = None, what: str = "It") -> datetime:
    """An instant that has come, and does not lie before the day of an earlier one; `Blocked` otherwise."""
    if at > now() + timedelta(minutes=5):
        raise Blocked(f"{what} cannot be in the future. Record it when it has taken place.")
    if since is not None and london(at).date() < london(since).date():
        raise Blocked(f"{what} cannot be before {said(london(since).date())}. Check the day and the time.")
    return at


def note(
    actor: Actor,
    whole: Whole,
    kind: Noted,
    *,
    at: datetime,
    of: ProtectionEntry | None = None,
    what: str = "",
    due_on: date | None = None,
    words: dict[str, Any] | None = None,
) -> ProtectionEntry:
    """Write one row."""
    path = the_path(whole)
    row = ProtectionEntry(
        school_id=whole.case.school_id,
        case_id=whole.case.id,
        path_id=path.id if path else None,
        of_id=of.id if of else None,
        kind=kind.value,
        what=what,
        at=at,
        due_on=due_on,
        noted_at=now(),
        by=the_person(actor),
        words=words or {},
    )
    db.session.add(row)
    db.session.flush()
    return row


def row_of(whole: Whole, key: uuid.UUID, kind: Noted) -> ProtectionEntry:
    """One row of this case by its key and kind; for another there is no such page."""
    found = next((one for one in whole.ledger.of_kind(kind) if one.id == key), None)
    if found is None:
        raise Refused(kind.value)
    return found
