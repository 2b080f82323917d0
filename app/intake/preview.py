"""Which clauses a draft leads to so far, in the school's own words, and which others there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from app.core.calendar import due
from app.core.clock import london, now
from app.intake import answers as said
from app.intake.alongside import CLOCKS, when_due
from app.intake.facts import facts_from
from app.intake.models import Draft
from app.intake.routing import route
from app.intake.stops import clock_line
from app.people.queries import school
from app.policy.models import Clause, Edition
from app.policy.queries import in_force
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


def edition_on(draft: Draft, day: str | None) -> Edition | None:
    """The edition in force on the day of an act, or today when the day is not known."""
    return in_force(draft.school_id, date.fromisoformat(day) if day else london(now()).date())


def title_of(number: str) -> str:
    """The short title of a clause of the model policy, for a school's text that has none."""
    return next((one.title for one in STARTER if one.number == number), "")


def proposed(draft: Draft) -> list[Proposal]:
    """The clauses that the answers meet, or may meet; nothing here depends on anybody's past."""
    answers = draft.answers
    facts = said.facts(answers, clock_set=school(draft.school_id).clock_set, post="teacher", earlier=0)
    keys = [key for key in said.act_keys(answers) if key in answers["acts"]]
    found = []
    for one in route(facts_from(facts)).as_json()["clauses"]:
        if one["met"] == "no":
            continue
        key = keys[one["act"]]
        clause = _clause(edition_on(draft, answers["acts"][key].get("on")), one["number"])
        found.append(
            Proposal(
                f"{one['act']}:{one['number']}",
                one["number"],
                (clause.heading if clause else None) or title_of(one["number"]),
                clause.text if clause else "",
                one["because"],
                one["met"],
                key,
            )
        )
    return found


def _clause(edition: Edition | None, number: str) -> Clause | None:
    return next((one for one in edition.clauses if one.number == number), None) if edition else None


def title_on(draft: Draft, number: str) -> str:
    """The title of a clause in the edition in force, or in the model policy."""
    clause = _clause(edition_on(draft, None), number)
    return (clause.heading if clause else None) or title_of(number)


def clause_choices(draft: Draft, already: set[str]) -> list[tuple[str, str]]:
    """The other clauses of the edition in force that can be breached, as choices."""
    edition = edition_on(draft, None)
    if edition is None:
        return []
    return [
        (one.number, f"{one.number} {one.heading or title_of(one.number) or one.text[:80]}")
        for one in edition.clauses
        if one.breachable and one.number not in already
    ]


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
        deadlines = route(facts_from(said.facts(answers, clock_set=clock_set, post="teacher", earlier=0))).deadlines
    else:
        wanted = ("lado_24h" if clock_set == "sefton" else "lado_1wd", "triage_1wd")
        counted = ((one.rule_id, due(one, said.reported_at(answers))) for one in CLOCKS)
        deadlines = tuple((rule, when_due(found)) for rule, found in counted if rule in wanted)
    sure = known or bool(said.stops_of(answers))
    return [clock_line(rule, when, known=sure) for rule, when in deadlines]
