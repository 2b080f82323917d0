"""Which delegations an actor may know of."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from app.cases.hearings.models import Delegation
from app.core.acts import MAY, Act
from app.core.permission import Actor, scope


@scope(Delegation)
def _delegations(actor: Actor) -> ColumnElement[bool]:
    return Delegation.school_id.in_(actor.schools(*MAY[Act.DELEGATION_SET]))
