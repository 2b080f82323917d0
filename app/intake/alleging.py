"""What is alleged: each clause that the answers meet or that was added, in the words of the edition of that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.intake import answers as said
from app.intake.citing import Citing, added, outdoes, value_of
from app.policy.models import Clause, Edition

OTHER_CONDUCT = "other"


@dataclass(frozen=True, slots=True)
class Alleged:
    """One clause as it will be alleged; `number` is the school's own, or the model's where its edition has no such clause."""

    number: str
    clause: Clause | None
    edition: Edition | None
    act: int | None
    met: str
    words: dict[str, str]
    proposed: bool


def alleged(answers: dict[str, Any], answer: dict[str, Any], here: Citing) -> list[Alleged]:
    """Everything that is alleged: what routing found and was not taken out, what was added, and other conduct."""
    chosen, acts = answers["clauses"], said.act_keys(answers)
    removed = set(chosen.get("removed", []))
    met: dict[str, Alleged] = {}
    for one in answer["clauses"]:
        if one["met"] not in {"yes", "may_be"}:
            continue
        key, number = acts[one["act"]], one["number"]
        day = answers["acts"][key].get("on")
        edition = here.edition(day)
        for clause in here.clauses(day, number) or (None,):
            value = value_of(one["act"], number, clause, edition)
            if value in removed or not outdoes(one["met"], met[value].met if value in met else None):
                continue  # taken out, or alleged already: one clause of the school may say what two of the model do
            words = {"because": one["because"], "act": key}
            own = clause.number if clause else number
            met[value] = Alleged(own, clause, edition, one["act"], one["met"], words, proposed=True)
    found = list(met.values())
    editions = {one.id: one for one in here.found.values() if one}
    for clause in added(answers, here):
        words = {"because": "Added by the person who logged it.", "act": ""}
        edition = editions.get(clause.edition_id) or here.edition(None)
        found.append(Alleged(clause.number, clause, edition, None, "may_be", words, proposed=False))
    if chosen.get("other_conduct"):
        words = {"because": chosen["other_conduct"], "act": ""}
        found.append(Alleged(OTHER_CONDUCT, None, here.edition(None), None, "may_be", words, proposed=False))
    return found
