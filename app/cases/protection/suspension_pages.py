"""The page of what runs beside the stages of child protection, and those of a suspension."""

from __future__ import annotations

import uuid

from flask import url_for

from app.cases.forms import just_now
from app.cases.pages import instant
from app.cases.protection import suspending
from app.cases.protection.blueprint import Answer, back, bp, case_of
from app.cases.protection.forms import LetterForm, LiftForm, ReviewForm, SuspendForm
from app.cases.protection.models import Noted
from app.cases.protection.pages import overview
from app.cases.protection.queries import running, running_one
from app.cases.protection.recording import managed_case_of, protected, row_of
from app.cases.protection.words import ALTERNATIVES
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import Refused
from app.core.web import done, form_page, page


@bp.get("/cases/<reference>/protection")
@needs(Act.CASE_AGENCIES)
def beside(reference: str) -> Answer:
    """Suspension, agencies and referrals of a case on one page."""
    case = case_of(reference)
    return page("cases/protection/beside.html", case=case, page=overview(actor(), protected(actor(), case)))


@bp.route("/cases/<reference>/suspension", methods=["GET", "POST"])
@needs(Act.CASE_SUSPEND)
def suspend(reference: str) -> Answer:
    """Record a suspension."""
    case = case_of(reference)
    managed_case_of(actor(), case)
    form = SuspendForm()
    just_now(form)
    show = form_page("cases/protection/suspend.html", form, case=case, alternatives=ALTERNATIVES)
    if form.validate_on_submit():
        return done(
            lambda: suspending.suspend(
                actor(),
                case,
                at=instant(form.on.data, form.at.data),
                rejected=form.rejected(),
                words=form.words(),
                equality=form.equality(),
            ),
            lambda _: back(case, "#suspension"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/suspension/<uuid:suspension_id>/letter", methods=["GET", "POST"])
@needs(Act.CASE_SUSPEND)
def letter(reference: str, suspension_id: uuid.UUID) -> Answer:
    """Record the day the letter was sent."""
    case, form = case_of(reference), LetterForm()
    row_of(managed_case_of(actor(), case), suspension_id, Noted.SUSPENDED)
    show = form_page("cases/protection/letter.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: suspending.send_letter(actor(), case, suspension_id=suspension_id, on=form.on.data),
            lambda _: back(case, "#suspension"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/suspension/<uuid:suspension_id>/review", methods=["GET", "POST"])
@needs(Act.CASE_SUSPEND)
def review(reference: str, suspension_id: uuid.UUID) -> Answer:
    """Record a review."""
    case, form = case_of(reference), ReviewForm()
    row_of(managed_case_of(actor(), case), suspension_id, Noted.SUSPENDED)
    show = form_page("cases/protection/review.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: suspending.review(
                actor(),
                case,
                suspension_id=suspension_id,
                on=form.on.data,
                needed=form.needed.data,
                why=form.why.data.strip(),
                equality=form.equality(),
            ),
            lambda _: back(case, "#suspension"),
            again=show,
        )
    return show()


@bp.get("/suspensions")
@needs(Act.SUSPENSION_LIST)
def suspensions() -> Answer:
    """The suspensions the governing body must know of: who, and since when."""
    return page("cases/protection/suspensions.html", running=running(actor()))


@bp.route("/suspensions/<uuid:suspension_id>/end", methods=["GET", "POST"])
@needs(Act.SUSPENSION_LIFT)
def lift(suspension_id: uuid.UUID) -> Answer:
    """Record the end of a suspension by who may end it."""
    found, form = running_one(actor(), suspension_id), LiftForm()
    maintained = suspending.is_maintained(found.case.school_id)
    if maintained and not found.governs:
        raise Refused("only the governing body ends a suspension here")
    show = form_page("cases/protection/lift.html", form, found=found, maintained=maintained)
    if form.validate_on_submit():
        return done(
            lambda: suspending.lift(
                actor(),
                found.suspension.begun,
                on=form.on.data,
                minute=(form.minute.data or "").strip(),
                words=form.words(),
                equality=form.equality(),
            ),
            lambda _: url_for(".suspensions") if found.governs else back(found.case, "#suspension"),
            say="The end of the suspension is on record, and the case manager has been told.",
            again=show,
        )
    return show()
