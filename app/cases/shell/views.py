"""The page of a case as a whole, and the forms behind it: close and sign, pause, link, take up again."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.cases.engine import Whole
from app.cases.following import only_manager_or_adviser
from app.cases.models import Case
from app.cases.shell import closing, linking, pausing, reopening, retention
from app.cases.shell.forms import BornForm, CloseForm, EndForm, KeepForm, LinkForm, PauseForm, ReasonForm, SignForm, TakeUpForm
from app.cases.shell.models import CaseLink
from app.cases.shell.pages import closing_page, signing_page, to_sign, whole_page
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import choices
from app.core.permission import visible
from app.core.web import done, form_page
from app.pathways import PATHWAYS

bp = Blueprint("shell", __name__)
Answer = Response | tuple[str, int]


def _case(reference: str) -> Case:
    """The case, for its manager and the employer's HR adviser; nobody else has these pages."""
    case = visible(actor(), Case, reference=reference)
    only_manager_or_adviser(actor(), case)
    return case


def _back(case: Case) -> str:
    return url_for(".whole", reference=case.reference)


@bp.get("/cases/<reference>/whole")
@needs(Act.CASE_CLOSE)
def whole(reference: str) -> Answer:
    """What is open, what each procedure ended with, pauses, closings, and the other cases of the same event."""
    return whole_page(actor(), _case(reference))


@bp.route("/cases/<reference>/close", methods=["GET", "POST"])
@needs(Act.CASE_CLOSE)
def close(reference: str) -> Answer:
    """Ask for a case to be closed."""
    case, form = _case(reference), CloseForm()
    show = closing_page(actor(), case, form)
    if form.validate_on_submit():
        lado: dict[str, Any] = {"lado": form.lado.data, "lado_on": form.lado_on.data} if "lado" in form else {}
        reason, equality = form.reason.data.strip(), form.equality()
        return done(
            lambda: closing.ask_to_close(actor(), case, reason=reason, equality=equality, **lado),
            lambda _: _back(case),
            say="A second person was told, and signs it.",
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/born", methods=["GET", "POST"])
@needs(Act.BIRTH_RECORD)
def born(reference: str) -> Answer:
    """Record the date of birth that decides how long the record is kept, also when the case is closed."""
    case, form = _case(reference), BornForm()
    retention.needs_birth(actor(), case)
    show = form_page("cases/shell/born.html", form, case=case)
    if form.validate_on_submit():
        return done(lambda: retention.record_birth(actor(), case, born=form.born.data), lambda _: _back(case) + "#kept", again=show)
    return show()


@bp.route("/cases/<reference>/sign", methods=["GET", "POST"])
@needs(Act.CASE_SIGN)
def sign(reference: str) -> Answer:
    """Sign the closing of a case."""
    case, form = visible(actor(), Case, reference=reference), SignForm()
    show = signing_page(actor(), case, form)
    if form.validate_on_submit():
        words, equality = form.words.data.strip(), form.equality()
        return done(
            lambda: closing.sign_off(actor(), case, words=words, equality=equality),
            lambda _: url_for("cases.cases"),
            say="You have signed. The case is closed.",
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/sign/back", methods=["GET", "POST"])
@needs(Act.CASE_SIGN)
def send_back(reference: str) -> Answer:
    """Send the closing of a case back."""
    case, form = visible(actor(), Case, reference=reference), ReasonForm()
    to_sign(actor(), case)
    show = form_page("cases/shell/reason.html", form, case=case, heading="Send it back", send="Send it back")
    if form.validate_on_submit():
        return done(
            lambda: closing.send_back(actor(), case, reason=form.reason.data.strip()),
            lambda _: url_for("cases.cases"),
            say="It was sent back, and whoever asked has been told.",
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/pause", methods=["GET", "POST"])
@needs(Act.CASE_PAUSE)
def pause(reference: str) -> Answer:
    """Pause a case for legal reasons."""
    case, form = _case(reference), PauseForm()
    show = form_page("cases/shell/pause.html", form, case=case)
    if form.validate_on_submit():
        words = {name: (form[name].data or "").strip() for name in ("asked_by", "reason", "reference")}
        equality = form.equality()
        return done(lambda: pausing.pause(actor(), case, **words, equality=equality), lambda _: _back(case), again=show)
    return show()


@bp.route("/cases/<reference>/pause/review", methods=["GET", "POST"])
@needs(Act.CASE_PAUSE)
def review_pause(reference: str) -> Answer:
    """Record a review of the pause."""
    case, form = _case(reference), KeepForm()
    show = form_page("cases/shell/reason.html", form, case=case, heading="Record a review of the pause", send="Save the review")
    if form.validate_on_submit():
        given: dict[str, Any] = {"words": form.reason.data.strip(), "equality": form.equality()}
        return done(lambda: pausing.review_pause(actor(), case, **given), lambda _: _back(case), again=show)
    return show()


@bp.route("/cases/<reference>/pause/end", methods=["GET", "POST"])
@needs(Act.CASE_PAUSE)
def end_pause(reference: str) -> Answer:
    """End the pause."""
    case, form = _case(reference), EndForm()
    show = form_page("cases/shell/reason.html", form, case=case, heading="End the pause", send="End the pause")
    if form.validate_on_submit():
        reason, equality = form.reason.data.strip(), form.equality()
        return done(lambda: pausing.end_pause(actor(), case, reason=reason, equality=equality), lambda _: _back(case), again=show)
    return show()


@bp.route("/cases/<reference>/links/new", methods=["GET", "POST"])
@needs(Act.CASE_LINK)
def link(reference: str) -> Answer:
    """Link another case of the same event."""
    case, form = _case(reference), LinkForm()
    show = form_page("cases/shell/link.html", form, case=case)
    if form.validate_on_submit():
        other, why = form.reference.data.strip(), form.why.data.strip()
        return done(lambda: linking.link(actor(), case, reference=other, why=why), lambda _: _back(case), again=show)
    return show()


@bp.post("/cases/<reference>/links/<uuid:link_id>/end")
@needs(Act.CASE_LINK)
def unlink(reference: str, link_id: uuid.UUID) -> Answer:
    """End a link that was a mistake."""
    case, row = _case(reference), visible(actor(), CaseLink, id=link_id)
    return done(lambda: linking.unlink(actor(), row), lambda _: _back(case))


@bp.route("/cases/<reference>/again", methods=["GET", "POST"])
@needs(Act.CASE_REOPEN)
def take_up(reference: str) -> Answer:
    """Take a procedure, or a closed case, up again."""
    case, form = _case(reference), TakeUpForm()
    form.procedures.choices = choices([(name, PATHWAYS[name].title) for name in reopening.open_to(Whole(case))])
    show = form_page("cases/shell/again.html", form, case=case)
    if form.validate_on_submit():
        given: dict[str, Any] = {"cause": form.cause.data, "reason": form.reason.data.strip(), "equality": form.equality()}
        return done(
            lambda: reopening.take_up(actor(), case, procedures=tuple(form.procedures.data), **given),
            lambda _: url_for("reports.case", reference=case.reference) + "#procedures",
            again=show,
        )
    return show()
