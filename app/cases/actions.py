"""The work on a case: opening it, answering for the harm threshold, deciding proposals, contacts, steps, people, closing."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from app.cases import deadlines
from app.cases.engine import CP, Whole, begin, enter, find_step, is_live, pathway_of, roles_on
from app.cases.following import (
    after_accepting,
    follow_step,
    free_paths,
    only_manager,
    only_while_open,
    reach_lado_stage,
    settle_triage,
    tell_roles,
    the_person,
    write_decision,
    write_findings,
)
from app.cases.hearings.effects import completed
from app.cases.hearings.taking_part import may_step
from app.cases.models import Case, Involvement, Visit
from app.cases.protection.effects import after_step, agency_told
from app.cases.protection.recording import has_been
from app.cases.work import Contact, Path
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, Refused
from app.pathways.guards import blocking, is_shown
from app.pathways.pathway import ANY_LIVE, Step

VISIT = timedelta(minutes=30)
NOT_AVAILABLE = (
    "This procedure is not available for them: the school is not their employer. Decline it, and tell whoever employs them."
)


def must_note_visit(actor: Actor, visit: Visit | None) -> bool:
    """Whether opening the case is to be noted: the first time in this sign-in, and then every half hour."""
    return visit is None or is_long_ago(actor, visit.last_at, visit.sign_in_id)


def is_long_ago(actor: Actor, at: datetime, sign_in: object) -> bool:
    """Whether a look that this person had then, in that sign-in, was noted too long ago to stand for one now."""
    return str(sign_in) != str(actor.session_id) or now() - at > VISIT


@action(Act.CASE_OPEN)
def open_case(actor: Actor, case: Case) -> None:
    """Note that this person has opened the case, before any of it is shown."""
    visit = db.session.get(Visit, (the_person(actor), case.id))
    if visit is None:
        visit = Visit(person_id=the_person(actor), case_id=case.id, school_id=case.school_id, first_at=now())
        db.session.add(visit)
    visit.last_at, visit.sign_in_id = now(), actor.session_id
    seal_case(case)


@action(Act.CASE_ROUTE)
def decide(actor: Actor, path: Path, *, accept: bool, reason: str, equality: dict[str, Any]) -> Path:
    """Accept or decline one proposed path, with a reason and the equality consideration (5.1).

    Child protection cannot be declined while one of the four questions is unanswered, nor without a recorded LADO
    consultation while one of them is not "no" (clauses-and-routing: 10.1).
    """
    case = db.session.get_one(Case, path.case_id)
    only_manager(actor, case)
    only_while_open(case)
    if path.state != "proposed":
        raise Stale("Somebody else has decided on this procedure already.")
    whole = Whole(case)
    if accept and path.standing == "disabled":
        raise Blocked(NOT_AVAILABLE)
    if not accept and path.name == CP:
        may_decline_protection(whole)
    path.state, path.decided_by, path.decided_at = "accepted" if accept else "declined", the_person(actor), now()
    path.reason, path.stage = reason, pathway_of(path).first if accept else None
    write_decision(actor, case, path, f"{path.name} {path.state}", reason, equality)
    if accept:
        begin(case, path, by=actor)
        after_accepting(whole, path, actor)
    else:
        deadlines.drop(path.id)
        free_paths(whole, actor)
    settle_triage(case, whole, actor)
    seal_case(path, path=path.name, accepted=accept, reason=reason)
    return path


def may_decline_protection(whole: Whole) -> None:
    """Raise `Blocked` while child protection may not be declined."""
    answers = {name: one["answer"] for name, one in (whole.case.limbs or {}).items()}
    if any(answers.get(name) not in {"yes", "may_be", "no"} for name in ("H1", "H2", "H3", "H4")):
        raise Blocked(
            "Child protection cannot be declined while one of the four harm questions is not answered. Answer them first."
        )
    if any(answer != "no" for answer in answers.values()) and not any(one.agency == "lado" for one in whole.contacts):
        raise Blocked(
            "Child protection cannot be declined before the LADO has been consulted, because one of the four harm questions "
            "is not answered 'no'. Record the conversation with the LADO first."
        )


@action(Act.CASE_CONTACT)
def record_contact(actor: Actor, case: Case, *, agency: str, at: datetime, words: dict[str, str]) -> Contact:
    """Record a conversation with an agency. With the LADO it meets both clocks, each by itself, at the time it took place."""
    only_while_open(case)
    has_been(at, what="The conversation")
    if at < case.reported_at - timedelta(days=1):
        raise Blocked("The conversation is dated before this reached the school. Check the day and the time.")
    whole = Whole(case)
    path = whole.path(CP)
    contact = Contact(
        school_id=case.school_id,
        case_id=case.id,
        path_id=path.id if path else None,
        agency=agency,
        at=at,
        by=the_person(actor),
        words=words,
    )
    db.session.add(contact)
    if agency == "lado":
        deadlines.meet(case.id, by=actor.person_id, rules=deadlines.LADO, at=at, what="contact:lado")
        if path is not None and path.state == "accepted":
            reach_lado_stage(case, path, actor, at)
        tell_roles(whole, (Role(case.manager),), "moved", actor, once=f"lado:{contact.id}")
    agency_told(actor, whole, agency)
    seal_case(contact, agency=agency)
    return contact


@action(Act.CASE_ADVANCE)
def advance(
    actor: Actor,
    path: Path,
    *,
    step_key: str,
    seen_stage: str,
    answers: dict[str, Any],
    outcomes: dict[uuid.UUID, str] | None = None,
    equality: dict[str, Any] | None = None,
) -> Path:
    """Take one step of a procedure; its guards, its questions and, where it is a decision, 5.1 are all required."""
    case = db.session.get_one(Case, path.case_id)
    only_while_open(case)
    step = find_step(path, step_key)
    if step is None or not is_live(path):
        raise Stale("This procedure has moved on since the page was opened.")
    if path.stage != seen_stage:
        raise Stale("Somebody else has moved this procedure on since the page was opened.")
    whole = Whole(case)
    if not step.roles & whole.roles(actor):
        raise Refused("this step is for another role")
    may_step(whole, actor.person_id, path, step.key)
    if step.source not in {path.stage, ANY_LIVE} or not is_shown(step, whole.facts(path, actor, answers)):
        raise Stale("This step does not follow from where the procedure stands now.")
    answers = completed(whole, path, step, answers)
    decision = None
    if step.decision or step.equality:
        decision = write_decision(actor, case, path, step.key, _reasons(answers), equality)
    if step.sets_outcomes:
        each_has_its_outcome(whole, path, step, outcomes or {})
        write_findings(actor, whole, path, decision, outcomes or {}, replace=step.replaces)
        whole = Whole(case)
    if blocked := (*blocking(step, whole.facts(path, actor, answers)), *whole.rests(path)):
        raise Blocked(" ".join(blocked))
    enter(case, path, step.target, step=step.key, at=now(), by=actor, answers=answers)
    follow_step(actor, whole := Whole(case), path, step, answers, decision)
    after_step(actor, Whole(case) if step.opens else whole, path, step, answers)
    seal_case(path, path=path.name, step=step.key, stage=step.target)
    return path


def each_has_its_outcome(whole: Whole, path: Path, step: Step, outcomes: dict[uuid.UUID, str]) -> None:
    """Raise `Blocked` unless every allegation is given an outcome, in one of the words of this step."""
    if set(outcomes) != {one.id for one in whole.to_find(path, step)} or not set(outcomes.values()) <= {
        word for word, _ in step.sets_outcomes
    }:
        raise Blocked("Each allegation needs an outcome, in one of the words of this step. Select one for each.")


def _reasons(answers: dict[str, Any]) -> str:
    return "\n".join(str(value) for value in answers.values() if value)


@action(Act.CHILD_NAME)
def show_child(actor: Actor, involvement: Involvement, *, why: str) -> Involvement:
    """Let the case manager or the safeguarding lead see a sealed name; why is in the trail before it is shown."""
    case = db.session.get_one(Case, involvement.case_id)
    if not roles_on(actor, case) & {"case_manager", Role.DSL.value, Role.DEPUTY_DSL.value}:
        raise Refused("sealed")
    seal_case(involvement, token=involvement.token, reason=why)
    return involvement
