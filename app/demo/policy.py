"""The starter edition, in the product's own words, adopted by a school of the demonstration a year before its cases."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from app.core.permission import Actor, job
from app.people.models import School
from app.people.queries import today
from app.policy.actions import Adoption, confirm_adoption, import_reading, record_adoption
from app.policy.drafting import accept_proposals
from app.policy.models import Edition
from app.policy.queries import with_clauses
from app.policy.reading import ClauseKind, ReadClause, Reading
from app.policy.starter import STARTER, StarterClause


def adopt_starter(school: School, recorder: Actor, second: Actor, on: date | None = None) -> Edition:
    """Import the starter edition for this school, map it to itself, record its adoption and have a second person confirm it."""
    clauses = tuple(ReadClause(one.number, one.parent, one.title, one.asks, _kind(one)) for one in STARTER)
    reading = Reading("Staff social networking policy: starter edition", None, None, clauses, (), ())
    source = hashlib.sha256("\n".join(one.asks for one in STARTER).encode()).hexdigest()
    loader = job("demo")
    edition = import_reading(loader, school, reading=reading, source_name="Starter edition", source_digest=source)
    accept_proposals(loader, edition, keys=[one.id for one in with_clauses(edition.id).clauses], version=1)
    adoption = Adoption(on or today() - timedelta(days=300), "Full governing body, minute 7", second.name, recorder.name)
    record_adoption(recorder, edition, adoption=adoption, version=2)
    return confirm_adoption(second, edition, version=3)


def _kind(one: StarterClause) -> ClauseKind:
    return ClauseKind.CLAUSE if one.asks else ClauseKind.HEADING
