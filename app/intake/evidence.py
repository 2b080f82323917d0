"""The pages on which evidence is added to a report that is being written."""

from __future__ import annotations

import uuid

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import visible
from app.core.web import done
from app.evidence.actions import take_out
from app.evidence.adding import file_page, link_page
from app.evidence.queries import of_case
from app.intake.actions import save
from app.intake.asked import address
from app.intake.models import Draft
from app.intake.views import bp

Answer = Response | tuple[str, int]


def _draft(draft_id: uuid.UUID, *, adding: bool) -> Draft:
    draft = visible(actor(), Draft, id=draft_id, logged_at=None)
    if adding and draft.answers.get("before", {}).get("imagery") != "no":
        abort(404)  # until the imagery stop is answered "no", there is nothing to add here
    return draft


def _back(draft_id: uuid.UUID) -> str:
    return url_for("intake.step", draft_id=draft_id, step="evidence")


@bp.route("/log/<uuid:draft_id>/evidence/file", methods=["GET", "POST"])
@needs(Act.EVIDENCE_ADD)
def add_file(draft_id: uuid.UUID) -> Answer:
    """Add a file; a suspected picture of a child is not taken in, and the whole report stops for it."""
    draft = _draft(draft_id, adding=True)
    if request.method == "POST" and request.form.get("imagery") == "yes":
        suspected = {**draft.answers, "before": {**draft.answers["before"], "imagery": "not_sure"}}
        return done(
            lambda: save(actor(), draft, step="before", answers=suspected, version=draft.version),
            lambda _: address(draft_id, "stop"),
        )
    return file_page(draft, _back(draft_id))


@bp.route("/log/<uuid:draft_id>/evidence/link", methods=["GET", "POST"])
@needs(Act.EVIDENCE_ADD)
def add_link(draft_id: uuid.UUID) -> Answer:
    """Add a link."""
    return link_page(_draft(draft_id, adding=True), _back(draft_id))


@bp.post("/log/<uuid:draft_id>/evidence/<uuid:evidence_id>/remove")
@needs(Act.DRAFT_SAVE)
def remove_evidence(draft_id: uuid.UUID, evidence_id: uuid.UUID) -> Answer:
    """Take a piece out."""
    draft = _draft(draft_id, adding=False)
    evidence = next((one for one in of_case(draft.id) if one.id == evidence_id), None) or abort(404)
    return done(lambda: take_out(actor(), evidence, logged=False), lambda _: _back(draft_id))
