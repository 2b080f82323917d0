"""What pages and the worker ask of bundles: whether one can be asked for, and which of them somebody may see."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.cases.engine import D, Whole
from app.cases.hearings.beside import ARRANGED
from app.cases.models import Case, Part
from app.cases.sight import SEES, Seen
from app.cases.work import StageEntry
from app.core.db import db
from app.core.permission import Actor, NotThere, in_known_case, scope, visible
from app.reports.bundle.models import Bundle, BundleMaking

ASKERS = frozenset({"case_manager", "hr_adviser"})
FOR: dict[str, str] = {
    "hearing": "Whoever hears the case, at first or on appeal",
    "staff": "The member of staff and their companion",
    "presenting": "Whoever presents the case: the investigating officer",
}
PARTS: dict[str, frozenset[Part]] = {
    "hearing": frozenset({Part.HEARER, Part.APPEAL_PANEL}),
    "staff": frozenset(),
    "presenting": frozenset({Part.INVESTIGATOR}),
}
"""Whose part opens a bundle besides those who may ask for it; the member of staff gets theirs from one of these."""
READS: dict[str, frozenset[Seen]] = {
    "hearing": SEES["hearer"],
    "staff": SEES["hearer"],
    "presenting": SEES["investigating_officer"],
}
"""What the reader of a bundle sees of the case beyond what everybody on it sees."""


@scope(Bundle)
def _bundles(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Bundle.case_id)


def may_ask(actor: Actor, whole: Whole) -> bool:
    """Whether this person manages the case or advises on it."""
    return bool(ASKERS & whole.roles(actor))


def readable(actor: Actor, whole: Whole) -> frozenset[str]:
    """For which parts this person may see bundles."""
    if may_ask(actor, whole):
        return frozenset(FOR)
    mine = str(actor.person_id)
    return frozenset(key for key, parts in PARTS.items() if any(mine in whole.holders(part) for part in parts))


def hearing_of(whole: Whole) -> list[StageEntry]:
    """What was recorded of the disciplinary work when a hearing is set; nothing when none is."""
    path = whole.path(D)
    run = whole.run(path) if path is not None and path.state == "accepted" else []
    return run if any(one.step in ARRANGED for one in run) else []


def bundles_of(actor: Actor, whole: Whole) -> list[tuple[Bundle, BundleMaking]]:
    """The bundles of a case that this person may see, newest first, each with how far it is."""
    rows = db.session.execute(
        select(Bundle, BundleMaking)
        .join(BundleMaking, BundleMaking.id == Bundle.id)
        .where(Bundle.case_id == whole.case.id, Bundle.for_part.in_(readable(actor, whole)))
        .order_by(Bundle.id.desc())
    )
    return [(one, making) for one, making in rows]


def bundle_of(actor: Actor, case: Case, bundle_id: uuid.UUID) -> Bundle:
    """A bundle that is ready, for whoever may see it."""
    found = visible(actor, Bundle, id=bundle_id, case_id=case.id)
    if found.state != "ready" or found.for_part not in readable(actor, Whole(case)):
        raise NotThere(Bundle.__name__)
    return found


def due(at: datetime) -> Sequence[uuid.UUID]:
    """The bundles that were asked for and that no worker has in hand."""
    return db.session.scalars(
        select(Bundle.id)
        .join(BundleMaking, BundleMaking.id == Bundle.id)
        .where(Bundle.state == "asked", BundleMaking.until <= at)
        .order_by(Bundle.id)
    ).all()
