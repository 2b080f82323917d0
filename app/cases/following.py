"""What the actions of a case share and what follows from them: a decision written down, paths freed, people told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cases import deadlines
from app.cases.clocking.information import after_complaint
from app.cases.dignity.equality import whole as whole_equality
from app.cases.dignity.incidents import found_by_complaint
from app.cases.dignity.support import carry_over
from app.cases.engine import CP, EO, Whole, begin, enter, is_running, release, roles_on
from app.cases.hearings.effects import follow_disciplinary
from app.cases.managing import free_holders
from app.cases.models import Case, CaseState
from app.cases.queries import paths
from app.cases.work import Decision, Finding, Path
from app.core.action import Blocked, Stale
from app.core.acts import Role
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, Refused
from app.notices.queries import tell
from app.pathways import PATHWAYS
from app.pathways.pathway import Step

WELFARE = "child_welfare"
NOT_THIS_POLICY = "not_this_policy"
WAITING = ("disciplinary", "low_level_concern")
NOTICES: dict[str, tuple[str, tuple[Role, ...]]] = {
    CP: ("child_protection", (Role.DSL, Role.DEPUTY_DSL)),
    "disciplinary": ("disciplinary", (Role.HR_ADVISER,)),
    "equal_opportunities": ("equal_opportunities", (Role.HR_ADVISER,)),
    "low_level_concern": ("low_level_concern", ()),
}
"""For each path, the notice and who is told; nobody named means whoever manages the case."""


def the_person(actor: Actor) -> uuid.UUID:
    if actor.person_id is None:
        raise Refused("only a person does this")
    return actor.person_id


def only_manager(actor: Actor, case: Case) -> None:
    if "case_manager" not in roles_on(actor, case):
        raise Refused("only the case manager does this")


def only_manager_or_adviser(actor: Actor, case: Case) -> None:
    """Raise `Refused` for anybody but the case manager and the employer's HR adviser."""
    if not roles_on(actor, case) & {"case_manager", Role.HR_ADVISER.value}:
        raise Refused("only the case manager or the HR adviser does this")


def only_while_open(case: Case) -> None:
    if case.state == CaseState.CLOSED.value:
        raise Blocked("This case is closed. It can be read, but nothing more can be done on it.")


def write_decision(
    actor: Actor, case: Case, path: Path | None, what: str, reasons: str, equality: Mapping[str, Any] | None
) -> Decision:
    """Write a decision down; `Blocked` unless its equality consideration is whole (5.1): there is no other way to write one."""
    row = Decision(
        school_id=case.school_id,
        case_id=case.id,
        path_id=path.id if path else None,
        what=what[:60],
        by=the_person(actor),
        at=now(),
        reasons=reasons,
        equality=whole_equality(equality),
    )
    db.session.add(row)
    db.session.flush()
    return row


def after_accepting(whole: Whole, path: Path, actor: Actor) -> None:
    carry_over(whole.case, path)
    if path.name == CP and any(one.agency == "lado" for one in whole.contacts):
        contact = next(one for one in whole.contacts if one.agency == "lado")
        reach_lado_stage(whole.case, path, actor, contact.at)
    if path.name == CP:
        open_welfare(whole.case, actor)
    if path.name == EO:
        after_complaint(whole.case)
    if path.name in NOTICES and (path.name != "disciplinary" or path.standing == "open"):
        tell_of(whole, path.name, actor)


def open_welfare(case: Case, actor: Actor, *, fact: str = "child protection is open") -> None:
    """The child is looked after on a path of its own, owned by the safeguarding lead, from the moment child protection is
    proposed or somebody called for help; it does not end with the allegation, and opens again when it has ended."""
    welfare = next((one for one in paths(case.id) if one.name == WELFARE), None)
    if welfare is not None and welfare.ended_at is None:
        return
    if welfare is None:
        welfare = Path(school_id=case.school_id, case_id=case.id, name=WELFARE, procedure="", standing="open")
    welfare.state, welfare.stage, welfare.ended_at = "accepted", PATHWAYS[WELFARE].first, None
    welfare.opened_at, welfare.decided_by, welfare.decided_at = now(), the_person(actor), now()
    welfare.reason = "It opens with child protection, for the child."
    welfare.because = [{"rule": "R2", "clause": None, "fact": fact}]
    db.session.add(welfare)
    db.session.flush()
    begin(case, welfare, by=actor)


def reach_lado_stage(case: Case, path: Path, actor: Actor, at: datetime) -> None:
    if path.stage in {"cp_triage", "basic_facts", "immediate_action"}:
        enter(case, path, "lado_contacted", step="record_lado_contact", at=at, by=actor, answers={})


def settle_triage(case: Case, whole: Whole, actor: Actor) -> None:
    if any(one.state == "proposed" for one in whole.paths):
        return
    deadlines.meet(case.id, by=actor.person_id, rules=("triage_1wd",), what="decided")
    taken = [one for one in whole.paths if one.state == "accepted"]
    outside = bool(taken) and all(one.procedure == NOT_THIS_POLICY for one in taken)
    case.state = CaseState.NOT_WITHIN_POLICY.value if outside else CaseState.ROUTED.value


def free_paths(whole: Whole, actor: Actor) -> None:
    for path in release(whole, now()):
        if path.name == "disciplinary":
            tell_of(whole, path.name, actor)


def tell_of(whole: Whole, name: str, actor: Actor, once: str = "") -> None:
    """Tell those who work on a path of this name that it is there for them."""
    kind, roles = NOTICES[name]
    tell_roles(whole, roles or (Role(whole.case.manager),), kind, actor, once)


def tell_roles(whole: Whole, roles: tuple[Role, ...], kind: str, actor: Actor, once: str = "") -> None:
    people = [one for one in free_holders(whole.case.school_id, roles, whole.conflicted) if one != actor.person_id]
    tell(people, kind, school_id=whole.case.school_id, case_id=whole.case.id, once=once or f"{kind}:{whole.case.id}")


def write_findings(
    actor: Actor,
    whole: Whole,
    path: Path,
    decision: Decision | None,
    outcomes: dict[uuid.UUID, str],
    *,
    replace: bool = False,
) -> None:
    """Write what was found of each allegation; on appeal (`replace`), or when taken up again, it takes the place of the one before."""
    if decision is None:
        raise RuntimeError("an outcome rests on a decision")
    known = {one.id for one in whole.allegations}
    before = {one.allegation_id: one for one in whole.findings if one.path_id == path.id}
    for allegation_id, word in outcomes.items():
        if allegation_id not in known:
            raise Refused("not an allegation of this case")
        earlier = before.get(allegation_id)
        anew = earlier is not None and earlier.at < path.opened_at  # found by an earlier run of a procedure taken up again
        if earlier is not None and not replace and not anew:
            raise Stale("An outcome for this allegation is on record already.")
        if earlier is not None and earlier.word == word and not anew:
            continue  # it stands as it was found
        if earlier is not None:
            earlier.superseded_at = now()
            db.session.flush()  # one finding at a time holds: the old one gives way first
        db.session.add(
            Finding(
                school_id=path.school_id,
                case_id=path.case_id,
                path_id=path.id,
                allegation_id=allegation_id,
                decision_id=decision.id,
                word=word,
                by=the_person(actor),
                at=now(),
                replaces=earlier.id if earlier else None,
            )
        )
    db.session.flush()


def follow_step(actor: Actor, whole: Whole, path: Path, step: Step, answers: dict[str, Any], decision: Decision | None) -> None:
    """What a step brings with it: a sanction, another path, paths that need not wait any more, and who is told."""
    if path.name == "disciplinary":
        follow_disciplinary(whole.case, path, step, answers, decision)
    if answers.get("found_kind"):
        found_by_complaint(whole.case, the_person(actor), answers)
    if step.opens is not None:
        open_path(actor, whole, step.opens.value, because=f"{path.name} step {step.key}")
    if path.ended_at is not None or step.target in {"disciplinary_released", "handed_to_d"}:
        free_paths(Whole(whole.case), actor)
    tell_roles(
        whole,
        (Role(whole.case.manager), Role.HR_ADVISER) if path.name != CP else (Role(whole.case.manager), Role.DSL),
        "moved",
        actor,
        once=f"moved:{path.id}:{step.target}:{now().date()}",
    )


def open_path(actor: Actor, whole: Whole, name: str, *, because: str) -> None:
    """Propose a path that a step leads to, unless it is there already; a declined or ended one is proposed again (4.4)."""
    here = next((one for one in whole.paths if one.name == name), None)
    if here is not None and is_running(here):
        return
    protected = name != CP and any(one.name == CP and is_running(one) for one in whole.paths)
    rule = {CP: "R2", "low_level_concern": "R8"}.get(name, "R7")
    path = propose(
        whole.case,
        here,
        name,
        standing="held" if protected else "open",
        waits_for=CP if protected else None,
        because=[{"rule": rule, "clause": "4.4", "fact": because}],
    )
    if name == CP:
        deadlines.lado_clocks(whole.case, path, now())
        open_welfare(whole.case, actor)
        hold_for_protection(whole)
    tell_of(whole, name, actor, once=f"{name}:{path.id}:{now().isoformat()}")


def propose(
    case: Case, here: Path | None, name: str, *, standing: str, waits_for: str | None, because: list[dict[str, Any]]
) -> Path:
    """A path as a fresh proposal: a new row, or the one that was declined or ended; what was decided stays on record."""
    path = here or Path(school_id=case.school_id, case_id=case.id, name=name, procedure="")
    path.state, path.standing, path.waits_for = "proposed", standing, waits_for
    path.stage, path.decided_by, path.decided_at, path.ended_at = None, None, None, None
    path.opened_at, path.because, path.reason = now(), because, None
    db.session.add(path)
    db.session.flush()
    deadlines.at_once(case, path, now(), what="proposed")
    return path


def hold_for_protection(whole: Whole) -> None:
    """From now on disciplinary work and low-level concerns wait for child protection (R2)."""
    for one in whole.paths:
        if one.name in WAITING and one.state != "declined" and one.ended_at is None and one.standing == "open":
            one.standing, one.waits_for = "held", CP
