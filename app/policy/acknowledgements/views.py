"""Reading and acknowledging the policy, one's own acknowledgements, and the roll of who has and who has not."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import NotThere, may, visible
from app.core.web import done, page
from app.policy.acknowledgements import actions, queries
from app.policy.acknowledgements.forms import AcknowledgeForm
from app.policy.acknowledgements.queries import STATE_WORDS, State
from app.policy.models import Edition
from app.policy.queries import with_clauses

bp = Blueprint("acknowledgements", __name__)
Answer = Response | tuple[str, int]


@bp.app_context_processor
def _for_pages() -> dict[str, Any]:
    return {
        "to_acknowledge": lambda edition=None: queries.to_acknowledge(actor(), edition),
        "follows_acknowledgements": lambda: may(actor(), Act.ACKNOWLEDGEMENT_READ),
        "asked_to_acknowledge": lambda: queries.asked_at(actor()) is not None,
    }


@bp.get("/policy/acknowledge")
@needs(Act.POLICY_ACKNOWLEDGE)
def begin() -> Answer:
    """On to the edition that waits for this person, or to what they have acknowledged."""
    waiting = queries.to_acknowledge(actor())
    return redirect(url_for(".acknowledge", edition_id=waiting.id) if waiting else url_for(".own"), code=303)


@bp.route("/policy/editions/<uuid:edition_id>/acknowledge", methods=["GET", "POST"])
@needs(Act.POLICY_ACKNOWLEDGE)
def acknowledge(edition_id: uuid.UUID) -> Answer:
    """Read an edition clause by clause, and acknowledge it in one press."""
    edition, form = visible(actor(), Edition, id=edition_id), AcknowledgeForm()
    if edition.digest is None or queries.asked_at(actor()) != edition.school_id:
        raise NotThere(Edition.__name__)
    if form.validate_on_submit():
        return done(
            lambda: actions.acknowledge(actor(), edition),
            lambda _: url_for(".own"),
            say="Thank you. That you have read the policy is on record.",
        )
    return page(
        "policy/acknowledgements/acknowledge.html",
        edition=with_clauses(edition_id),
        given=queries.given(actor().person_id, edition_id),
        waiting=queries.to_acknowledge(actor()),
    )


@bp.get("/policy/acknowledgements/own")
@needs(Act.POLICY_ACKNOWLEDGE)
def own() -> Answer:
    """What this person has acknowledged."""
    return page("policy/acknowledgements/own.html", rows=queries.own(actor()), waiting=queries.to_acknowledge(actor()))


@bp.get("/policy/acknowledgements")
@needs(Act.ACKNOWLEDGEMENT_READ)
def roll() -> Answer:
    """The staff roll with who has acknowledged the edition in force, and who has not."""
    wanted = request.args.get("state", "")
    state = State(wanted) if wanted in set(State) else None
    return page(
        "policy/acknowledgements/roll.html", rolls=queries.rolls(actor(), state), wanted=state, states=State, words=STATE_WORDS
    )
