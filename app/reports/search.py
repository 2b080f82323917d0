"""Search over the cases a person may see, and only those: a reference, a member of staff, or words inside the case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.cases.models import Case
from app.core import keys
from app.core.db import db
from app.core.permission import Actor, scope_of
from app.reports.sight import Seen, sees

MOST_READ = 500
MOST_SHOWN = 50
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that fits, and where the words were found."""

    case: Case
    subject: str
    where: str


def search(actor: Actor, words: str) -> tuple[list[Hit], bool]:
    """The cases that fit, newest first, and whether older ones were left unread (the newest 500 are read).

    It starts from the cases the person may know of, opens them and looks; so nothing of any other case can show,
    not even in how long it takes.
    """
    wanted = " ".join(words.lower().split())
    if len(wanted) < SHORTEST:
        return [], False
    rows = db.session.execute(
        select(Case, keys.CaseKey.wrapped, sees(actor, Seen.ACCOUNT))
        .join(keys.CaseKey, keys.CaseKey.case_id == Case.id)
        .where(scope_of(Case, actor))
        .order_by(Case.logged_at.desc(), Case.id.desc())
        .limit(MOST_READ + 1)
    ).all()
    hits = list[Hit]()
    for case, wrapped, reads in rows[:MOST_READ]:
        keys.take_case_key(case.id, case.school_id, wrapped)
        where = _found(case, wanted, sealed=not reads)
        if where and len(hits) < MOST_SHOWN:
            hits.append(Hit(case, case.subject["name"], where))
    return hits, len(rows) > MOST_READ


def _found(case: Case, wanted: str, *, sealed: bool) -> str:
    if wanted.replace("-", "").replace(" ", "") == case.reference.lower().replace("-", ""):
        return "Reference"
    if wanted in case.subject["name"].lower():
        return "Member of staff"
    if sealed:
        return ""
    return "What was reported" if wanted in " ".join(str(case.account["words"]).lower().split()) else ""
