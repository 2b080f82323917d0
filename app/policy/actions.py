"""A policy document comes in as a draft edition and is adopted, which freezes its words."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.core.action import Blocked, Stale, action, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor
from app.people.models import School
from app.people.queries import today
from app.policy.models import Clause, Edition
from app.policy.reading import Reading
from app.policy.starter import STARTER, digest


@action(Act.POLICY_IMPORT)
def import_reading(actor: Actor, school: School, *, reading: Reading, source_name: str, source_digest: str) -> Edition:
    """Keep a document that was read as a draft edition; each clause gets the routes of the starter edition as a proposal."""
    edition = Edition(
        school_id=school.id,
        title=reading.title or "Social networking policy",
        state="draft",
        source_name=source_name[:200],
        source_digest=source_digest,
        front_matter="\n".join(reading.front_matter),
        warnings=list(reading.warnings),
        imported_at=now(),
        imported_by=actor.person_id,
    )
    db.session.add(edition)
    db.session.flush()
    known = {one.number: one for one in STARTER}
    for position, one in enumerate(reading.clauses):
        like = known.get(one.number)
        db.session.add(
            Clause(
                school_id=school.id,
                edition_id=edition.id,
                position=position,
                number=one.number,
                parent=one.parent,
                heading=one.heading,
                text=one.text,
                breachable=bool(like and like.breachable),
                routes=[str(route) for route in like.routes] if like else [],
            )
        )
    seal(f"e:{edition.id}", school_id=school.id, source=source_digest, clauses=len(reading.clauses))
    return edition


@action(Act.POLICY_ADOPT)
def adopt(actor: Actor, edition: Edition, *, adopted_on: date, chair: str, headteacher: str) -> Edition:
    """Record that the governing body adopted an edition: date, who signed, next annual review (6.1), and its digest."""
    if edition.state != "draft":
        raise Stale("This edition was adopted already.")
    if adopted_on > today():
        raise Blocked("The day of adoption cannot be in the future: record it when the governing body has adopted it.")
    edition.digest = digest(db.session.scalars(select(Clause).where(Clause.edition_id == edition.id).order_by(Clause.position)))
    edition.adopted_on, edition.chair, edition.headteacher = adopted_on, chair, headteacher
    edition.review_due = next_review(adopted_on)
    edition.adopted_at = now()
    edition.state = "adopted"
    seal(f"e:{edition.id}", school_id=edition.school_id, digest=edition.digest, adopted_on=adopted_on.isoformat())
    return edition


def next_review(adopted_on: date) -> date:
    """A year after adoption (clause 6.1: reviewed annually); 29 February becomes 28 February."""
    try:
        return adopted_on.replace(year=adopted_on.year + 1)
    except ValueError:
        return adopted_on.replace(year=adopted_on.year + 1, day=28)
