"""Which clauses a draft leads to so far, in the school's own words, and which others there are."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.clock import london, now
from app.intake import answers as said
from app.intake.facts import facts_from
from app.intake.models import Draft
from app.intake.permission_check import Checked, check
from app.intake.routing import route
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
    """The clauses that the answers meet, or may meet, held against the permission register; no earlier case is read."""
    answers = draft.answers
    facts = said.facts(answers, clock_set=school(draft.school_id).clock_set, post="teacher", earlier=0)
    keys = said.act_keys(answers)
    found = []
    for one in route(register_of(draft, facts).into(facts_from(facts))).as_json()["clauses"]:
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


def register_of(draft: Draft, facts: dict[str, Any]) -> Checked:
    """What the permission register says of the acts answered so far."""
    who = draft.answers.get("who", {}).get("person")
    return check(draft.school_id, uuid.UUID(who) if who else None, facts)


def from_register(draft: Draft) -> list[dict[str, Any]]:
    """The same as rows with a sentence each, for the page on which the clauses are checked."""
    facts = said.facts(draft.answers, clock_set=school(draft.school_id).clock_set, post="teacher", earlier=0)
    return register_of(draft, facts).rows


def _clause(edition: Edition | None, number: str) -> Clause | None:
    return next((one for one in edition.clauses if one.number == number), None) if edition else None


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
