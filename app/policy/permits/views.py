"""Ask first: asking on a phone, one's own permits, answering, and the register."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import version_of
from app.core.permission import NotThere, may, visible
from app.core.web import Show, done, form_page, page
from app.people.models import School
from app.policy.permits import actions, pages, queries
from app.policy.permits.forms import FORMS, AnswerForm, MeasuresForm, RevokeForm
from app.policy.permits.models import Permit
from app.policy.permits.words import Answer, Kind

bp = Blueprint("permits", __name__)
bp.record_once(lambda state: state.app.jinja_env.globals.update(pages.vocabulary()))
SLUGS = {"parent": Kind.PARENT, "space": Kind.SPACE}
Reply = Response | tuple[str, int]


@bp.get("/ask")
@needs(Act.PERMIT_ASK)
def begin() -> Reply:
    """What one can ask, what one has asked, and what waits for one's answer."""
    return page("policy/permits/begin.html", begin=pages.begin(actor()), lists=may(actor(), Act.PERMIT_LIST))


@bp.route("/ask/<any(parent, space):slug>", methods=["GET", "POST"])
@needs(Act.PERMIT_ASK)
def ask(slug: str) -> Reply:
    """Ask for advice before a parent is accepted, or for agreement to a closed space."""
    return _asking(SLUGS[slug], None)


@bp.route("/ask/<uuid:permit_id>/renew", methods=["GET", "POST"])
@needs(Act.PERMIT_ASK)
def renew(permit_id: uuid.UUID) -> Reply:
    """Ask again for what was agreed before."""
    permit = visible(actor(), Permit, id=permit_id, asker_id=actor().person_id)
    return _asking(Kind(permit.kind), permit)


def _asking(kind: Kind, former: Permit | None) -> Reply:
    school, form = queries.own_school(actor()), FORMS[kind]()
    if school is None:
        raise NotThere(School.__name__)
    show = form_page(f"policy/permits/ask_{pages.NAMES[kind]}.html", form, former=former)
    if form.validate_on_submit():
        return done(
            lambda: actions.ask(actor(), school, asked=form.asked(), former=former), _shown, say=pages.ASKED[kind], again=show
        )
    if former and request.method == "GET":
        form.fill_from(former)
    return show()


def _shown(permit: Permit) -> str:
    return url_for("permits.permit", permit_id=permit.id)


def _again(permit_id: uuid.UUID, form: Any, name: str, *may_now: str) -> Show:
    """Show a form of a permit again as the permit stands now."""
    return lambda: page(
        f"policy/permits/{name}.html", form=form, shown=pages.offered(actor(), visible(actor(), Permit, id=permit_id), *may_now)
    )


@bp.get("/ask/<uuid:permit_id>")
@needs(Act.PERMIT_READ)
def permit(permit_id: uuid.UUID) -> Reply:
    """One permit: what was asked, what was answered, and what is missing."""
    return page("policy/permits/permit.html", shown=pages.one(actor(), visible(actor(), Permit, id=permit_id)))


@bp.route("/ask/<uuid:permit_id>/measures", methods=["GET", "POST"])
@needs(Act.PERMIT_MEASURE)
def measures(permit_id: uuid.UUID) -> Reply:
    """Tick the safety measures."""
    permit, form = visible(actor(), Permit, id=permit_id), MeasuresForm()
    shown = pages.offered(actor(), permit, "tick")
    if form.validate_on_submit():
        ticks, version = frozenset(form.measures.data or ()), version_of(request.form)
        return done(
            lambda: actions.tick_measures(actor(), permit, done=ticks, version=version),
            _shown,
            say="The checklist is saved.",
            again=_again(permit_id, form, "measures", "tick", "ticked"),
        )
    if request.method == "GET":
        form.measures.data = sorted(shown.ticked)
    return page("policy/permits/measures.html", 422 if form.errors else 200, form=form, shown=shown)


@bp.route("/ask/<uuid:permit_id>/answer", methods=["GET", "POST"])
@needs(Act.PERMIT_ANSWER)
def answer(permit_id: uuid.UUID) -> Reply:
    """Answer what somebody asked."""
    permit = visible(actor(), Permit, id=permit_id)
    shown, form = pages.offered(actor(), permit, "answer", "answered"), AnswerForm().for_permit(permit)
    if request.method == "GET" and "answer" not in shown.can:
        return redirect(_shown(permit))
    if form.validate_on_submit():
        given = Answer(form.given.data)
        words, version = form.words.data.strip(), version_of(request.form)
        first, last = form.valid_from.data, form.valid_to.data
        return done(
            lambda: actions.answer(actor(), permit, given=given, words=words, valid_from=first, valid_to=last, version=version),
            _shown,
            say="Your answer is saved, and whoever asked is told.",
            again=_again(permit_id, form, "answer", "answer", "answered"),
        )
    return page("policy/permits/answer.html", 422 if form.errors else 200, form=form, shown=shown)


@bp.post("/ask/<uuid:permit_id>/confirm")
@needs(Act.PERMIT_CONFIRM)
def confirm(permit_id: uuid.UUID) -> Reply:
    """Stand behind a permit of an earlier headteacher."""
    permit, version = visible(actor(), Permit, id=permit_id), version_of(request.form)
    return done(lambda: actions.confirm(actor(), permit, version=version), _shown, say="You have confirmed this permit.")


@bp.route("/ask/<uuid:permit_id>/revoke", methods=["GET", "POST"])
@needs(Act.PERMIT_REVOKE)
def revoke(permit_id: uuid.UUID) -> Reply:
    """End an agreement early."""
    permit, form = visible(actor(), Permit, id=permit_id), RevokeForm()
    shown = pages.offered(actor(), permit, "revoke", "revoked")
    if request.method == "GET" and "revoke" not in shown.can:
        return redirect(_shown(permit))
    if form.validate_on_submit():
        reason, version = form.reason.data.strip(), version_of(request.form)
        return done(
            lambda: actions.revoke(actor(), permit, reason=reason, version=version),
            _shown,
            say="The permit is revoked.",
            again=_again(permit_id, form, "revoke", "revoke", "revoked"),
        )
    return page("policy/permits/revoke.html", 422 if form.errors else 200, form=form, shown=shown)


@bp.get("/permits")
@needs(Act.PERMIT_LIST)
def register() -> Reply:
    """The register, by person, kind and state."""
    form, wanted = pages.wanted(actor(), request.args)
    return page("policy/permits/register.html", form=form, found=queries.register(actor(), wanted))
