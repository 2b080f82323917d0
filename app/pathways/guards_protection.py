"""The guards of child protection: who may be told, what must be on record, what is decided before it ends."""

from __future__ import annotations

from app.pathways.agreements import LAW, is_refused
from app.pathways.pathway import Guard, PathFacts
from app.pathways.words import OFF_THE_FILE

AGENCIES = "on the page Suspension, agencies and referrals"


def _file_is_right(facts: PathFacts) -> bool:
    """Off the file when everything was false or malicious, unless they consent in writing; on it for any other outcome."""
    kept = facts.answers.get("file")
    if kept not in {"kept", "consent", "taken_off"}:
        return True  # not judged before it is answered; the form asks for it
    cleared = bool(facts.outcomes) and set(facts.outcomes) <= OFF_THE_FILE
    if kept == "consent":
        return cleared and bool(facts.answers.get("consent_on"))
    return (kept == "taken_off") is cleared


PROTECTION = (
    Guard(
        "subject_may_be_told",
        f"The agencies have not agreed that the member of staff may be told yet. Record {AGENCIES} who may be told what, and from "
        "when; before that day and time nobody tells them.",
        lambda f: not f.protection.subject_kept_from,
    ),
    Guard(
        "parents_may_be_told",
        f"The agencies have not agreed that the parents may be told yet. Record {AGENCIES} who may be told what, and from when; "
        "before that day and time nobody tells them.",
        lambda f: not f.protection.parents_kept_from,
    ),
    Guard("agreement_allowed", LAW, lambda f: not is_refused(str(f.answers.get("agreement") or ""))),
    Guard(
        "looked_at_again",
        "The plan for the child is looked at again on a later day. Enter a day from tomorrow on.",
        lambda f: str(f.answers.get("review_on") or "9999") > f.protection.today,
    ),
    Guard(
        "meeting_recorded",
        f"Record the meeting {AGENCIES} first: who was there, what was agreed, and who may be told what.",
        lambda f: not f.protection.meeting_missing,
    ),
    Guard(
        "removals_referred",
        "This person was taken away from work with children. Decide first, under Referrals, whether the DBS is told and, for a "
        "teacher, whether the TRA is told, each with its reason.",
        lambda f: not f.protection.removals_undecided,
    ),
    Guard(
        "closing_referred",
        "Decide first, under Referrals, whether the DBS is told of this outcome and, for a teacher, whether the TRA is told, each "
        "with its reason.",
        lambda f: not f.protection.closing_undecided,
    ),
    Guard(
        "file_is_right",
        "What was found false or malicious comes off the personnel file, unless the person consents in writing that it stays: then "
        "give the day of their consent. Any other outcome stays on it.",
        _file_is_right,
    ),
)
