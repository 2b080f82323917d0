"""Recording a review of the policy, and the words and dates of reviews that other pages show."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.web import done, form_page
from app.policy.models import Edition
from app.policy.reviews import actions, queries
from app.policy.reviews.forms import ReviewForm
from app.policy.reviews.models import OUTCOME_WORDS, Outcome, Review

bp = Blueprint("reviews", __name__)
Answer = Response | tuple[str, int]


@bp.app_context_processor
def _for_pages() -> dict[str, Any]:
    def standing(edition: Edition | None, only_workers: bool = False) -> queries.Standing | None:
        return queries.standing(actor(), edition, only_workers=only_workers)

    return {"review_standing": standing, "review_outcomes": OUTCOME_WORDS}


@bp.route("/policy/editions/<uuid:edition_id>/review/record", methods=["GET", "POST"])
@needs(Act.REVIEW_RECORD)
def record(edition_id: uuid.UUID) -> Answer:
    """Record a review of the edition in force."""
    edition, form = queries.reviewable(actor(), edition_id), ReviewForm()
    show = form_page("policy/reviews/record.html", form, edition=edition)
    if form.validate_on_submit():
        given = {name: form.values()[name] for name in ("minute", "chair", "words")}
        return done(
            lambda: actions.record(
                actor(), edition, reviewed_on=form.reviewed_on.data, outcome=Outcome(form.outcome.data), **given
            ),
            _onwards,
            say=_said(form),
            again=show,
        )
    return show()


def _onwards(review: Review) -> str:
    if review.outcome == Outcome.KEPT.value:
        return url_for("reports.review", edition_id=review.edition_id)
    return url_for("policy.import_")


def _said(form: ReviewForm) -> str:
    if form.outcome.data == Outcome.KEPT.value:
        return "The review is recorded."
    return "The review is recorded. Bring in the new document here: the review stays due until its adoption is recorded."
