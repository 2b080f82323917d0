"""What a whole draft becomes: the rows of a case, all in the transaction of the action that logs it."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from app.cases.clocking.calendars import calendar_of
from app.cases.deadlines import from_routing
from app.cases.engine import hidden_from
from app.cases.following import open_welfare
from app.cases.managing import ORDER, Held, free_holders, is_headteacher, manager_for
from app.cases.models import Allegation, Case, CaseState, Involvement, Part
from app.cases.parts import child_token
from app.cases.protection.alarms import carry_alarms
from app.cases.work import Path
from app.core.acts import Role
from app.core.calendar import Calendar
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor
from app.intake import answers as said
from app.intake.alleging import Alleged, alleged
from app.intake.citing import Citing, citing, in_own_numbers, with_mapping
from app.intake.facts import facts_from
from app.intake.models import Draft, Receipt
from app.intake.permission_check import Checked, approvers, check
from app.intake.queries import earlier_low_level_concerns
from app.intake.routing import route
from app.notices.queries import tell
from app.people.queries import holders, person, school

TOLD = (*ORDER, Role.HR_ADVISER, Role.DSL, Role.DEPUTY_DSL)
"""Whoever may manage a case, or be told that there is one."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def reference() -> str:
    """A reference that is random, not a sequence: a gap would tell. Nine letters and figures, easy to read out."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(9))
    return f"{drawn[:3]}-{drawn[3:6]}-{drawn[6:]}"


def write_case(actor: Actor, draft: Draft) -> Case:
    """Write the case of this draft; returns it with everything that belongs to it added to the session."""
    answers = draft.answers
    subject_id, subject = _subject(answers)
    where = school(draft.school_id)  # held on to, so that nothing below reads it again
    facts = said.facts(
        answers,
        clock_set=where.clock_set,
        post=subject["post"],
        earlier=earlier_low_level_concerns(draft.school_id, subject_id, subject["name"]),
    )
    facts["permits"] = (register := check(draft.school_id, subject_id, facts)).permits
    here, days = citing(draft.school_id, answers), calendar_of(draft.school_id)
    answer, alleged = _answer(draft, facts, register, here, days)
    without = facts | {"earlier_low_level_concerns": 0}
    plain = _answer(draft, without, register, here, days)[0] if facts["earlier_low_level_concerns"] else answer
    people = _people(actor, draft, subject_id, subject)
    people += approvers(draft, register, people)
    conflicted = hidden_from(people)
    held = holders(draft.school_id, TOLD)
    about_head = answer["case_manager"] == Role.CHAIR.value or is_headteacher(draft.school_id, subject_id, held=held)
    case = Case(
        id=draft.id,
        school_id=draft.school_id,
        reference=reference(),
        state=CaseState.TRIAGE.value,
        edition_id=next((one.edition.id for one in alleged if one.edition), None),
        manager=manager_for(draft.school_id, conflicted, about_head=about_head, held=held).value,
        reported_at=said.reported_at(answers),
        logged_at=now(),
        logged_by=actor.person_id,
        version=1,
        subject=subject,
        account=_account(answers),
        facts=facts,
        answer=answer,
        permits=register.rows,
        limbs={
            name: {"answer": answers["harm"][name], "reason": answers["harm"].get("reasons") or ""}
            for name in ("H1", "H2", "H3", "H4")
        },
    )
    db.session.add(case)
    db.session.flush()
    db.session.add_all(people)
    _allege(case, alleged)
    paths = _paths(case, answer)
    from_routing(case, answer["deadlines"], paths, days)
    if any(one.name == "child_protection" for one in paths):
        open_welfare(case, actor)
    carry_alarms(actor, case)
    _receipt(actor, case, answers, plain)
    _tell(case, conflicted, paths, actor, held)
    return case


def _subject(answers: dict[str, Any]) -> tuple[uuid.UUID | None, dict[str, Any]]:
    who = answers["who"]
    if who.get("person"):
        found = person(uuid.UUID(who["person"]))
        return found.id, {"name": found.name, "post": found.post, "job_title": found.job_title}
    return None, {"name": who["other_name"], "post": who["other_post"], "job_title": ""}


def _account(answers: dict[str, Any]) -> dict[str, Any]:
    return {
        "words": answers["what"]["words"],
        "how": answers["found"]["how"],
        "told_already": answers["others"].get("told_already", ""),
        "danger": answers["before"]["danger"],
        "imagery": answers["before"]["imagery"],
        "acts": {key: answers["acts"][key] for key in said.act_keys(answers)},
        "still_online": answers["what"].get("still_online", ""),
        "harm_reasons": answers["harm"].get("reasons", ""),
    }


def _people(actor: Actor, draft: Draft, subject_id: uuid.UUID | None, subject: dict[str, Any]) -> list[Involvement]:
    answers, at = draft.answers, now()

    def part(kind: Part, person_id: uuid.UUID | None, name: str, **more: Any) -> Involvement:
        return Involvement(
            school_id=draft.school_id,
            case_id=draft.id,
            part=kind.value,
            person_id=person_id,
            added_at=at,
            name=None if person_id else name,
            details=more.pop("details", None),
            **more,
        )

    rows = [part(Part.SUBJECT, subject_id, subject["name"])]
    found = answers["found"]
    if found["how"] == "told":
        teller = uuid.UUID(found["told_person"]) if found.get("told_person") else None
        rows.append(
            part(
                Part.REPORTER,
                teller,
                found.get("told_by") or "Not known",
                details={"relation": found.get("told_by_relation") or ""},
            )
        )
    if answers["others"].get("interest") == "yes":
        rows.append(part(Part.INTERESTED, actor.person_id, ""))
    children = 0
    for one in answers["others"].get("people", []):
        token = None
        if one["part"] == Part.CHILD.value:
            token, children = child_token(children), children + 1
        rows.append(
            part(
                Part(one["part"]),
                uuid.UUID(one["person"]) if one.get("person") else None,
                one.get("name", ""),
                token=token,
                details={"note": one.get("note", "")},
            )
        )
    return rows


def _answer(
    draft: Draft, facts: dict[str, Any], register: Checked, here: Citing, days: Calendar
) -> tuple[dict[str, Any], list[Alleged]]:
    """What routing answers, with what the school's own mapping adds, and what is alleged in the school's own clauses."""
    known = facts_from(facts)
    answer = route(register.into(known)).as_json()
    found = alleged(draft.answers, answer, here)
    chosen = [one.clause for one in found if one.clause and not one.proposed]
    mapped = [one.clause for one in found if one.clause and one.proposed]
    other = bool(draft.answers["clauses"].get("other_conduct"))
    answer = with_mapping(answer, known, alleged=mapped, chosen=chosen, other_conduct=other, calendar=days)
    first = next((one.edition for one in found if one.edition), None)
    return in_own_numbers(answer, draft.answers, here, first), found


def _allege(case: Case, found: list[Alleged]) -> None:
    db.session.add_all(
        Allegation(
            school_id=case.school_id,
            case_id=case.id,
            clause_id=one.clause.id if one.clause else None,
            clause_number=one.number,
            act_index=one.act,
            met=one.met,
            proposed=one.proposed,
            particulars=one.words,
        )
        for one in found
    )


def _paths(case: Case, answer: dict[str, Any]) -> list[Path]:
    paths = [
        _path(case, one["path"], one.get("procedure") or "", one["standing"], one["waits_for"], one["because"], case.logged_at)
        for one in answer["paths"]
    ]
    db.session.add_all(paths)
    db.session.flush()  # the clocks point at their path
    return paths


def _path(
    case: Case, name: str, procedure: str, standing: str, waits_for: str | None, because: list[dict[str, Any]], at: datetime
) -> Path:
    return Path(
        school_id=case.school_id,
        case_id=case.id,
        name=name,
        procedure=procedure,
        standing=standing,
        waits_for=waits_for,
        opened_at=at,
        because=because,
    )


def _receipt(actor: Actor, case: Case, answers: dict[str, Any], plain: dict[str, Any]) -> None:
    """What the logger keeps; `plain` is what routing answers without the history of the person it is about."""
    db.session.add(
        Receipt(
            school_id=case.school_id,
            person_id=actor.person_id,
            case_id=case.id,
            reference=case.reference,
            at=case.logged_at,
            words={
                "about": case.subject["name"],
                "words": answers["what"]["words"],
                "reported": case.reported_at.isoformat(),
                "answer": plain,
            },
        )
    )


def _tell(case: Case, conflicted: set[uuid.UUID], paths: list[Path], actor: Actor, held: Held) -> None:
    def send(roles: tuple[Role, ...], kind: str) -> None:
        people = [one for one in free_holders(case.school_id, roles, conflicted, held=held) if one != actor.person_id]
        tell(people, kind, school_id=case.school_id, case_id=case.id, once=f"{kind}:{case.id}")

    manager = Role(case.manager)
    send((manager,), "appoint_manager" if manager is Role.HR_ADVISER else "case_to_manage")
    if any(one.name == "child_protection" for one in paths):
        send((Role.DSL, Role.DEPUTY_DSL), "child_protection")
    if any(one.name == "equal_opportunities" for one in paths):
        send((Role.HR_ADVISER,), "equal_opportunities")
    if any(one.name == "disciplinary" and one.standing == "open" for one in paths):
        send((Role.HR_ADVISER,), "disciplinary")
