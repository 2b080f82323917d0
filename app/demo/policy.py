"""The starter edition, in the product's own words, adopted by a school of the demonstration a year before its cases."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from app.core.permission import job
from app.people.models import School
from app.people.queries import today
from app.policy.actions import adopt, import_reading
from app.policy.models import Edition
from app.policy.reading import ClauseKind, ReadClause, Reading
from app.policy.starter import STARTER


def adopt_starter(school: School, chair: str, headteacher: str) -> Edition:
    """Import and adopt the starter edition for this school."""
    clauses = tuple(ReadClause(one.number, one.parent, one.title, one.asks, ClauseKind.CLAUSE) for one in STARTER)
    reading = Reading("Staff social networking policy: starter edition", None, None, clauses, (), ())
    source = hashlib.sha256("\n".join(one.asks for one in STARTER).encode()).hexdigest()
    edition = import_reading(job("demo"), school, reading=reading, source_name="Starter edition", source_digest=source)
    return adopt(job("demo"), edition, adopted_on=today() - timedelta(days=300), chair=chair, headteacher=headteacher)
