"""What a year's cases suggest for the review of the policy (6.1), counted only from the cases that the reader may know of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from app.cases.dignity.incidents import counted
from app.cases.models import Allegation, Case
from app.core import keys
from app.core.calendar import months_after
from app.core.clock import LONDON
from app.core.db import db
from app.core.permission import Actor, scope_of
from app.pathways.words import CHARACTERISTICS
from app.people.queries import today
from app.policy.models import Clause, Edition
from app.policy.reviews.dated import Dated, dated
from app.policy.reviews.models import Review
from app.policy.reviews.queries import Standing, on_record, standing

FEWEST = 5
"""A smaller count could point to a person once the page is in a governors' paper, so it is never said."""
MOST_TEXTS = 50
OTHER_CONDUCT = "other"  # the number that stands where no clause does


@dataclass(frozen=True, slots=True)
class Used:
    """A clause that was alleged in at least one case of the year."""

    clause: Clause
    cases: str


@dataclass(frozen=True, slots=True)
class OtherConduct:
    """What was logged as other conduct, which no clause names, and the case it stands in."""

    reference: str
    words: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything the page of the annual review shows to one reader."""

    edition: Edition
    standing: Standing | None
    since: date
    knows_any: bool
    used: tuple[Used, ...]
    never: tuple[Clause, ...]
    others: str
    texts: tuple[OtherConduct, ...]
    dated: Dated | None
    reviews: Sequence[tuple[Review, Edition]]
    incidents: str = ""
    incident_kinds: tuple[tuple[str, str], ...] = ()


def at_least(count: int) -> str:
    """A count in words: never a number below five."""
    return str(count) if count >= FEWEST else f"fewer than {FEWEST}"


def review_page(actor: Actor, edition: Edition) -> ReviewPage:
    """Gather the page for this reader; every figure comes from rows their own scope shows, so a hidden case moves none of them."""
    since = months_after(today(), -12)
    counts = _counts(actor, edition, since)
    clauses = [one for one in edition.clauses if one.breachable]
    texts, others = _texts(actor, edition, since), counts.pop(None, 0)
    incidents, kinds = counted(actor, edition.school_id, since)
    return ReviewPage(
        edition=edition,
        standing=standing(actor, edition),
        since=since,
        knows_any=bool(counts or others),
        used=tuple(Used(one, at_least(counts[one.number, one.text])) for one in clauses if (one.number, one.text) in counts),
        never=tuple(one for one in clauses if (one.number, one.text) not in counts),
        others=at_least(others) if others else "",
        texts=texts,
        dated=dated(edition.clauses),
        reviews=on_record(actor, edition.school_id),
        incidents=at_least(incidents) if incidents else "",
        incident_kinds=tuple((label, str(kinds[key])) for key, label in CHARACTERISTICS if kinds[key] >= FEWEST),
    )


def _counts(actor: Actor, edition: Edition, since: date) -> dict[tuple[str, str] | None, int]:
    """In how many known cases of the year each clause was alleged, by number and words; other conduct under None.

    An earlier edition's clause counts for this one when number and words are the same.
    """
    rows = db.session.execute(
        select(Allegation.clause_number, Clause.number, Clause.text, func.count(Allegation.case_id.distinct()))
        .join(Case, Case.id == Allegation.case_id)
        .outerjoin(Clause, Clause.id == Allegation.clause_id)
        .where(scope_of(Case, actor), Case.school_id == edition.school_id, Case.logged_at >= _start(since))
        .group_by(Allegation.clause_number, Clause.number, Clause.text)
    )
    found: dict[tuple[str, str] | None, int] = {}
    for alleged, number, words, count in rows:
        key = None if alleged == OTHER_CONDUCT else (number or alleged, words or "")
        found[key] = found.get(key, 0) + count
    return found


def _texts(actor: Actor, edition: Edition, since: date) -> tuple[OtherConduct, ...]:
    rows = db.session.execute(
        select(Allegation, Case.reference, keys.CaseKey.wrapped)
        .join(Case, Case.id == Allegation.case_id)
        .join(keys.CaseKey, keys.CaseKey.case_id == Case.id)  # a case whose key was destroyed has no words any more
        .where(
            scope_of(Case, actor),
            Case.school_id == edition.school_id,
            Case.logged_at >= _start(since),
            Allegation.clause_number == OTHER_CONDUCT,
        )
        .order_by(Case.logged_at.desc(), Allegation.id)
        .limit(MOST_TEXTS)
    ).all()
    for one, _, wrapped in rows:
        keys.take_case_key(one.case_id, one.school_id, wrapped)
    return tuple(OtherConduct(reference, (one.particulars or {}).get("because", "")) for one, reference, _ in rows)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)
