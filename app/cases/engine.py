"""Runs the pathways on a case: the facts its guards read, the steps offered to a person, and what entering a stage does."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

from app.cases import deadlines, queries
from app.cases.clocking.calendars import calendar_of, own_days
from app.cases.concerns.counting import LLC, Concern, about_subject, plain
from app.cases.hearings.record import hearing_facts
from app.cases.models import CONFLICTED, Allegation, Case, Involvement, Part
from app.cases.numbers import Number, numbers
from app.cases.protection.ledger import Ledger
from app.cases.protection.queries import ledger
from app.cases.work import Contact, Finding, Path, StageEntry
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor
from app.pathways import PATHWAYS
from app.pathways.guards import blocking, is_shown
from app.pathways.hearing_facts import NOT_HEARD_YET
from app.pathways.pathway import Offer, PathFacts, Pathway, Stage, Step
from app.people.queries import names

CP = "child_protection"
EO = "equal_opportunities"
D = "disciplinary"
WORKS_AS = {
    Part.INVESTIGATOR: "investigating_officer",
    Part.HEARER: "hearer",
    Part.APPEAL_PANEL: "appeal_panel",
    Part.EQUALITY_PANEL: "equality_panel",
    Part.PRESENTER: "presenting_officer",
}
"""What steps call whoever has a working part: only they take the steps that are theirs."""
SENT_BY_OTHERS = frozenset({"supply", "contractor", "trainee"})
"""Posts whose holders an agency, a firm or a training provider answers for."""
DECIDES = "decide_lado"
"""What the steps begin with that decide whether the LADO is consulted about a pattern of low-level concerns."""
OPENED = "opened"
NEVER_PAUSED = frozenset({CP, "child_welfare"})
PAUSED = "The case is paused for legal reasons: only child protection and the child's welfare go on. End the pause first."


def pathway_of(path: Path) -> Pathway:
    """The procedure that a path follows."""
    return PATHWAYS[path.name]


def stage_of(path: Path) -> Stage | None:
    """The stage a path is at; none while it is only proposed, or was declined."""
    return pathway_of(path).stage(path.stage) if path.stage else None


def is_live(path: Path) -> bool:
    """Whether a path was opened and has not come to its end."""
    return path.state == "accepted" and path.ended_at is None


def is_running(path: Path) -> bool:
    """Whether a path is proposed, or was opened and has not come to its end."""
    return path.state == "proposed" or is_live(path)


def hidden_from(involved: Iterable[Involvement]) -> set[uuid.UUID]:
    """The people of the roll whose part among these hides the case from them."""
    return {one.person_id for one in involved if one.person_id and Part(one.part) in CONFLICTED}


class Whole:
    """A case with everything its guards read, loaded once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.paths: Sequence[Path] = queries.paths(case.id)
        self.entries: Sequence[StageEntry] = queries.entries(case.id)
        self.allegations: Sequence[Allegation] = queries.allegations(case.id)
        self.involved: Sequence[Involvement] = queries.involved(case.id)
        self.contacts: Sequence[Contact] = queries.contacts(case.id)
        found = queries.findings(case.id)
        self.findings: Sequence[Finding] = [one for one in found if one.superseded_at is None]
        self.replaced: Sequence[Finding] = [one for one in found if one.superseded_at is not None]
        self.ledger: Ledger = ledger(case.id)

    @cached_property
    def numbers(self) -> Mapping[str, Number]:
        """The numbers of the procedures as the school has set them; asked for only when a guard needs one."""
        return numbers(self.case.school_id)

    def number(self, key: str) -> int:
        """One number of the procedures, by its key."""
        return self.numbers[key].n

    def path(self, name: str) -> Path | None:
        """The path of this name, unless it was declined."""
        return next((one for one in self.paths if one.name == name and one.state != "declined"), None)

    def holders(self, part: Part) -> frozenset[str]:
        """The people who have this part now."""
        return frozenset(
            str(one.person_id) for one in self.involved if one.part == part.value and one.ended_at is None and one.person_id
        )

    @property
    def conflicted(self) -> set[uuid.UUID]:
        """The people whose part hides the case from them."""
        return hidden_from(self.involved)

    def roles(self, actor: Actor) -> frozenset[str]:
        """The roles a person has on this case, with those of their working parts."""
        mine = {role for part, role in WORKS_AS.items() if str(actor.person_id) in self.holders(part)}
        return roles_on(actor, self.case) | mine

    def run(self, path: Path) -> list[StageEntry]:
        """The entries of a path since it was opened last: what an earlier run came to clears nothing for this one."""
        mine = [one for one in self.entries if one.path_id == path.id]
        begun = max((index for index, one in enumerate(mine) if one.step == OPENED), default=0)
        return mine[begun:]

    def stages(self, path: Path) -> tuple[str, ...]:
        """Every stage a path has been at since it was opened last, in order."""
        return tuple(one.stage for one in self.run(path))

    def answers(self, path: Path) -> dict[str, Any]:
        """What the steps of a path recorded, later answers over earlier ones."""
        found: dict[str, Any] = {}
        for one in self.run(path):
            found.update(one.answers or {})
        return found

    def found_on(self, path: Path) -> list[Finding]:
        """What was found on a path since it was opened last; what an earlier run of it found holds until this one finds."""
        return [one for one in self.findings if one.path_id == path.id and one.at >= path.opened_at]

    def to_find(self, path: Path, step: Step | None = None) -> list[Allegation]:
        """The allegations that a path has no outcome for: those added since, or all of them when it was taken up again.

        A step that decides an appeal (`replaces`) is asked about each.
        """
        known = {one.allegation_id for one in self.findings if one.path_id == path.id}
        if step is not None and step.replaces:
            return list(self.allegations)
        without = [one for one in self.allegations if one.id not in known]
        return without or ([] if self.found_on(path) else list(self.allegations))

    def facts(self, path: Path, actor: Actor | None, sent: dict[str, Any] | None = None) -> PathFacts:
        """What the guards of a path's steps read; `sent` are the answers that come with the step itself."""
        protection = self.path(CP)
        answers = self.answers(protection) if protection else {}
        stages = self.stages(protection) if protection else ()
        found = self.found_on(path)
        limbs = {name: one["answer"] for name, one in (self.case.limbs or {}).items()}
        return PathFacts(
            stage=path.stage or "",
            history=self.stages(path),
            limbs=limbs,
            lado_contacted=any(one.agency == "lado" for one in self.contacts),
            child_protection_live=protection is not None and is_running(protection),
            clearance_recorded="disciplinary_released" in stages,
            parallel_authorised=answers.get("parallel") == "yes",
            every_allegation_has_outcome=not self.to_find(path),
            outcomes=tuple(sorted({one.word for one in found})),
            found={str(one.allegation_id): one.word for one in found},
            hearing=hearing_facts(self, path, sent or {}) if path.name == D else NOT_HEARD_YET,
            police_live=self.ledger.is_live("police"),
            investigators=self.holders(Part.INVESTIGATOR),
            hearers=self.holders(Part.HEARER),
            appeal_panel=self.holders(Part.APPEAL_PANEL),
            equality_panel=self.holders(Part.EQUALITY_PANEL),
            presenters=self.holders(Part.PRESENTER),
            actor=str(actor.person_id) if actor and actor.person_id else "",
            subject_is_head=self.case.facts.get("subject", {}).get("post") == "headteacher",
            proportionality_needed="proportionality" in self.case.answer["stops"],
            suspended=self.ledger.suspension is not None and self.ledger.suspension.begun.path_id == path.id,
            protection=self.ledger.facts(self.case.subject["post"], now()),
            waits_for_equality=path.standing == "held" and path.waits_for == EO,
            answers={**self.answers(path), **{key: value for key, value in (sent or {}).items() if value}},
            deciders=self._deciders(path),
            entered=self._entered(path),
            today=london(now()).date(),
            taken={one.step: london(one.at).date() for one in self.run(path)},
            kept_out=self.kept_out,
            number=self.number,
            own_days=partial(own_days, self.case.school_id, path.name),
            working_days=partial(calendar_of, self.case.school_id),
            **(self._light(path) if path.name == LLC else {}),
        )

    def _deciders(self, path: Path) -> frozenset[str]:
        """Whoever took a step that found on the allegations, since the path was opened last."""
        finds = {step.key for step in pathway_of(path).steps if step.sets_outcomes}
        return frozenset(str(one.by) for one in self.run(path) if one.step in finds)

    def _entered(self, path: Path) -> dict[str, date]:
        """The day on which a path came last to each of its stages, from another, since it was opened last."""
        found: dict[str, date] = {}
        before = ""
        for one in self.run(path):
            if one.stage != before:
                found[one.stage] = london(one.at).date()
            before = one.stage
        return found

    def kept_out(self, name: str) -> bool:
        """Whether a name that was typed is that of somebody whose part keeps them out of the case."""
        known = names(one.person_id for one in self.involved if one.person_id and Part(one.part) in CONFLICTED)
        others = (one.name or "" for one in self.involved if not one.person_id and Part(one.part) in CONFLICTED)
        return any(plain(one) in plain(name) for one in (*known.values(), *others) if one)

    @cached_property
    def concerns(self) -> Sequence[Concern]:
        """The low-level concerns about the adult of this case that are counted together; asked for only where one is worked on."""
        return about_subject(self.case, self.involved)

    @property
    def reporter_unnamed(self) -> bool:
        """Whether whoever reported a low-level concern asked not to be named."""
        light = self.path(LLC)
        return light is not None and self.answers(light).get("anonymous") == "yes"

    def _light(self, path: Path) -> dict[str, Any]:
        """What the guards of a low-level concern read beyond the rest."""
        decided = max((one.at for one in self.run(path) if one.step.startswith(DECIDES)), default=None)
        agency = next((one for one in self.paths if one.procedure == "agency" and one.state != "declined"), None)
        return {
            "concerns": len(self.concerns),
            "pattern_decided": decided is not None and all(one.logged_at <= decided for one in self.concerns),
            "employed_elsewhere": self.case.facts.get("subject", {}).get("post") in SENT_BY_OTHERS,
            "agency_told": agency is not None and "handed_over" in self.stages(agency),
        }

    def rests(self, path: Path) -> tuple[str, ...]:
        """The sentence that holds a path back while the case is paused, if it is."""
        return (PAUSED,) if self.case.paused_at is not None and path.name not in NEVER_PAUSED else ()

    def offers(self, actor: Actor, path: Path) -> tuple[Offer, ...]:
        """The next steps of a path that this actor may take, each with what blocks it.

        What a step's own questions will answer does not block it before they are asked; the action checks it again.
        """
        if not is_live(path):
            return ()
        mine, known, found = self.roles(actor), self.facts(path, actor), []
        for step in pathway_of(path).steps_from(path.stage or ""):
            if step.roles & mine and is_shown(step, known):
                asked = replace(known, answers={**{ask.key: "yes" for ask in step.asks}, **known.answers})
                found.append(Offer(step, (*blocking(step, asked), *self.rests(path))))
        return tuple(found)


def roles_on(actor: Actor, case: Case) -> frozenset[str]:
    """The roles a person has on a case: those held at its school, and `case_manager` when one of them manages it."""
    held = {role.value for role in actor.roles_at(case.school_id)}
    return frozenset(held | ({"case_manager"} if case.manager in held else set()))


def enter(
    case: Case, path: Path, stage_key: str, *, step: str, at: datetime, by: Actor | None, answers: dict[str, Any]
) -> StageEntry:
    """Bring a path to a stage: its former clocks are met, those of the stage start, and a last stage ends the path.

    Both on the day that the step asked for, where it asks for one; `Blocked` when that day cannot be.
    """
    person_id, before, what = by.person_id if by else None, path.stage, f"step:{path.name}:{step}"
    found = find_step(path, step)
    on = deadlines.happened(case, answers.get(found.on), at) if found and found.on else at
    met: set[str] = set()
    if step != OPENED:
        rows = deadlines.meet(case.id, by=person_id, rules=_met(path, found), path_id=path.id, at=on, what=what)
        met = {one.rule for one in rows}
    if found and found.drops:
        deadlines.drop(path.id, found.drops)
    stage = pathway_of(path).stage(stage_key)
    path.stage, path.stage_at = stage_key, at
    if stage.kind.value == "terminal":
        path.ended_at = at
        deadlines.meet(case.id, by=person_id, rules=deadlines.WHEN_ENDED, path_id=path.id, at=on, what=what)
        deadlines.drop(path.id)
    stays = before == stage_key and step != OPENED
    deadlines.start(case, path, [one for one in stage.by if not stays or one.rule_id in met], on, answers, what=what)
    entry = StageEntry(
        school_id=case.school_id,
        case_id=case.id,
        path_id=path.id,
        stage=stage_key,
        step=step,
        at=at,
        by=person_id,
        answers=answers,
    )
    db.session.add(entry)
    return entry


def _met(path: Path, step: Step | None) -> tuple[str, ...]:
    """The clocks that a step meets: those it names, else those of the stage it leaves."""
    if step is not None and step.meets is not None:
        return step.meets
    left = stage_of(path)
    return tuple(rule.rule_id for rule in left.by) if left else ()


def _equality_clear(whole: Whole) -> bool:
    equality = whole.path(EO)
    return equality is None or (equality.state == "accepted" and (not is_live(equality) or "handed_to_d" in whole.stages(equality)))


def release(whole: Whole, at: datetime) -> list[Path]:
    """The paths that waited for another and need not any more: they may start now."""
    freed = []
    protection = whole.path(CP)
    clear = protection is None or (not is_live(protection) and protection.state == "accepted")
    clear = clear or (protection is not None and "disciplinary_released" in whole.stages(protection))
    for path in whole.paths:
        done = clear if path.waits_for == CP else path.waits_for == EO and _equality_clear(whole)
        if path.standing == "held" and done:
            path.standing, path.waits_for = "open", None
            freed.append(path)
    return freed


def begin(case: Case, path: Path, *, by: Actor) -> None:
    """Open an accepted path at its first stage."""
    path.opened_at = now()
    enter(case, path, pathway_of(path).first, step=OPENED, at=now(), by=by, answers={})


def find_step(path: Path, key: str) -> Step | None:
    """A step of a path's procedure by its key."""
    return next((one for one in pathway_of(path).steps if one.key == key), None)
