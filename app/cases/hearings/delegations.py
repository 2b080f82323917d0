"""What the governing body has delegated: the heaviest thing that the headteacher, or a panel, may decide."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.cases.hearings.models import Delegation
from app.core.db import db
from app.people.queries import names

HEAD, THREE, FEWER = "headteacher", "panel_of_three", "smaller_panel"
DECIDERS = (
    (HEAD, "The headteacher"),
    (THREE, "A panel of three governors or more"),
    (FEWER, "A panel of fewer than three governors"),
)
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Authority:
    """The heaviest thing that one decider may decide, and the document it is from; `nothing` when nothing is delegated."""

    highest: str
    source: str


USUAL = {
    HEAD: Authority(NOTHING, "Nothing is recorded: the headteacher hears no case"),
    THREE: Authority("summary_dismissal", "School Staffing (England) Regulations 2009, regulation 4; set your own"),
    FEWER: Authority("final_warning", "Usual practice: set your own"),
}


def authorities(school_id: uuid.UUID) -> Mapping[str, Authority]:
    """What each decider of a school may decide now, in one query."""
    found = dict(USUAL)
    for row in db.session.scalars(select(Delegation).where(Delegation.school_id == school_id).order_by(Delegation.set_at)):
        found[row.decider] = Authority(row.highest, row.source)
    return found


def highest_of_head(school_id: uuid.UUID) -> str:
    """The heaviest thing the headteacher may decide; empty when the governing body has delegated nothing."""
    found = authorities(school_id)[HEAD].highest
    return "" if found == NOTHING else found


def history(school_id: uuid.UUID) -> list[tuple[Delegation, str]]:
    """Every delegation recorded at a school, the newest first, each with the name of whoever recorded it."""
    rows = db.session.scalars(select(Delegation).where(Delegation.school_id == school_id).order_by(Delegation.set_at.desc())).all()
    known = names(one.by for one in rows)
    return [(one, known.get(one.by, "")) for one in rows]
