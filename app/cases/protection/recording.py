"""What the actions beside the stages share: who may take them, which days make sense, and how a row is written."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from app.cases.engine import CP, D, Whole, is_live, is_running, roles_on
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
    """The case, while it is open, for its manager: with child protection, or a disciplinary procedure without it."""
    whole = Whole(case)
    if (the_path(whole) is None and whole.path(D) is None) or "case_manager" not in roles_on(actor, case):
        raise Refused("only the case manager does this")
    only_while_open(case)
    return whole


def ground(whole: Whole) -> Path | None:
    """The procedure under which it is kept that somebody is suspended, moved or gone: child protection, whose words are sealed;
    else the disciplinary procedure, which everybody on the case sees."""
    return whole.path(CP) or whole.path(D) or the_path(whole)


def not_of_protection(whole: Whole) -> bool:
    """Whether a suspension that begins now is one of the disciplinary procedure: no child protection runs or may be opened."""
    protection = whole.path(CP)
    return whole.path(D) is not None and not (protection is not None and is_running(protection))


def suspends_under(whole: Whole) -> Path:
    """The procedure under which somebody can be suspended now; `Blocked` when none runs.

    While child protection runs, or may be opened, a suspension is its own.
    """
    conduct = whole.path(D)
    if conduct is None or not not_of_protection(whole):
        return live_path(whole)
    if not is_live(conduct):
        raise Blocked(
            "Open the disciplinary procedure first, and give the reason for it."
            if conduct.state == "proposed"
            else "The disciplinary procedure has ended on this case."
        )
    return conduct


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
    path: Path | None = None,
) -> ProtectionEntry:
    """Write one row: under the procedure that is named, that of the row it belongs to, or child protection."""
    path = path or the_path(whole)
    row = ProtectionEntry(
        school_id=whole.case.school_id,
        case_id=whole.case.id,
        path_id=of.path_id if of else path.id if path else None,
        of_id=of.id if of else None,
        kind=kind.value,
        what=what,
        at=at,
        due_on=due_on,
        noted_at=now(),
        by=None if actor.job else the_person(actor),
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
