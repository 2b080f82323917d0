"""What the steps of procedures write beside the stages: where the police stand, that somebody is gone, what is on the file."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.cases import deadlines
from app.cases.clocking.calendars import calendar_of
from app.cases.deadlines import Clock
from app.cases.engine import CP, Whole
from app.cases.hearings.record import stands
from app.cases.protection.agencies import write_strand
from app.cases.protection.leaving import write_removal
from app.cases.protection.ledger import UNDONE
from app.cases.protection.models import Noted
from app.cases.protection.recording import midday, note
from app.cases.protection.standing import declaration
from app.cases.work import Path
from app.core.clock import london, now
from app.core.permission import Actor
from app.pathways.pathway import Step
from app.pathways.words import DISMISSALS

STRAND_OF = {
    "police_investigating": ("police", "investigating"),
    "charged": ("police", "charged"),
    "court_ended": ("police", "court_ended"),
    "no_charge": ("police", "no_charge"),
    "closed_police": ("police", "closed"),
    "s47_strategy": ("social_care", "enquiry"),
}
"""For each stage of child protection that an agency's work brings: the agency, and how its own strand stands then."""
REVIEWS = {"review_again": ("police", "investigating")}
"""The steps that say an agency is still at work."""
PLAN_CLOCK = "welfare_review"


def after_step(actor: Actor, whole: Whole, path: Path, step: Step, answers: dict[str, Any]) -> None:
    """Write what a step means beside the stages."""
    if path.name == "child_welfare":
        review_the_plan(actor, whole, path, step, answers)
    today = london(now()).date()
    if path.name == CP:
        if step.target in STRAND_OF or step.key in REVIEWS:
            agency, state = REVIEWS[step.key] if step.key in REVIEWS else STRAND_OF[step.target]
            result = str(answers.get("words") or answers.get("advice") or "")
            write_strand(actor, whole, agency, state, at=now(), result=result)
        if step.target == "cp_closed":
            words = {key: answers.get(key) or "" for key in ("file", "consent_on", "summary", "copy_on")}
            words["reference"] = declaration(whole)
            note(actor, whole, Noted.FILE, at=midday(today), what=str(answers.get("file", ""))[:20], words=words)
    elif path.name == "disciplinary":
        known = {one.what for one in whole.ledger.removals}
        dismissed = stands(whole.run(path)) in DISMISSALS
        if step.sets_outcomes and dismissed and "dismissed" not in known:
            write_removal(actor, whole, what="dismissed", on=today, words={"why": "The disciplinary decision."})
        for one in whole.ledger.removals if step.key == "hear_appeal" and not dismissed else ():
            if one.what == "dismissed":
                note(actor, whole, Noted.REMOVAL, at=midday(today), of=one, what=UNDONE, words={"why": "The appeal."})
        if step.key.startswith("resigned_"):
            words = {"how": "Recorded in the disciplinary procedure.", "goes_on": str(answers.get("why") or "")}
            if whole.ledger.unsaid:
                note(actor, whole, Noted.LEAVING, at=now(), of=whole.ledger.left, words=words)
            elif "left" not in known:
                write_removal(actor, whole, what="left", on=today, words=words)


def agency_told(actor: Actor, whole: Whole, agency: str) -> None:
    """The police or social care were told: from now on their strand runs, until how it ended is on record."""
    if agency in {"police", "social_care"} and whole.path(CP) is not None and whole.ledger.strand(agency) is None:
        write_strand(actor, whole, agency, "told", at=now(), result="")


def review_the_plan(actor: Actor, whole: Whole, path: Path, step: Step, answers: dict[str, Any]) -> None:
    """A review of the plan for the child meets its clock; a plan starts one for the day that was asked."""
    case = whole.case
    deadlines.meet(case.id, by=actor.person_id, rules=(PLAN_CLOCK,), path_id=path.id, what=f"step:{path.name}:{step.key}")
    if path.ended_at is not None or not answers.get("review_on"):
        return
    on, today = date.fromisoformat(str(answers["review_on"])), london(now()).date()
    days = (on - today).days
    clock = Clock(PLAN_CLOCK, days, "calendar_days", "dsl", "The plan for the child", f"step:{path.name}:{step.key}")
    deadlines.write(case, path, clock, now(), calendar_of(case.school_id))
