"""From what routing answers to the school's own clauses: which edition each act is held against, and where its mapping leads."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.action import Blocked
from app.core.calendar import ENGLAND, Calendar
from app.intake import answers as said
from app.intake.alongside import CONTACT, clocks_from, stops_from
from app.intake.facts import Facts
from app.policy.models import Clause, Edition
from app.policy.queries import in_force
from app.policy.starter import starter

CP, D, EO, LLC, OTHER = "child_protection", "disciplinary", "equal_opportunities", "low_level_concern", "other_procedure"
OWN = "own"
"""The rule of a path that the school's own mapping brought in."""


@dataclass(slots=True)
class Citing:
    """The editions in force on the days of a report's acts; a day that is not known is the day it was reported."""

    school_id: uuid.UUID
    reported_on: date
    found: dict[date, Edition | None] = field(default_factory=dict)

    def edition(self, day: str | None) -> Edition | None:
        """The edition in force on a day; none before the first adoption."""
        on = date.fromisoformat(day) if day else self.reported_on
        if on not in self.found:
            self.found[on] = in_force(self.school_id, on)
        return self.found[on]

    def clauses(self, day: str | None, number: str) -> list[Clause]:
        """The clauses of that day's edition that are like this clause of the model and can be broken, in their order."""
        edition = self.edition(day)
        return [one for one in edition.clauses if number in one.likes and one.breachable] if edition else []

    def offered(self, answers: dict[str, Any]) -> list[Clause]:
        """Every clause that can be broken in the editions that the acts of this report fall under, each once."""
        acts = answers.get("acts", {})
        days = [acts[key].get("on") for key in said.act_keys(answers) if key in acts] or [None]
        editions = {one.id: one for day in days if (one := self.edition(day))}
        return [one for edition in editions.values() for one in edition.clauses if one.breachable]

    def leading(self, day: str | None, number: str) -> Clause | None:
        """The school's clause that stands where this clause of the model does, whether or not it can be broken."""
        edition = self.edition(day)
        return next((one for one in edition.clauses if number in one.likes and one.left_out is None), None) if edition else None


def citing(school_id: uuid.UUID, answers: dict[str, Any]) -> Citing:
    """The editions for the answers of a draft."""
    return Citing(school_id, said.reported_at(answers).date())


def value_of(act: int, number: str, clause: Clause | None, edition: Edition | None) -> str:
    """What stands for an alleged clause in a draft: the act and the school's number, or the model's where there is none."""
    if clause is not None:
        return f"{act}:{clause.number}"
    taken = edition is not None and any(one.number == number for one in edition.clauses)
    return f"{act}:model {number}" if taken else f"{act}:{number}"


def outdoes(met: str, before: str | None) -> bool:
    """Whether a clause is to be named as met so, where it was named so before (or not yet): it is named once, a yes before a may be."""
    return before is None or (met == "yes" and before != "yes")


def added(answers: dict[str, Any], here: Citing) -> list[Clause]:
    """The clauses that were added by hand; `Blocked` when one is not in force on the days of the acts any more."""
    wanted = answers.get("clauses", {}).get("added", [])
    offered = {key: one for one in here.offered(answers) for key in (str(one.id), one.number)} if wanted else {}
    if set(wanted) - offered.keys():
        raise Blocked(
            "The policy has changed since you chose the clauses. Go back to Which clauses, check them and save that page again."
        )
    return [offered[key] for key in wanted]


def with_mapping(
    answer: dict[str, Any],
    facts: Facts,
    *,
    alleged: Sequence[Clause],
    chosen: Sequence[Clause],
    other_conduct: bool,
    calendar: Calendar = ENGLAND,
) -> dict[str, Any]:
    """What routing answered, with the paths that the school's own mapping brings in, and the clocks and stops that go with them.

    `alleged` are clauses that routing found, `chosen` those added by hand. Child protection comes first: disciplinary waits
    while it is open or to be consulted on. The answer given is left as it is.
    """
    paths = [dict(one, because=list(one["because"])) for one in answer["paths"]]
    brought = [one for clause in dict.fromkeys(alleged) for one in _brings(clause, chosen=False)]
    brought += [one for clause in dict.fromkeys(chosen) for one in _brings(clause, chosen=True)]
    if other_conduct:
        fact = "a clause or other conduct was added by the person who logged it"
        brought.append((D, None, {"rule": "R7", "clause": "4.4", "fact": fact}))
    if any(answer_ != "no" for answer_ in facts.harm.values()):
        brought = [one for one in brought if one[0] != LLC]  # a low-level concern only when all four limbs are no
    for path, procedure, because in brought:
        _add(paths, path, procedure, because)
    if brought and not facts.employed:
        _add(paths, OTHER, "agency", {"rule": "R12", "clause": "1", "fact": "subject.employed_by_school = false"})
    _settle(paths, facts, {path for path, _, _ in brought})
    protection = any(one["path"] == CP for one in paths)
    breach = any(one["procedure"] == "data_protection" for one in paths)
    return answer | {
        "paths": paths,
        "deadlines": [{"rule": rule, "due": due} for rule, due in clocks_from(facts, protection, breach, calendar)],
        "stops": list(stops_from(facts, protection)),
    }


Brought = tuple[str, str | None, dict[str, Any]]


def _brings(clause: Clause, *, chosen: bool) -> list[Brought]:
    """Where a clause leads beyond what routing knows: all its paths when it is the school's own, else what was mapped besides."""
    models = [model for number in clause.likes if (model := starter(number))]
    usual = {route for model in models for route in model.routes}
    routes = [one for one in clause.routes if one != OTHER and one not in usual]
    fact = f"{'chosen' if chosen else 'mapped'} = {clause.number}"
    because = {"rule": OWN, "clause": clause.number, "clause_id": str(clause.id), "fact": fact}
    found: list[Brought] = [(one, None, because) for one in routes]
    if clause.procedure or (OTHER in clause.routes and OTHER not in usual):
        found.append((OTHER, clause.procedure or "Another adopted procedure", because))
    if chosen and CONTACT & set(clause.likes):
        found.insert(0, (CP, None, because | {"rule": "R3"}))
    if chosen and D not in routes and (models or not found):
        found.append((D, None, because | {"rule": "R7"}))
    return found


def _add(paths: list[dict[str, Any]], path: str, procedure: str | None, because: dict[str, Any]) -> None:
    there = next((one for one in paths if one["path"] == path and one["procedure"] == procedure), None)
    if there is None:
        there = {"path": path, "standing": "open", "waits_for": None, "procedure": procedure, "because": []}
        if path == CP:
            there["standing"] = "open" if because["rule"] == "R3" else "consult"
        paths.append(there)
    elif path == CP and because["rule"] == "R3":
        there["standing"] = "open"
    if because not in there["because"]:
        there["because"].append(because)


def _settle(paths: list[dict[str, Any]], facts: Facts, brought: set[str]) -> None:
    """What waits for what, once every path is known; as the rules of routing say."""
    protection = any(one["path"] == CP for one in paths)
    for one in paths:
        if one["path"] == D and not facts.employed:
            one["standing"], one["waits_for"] = "disabled", None
        elif one["path"] in {D, LLC} and protection:
            one["standing"], one["waits_for"] = "held", CP
        elif one["path"] == D and D in brought:
            one["standing"], one["waits_for"] = "open", None
    order = [CP, D, EO, LLC, OTHER]
    paths.sort(key=lambda one: order.index(one["path"]))


_ACT = re.compile(r"acts\[(\d+)\]")


def in_own_numbers(answer: dict[str, Any], answers: dict[str, Any], here: Citing, pinned: Edition | None) -> dict[str, Any]:
    """The answer with the clauses that lead to a procedure in the numbers of the edition the act falls under, each pinned by key.

    A clause that the edition lacks keeps the model's number, and says so with `model`.
    """
    acts = said.act_keys(answers)

    def day_of(fact: str) -> str | None:
        found = _ACT.match(fact)
        if found:
            on: str | None = answers["acts"][acts[int(found[1])]].get("on")
            return on
        return pinned.adopted_on.isoformat() if pinned and pinned.adopted_on else None

    def own(one: dict[str, Any]) -> dict[str, Any]:
        if one["clause"] is None or "clause_id" in one:
            return one
        clause = here.leading(day_of(one["fact"]), one["clause"])
        if clause is None:
            return one | {"model": True}
        return one | {"clause": clause.number, "clause_id": str(clause.id)}

    return answer | {"paths": [one | {"because": [own(why) for why in one["because"]]} for one in answer["paths"]]}
