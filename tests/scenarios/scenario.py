"""A scenario played through the actions on the dates of its facts: what each scenario test says, and what it asks of the case."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from casework import EQUAL, WORDS, Play, answers_to, fault_of_trail

from app.cases import actions
from app.cases.engine import find_step
from app.cases.models import Case, Part
from app.cases.parts import give_part
from app.cases.protection.leaving import decide_referral
from app.cases.queries import deadlines
from app.cases.shell.closing import ask_to_close, sign_off
from app.cases.work import Deadline
from app.core.clock import LONDON, frozen, london
from app.intake.facts import facts_from
from app.intake.routing import route
from app.pathways.words import WEIGHED as WEIGHING

FACTS = Path(__file__).parent / "facts"
HEAD, HR, DSL, CHAIR, CLERK = "Helen Ashworth", "Ruth Okafor", "Amina Yusuf", "Margaret Thistlewood", "Peter Lomax"
OFFICER, PANEL = "Farah Siddiqui", ("George Halloran", "Ivy Nwosu", "Stefan Kowalski")
EACH = ",".join(key for key, _ in WEIGHING)
WEIGHED = "Content, tone, audience and effect were weighed; nothing less would do."


def read(name: str) -> dict[str, Any]:
    """The facts of a scenario and what routing answers to them, as the procedures expect it."""
    found: dict[str, Any] = json.loads((FACTS / f"{name}.json").read_text())
    return found


def answer(name: str) -> dict[str, Any]:
    """What routing answers to the facts of a scenario."""
    return route(facts_from(read(name)["facts"])).as_json()


def at(when: str) -> datetime:
    """An instant in London: `2026-11-05 09:10`."""
    return datetime.fromisoformat(when).replace(tzinfo=LONDON)


class Scenario(Play):
    """The cast on one case; each thing is done at the instant that was said last."""

    when: datetime

    def begin(
        self, name: str, *, about: str | None, by: str = DSL, people: Iterable[dict[str, str]] = (), reported: str = ""
    ) -> Case:
        """Log the facts of a scenario at their instant, or at another."""
        facts = read(name)["facts"]
        if reported:
            facts = {**facts, "reported_at": at(reported).isoformat()}
        self.when = datetime.fromisoformat(facts["reported_at"])
        return self.log(facts, about=about, by=by, people=people)

    def on(self, when: str) -> Scenario:
        """Go on at an instant in London."""
        self.when = at(when)
        return self

    def do(self, what: Any, by: str, /, *args: Any, **more: Any) -> Any:
        """Do one action as somebody of the cast."""
        with frozen(self.when):
            return what(self.actor(by), *args, **more)

    def accept(self, *names: str, by: str = HEAD) -> None:
        """Open these procedures, in this order."""
        for name in names:
            self.do(actions.decide, by, self.path(name), accept=True, reason="It follows from the report.", equality=EQUAL)

    def decline(self, name: str, by: str = HEAD, reason: str = "Not needed.") -> None:
        """Decline a procedure."""
        self.do(actions.decide, by, self.path(name), accept=False, reason=reason, equality=EQUAL)

    def contact(self, agency: str = "lado", by: str = HEAD, advice: str = "Go on as agreed.") -> None:
        """A conversation with an agency, now."""
        self.do(actions.record_contact, by, self.case, agency=agency, at=self.when, words={**WORDS, "advice": advice})

    def give(self, part: Part, *names: str, by: str = HEAD) -> None:
        """Give people a working part."""
        for name in names:
            self.do(give_part, by, self.case, person_id=self.actor(name).person_id, part=part, tie="none")

    def step(
        self, name: str, key: str, by: str = HEAD, word: str = "", words: dict[str, str] | None = None, **answers: str
    ) -> None:
        """Take a step: the first word of its list for each allegation, or this one, or one for each clause."""
        path = self.path(name)
        step = find_step(path, key)
        assert step is not None, key
        outcomes = None
        if step.sets_outcomes:
            plain = word or step.sets_outcomes[0][0]
            outcomes = {one.id: (words or {}).get(one.clause_number, plain) for one in self.whole.to_find(path, step)}
        self.do(
            actions.advance,
            by,
            self.path(name),
            step_key=key,
            seen_stage=path.stage,
            answers=answers_to(step, self.when, **answers),
            outcomes=outcomes,
            equality=EQUAL if step.equality else None,
        )

    def to_report(self) -> None:
        """A disciplinary path from its assessment to the report of the investigating officer."""
        self.step("disciplinary", "assess", HR)
        self.give(Part.INVESTIGATOR, OFFICER, by=HR)
        self.step("disciplinary", "investigate", HR, letter=self.day, proportionality=WEIGHED)
        self.step("disciplinary", "hand_in_report", OFFICER)
        self.give(Part.PRESENTER, OFFICER, by=HR)

    def hear(self, notice: str, on: str, sanction: str, word: str = "proven", words: dict[str, str] | None = None) -> None:
        """A disciplinary path from its assessment to the decision of three governors."""
        self.to_report()
        self.give(Part.HEARER, *PANEL, by=HR)
        self.step("disciplinary", "set_hearing", HR, on=on, notice=notice, proportionality=WEIGHED)
        self.on(f"{on} 15:00")
        self.decided(sanction, word, words)

    def decided(self, sanction: str, word: str = "proven", words: dict[str, str] | None = None) -> None:
        """The decision of those who hear the case."""
        key = f"decide_{self.path('disciplinary').stage}"
        self.step("disciplinary", key, PANEL[0], word, words, sanction=sanction, proportionality=WEIGHED, weighed=EACH)

    @property
    def day(self) -> str:
        """The day it is in London."""
        return self.when.astimezone(LONDON).date().isoformat()

    def offered(self, name: str, by: str = HEAD) -> dict[str, tuple[str, ...]]:
        """What the page offers somebody on a path, each with what blocks it."""
        with frozen(self.when):
            return {one.step.key: one.blocked_by for one in self.whole.offers(self.actor(by), self.path(name))}

    def clock(self, rule: str) -> Deadline:
        """The newest clock of a rule."""
        return [one for one in sorted(deadlines(self.case.id), key=lambda one: one.starts_at) if one.rule == rule][-1]

    def due(self, rule: str) -> str:
        """When the newest clock of a rule is due in London, a day where it is a day."""
        found = self.clock(rule)
        assert found.due_at is not None
        return found.due_on.isoformat() if found.due_on else london(found.due_at).strftime("%Y-%m-%d %H:%M")

    def refer(self, body: str, decided: str, *, removal: uuid.UUID | None = None) -> None:
        """Decide on a referral to the DBS or the TRA."""
        words = {"why": "As the duty says.", "on": self.when.astimezone(LONDON).date(), "reference": "R/1"}
        self.do(
            decide_referral, HEAD, self.case, body=body, removal_id=removal, decided=decided, equality=EQUAL, **words
        )  # fmt: skip

    def look_after_the_child(self, by: str = DSL) -> None:
        """The child's own strand, to its end."""
        whole = self.whole
        while (path := self.path("child_welfare")).ended_at is None:
            offers = [key for key, blocked in self.offered("child_welfare", by).items() if not blocked]
            found = {find_step(path, key).target: key for key in offers}  # type: ignore[union-attr]  # it was offered
            done = {one.stage for one in whole.entries if one.path_id == path.id}
            target = next(one for one in ("welfare_closed", "reviewed", "monitor", *found) if one in found and one not in done)
            self.step("child_welfare", found[target], by)
            whole = self.whole

    def close(self, asks: str = HEAD, signs: str = HR, lado_on: date | None = None) -> None:
        """Two people close it, and its trail is whole."""
        agreed = {"lado": "J. Marsh", "lado_on": lado_on} if lado_on else {}
        self.do(ask_to_close, asks, self.case, reason="All is done.", equality=EQUAL, **agreed)
        self.do(sign_off, signs, self.case, words="Everything was checked.", equality=EQUAL)
        assert self.case.state == "closed"
        assert {one.allegation_id for one in self.whole.findings} == {one.id for one in self.whole.allegations}
        assert fault_of_trail(self.school_id) is None

    def standing(self) -> dict[str, tuple[str, str | None]]:
        """Each procedure that was proposed: how it stands, and what it waits for."""
        return {one.procedure or one.name: (one.standing, one.waits_for) for one in self.whole.paths if one.name != "child_welfare"}
