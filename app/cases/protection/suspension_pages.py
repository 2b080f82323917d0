"""The page of what runs beside the stages of child protection, and those of a suspension."""

from __future__ import annotations

import uuid

from flask import request, url_for

from app.cases.engine import D, Whole
from app.cases.forms import just_now
from app.cases.pages import instant
from app.cases.protection import suspending
from app.cases.protection.blueprint import Answer, back, bp, case_of, is_open
from app.cases.protection.forms import ConductSuspendForm, LetterForm, LiftForm, ProtectionSuspendForm, ReviewForm, SuspendForm
from app.cases.protection.models import Noted
from app.cases.protection.pages import open_page, overview
from app.cases.protection.queries import running, running_one
from app.cases.protection.recording import managed_case_of, not_of_protection, protected, row_of
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


@bp.get("/cases/<reference>/conduct")
@needs(Act.CASE_OPEN)
def conduct(reference: str) -> Answer:
    """Suspension and referrals that no child protection is behind, for everybody who may open the case."""
    case = case_of(reference)
    whole = Whole(case)
    if whole.path(D) is None:
        raise Refused("no disciplinary procedure")
    return page("cases/protection/conduct.html", case=case, page=open_page(actor(), whole))


def _sent(now_asked: type[SuspendForm]) -> type[SuspendForm]:
    """The form that was sent, which keeps what was typed when child protection was opened or ended meanwhile; else the one asked now."""
    for one in (ConductSuspendForm, ProtectionSuspendForm):
        if any(f"why_{key}" in request.form for key, _ in one.alternatives if not hasattr(now_asked, f"why_{key}")):
            return one
    return now_asked


@bp.route("/cases/<reference>/suspension", methods=["GET", "POST"])
@needs(Act.CASE_SUSPEND)
def suspend(reference: str) -> Answer:
    """Record a suspension: of child protection while that runs, else of the disciplinary procedure."""
    case = case_of(reference)
    now_open = not_of_protection(managed_case_of(actor(), case))
    form = _sent(ConductSuspendForm if now_open else ProtectionSuspendForm)()
    open_one = isinstance(form, ConductSuspendForm)
    just_now(form)
    show = form_page("cases/protection/suspend.html", form, case=case, alternatives=form.alternatives, conduct=open_one)
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
            lambda _: back(case, "#suspension", conduct=open_one),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/suspension/<uuid:suspension_id>/letter", methods=["GET", "POST"])
@needs(Act.CASE_SUSPEND)
def letter(reference: str, suspension_id: uuid.UUID) -> Answer:
    """Record the day the letter was sent."""
    case, form = case_of(reference), LetterForm()
    whole = managed_case_of(actor(), case)
    open_one = is_open(whole, row_of(whole, suspension_id, Noted.SUSPENDED))
    known = next(one for one in whole.ledger.suspensions if one.begun.id == suspension_id).council_on
    if known or not suspending.is_maintained(case.school_id):
        del form.council_on
    show = form_page("cases/protection/letter.html", form, case=case, conduct=open_one)
    if form.validate_on_submit():
        return done(
            lambda: suspending.send_letter(
                actor(),
                case,
                suspension_id=suspension_id,
                on=form.on.data,
                council_on=form.council_on.data if "council_on" in form else None,
            ),
            lambda _: back(case, "#suspension", conduct=open_one),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/suspension/<uuid:suspension_id>/review", methods=["GET", "POST"])
@needs(Act.CASE_SUSPEND)
def review(reference: str, suspension_id: uuid.UUID) -> Answer:
    """Record a review."""
    case, form = case_of(reference), ReviewForm()
    whole = managed_case_of(actor(), case)
    open_one = is_open(whole, row_of(whole, suspension_id, Noted.SUSPENDED))
    show = form_page("cases/protection/review.html", form, case=case, conduct=open_one)
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
            lambda _: back(case, "#suspension", conduct=open_one),
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
    open_one = is_open(Whole(found.case), found.suspension.begun)
    show = form_page("cases/protection/lift.html", form, found=found, maintained=maintained, conduct=open_one)
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
            lambda _: url_for(".suspensions") if found.governs else back(found.case, "#suspension", conduct=open_one),
            say="The end of the suspension is on record, and the case manager has been told.",
            again=show,
        )
    return show()
