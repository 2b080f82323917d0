"""Closing a case takes two people: one asks when nothing is open, and another, who is free of it, signs or sends it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.cases import deadlines
from app.cases.engine import CP, Whole, roles_on
from app.cases.following import only_manager_or_adviser, only_while_open, the_person, write_decision, write_findings
from app.cases.managing import free_holders
from app.cases.models import Case, CaseState
from app.cases.shell.checklist import SIGN_OFF, points, ran, without_outcome
from app.cases.shell.models import Closing
from app.cases.shell.queries import open_closing
from app.cases.shell.retention import after_closing
from app.cases.sight import SEALED_PATHS, Seen, sight
from app.cases.work import Path
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor, Refused
from app.core.words import lowered
from app.notices.queries import tell
from app.pathways.pathway import By, Unit

NOT_PURSUED = "not_pursued"
SIGN = By(SIGN_OFF, 5, Unit.WORKING_DAYS, "The school's own procedure: a second person signs", strength="soft")
MANAGES = "case_manager"
ASKED, CLOSED = "closing asked for", "case closed"


@action(Act.CASE_CLOSE)
def ask_to_close(
    actor: Actor, case: Case, *, reason: str, equality: dict[str, Any], lado: str = "", lado_on: date | None = None
) -> Closing:
    """Ask for a case to be closed: nothing on it is open, and the LADO has agreed when child protection was opened on it.

    Another person is told to sign it, within five working days.
    """
    only_manager_or_adviser(actor, case)
    only_while_open(case)
    whole = Whole(case)
    if open_closing(case.id) is not None:
        raise Stale("Somebody has asked for this case to be closed already. It waits for a second person to sign it.")
    nothing_open(whole, sight(actor, whole))
    agreed = _agreed(whole, lado, lado_on)
    signer, people = who_signs(actor, whole)
    write_decision(actor, case, sealed_path(whole), ASKED, reason, equality)
    row = Closing(
        school_id=case.school_id,
        case_id=case.id,
        asked_by=the_person(actor),
        asked_at=now(),
        signer=signer,
    )
    row.asked = {"reason": reason, **agreed}
    db.session.add(row)
    deadlines.of_case(case, SIGN, now(), owner=signer, what="closing")
    tell(people, "sign_off", school_id=case.school_id, case_id=case.id, once=f"sign:{row.id}")
    seal_case(row, reason=reason, path=sealed_name(whole))
    return row


@action(Act.CASE_SIGN)
def sign_off(actor: Actor, case: Case, *, words: str, equality: dict[str, Any]) -> Case:
    """Sign that the case can close, and close it; by another person than whoever asked, in the role that was asked for."""
    whole, row = Whole(case), _may_answer(actor, case)
    nothing_open(whole, sight(actor, whole))
    decision = write_decision(actor, case, sealed_path(whole), CLOSED, words, equality)
    left = without_outcome(whole)
    if left and whole.paths:  # every procedure was declined, or none of those that ran finds on allegations
        write_findings(actor, whole, whole.paths[0], decision, {one.id: NOT_PURSUED for one in left})
    _answer(actor, row, "signed", words)
    deadlines.meet(case.id, by=actor.person_id, rules=(SIGN.rule_id,), what="signed")
    deadlines.meet(case.id, by=actor.person_id, rules=("triage_1wd",), what="closed")  # when there was nothing else to decide
    case.state, case.closed_at = CaseState.CLOSED.value, now()
    after_closing(whole)
    seal_case(case, how="signed", reason=words, path=sealed_name(whole))
    return case


@action(Act.CASE_SIGN)
def send_back(actor: Actor, case: Case, *, reason: str) -> Case:
    """Do not sign: say what is missing; whoever asked is told, and the case stays open."""
    whole, row = Whole(case), _may_answer(actor, case)
    _answer(actor, row, "sent_back", reason)
    deadlines.meet(case.id, by=actor.person_id, rules=(SIGN.rule_id,), what="sent_back")
    tell([row.asked_by], "sent_back", school_id=case.school_id, case_id=case.id, once=f"back:{row.id}")
    seal_case(row, how="sent_back", reason=reason, path=sealed_name(whole))
    return case


def nothing_open(whole: Whole, seen: frozenset[Seen]) -> None:
    """Raise `Blocked` with the first thing that is still open, in the words that this person may read."""
    for one in points(whole, seen):
        if not one.done:
            raise Blocked(f"The case cannot close yet. {one.what}: {lowered(one.words)}")


def _agreed(whole: Whole, lado: str, lado_on: date | None) -> dict[str, str]:
    """What is kept of the LADO's agreement; `Blocked` where it is needed and not given."""
    protection = ran(whole, CP)
    if protection is None:
        return {}
    if not lado.strip() or lado_on is None:
        raise Blocked("Child protection was open on this case: say who at the LADO agreed that it can close, and on which day.")
    if not london(protection.opened_at).date() <= lado_on <= london(now()).date():
        raise Blocked("The LADO's agreement lies between the day child protection was opened and today. Check the day.")
    return {"lado": lado.strip(), "lado_on": lado_on.isoformat()}


def who_signs(actor: Actor, whole: Whole) -> tuple[str, list[Any]]:
    """As what somebody signs, and who can, free of the case: the HR adviser; whoever manages the case when the adviser asked, also
    when it is handed over meanwhile; and the chair of governors where there is no adviser. `Blocked` when nobody is left."""
    case = whole.case
    for role in (Role.HR_ADVISER, Role(case.manager), Role.CHAIR):
        people = [one for one in free_holders(case.school_id, (role,), whole.conflicted) if one != actor.person_id]
        if people and (role is not Role.CHAIR or case.manager != Role.CHAIR.value or _adviser(actor, case)):
            return MANAGES if role.value == case.manager else role.value, people
    raise Blocked("Nobody is free to sign: closing needs a second person. Ask the employer to appoint an HR adviser.")


def _adviser(actor: Actor, case: Case) -> bool:
    return Role.HR_ADVISER in actor.roles_at(case.school_id)


def _may_answer(actor: Actor, case: Case) -> Closing:
    row = open_closing(case.id)
    if row is None:
        raise Stale("Nobody asks for this case to be closed any more.")
    if row.signer not in roles_on(actor, case):
        raise Refused("another role signs")
    if row.asked_by == actor.person_id:
        raise Blocked("You asked for this case to be closed, so somebody else signs it.")
    return row


def _answer(actor: Actor, row: Closing, answer: str, words: str) -> None:
    row.answer, row.answered_by, row.answered_at, row.said = answer, the_person(actor), now(), words


def sealed_path(whole: Whole) -> Path | None:
    """The path whose words are sealed, if the case has one: what is said of the case as a whole is sealed with it."""
    return next((one for one in whole.paths if one.name in SEALED_PATHS), None)


def sealed_name(whole: Whole) -> str | None:
    """The name of that path, for the event that says what was done."""
    path = sealed_path(whole)
    return path.name if path else None
