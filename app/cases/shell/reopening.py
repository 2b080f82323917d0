"""A procedure that has ended, or a case that is closed, is taken up again with a reason; nothing of what was done before is lost."""

from __future__ import annotations

from typing import Any

from app.cases import deadlines
from app.cases.engine import CP, Whole, is_running
from app.cases.following import (
    WAITING,
    hold_for_protection,
    only_manager_or_adviser,
    propose,
    tell_of,
    write_decision,
)
from app.cases.models import Case, CaseState
from app.cases.shell.closing import sealed_name, sealed_path
from app.cases.work import Path
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.permission import Actor

CAUSES = (
    ("evidence", "New evidence"),
    ("appeal", "An appeal, or a court or tribunal"),
    ("lado", "The LADO, the police or social care ask for it"),
    ("pattern", "It is like something that came later"),
    ("mistake", "Something was missed or wrong"),
)
OPENS = ("child_protection", "equal_opportunities", "disciplinary", "low_level_concern")


@action(Act.CASE_REOPEN)
def take_up(actor: Actor, case: Case, *, cause: str, reason: str, procedures: tuple[str, ...], equality: dict[str, Any]) -> Case:
    """Open a closed case again, or a procedure that has ended on an open one: each is proposed anew, for the manager to decide.

    The closing, the outcomes and every event stay on record; an outcome of before holds until a procedure finds another.
    """
    only_manager_or_adviser(actor, case)
    whole = Whole(case)
    wanted = [one for one in OPENS if one in procedures and one in open_to(whole)]
    if not wanted:
        raise Blocked("Select at least one procedure that is not open now, to be taken up again.")
    closed = case.state == CaseState.CLOSED.value
    write_decision(actor, case, sealed_path(whole), "case opened again" if closed else "procedure taken up again", reason, equality)
    for name in wanted:
        _propose(actor, Whole(case), name, cause)
    case.state, case.closed_at = CaseState.TRIAGE.value, None
    deadlines.routed(case, deadlines.TRIAGE, now(), what="reopened")
    seal_case(case, how="reopened" if closed else "taken_up", cause=cause, reason=reason, path=sealed_name(whole))
    return case


def open_to(whole: Whole) -> tuple[str, ...]:
    """The procedures that can be taken up: those that do not run."""
    return tuple(one for one in OPENS if not any(path.name == one and is_running(path) for path in whole.paths))


def _propose(actor: Actor, whole: Whole, name: str, cause: str) -> Path:
    here = next((one for one in whole.paths if one.name == name), None)
    protected = any(one.name == CP and is_running(one) for one in whole.paths)
    standing = "disabled" if here is not None and here.standing == "disabled" else "open"
    held = standing == "open" and protected and name in WAITING
    path = propose(
        whole.case,
        here,
        name,
        standing="held" if held else standing,
        waits_for=CP if held else None,
        because=[{"rule": "own", "clause": "4.4", "fact": f"taken_up = {cause}"}],
    )
    if name == CP:
        deadlines.lado_clocks(whole.case, path, now(), what="reopened")
        hold_for_protection(whole)
    tell_of(whole, name, actor, once=f"again:{path.id}:{now().isoformat()}")
    return path
