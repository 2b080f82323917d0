"""What governs the clocks is changed: a number of the procedures is set, with its document and the reason."""

from __future__ import annotations

from app.cases.clocking.models import Setting
from app.cases.following import the_person
from app.cases.numbers import number
from app.core.action import Blocked, Stale, action, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, Refused, may
from app.pathways.numbers import DEFAULTS
from app.people.models import School


@action(Act.SETTING_CHANGE)
def set_number(
    actor: Actor, school: School, *, key: str, n: int, source: str, edition: str, reason: str, seen: int | None = None
) -> Setting:
    """Set a number of the school's procedures for every clock that starts from now on; clocks that run keep theirs.

    `seen` is the number that the page showed: `Stale` when somebody else has set another one since.
    """
    if not may(actor, Act.SETTING_CHANGE, school.id):
        raise Refused(Act.SETTING_CHANGE)
    usual, before = DEFAULTS[key], number(school.id, key)
    if not usual.least <= n <= usual.most:
        raise Blocked(f"This number can be set from {usual.least} to {usual.most}. Enter one between them.")
    if seen is not None and seen != before.n:
        raise Stale(f"Somebody else has set this number to {before.n} since the page was opened.")
    row = Setting(
        school_id=school.id, key=key, n=n, source=source, edition=edition, reason=reason, set_by=the_person(actor), set_at=now()
    )
    db.session.add(row)
    seal(f"s:{school.id}", school_id=school.id, key=key, n=n, before=before.n, source=source, edition=edition, reason=reason)
    return row
