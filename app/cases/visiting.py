"""That somebody opened the file, noted before any page of it is shown: who has seen it can no longer hear the case."""

from __future__ import annotations

from flask import Flask, request
from flask_login import current_user

from app.cases.actions import must_note_visit, open_case
from app.cases.models import Case, Visit
from app.core.acts import Act
from app.core.db import db
from app.core.doors import actor, door_of
from app.core.permission import Actor, NotThere, keep_found, may, visible

OWN = "reports.case"
"""The case page notes its visit itself, because it shows the visits there were."""


def note_visit(who: Actor, case: Case) -> None:
    """Note that somebody has a page of this case before them, unless that was noted a short while ago."""
    if may(who, Act.CASE_OPEN, case.school_id) and must_note_visit(who, db.session.get(Visit, (who.person_id, case.id))):
        open_case(who, case)


def init_app(app: Flask) -> None:
    """Note the visit on every page whose address names a case, whichever part of the product it belongs to."""

    def note() -> None:
        reference = (request.view_args or {}).get("reference")
        on_case = request.url_rule is not None and request.url_rule.rule.startswith("/cases/<reference>/")
        if not reference or not on_case or request.endpoint == OWN or not current_user.is_authenticated:
            return
        door = door_of(app, str(request.endpoint))
        if not isinstance(door, Act) or not may(actor(), door):
            return  # the page itself refuses
        try:
            case = visible(actor(), Case, reference=reference)
        except NotThere:
            return
        keep_found(actor(), case, reference=reference)
        note_visit(actor(), case)

    app.before_request(note)
