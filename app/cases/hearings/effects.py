"""What the steps of the disciplinary procedure bring with them: sanctions, their live days, and their end on appeal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.cases.clocking.information import after_sanction
from app.cases.models import Case
from app.cases.numbers import number
from app.cases.work import Decision, Path, Sanction
from app.core.calendar import warning_until
from app.core.clock import london, now
from app.core.db import db
from app.pathways.guards_disciplinary import AS_BEFORE
from app.pathways.pathway import Step

if TYPE_CHECKING:
    from app.cases.engine import Whole

MONTHS = {"first_warning": "first_warning_months", "final_warning": "final_warning_months"}
"""For each warning, the number that says for how many months it is live unless the decision says otherwise."""


def completed(whole: Whole, path: Path, step: Step, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of a step with what is on record already: the day from which a hearing is moved, and which allegations it is about."""
    if step.key == "postpone":
        return {**answers, "first_day": whole.answers(path).get("on") or ""}
    asked = {ask.key for ask in step.asks}
    if "terms_of" in asked:
        return {**answers, "terms_of": ",".join(chosen(whole, answers.get("terms_of")))}
    if "points" in asked:
        within = chosen(whole, whole.answers(path).get("terms_of"))
        return {**answers, "points": ",".join(chosen(whole, answers.get("points"), within))}
    return answers


def chosen(whole: Whole, value: object, otherwise: Sequence[str] = ()) -> list[str]:
    """The allegations that were chosen among those of the case; without a choice these, or all of them."""
    known = [str(one.id) for one in whole.allegations]
    picked = [one for one in known if one in str(value or "").split(",")]
    return picked or list(otherwise) or known


def standing(path: Path) -> Sequence[Sanction]:
    """What followed on a path and holds."""
    return db.session.scalars(
        select(Sanction).where(Sanction.path_id == path.id, Sanction.ended_at.is_(None)).order_by(Sanction.at)
    ).all()


def follow_disciplinary(case: Case, path: Path, step: Step, answers: dict[str, Any], decision: Decision | None) -> None:
    """Write what a step of the disciplinary procedure changes of what follows."""
    if decision is not None and step.key == "hear_appeal":
        _after_appeal(case, path, answers, decision)
    elif decision is not None and answers.get("sanction"):
        write_sanction(case, path, str(answers["sanction"]), answers, decision)
    elif step.key.startswith("letter_received") and answers.get("dated"):
        issued = date.fromisoformat(str(answers["dated"]))
        for one in standing(path):
            if one.months:  # until the letter, its days were those of the decision
                one.live_from, one.live_to = issued, warning_until(issued, one.months)


def write_sanction(
    case: Case, path: Path, kind: str, answers: dict[str, Any], decision: Decision, since: date | None = None
) -> None:
    """Write what follows from a decision; a warning counts from the day of issue: this one until its letter is dated."""
    if kind == "none":
        return
    given = str(answers.get("months") or "").strip()
    months = None
    if kind in MONTHS:
        months = int(given) if given.isdigit() and 0 < int(given) <= 120 else number(path.school_id, MONTHS[kind]).n
    day = since or london(now()).date()
    db.session.add(
        Sanction(
            school_id=path.school_id,
            case_id=path.case_id,
            path_id=path.id,
            decision_id=decision.id,
            kind=kind[:30],
            months=months,
            live_from=day if months else None,
            live_to=warning_until(day, months) if months else None,
            by=decision.by,
            at=now(),
        )
    )
    after_sanction(case, kind, london(now()).date())


def _after_appeal(case: Case, path: Path, answers: dict[str, Any], decision: Decision) -> None:
    """What was decided first ends, and stays on record; what takes its place counts from the day the first one was issued."""
    stands = str(answers.get("stands") or AS_BEFORE)
    if stands == AS_BEFORE:
        return
    since = None
    for one in standing(path):
        one.ended_at, one.ended_by, since = now(), decision.id, one.live_from or since
    write_sanction(case, path, stands, answers, decision, since)
