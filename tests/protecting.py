"""What the tests of child protection share."""

from __future__ import annotations

from app.cases.actions import advance
from app.cases.engine import Whole
from app.cases.protection.ledger import Ledger
from app.cases.protection.words import ALTERNATIVES
from app.cases.work import Deadline, Path
from app.core.db import db

EQUAL = {"conclusion": "none", "words": "Considered."}
HARM = {"H1": "no", "H2": "may_be", "H3": "yes", "H4": "no"}
REJECTED = {key: f"Not enough: {key}." for key, _ in ALTERNATIVES}
WHY = {
    "reasons": "A child would be at risk.",
    "views": {"lado": "Agrees.", "police": "No view.", "social_care": ""},
    "contact": "Priya Raman",
    "reach": "01632 960 111",
    "council_on": "2027-03-02",
}


def protection(case) -> Path:
    """The child protection path as it is now."""
    return Whole(case).path("child_protection")


def ledger(case) -> Ledger:
    """What is recorded beside the stages now."""
    db.session.rollback()  # what a page wrote in a connection of its own is seen as well
    return Whole(case).ledger


def clocks(case, rule: str, *, running: bool | None = None) -> list[Deadline]:
    """The clocks of a rule on a case, oldest first."""
    db.session.rollback()
    rows = db.session.query(Deadline).filter_by(case_id=case.id, rule=rule).order_by(Deadline.starts_at).all()
    return [one for one in rows if running is None or (one.met_at is None and one.dropped_at is None) is running]


def step(actor, case, key: str, *, outcome: str = "", **answers: str) -> None:
    """Take one step of child protection."""
    path = protection(case)
    outcomes = {one.id: outcome for one in Whole(case).allegations} if outcome else None
    advance(actor, path, step_key=key, seen_stage=path.stage, answers=answers, outcomes=outcomes, equality=EQUAL)


def end_welfare(lead, case) -> None:
    """The safeguarding lead closes the child's strand: no child needs help through this case."""
    db.session.rollback()
    path = next(one for one in Whole(case).paths if one.name == "child_welfare")
    key = f"close_{path.stage}"
    advance(lead, path, step_key=key, seen_stage=path.stage, answers={"words": "No child needs help."}, equality=EQUAL)
