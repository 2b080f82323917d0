"""The inbox."""

from __future__ import annotations

from flask import Blueprint

from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.web import page
from app.notices import actions, queries

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@needs(Act.NOTICE_READ)
def inbox() -> tuple[str, int]:
    """Everything this person was told, newest first; looking marks it as seen."""
    found = page("notices/inbox.html", notices=queries.inbox(actor()), words=queries.WORDS)
    if queries.unseen(actor()):
        actions.seen(actor())
    return found
