"""What pages and the worker ask of bundles: whether one can be asked for, and which of them somebody may see."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.work import StageEntry
from app.core.db import db
from app.core.permission import Actor, NotThere, in_known_case, scope, visible
from app.reports.bundle.models import Bundle, BundleMaking, Cleared
from app.reports.bundle.readers import READERS, WORDS

ASKERS = frozenset({"case_manager", "hr_adviser"})


@scope(Bundle)
def _bundles(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Bundle.case_id)


@scope(Cleared)
def _cleared(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Cleared.case_id)


def may_ask(actor: Actor, whole: Whole) -> bool:
    """Whether this person manages the case or advises on it."""
    return bool(ASKERS & whole.roles(actor))


def readable(actor: Actor, whole: Whole) -> frozenset[str]:
    """For which readers this person may see bundles; the member of staff and whoever complained get theirs from one who asked."""
    if may_ask(actor, whole):
        return frozenset(READERS)
    mine = str(actor.person_id)
    return frozenset(key for key, one in READERS.items() if any(mine in whole.holders(part) for part in one.opens))


def run_for(whole: Whole, for_part: str) -> list[StageEntry]:
    """What was recorded of the procedure of this reader; nothing while what they are to hear is not set or lodged."""
    reader = READERS[for_part]
    path = whole.path(reader.path)
    run = whole.run(path) if path is not None and path.state == "accepted" else []
    return run if any(reader.begins(one.step) for one in run) else []


def on_offer(whole: Whole) -> dict[str, str]:
    """For whom a bundle can be asked for now, in words."""
    return {key: words for key, words in WORDS.items() if run_for(whole, key)}


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


def cleared(case_id: uuid.UUID) -> dict[tuple[uuid.UUID, str], Cleared]:
    """What was confirmed last of each piece of evidence for each reader."""
    rows = db.session.scalars(select(Cleared).where(Cleared.case_id == case_id).order_by(Cleared.id))
    return {(one.evidence_id, one.for_part): one for one in rows}
