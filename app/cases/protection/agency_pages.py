"""The pages on which meetings, agreed actions, who may be told, and where the agencies stand are recorded."""

from __future__ import annotations

import uuid

from flask import abort

from app.cases.pages import instant
from app.cases.protection import agencies
from app.cases.protection.agency_forms import STRAND_FORMS, AgreedForm, DoneForm, MeetingForm, TellingForm
from app.cases.protection.blueprint import Answer, back, bp, case_of
from app.cases.protection.models import Noted
from app.cases.protection.recording import open_case_of, row_of
from app.cases.protection.words import STRANDS
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.web import done, form_page


@bp.route("/cases/<reference>/agencies/<agency>", methods=["GET", "POST"])
@needs(Act.CASE_AGENCIES)
def strand(reference: str, agency: str) -> Answer:
    """Record where the police or social care stand."""
    case = case_of(reference)
    open_case_of(actor(), case)
    form = (STRAND_FORMS.get(agency) or abort(404))()
    show = form_page("cases/protection/strand.html", form, case=case, name=dict(STRANDS)[agency])
    if form.validate_on_submit():
        return done(
            lambda: agencies.record_strand(
                actor(), case, agency=agency, state=form.state.data, on=form.on.data, result=form.result.data.strip()
            ),
            lambda _: back(case, "#agencies"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/meetings/new", methods=["GET", "POST"])
@needs(Act.CASE_AGENCIES)
def meeting(reference: str) -> Answer:
    """Record a meeting that was held."""
    case, form = case_of(reference), MeetingForm()
    open_case_of(actor(), case)
    show = form_page("cases/protection/meeting.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: agencies.record_meeting(
                actor(),
                case,
                what=form.what.data,
                on=form.on.data,
                chair=form.chair.data.strip(),
                attendees=form.attendees.data,
            ),
            lambda _: back(case, "#agencies"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/meetings/<uuid:meeting_id>/agreed", methods=["GET", "POST"])
@needs(Act.CASE_AGENCIES)
def agreed(reference: str, meeting_id: uuid.UUID) -> Answer:
    """Record an action that a meeting agreed."""
    case, form = case_of(reference), AgreedForm()
    row_of(open_case_of(actor(), case), meeting_id, Noted.MEETING)
    show = form_page("cases/protection/agreed.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: agencies.agree(
                actor(),
                case,
                meeting_id=meeting_id,
                what=form.what.data.strip(),
                owner=form.owner.data,
                name=(form.name.data or "").strip(),
                by=form.by.data,
            ),
            lambda _: back(case, "#agencies"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/agreed/<uuid:agreed_id>/done", methods=["GET", "POST"])
@needs(Act.CASE_AGENCIES)
def settled(reference: str, agreed_id: uuid.UUID) -> Answer:
    """Record that an agreed action was done."""
    case, form = case_of(reference), DoneForm()
    row = row_of(open_case_of(actor(), case), agreed_id, Noted.AGREED)
    show = form_page("cases/protection/settled.html", form, case=case, agreed=row)
    if form.validate_on_submit():
        return done(
            lambda: agencies.settle(actor(), case, agreed_id=agreed_id, on=form.on.data, result=(form.result.data or "").strip()),
            lambda _: back(case, "#agencies"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/telling", methods=["GET", "POST"])
@bp.route("/cases/<reference>/meetings/<uuid:meeting_id>/telling", methods=["GET", "POST"])
@needs(Act.CASE_AGENCIES)
def telling(reference: str, meeting_id: uuid.UUID | None = None) -> Answer:
    """Record who may be told what, and from when."""
    case, form = case_of(reference), TellingForm()
    whole = open_case_of(actor(), case)
    if meeting_id:
        row_of(whole, meeting_id, Noted.MEETING)
    show = form_page("cases/protection/telling.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: agencies.allow_telling(
                actor(),
                case,
                who=form.who.data,
                what=form.what.data.strip(),
                since=instant(form.on.data, form.at.data),
                agreed_by=form.agreed_by.data.strip(),
                meeting_id=meeting_id,
            ),
            lambda _: back(case, "#agencies"),
            again=show,
        )
    return show()
