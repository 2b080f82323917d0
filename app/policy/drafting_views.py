"""The pages on which a draft edition is put right, one clause a page, and its proposed mapping is accepted."""

from __future__ import annotations

import uuid

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.core.action import Blocked
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import PressForm, version_of
from app.core.permission import NotThere, visible
from app.core.web import Show, done, page
from app.policy import draft_pages, drafting, queries
from app.policy.forms import LeaveOutForm, ProposalsForm, SplitForm
from app.policy.models import Clause, Edition

bp = Blueprint("drafting", __name__)
Answer = Response | tuple[str, int]


def _again(show: Show) -> Show:
    """Show a form of a draft again as things stand now; by then its adoption may have been recorded."""

    def again() -> Answer:
        try:
            return show()
        except NotThere:
            raise Blocked(drafting.FROZEN) from None

    return again


def _page_of(clause_id: uuid.UUID) -> draft_pages.ClausePage:
    return draft_pages.ClausePage(visible(actor(), Clause, id=clause_id))


def _list(clause: Clause) -> str:
    return url_for("policy.edition", edition_id=clause.edition_id, _anchor=draft_pages.anchor(clause.number))


@bp.route("/policy/editions/<uuid:edition_id>/proposals", methods=["GET", "POST"])
@needs(Act.POLICY_EDIT)
def proposals(edition_id: uuid.UUID) -> Answer:
    """Every proposal of mapping with why, accepted in one press."""
    visible(actor(), Edition, id=edition_id)
    found, form = queries.with_clauses(edition_id), ProposalsForm()

    def show() -> Answer:
        return page("policy/proposals.html", form=form, **draft_pages.proposed(queries.with_clauses(edition_id)))

    if form.validate_on_submit():
        keys, version = draft_pages.keys_sent(form.accept.data or []), version_of(request.form)
        return done(
            lambda: drafting.accept_proposals(actor(), found, keys=keys, version=version),
            lambda _: url_for("policy.edition", edition_id=edition_id),
            say="The mapping is kept.",
            again=_again(show),
        )
    return show()


@bp.route("/policy/clauses/<uuid:clause_id>", methods=["GET", "POST"])
@needs(Act.POLICY_EDIT)
def clause(clause_id: uuid.UUID) -> Answer:
    """One clause of a draft: number, place, kind and mapping."""
    asked = _page_of(clause_id)
    if asked.form.validate_on_submit():
        place, mapping, version = asked.place(), asked.mapping(), version_of(request.form)
        return done(
            lambda: drafting.change(actor(), asked.clause, place=place, mapping=mapping, version=version),
            _list,
            say="Kept.",
            again=_again(lambda: page("policy/clause.html", **_page_of(clause_id).given())),
        )
    return page("policy/clause.html", 422 if asked.form.errors else 200, **asked.given())


@bp.route("/policy/clauses/<uuid:clause_id>/join", methods=["GET", "POST"])
@needs(Act.POLICY_EDIT)
def join(clause_id: uuid.UUID) -> Answer:
    """Join it with the one before."""
    asked, form = _page_of(clause_id), PressForm()
    if form.validate_on_submit():
        return done(
            lambda: drafting.join(actor(), asked.clause, version=version_of(request.form)), _list, say="The two are one clause now."
        )
    return page("policy/join.html", **asked.given() | {"form": form, "before": asked.before()})


@bp.route("/policy/clauses/<uuid:clause_id>/split", methods=["GET", "POST"])
@needs(Act.POLICY_EDIT)
def split(clause_id: uuid.UUID) -> Answer:
    """Split it at a place in its words."""
    asked, form = _page_of(clause_id), SplitForm()
    asked.offer_places(form)

    def again() -> Answer:
        now = _page_of(clause_id)
        now.offer_places(form)
        return page("policy/split.html", **now.given() | {"form": form})

    if form.validate_on_submit() and (at := form.place(asked.clause.text)) is not None:
        number, version = form.number.data.strip(), version_of(request.form)
        return done(
            lambda: drafting.split(actor(), asked.clause, at=at, number=number, version=version),
            _list,
            say="They are two clauses now.",
            again=_again(again),
        )
    return page("policy/split.html", 422 if form.errors else 200, **asked.given() | {"form": form})


@bp.route("/policy/clauses/<uuid:clause_id>/leave-out", methods=["GET", "POST"])
@needs(Act.POLICY_EDIT)
def leave_out(clause_id: uuid.UUID) -> Answer:
    """Say that it does not count, and why; it stays visible."""
    asked, form = _page_of(clause_id), LeaveOutForm()
    if form.validate_on_submit():
        reason, version = form.reason.data.strip(), version_of(request.form)
        return done(
            lambda: drafting.leave_out(actor(), asked.clause, reason=reason, version=version),
            _list,
            say="It is left out.",
            again=_again(lambda: page("policy/leave_out.html", **_page_of(clause_id).given() | {"form": form})),
        )
    return page("policy/leave_out.html", 422 if form.errors else 200, **asked.given() | {"form": form})


@bp.post("/policy/clauses/<uuid:clause_id>/put-back")
@needs(Act.POLICY_EDIT)
def put_back(clause_id: uuid.UUID) -> Answer:
    """Let it count again."""
    found = visible(actor(), Clause, id=clause_id)
    return done(
        lambda: drafting.leave_out(actor(), found, reason="", version=version_of(request.form)), _list, say="It counts again."
    )
