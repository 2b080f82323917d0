"""A pathway as data: stages, the steps between them, guards, who may take a step, by when, and from which source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.core.calendar import Calendar, england
from app.pathways.hearing_facts import NOT_HEARD_YET, HearingFacts
from app.pathways.numbers import DEFAULTS, default_number
from app.pathways.protection_facts import NOTHING_IN_THE_WAY, ProtectionFacts

ANY_LIVE = "*"


class PathName(StrEnum):
    """The procedures a case can be worked in."""

    CHILD_PROTECTION = "child_protection"
    CHILD_WELFARE = "child_welfare"
    DISCIPLINARY = "disciplinary"
    EQUAL_OPPORTUNITIES = "equal_opportunities"
    LOW_LEVEL_CONCERN = "low_level_concern"
    OTHER_PROCEDURE = "other_procedure"


class Kind(StrEnum):
    """Whether a stage is worked in, waited in, or the end."""

    OPEN = "open"
    WAITING = "waiting"
    TERMINAL = "terminal"


class Unit(StrEnum):
    """What a deadline is counted in."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_DAYS_INCLUSIVE = "calendar_days_inclusive"
    WEEKS = "weeks"
    MONTHS = "months"


class AskKind(StrEnum):
    """How a question of a step is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    YES_NO = "yes_no"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: document, edition, heading; numbers of paragraphs move every year and are left out."""

    document: str
    heading: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class By:
    """A deadline that starts when a stage is entered, or on the day that a question of the step into it asked for.

    `setting` names the number when schools choose their own; `only_for` the clock set that knows the rule at all;
    `only_when` names an answer of the step into the stage without which it does not start; `at_once` says that it starts when
    the path is proposed, and runs before anybody has decided on it;
    `strength` is hard (law), soft (the school's own) or info, where it is not as the list of hard clocks says.
    """

    rule_id: str
    n: int
    unit: Unit
    source: str
    owner: str = "case_manager"
    setting: str | None = None
    starts_from: str = ""
    only_for: str = ""
    strength: str = ""
    only_when: tuple[str, str] | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its title and what it means, in words a governor reads."""

    key: str
    title: str
    now: str
    kind: Kind = Kind.OPEN
    by: tuple[By, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a step."""

    key: str
    label: str
    kind: AskKind = AskKind.LONG_TEXT
    hint: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """From one stage to another: the verb on the button, what is asked, what must hold, and who may take it.

    `source` is a stage, or `ANY_LIVE` for every stage that is not the end. `sets_outcomes` holds the words of the
    outcomes that this step sets for each allegation. `meets` names the clocks it meets (those of the stage it leaves when
    nothing is said), `opens` the path it proposes, and `shown_when` the guard without which it is not offered at all.
    `on` names the question that asks on which day it took place: the clocks it meets are met, and those of the stage it
    enters start, on that day and not when it was recorded. A step that stays at its stage starts what it met anew.
    `drops` names clocks that end unmet with it. `replaces` says that the outcomes it sets take the place of those found before,
    which stay on record.
    """

    key: str
    source: str
    target: str
    verb: str
    roles: frozenset[str]
    asks: tuple[Ask, ...]
    origin: Source
    guards: tuple[str, ...] = ()
    decision: bool = False
    equality: bool = False
    sets_outcomes: tuple[tuple[str, str], ...] = ()
    meets: tuple[str, ...] | None = None
    opens: PathName | None = None
    shown_when: str = ""
    on: str = ""
    stop: str = ""
    drops: tuple[str, ...] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What guards read of a case; the casework fills it."""

    stage: str
    history: tuple[str, ...] = ()
    limbs: dict[str, str] = field(default_factory=dict)
    lado_contacted: bool = False
    child_protection_live: bool = False
    clearance_recorded: bool = False
    parallel_authorised: bool = False
    every_allegation_has_outcome: bool = False
    outcomes: tuple[str, ...] = ()
    police_live: bool = False
    investigators: frozenset[str] = frozenset()
    hearers: frozenset[str] = frozenset()
    appeal_panel: frozenset[str] = frozenset()
    equality_panel: frozenset[str] = frozenset()
    presenters: frozenset[str] = frozenset()
    actor: str = ""
    subject_is_head: bool = False
    proportionality_needed: bool = False
    suspended: bool = False
    waits_for_equality: bool = False
    concerns: int = 0
    pattern_decided: bool = False
    deciders: frozenset[str] = frozenset()
    entered: dict[str, date] = field(default_factory=dict)
    today: date | None = None
    taken: dict[str, date] = field(default_factory=dict)
    """The steps that were taken, each with the day on which it was last."""
    kept_out: Callable[[str], bool] = lambda _: False
    """Whether somebody of this name has a part in the case that keeps them out of it."""
    employed_elsewhere: bool = False
    agency_told: bool = False
    protection: ProtectionFacts = NOTHING_IN_THE_WAY
    hearing: HearingFacts = NOT_HEARD_YET
    found: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    number: Callable[[str], int] = default_number
    """A number of the procedures as the school has set it, by its key."""
    own_days: Callable[[], Calendar] = england
    """The days by which the school's own procedure counts."""
    working_days: Callable[[], Calendar] = england
    """Every working day, as a statute means it, with what was entered for the school."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that can block a step: the sentence shown when it does, and when it lets pass."""

    name: str
    sentence: str
    lets_pass: Callable[[PathFacts], bool]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that follows from where a path stands, with the sentences of the guards that block it now."""

    step: Step
    blocked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pathway:
    """One procedure."""

    name: PathName
    title: str
    purpose: str
    first: str
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]

    def stage(self, key: str) -> Stage:
        """A stage by its key; `KeyError` when there is none."""
        for one in self.stages:
            if one.key == key:
                return one
        raise KeyError(key)

    def steps_from(self, key: str) -> tuple[Step, ...]:
        """The steps that leave a stage."""
        if self.stage(key).kind is Kind.TERMINAL:
            return ()
        return tuple(one for one in self.steps if one.source == key or (one.source == ANY_LIVE and one.target != key))

    def next_steps(self, facts: PathFacts) -> tuple[Offer, ...]:
        """The steps from where a path stands, each with what blocks it."""
        from app.pathways.guards import blocking, is_shown

        return tuple(Offer(one, blocking(one, facts)) for one in self.steps_from(facts.stage) if is_shown(one, facts))


def check(pathway: Pathway) -> list[str]:
    """What is wrong with a pathway, in sentences; nothing when it makes sense."""
    from app.pathways.guards import GUARDS

    keys = [one.key for one in pathway.stages]
    faults = [f"two stages are called {key}" for key in set(keys) if keys.count(key) > 1]
    steps = [one.key for one in pathway.steps]
    faults += [f"two steps are called {key}" for key in set(steps) if steps.count(key) > 1]
    for step in pathway.steps:
        faults += [f"{step.key} names no stage {key}" for key in (step.source, step.target) if key not in keys and key != ANY_LIVE]
        named = (*step.guards, *((step.shown_when,) if step.shown_when else ()))
        faults += [f"{step.key} has no guard {name}" for name in named if name not in GUARDS]
        rules = {rule.rule_id for stage in pathway.stages for rule in stage.by}
        faults += [f"{step.key} meets no clock {rule}" for rule in (*(step.meets or ()), *step.drops) if rule not in rules]
        faults += [f"{step.key} asks for no day {step.on}"] * (bool(step.on) and step.on not in {ask.key for ask in step.asks})
        faults += [f"{step.key} is for nobody"] * (not step.roles)
        faults += [f"{step.key} has no source"] * (not step.origin.document)
        faults += [f"{step.key} sets outcomes without being a decision"] * (bool(step.sets_outcomes) and not step.decision)
        faults += [f"{step.key} is considered (5.1) but is no decision"] * (step.equality and not step.decision)
    faults += _ways(pathway)
    faults += [f"{stage.key}: {rule.rule_id} has no source" for stage in pathway.stages for rule in stage.by if not rule.source]
    faults += [
        f"{rule.rule_id}: {rule.setting} is no number of the procedures, or has another usual value"
        for stage in pathway.stages
        for rule in stage.by
        if rule.setting and (rule.setting not in DEFAULTS or DEFAULTS[rule.setting].n != rule.n)
    ]
    return faults


def _ways(pathway: Pathway) -> list[str]:
    known = {one.key for one in pathway.stages}
    reached, waiting = {pathway.first}, [pathway.first]
    while waiting:
        for step in pathway.steps_from(waiting.pop()):
            if step.target in known and step.target not in reached:
                reached.add(step.target)
                waiting.append(step.target)
    faults = [f"nothing leads to {one.key}" for one in pathway.stages if one.key not in reached]
    faults += [
        f"nothing leads on from {one.key}"
        for one in pathway.stages
        if one.kind is not Kind.TERMINAL and not pathway.steps_from(one.key)
    ]
    faults += [
        f"{one.key} is the end but is left"
        for one in pathway.stages
        if one.kind is Kind.TERMINAL and any(s.source == one.key for s in pathway.steps)
    ]
    return faults
