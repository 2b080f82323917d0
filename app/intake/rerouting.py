"""The harm questions answered again after logging: what they change is routed at once, by the same rules (R2)."""

from __future__ import annotations

import uuid
from typing import Any

from app.cases import deadlines
from app.cases.engine import CP, Whole, is_running
from app.cases.following import (
    hold_for_protection,
    only_manager,
    only_while_open,
    open_welfare,
    propose,
    tell_roles,
    write_decision,
)
from app.cases.models import Case, CaseState
from app.core.action import Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor
from app.intake.facts import facts_from
from app.intake.routing import route

HARM_ANSWERED = "harm questions answered"
"""What the decision is called that the answers to the four questions are; its words are sealed like the answers themselves."""


@action(Act.CASE_LIMBS)
def answer_limbs(actor: Actor, case: Case, *, limbs: dict[str, dict[str, str]], version: int, equality: dict[str, Any]) -> Case:
    """Record the case manager's answers to the four questions, each with a reason and the equality consideration, and route them.

    When they make child protection due and it is not open, it is proposed (again, if it was declined before), the LADO
    clocks start from now, the safeguarding lead is told, and disciplinary work waits from now on.
    """
    only_manager(actor, case)
    only_while_open(case)
    if case.version != version:
        raise Stale("Somebody else worked on this case after this page was opened.")
    case.limbs = limbs
    write_decision(actor, case, Whole(case).path(CP), HARM_ANSWERED, "", equality)
    opened = _route_again(actor, case)
    seal_case(case, limbs={name: one["answer"] for name, one in limbs.items()}, reasons=_reasons(limbs), proposed=opened or None)
    return case


def _reasons(limbs: dict[str, dict[str, str]]) -> dict[str, str]:
    return {name: one["reason"] for name, one in limbs.items() if one["reason"]}


def _route_again(actor: Actor, case: Case) -> list[str]:
    """The paths that were proposed because of the new answers."""
    case.facts = {**case.facts, "harm": {name: one["answer"] for name, one in case.limbs.items()}}
    answer = route(facts_from({**case.facts, "reported_at": now().isoformat()})).as_json()
    due = next((one for one in answer["paths"] if one["path"] == CP and _by_harm(one)), None)
    whole = Whole(case)
    here = next((one for one in whole.paths if one.name == CP), None)
    if due is None or (here is not None and is_running(here)):
        return []
    if here is not None and here.state == "accepted":
        return []  # it ran to its end: what is new there is a matter for the LADO, whom the manager asks again
    path = propose(case, here, CP, standing=due["standing"], waits_for=None, because=due["because"])
    deadlines.lado_clocks(case, path, now())  # from the instant the answers changed: that is when it reached the school
    open_welfare(case, actor)
    case.answer = {**case.answer, "stops": sorted({*case.answer["stops"], *answer["stops"]}), "flags": answer["flags"]}
    hold_for_protection(whole)
    if case.state == CaseState.NOT_WITHIN_POLICY.value:
        case.state = CaseState.TRIAGE.value
    db.session.flush()
    tell_roles(Whole(case), (Role.DSL, Role.DEPUTY_DSL), "child_protection", actor, once=f"again:{case.id}:{uuid.uuid4()}")
    return [CP]


def _by_harm(path: dict[str, Any]) -> bool:
    """Whether one of the four answers brings the path in; what else did was decided on when it was declined."""
    return any(one["fact"].startswith("harm.") for one in path["because"])
