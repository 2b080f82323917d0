"""The list of cases, and the pages on which a case is worked on."""

from __future__ import annotations

import uuid
from functools import partial
from urllib.parse import parse_qsl

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.cases import actions, pages, parts
from app.cases.following import only_manager_or_adviser
from app.cases.forms import ContactForm, HandOverForm, NameForm, PartForm, ViewForm
from app.cases.hearings.taking_part import KEPT, TIED
from app.cases.models import Case, Involvement, Part, SavedView
from app.cases.saved_views import only_the_filter
from app.cases.saved_views import remove_view as put_away
from app.cases.saved_views import save_view as save
from app.cases.step_page import ProposalPage, StepPage
from app.cases.work import Path
from app.core.acts import Act, Role
from app.core.doors import actor, needs
from app.core.forms import version_of
from app.core.permission import visible
from app.core.web import done, form_page
from app.people.models import School

bp = Blueprint("cases", __name__)
Answer = Response | tuple[str, int]


def _case(reference: str) -> Case:
    return visible(actor(), Case, reference=reference)


def _back(case: Case, anchor: str = "") -> str:
    return url_for("reports.case", reference=case.reference) + anchor


@bp.get("/cases")
@needs(Act.CASE_LIST)
def cases() -> Answer:
    """The list of cases this person may know of."""
    return pages.list_page(actor(), request.args)


@bp.post("/cases/views")
@needs(Act.VIEW_SAVE)
def save_view() -> Answer:
    """Keep the filter that is shown under a name."""
    form, query = ViewForm(), only_the_filter(request.form.get("query", ""))
    show = partial(pages.list_page, actor(), MultiDict(parse_qsl(query)), naming=form)
    if form.validate_on_submit():
        school = visible(actor(), School, id=actor().schools()[0])
        return done(
            lambda: save(actor(), school, name=form.name.data.strip(), query=query),
            lambda _: f"{url_for('.cases')}?{query}",
            again=show,
        )
    return show()


@bp.post("/cases/views/<uuid:view_id>/remove")
@needs(Act.VIEW_REMOVE)
def remove_view(view_id: uuid.UUID) -> Answer:
    """Put a saved view away."""
    view = visible(actor(), SavedView, id=view_id)
    return done(lambda: put_away(actor(), view), lambda _: url_for(".cases"))


@bp.get("/case/<uuid:case_id>")
@needs(Act.CASE_OPEN)
def by_key(case_id: uuid.UUID) -> Answer:
    """From a notice to its case."""
    return redirect(_back(visible(actor(), Case, id=case_id)))


@bp.route("/cases/<reference>/procedures/<uuid:path_id>", methods=["GET", "POST"])
@needs(Act.CASE_ROUTE)
def decide(reference: str, path_id: uuid.UUID) -> Answer:
    """Accept or decline a proposed procedure."""
    case = pages.managed(actor(), _case(reference))
    path = visible(actor(), Path, id=path_id, case_id=case.id)
    step = ProposalPage(actor(), case, path)
    return done(step.take, lambda _: _back(case, "#procedures"), again=step.show) if step.sent() else step.show()


@bp.route("/cases/<reference>/contacts/new", methods=["GET", "POST"])
@needs(Act.CASE_CONTACT)
def contact(reference: str) -> Answer:
    """Record a conversation with an agency."""
    case, form = _case(reference), ContactForm()
    pages.fill_contact(form)
    show = form_page("cases/contact.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: actions.record_contact(
                actor(),
                case,
                agency=form.agency.data,
                at=pages.instant(form.on.data, form.at.data),
                words=pages.contact_words(form),
            ),
            lambda _: _back(case, "#contacts"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/procedures/<uuid:path_id>/<step_key>", methods=["GET", "POST"])
@needs(Act.CASE_ADVANCE)
def advance(reference: str, path_id: uuid.UUID, step_key: str) -> Answer:
    """Take a step of a procedure."""
    case = _case(reference)
    path = visible(actor(), Path, id=path_id, case_id=case.id)
    step = StepPage(actor(), case, path, step_key)
    return done(step.take, lambda _: _back(case, "#procedures"), again=step.again()) if step.sent() else step.show()


@bp.route("/cases/<reference>/people/new", methods=["GET", "POST"])
@needs(Act.CASE_APPOINT)
def give_part(reference: str) -> Answer:
    """Give somebody a working part."""
    case, form = _case(reference), PartForm()
    form.person.choices = pages.candidates(case)
    show = form_page("cases/part.html", form, case=case)
    if form.validate_on_submit():
        tie, about = form.tie.data, {"person_id": uuid.UUID(form.person.data), "tie": form.tie.data}
        if tie in TIED:
            here = url_for(".give_part", reference=reference)
            return done(lambda: parts.keep_out(actor(), case, **about), lambda _: here, say=f"{KEPT} {TIED[tie]}", again=show)
        return done(
            lambda: parts.give_part(actor(), case, part=Part(form.part.data), **about),
            lambda _: _back(case, "#people"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/people/name", methods=["GET", "POST"])
@needs(Act.CASE_NAME)
def name_part(reference: str) -> Answer:
    """Name somebody whose part has come to light."""
    case, form = pages.managed(actor(), _case(reference)), NameForm()
    form.person.choices = pages.everybody(case)
    show = form_page("cases/name.html", form, case=case)
    if form.validate_on_submit():
        return done(lambda: parts.name_part(actor(), case, **pages.named(form)), lambda _: url_for(".cases"), again=show)
    return show()


@bp.route("/cases/<reference>/manager", methods=["GET", "POST"])
@needs(Act.CASE_HAND_OVER)
def hand_over(reference: str) -> Answer:
    """Hand the case to another manager."""
    case, form = _case(reference), HandOverForm()
    only_manager_or_adviser(actor(), case)
    form.to.choices = pages.open_managers(case)
    show = form_page("cases/hand_over.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: parts.hand_over(
                actor(),
                case,
                to=Role(form.to.data),
                reason=form.reason.data.strip(),
                words=(form.words.data or "").strip(),
                version=version_of(request.form),
            ),
            lambda _: url_for(".cases"),
            say="The case is handed over, and whoever manages it now has been told.",
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/people/<uuid:involvement_id>", methods=["GET", "POST"])
@needs(Act.CHILD_NAME)
def sealed(reference: str, involvement_id: uuid.UUID) -> Answer:
    """Open a sealed name, with a reason."""
    case = _case(reference)
    row = visible(actor(), Involvement, id=involvement_id, case_id=case.id)
    return pages.sealed_page(actor(), case, row) if row.part == Part.CHILD.value else abort(404)
