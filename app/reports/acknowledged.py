"""Whether and when the person a case is about had acknowledged the edition it cites, by the day of each act."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Uuid, bindparam, exists, select

from app.access.models import Account
from app.cases.engine import Whole
from app.cases.models import Part
from app.core.clock import london
from app.core.db import db
from app.policy.acknowledgements.models import Acknowledgement
from app.policy.models import Clause, Edition


class Standing(StrEnum):
    """How an acknowledgement stands to the day of an act."""

    BEFORE = "before"
    SAME_DAY = "same_day"
    AFTER = "after"
    NEVER = "never"
    NO_ACCOUNT = "no_account"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One edition that the case cites and the day of an act held against it; `known` is false when only the report has a day."""

    edition: Edition
    day: date
    known: bool
    standing: Standing
    at: datetime | None


_ACCOUNT = exists(select(Account.id).where(Account.person_id == bindparam("subject", type_=Uuid())))
# built once: building a query costs more than running it
_GIVEN = (
    select(Edition, Acknowledgement.at, _ACCOUNT)
    .outerjoin(
        Acknowledgement,
        (Acknowledgement.edition_id == Edition.id) & (Acknowledgement.person_id == bindparam("subject", type_=Uuid())),
    )
    .where(Edition.id.in_(bindparam("editions", expanding=True)))
)


def acknowledged(whole: Whole, clauses: Mapping[uuid.UUID, Clause]) -> tuple[tuple[Acknowledged, ...], Mapping[uuid.UUID, Edition]]:
    """One row for each edition cited and each day of an act, and those editions by key, in one query; none when none is cited."""
    wanted = _cited(whole, clauses)
    if not wanted:
        return (), {}
    subject = next((one.person_id for one in whole.involved if one.part == Part.SUBJECT.value), None)
    rows = db.session.execute(_GIVEN, {"subject": subject, "editions": list({edition_id for edition_id, _, _ in wanted})})
    editions = {edition.id: (edition, at, account) for edition, at, account in rows}
    found = tuple(
        Acknowledged(edition, day, known, _standing(at, day, account), at)
        for edition_id, day, known in sorted(wanted, key=lambda one: (one[1], one[0]))
        for edition, at, account in (editions[edition_id],)
    )
    return found, {key: edition for key, (edition, _, _) in editions.items()}


def _cited(whole: Whole, clauses: Mapping[uuid.UUID, Clause]) -> set[tuple[uuid.UUID, date, bool]]:
    """Each edition with the days of the acts held against it; as at intake, the day of the report where an act has none."""
    acts, reported = whole.case.facts.get("acts", []), london(whole.case.reported_at).date()
    found = set()
    for one in whole.allegations:
        clause = clauses.get(one.clause_id) if one.clause_id else None
        edition_id = clause.edition_id if clause else whole.case.edition_id
        on = acts[one.act_index].get("on") if one.act_index is not None and one.act_index < len(acts) else None
        if edition_id:
            found.add((edition_id, date.fromisoformat(on) if on else reported, bool(on)))
    dated = {edition_id for edition_id, _, known in found if known}
    return {one for one in found if one[2] or one[0] not in dated}


def _standing(at: datetime | None, day: date, account: bool) -> Standing:
    if at is None:
        return Standing.NEVER if account else Standing.NO_ACCOUNT
    given = london(at).date()
    if given == day:
        return Standing.SAME_DAY
    return Standing.BEFORE if given < day else Standing.AFTER
