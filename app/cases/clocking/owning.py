"""Whose a clock is: who explains why it was missed, who may stop, extend or restart it, and how its owner is called."""

from __future__ import annotations

from app.cases.engine import roles_on
from app.cases.models import Case
from app.cases.work import Deadline
from app.core.acts import ROLE_WORDS, Role
from app.core.permission import Actor

STANDS_IN = {Role.CLERK.value: frozenset({Role.HR_ADVISER.value}), Role.DSL.value: frozenset({Role.DEPUTY_DSL.value})}
"""Whoever keeps the clocks of a role beside it: the clerk works on a case only when given a part."""


def owns(actor: Actor, case: Case, deadline: Deadline) -> bool:
    """Whether this clock is this person's, by a role they hold on the case."""
    return bool(roles_on(actor, case) & ({deadline.owner} | STANDS_IN.get(deadline.owner, frozenset())))


def may_change(actor: Actor, case: Case, deadline: Deadline) -> bool:
    """Whether this person may stop, extend or restart it: whoever owns it, and the case manager."""
    return owns(actor, case, deadline) or "case_manager" in roles_on(actor, case)


def owner_words(owner: str) -> str:
    """Who owns a clock, in words."""
    return "Case manager" if owner == "case_manager" else ROLE_WORDS[Role(owner)] if owner in set(Role) else owner
