"""The facts of the reporting restriction as they are recorded on a case, and the events that end it."""

from __future__ import annotations

from datetime import date

from app.cases.engine import CP, Whole
from app.cases.models import Case
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.recording import has_been, midday, note, open_case_of
from app.cases.protection.restriction import Restriction, RestrictionFacts, reporting_restriction
from app.cases.protection.words import END_EVENTS, TEACHERS
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.permission import Actor, Refused

CHARGED = frozenset({"charged", "court_ended"})


def facts_of(whole: Whole) -> RestrictionFacts:
    """The facts of a case: the post, what was answered, and the first event that ended it; a charge ends it by itself."""
    answered = whole.ledger.of_kind(Noted.RESTRICTION)
    last = answered[-1].words if answered else {}
    ends = [(one.at, one.what) for one in whole.ledger.of_kind(Noted.RESTRICTION_END)]
    ends += [(one.at, "charged") for one in whole.ledger.strands("police") if one.words["state"] in CHARGED]
    return RestrictionFacts(
        teacher=whole.case.subject["post"] in TEACHERS,
        by_pupil_here=last.get("by_pupil_here", ""),
        criminal=last.get("criminal", ""),
        ended_by=min(ends)[1] if ends else "",
    )


def restriction_of(whole: Whole) -> Restriction | None:
    """Where the restriction stands on a case; nothing on one without child protection."""
    return reporting_restriction(facts_of(whole)) if whole.path(CP) is not None else None


@action(Act.CASE_AGENCIES)
def answer_restriction(actor: Actor, case: Case, *, by_pupil_here: str, criminal: str, why: str) -> ProtectionEntry:
    """Answer the facts it depends on; a later answer stands beside the earlier one."""
    whole = open_case_of(actor, case)
    if by_pupil_here not in {"yes", "no"} or criminal not in {"yes", "no"} or not why.strip():
        raise Blocked("Answer both questions, and say why.")
    words = {"by_pupil_here": by_pupil_here, "criminal": criminal, "why": why}
    row = note(actor, whole, Noted.RESTRICTION, at=now(), words=words)
    seal_case(row, noted=Noted.RESTRICTION.value)
    return row


@action(Act.CASE_AGENCIES)
def end_restriction(actor: Actor, case: Case, *, event: str, on: date, words: str) -> ProtectionEntry:
    """Record the event that ended it, with the day and where it can be seen."""
    whole = open_case_of(actor, case)
    if event not in dict(END_EVENTS):
        raise Refused(event)
    if not words.strip():
        raise Blocked("Say where it can be seen: the letter, the order, the publication.")
    if facts_of(whole).ended_by:
        raise Stale("The event that ended it is on record already.")
    at = has_been(midday(on), since=case.reported_at, what="It")
    row = note(actor, whole, Noted.RESTRICTION_END, at=at, what=event, words={"where": words})
    seal_case(row, noted=Noted.RESTRICTION_END.value)
    return row
