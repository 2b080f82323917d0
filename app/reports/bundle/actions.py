"""A bundle is asked for, and is ready or has failed: each once, and each in the trail."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from app.cases.engine import Whole
from app.cases.following import only_while_open, the_person
from app.cases.models import Case
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, Refused
from app.evidence.models import Custody, Evidence
from app.evidence.vault import Stored
from app.reports.bundle.models import Bundle, BundleMaking, Cleared
from app.reports.bundle.people import may_be_unnamed
from app.reports.bundle.queries import may_ask, run_for
from app.reports.bundle.readers import WORDS

NOT_YET = (
    "There is nothing yet that this reader is to hear. Arrange the hearing, or record the appeal, first; then ask for the bundle."
)
NO_MANAGER = "a bundle is asked for by whoever manages the case or advises on it"
IN_HAND = "A bundle for this reader is being made with other names in it. Wait until it is ready, then ask for another."
NOT_OF_CASE = "This piece of evidence is not of this case. Choose another."


@action(Act.BUNDLE_ASK)
def ask(actor: Actor, case: Case, *, for_part: str, unnamed: Sequence[str] = ()) -> Bundle:
    """Ask for a bundle, with whoever else is not to be named in it; while one for the same reader is being made, it is that one."""
    only_while_open(case)
    whole = Whole(case)
    if not may_ask(actor, whole):
        raise Refused(NO_MANAGER)
    if not run_for(whole, for_part):
        raise Blocked(NOT_YET)
    chosen = sorted(key for key, _ in may_be_unnamed(whole) if key in unnamed)
    row = db.session.scalars(
        select(Bundle).where(Bundle.case_id == case.id, Bundle.for_part == for_part, Bundle.state == "asked")
    ).first()
    if row is None:
        row = Bundle(school_id=case.school_id, case_id=case.id, for_part=for_part, asked_at=now(), asked_by=the_person(actor))
        row.unnamed = chosen or None
        db.session.add(row)
        db.session.flush()
        db.session.add(BundleMaking(id=row.id, school_id=case.school_id, until=now()))
    elif (row.unnamed or []) != chosen:
        raise Blocked(IN_HAND)
    seal_case(row, bundle=str(row.id), for_part=for_part)
    return row


@action(Act.BUNDLE_ASK)
def clear(actor: Actor, case: Case, *, evidence: Evidence, readers: Sequence[str], pages: Sequence[int], is_report: bool) -> Case:
    """Confirm for these readers which pages of a piece of evidence they may have; no page takes back what was confirmed."""
    only_while_open(case)
    if not may_ask(actor, Whole(case)):
        raise Refused(NO_MANAGER)
    if evidence.case_id != case.id:
        raise Blocked(NOT_OF_CASE)
    for one in readers:
        row = Cleared(school_id=case.school_id, case_id=case.id, evidence_id=evidence.id, for_part=one, is_report=is_report)
        row.at, row.by = now(), the_person(actor)
        row.pages = sorted(set(pages))
        db.session.add(row)
    seal_case(case, evidence=str(evidence.id), readers=list(readers), pages=sorted(set(pages)))
    return case


@action(Act.BUNDLE_MAKE)
def keep(
    _actor: Actor, row: Bundle, *, stored: Stored, pages: int, about: dict[str, Any], evidence: Iterable[uuid.UUID] = ()
) -> Bundle:
    """Keep a bundle that was made; its file is in the vault already. The custody of each piece in it says where it went."""
    row.made = {"key": stored.key, "sha256": stored.sha256, "bytes": stored.size, **about}
    row.state, row.pages, row.made_at = "ready", pages, now()
    for one in evidence:
        db.session.add(
            Custody(
                school_id=row.school_id,
                case_id=row.case_id,
                evidence_id=one,
                what="put in a bundle",
                by=row.asked_by,
                at=now(),
                why=WORDS[row.for_part],
            )
        )
    seal_case(row, bundle=str(row.id), sha256=stored.sha256, pages=pages)
    return row


@action(Act.BUNDLE_MAKE)
def give_up(_actor: Actor, row: Bundle) -> Bundle:
    """Say that a bundle could not be made."""
    row.state = "failed"
    seal_case(row, bundle=str(row.id), failed=True)
    return row
