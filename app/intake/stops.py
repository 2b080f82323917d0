"""The words for what must not be done yet, for what to keep in mind, and for the clocks, by the names routing gives them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from app.core.clock import said

STOPS = {
    "imagery": (
        "Do not look at, copy, save or send the picture",
        "Not even to show somebody or to keep it safe: it is against the law. Leave the device where it is, do not delete anything, "
        "tell the designated safeguarding lead now, and call the police. Write down only where it is and who saw it.",
    ),
    "no_interview_no_tip_off": (
        "Do not question anybody and do not tip anybody off",
        "Until the council's designated officer (LADO) has advised: do not interview the member of staff, any child or any witness; "
        "do not tell the member of staff or the parents; do not ask anybody to delete anything or hand over a phone. "
        "You may keep what you were given, check rotas and records, and keep people safe.",
    ),
    "proportionality": (
        "No disciplinary letter yet",
        "This may be about a belief, union activity or whistleblowing, which the law protects. Take HR or legal advice and record it first.",
    ),
    "allegation_not_by_subject": (
        "Somebody else posted part of this",
        "The member of staff cannot be charged under a clause for what another person did.",
    ),
}
FLAGS = {
    "emergency_services": (
        "Call 999 now if a child is in danger",
        "Then the council's children's social care. Do not wait for anything else on this page.",
    ),
}
FACTS = {
    "re_post": "It was a like, share or re-post: it counts as a post, and is noted as a re-post.",
    "family_exemption": "The pupil is the member of staff's own family. That contact alone breaks no clause; it does not cover the child's friends.",
    "pre_existing_relationship": "They knew each other before. It is no excuse in the words of the policy, but it matters to how serious it is.",
    "pattern_lado_decision": "This is at least the third low-level concern in twelve months: whether to consult the LADO must be decided and recorded.",
    "permit_covers": "Permission was on record before it happened.",
    "permit_late": "Permission was given only after it happened.",
    "measures_incomplete": "The safety measures for a shared space were not complete.",
    "pupil_is_adult": "The pupil was 18 or over that day. The clause covers any pupil of the school, whatever their age.",
    "age_unknown": "The age that day is not known, so they are treated as under 18.",
}
CLOCKS = {
    "lado_24h": (
        "Tell the council's designated officer (LADO)",
        "Within 24 hours: the council's own procedure. Nights, weekends and holidays count.",
    ),
    "lado_1wd": ("Tell the LADO at the latest", "Within one working day: national guidance."),
    "data_breach_72h": (
        "Decide whether to report the data breach to the Information Commissioner",
        "Within 72 hours of becoming aware of it.",
    ),
    "triage_1wd": ("Decide which procedures to open", "Within one working day of the report."),
}


def stop_words(stops: Iterable[str], flags: Iterable[str]) -> list[dict[str, str]]:
    """What must not be done yet, most urgent first, each with a heading and a sentence."""
    urgent = [{"title": FLAGS[one][0], "words": FLAGS[one][1]} for one in flags if one in FLAGS]
    return urgent + [{"title": STOPS[one][0], "words": STOPS[one][1]} for one in STOPS if one in set(stops)]


def fact_words(flags: Iterable[str]) -> list[str]:
    """What else to keep in mind."""
    return [FACTS[one] for one in flags if one in FACTS]


def when_words(due: str) -> str:
    """A deadline as routing answers it, in words: an instant, or the end of a day."""
    return said(datetime.fromisoformat(due)) if "T" in due else f"the end of {said(date.fromisoformat(due))}"


SENTENCES = {
    "lado_24h": "the LADO must be told by {when}.",
    "lado_1wd": "the LADO must be told by {when} at the latest.",
    "data_breach_72h": "whether to report the data breach to the Information Commissioner must be decided by {when}.",
    "triage_1wd": "which procedures to open must be decided by {when}.",
}


def clock_line(rule: str, due: str, *, known: bool) -> str:
    """One time limit as a sentence; with its condition while it is not known whether a child may be at risk."""
    line = SENTENCES[rule].format(when=when_words(due))
    if rule.startswith("lado") and not known:
        return f"If a child may be at risk, {line}"
    return line[0].upper() + line[1:]


def due_rows(deadlines: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """The clocks of an answer of routing: what must be done, by when in words, and the rule."""
    return [
        {"rule": one["rule"], "what": CLOCKS[one["rule"]][0], "why": CLOCKS[one["rule"]][1], "by": when_words(one["due"])}
        for one in deadlines
    ]
