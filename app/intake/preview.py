"""Which clauses a draft leads to so far, in the school's own words, and which others there are."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.cases.clocking.calendars import calendar_of
from app.core.calendar import due
from app.core.clock import short
from app.intake import answers as said
from app.intake.alongside import CLOCKS, when_due
from app.intake.citing import Citing, citing, outdoes, value_of
from app.intake.facts import facts_from
from app.intake.models import Draft
from app.intake.permission_check import Checked, check
from app.intake.routing import route
from app.intake.stops import clock_line
from app.people.queries import school
from app.policy.models import Clause
from app.policy.quoting import quoted
from app.policy.starter import STARTER


@dataclass(frozen=True, slots=True)
class Proposal:
    """A clause that may have been broken: why it is proposed, and what it says in the edition of that day."""

    value: str
    number: str
    title: str
    words: str
    because: str
    met: str
    act: str
    own: bool
    """Whether the school's edition of that day has this clause; otherwise it is the model policy's."""


def title_of(number: str) -> str:
    """The short title of a clause of the model policy, for a school's text that has none."""
    return next((one.title for one in STARTER if one.number == number), "")


def proposed(draft: Draft, here: Citing | None = None) -> list[Proposal]:
    """The clauses that the answers meet, or may meet, held against the permission register; no earlier case is read."""
    answers = draft.answers
    here = here or citing(draft.school_id, answers)
    facts = said.facts(answers, clock_set=school(draft.school_id).clock_set, post="teacher", earlier=0)
    keys = [key for key in said.act_keys(answers) if key in answers["acts"]]
    found: dict[str, Proposal] = {}
    for one in route(register_of(draft, facts).into(facts_from(facts))).as_json()["clauses"]:
        if one["met"] == "no":
            continue
        key, number = keys[one["act"]], one["number"]
        day = answers["acts"][key].get("on")
        for clause in here.clauses(day, number) or (None,):
            value = value_of(one["act"], number, clause, here.edition(day))
            again = Proposal(
                value,
                clause.number if clause else number,
                (clause.heading if clause else None) or title_of(number),
                quoted(clause, edition.clauses) if clause and (edition := here.edition(day)) else "",
                one["because"],
                one["met"],
                key,
                clause is not None,
            )
            if outdoes(again.met, found[value].met if value in found else None):
                found[value] = again  # one clause of the school may say what two of the model do: it is named once
    return list(found.values())


def clause_choices(draft: Draft, already: set[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The other clauses that can be broken, as choices: those with a question of the school's own, and the rest."""
    here = citing(draft.school_id, draft.answers)
    rest = [one for one in here.offered(draft.answers) if one.number not in already]
    both = len({one.edition_id for one in rest}) > 1
    own = [one for one in rest if one.like is None and one.question]
    return (
        [(str(one.id), f"{one.question} ({one.number}{_which(one, here, both=both)})") for one in own],
        [
            (str(one.id), f"{one.number}{_which(one, here, both=both)} {one.heading or title_of(one.like or '') or one.text[:80]}")
            for one in rest
            if one not in own
        ],
    )


def register_of(draft: Draft, facts: dict[str, Any]) -> Checked:
    """What the permission register says of the acts answered so far."""
    who = draft.answers.get("who", {}).get("person")
    return check(draft.school_id, uuid.UUID(who) if who else None, facts)


def from_register(draft: Draft) -> list[dict[str, Any]]:
    """The same as rows with a sentence each, for the page on which the clauses are checked."""
    facts = said.facts(draft.answers, clock_set=school(draft.school_id).clock_set, post="teacher", earlier=0)
    return register_of(draft, facts).rows


def _which(clause: Clause, here: Citing, *, both: bool) -> str:
    """Of which edition a clause is, where the acts fall under more than one."""
    edition = next((one for one in here.found.values() if one and one.id == clause.edition_id), None)
    return f", edition of {short(edition.adopted_on)}" if both and edition and edition.adopted_on else ""


def clauses_added(draft: Draft, here: Citing) -> list[tuple[str, str]]:
    """Number and title of each clause that was added by hand; one that is not in force any more is left out here."""
    offered = {str(one.id): one for one in here.offered(draft.answers)}
    by_number = {one.number: one for one in offered.values()}
    chosen = [offered.get(one) or by_number.get(one) for one in draft.answers["clauses"]["added"]]
    return [(one.number, one.heading or title_of(one.like or "")) for one in chosen if one]


def clock_lines(draft: Draft, on: date | None = None, at: time | None = None) -> list[str]:
    """The time limits that run from the moment it was reported (as saved, or at this day and time), each in a sentence.

    Until the answers say whether a child may be at risk, the LADO's limit is said with its condition.
    """
    answers = draft.answers
    if on and at:
        answers = {**answers, "found": {**answers.get("found", {}), "on": on.isoformat(), "at": at.isoformat()}}
    if not answers.get("found"):
        return []
    clock_set = school(draft.school_id).clock_set
    known = said.is_done(answers, "acts") and said.is_done(answers, "harm")
    if known:
        answer = route(facts_from(said.facts(answers, clock_set=clock_set, post="teacher", earlier=0)))
        wanted = {rule for rule, _ in answer.deadlines}
    else:
        wanted = {"lado_24h" if clock_set == "sefton" else "lado_1wd", "triage_1wd"}
    days = calendar_of(draft.school_id)
    counted = ((one.rule_id, due(one, said.reported_at(answers), days)) for one in CLOCKS)
    deadlines = tuple((rule, when_due(found)) for rule, found in counted if rule in wanted)
    sure = known or bool(said.stops_of(answers))
    return [clock_line(rule, when, known=sure) for rule, when in deadlines]
