"""The log of prejudice incidents, and support given at once on a case."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.cases.clocking.queries import place
from app.cases.dignity import actions, incidents
from app.cases.dignity.equality import characteristics
from app.cases.dignity.forms import KINDS, IncidentForm, NoteForm
from app.cases.dignity.support import SUPPORT, early_support
from app.cases.engine import EO, find_step, roles_on
from app.cases.following import only_manager_or_adviser
from app.cases.models import Case
from app.cases.step_form import fill_perceived, step_form
from app.cases.step_page import answered
from app.cases.work import Path
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import choices
from app.core.permission import NotThere, may, visible
from app.core.web import done, form_page, page
from app.people.queries import names, roll_names

bp = Blueprint("dignity", __name__)
Answer = Response | tuple[str, int]


@bp.get("/incidents")
@needs(Act.INCIDENT_READ)
def log() -> Answer:
    """The log of prejudice incidents."""
    return page("cases/dignity/log.html", rows=incidents.log(actor()), characteristics=characteristics)


@bp.route("/incidents/new", methods=["GET", "POST"])
@needs(Act.INCIDENT_LOG)
def add() -> Answer:
    """Write an incident down; from a case, it belongs to the case."""
    reference, form = request.args.get("case", ""), IncidentForm()
    case = visible(actor(), Case, reference=reference) if reference else None
    school = place(actor(), Act.INCIDENT_LOG, str(case.school_id) if case else request.args.get("school", ""))
    mine = actor().person_id
    form.person.choices = choices(
        [("", "Choose a name"), *((str(key), name) for key, name in roll_names(school.id) if key != mine)]
    )
    show = form_page("cases/dignity/add.html", form, case=case, school=school)
    if form.validate_on_submit():
        return done(
            lambda: actions.log_incident(
                actor(),
                school,
                on=form.on.data,
                said=form.said(),
                about_person_id=uuid.UUID(form.person.data) if form.person.data else None,
                case=case,
            ),
            lambda row: url_for(".incident", incident_id=row.id),
            again=show,
        )
    return show()


@bp.route("/incidents/<uuid:incident_id>", methods=["GET", "POST"])
@needs(Act.INCIDENT_LOG)
def incident(incident_id: uuid.UUID) -> Answer:
    """One incident: as it is seen, and apart from that what was found and done."""
    one, form = incidents.one(actor(), incident_id), NoteForm()
    row = one.incident
    people = {row.by, *(note.by for note in one.notes), *({row.about_person_id} if row.about_person_id else ())}
    show = form_page(
        "cases/dignity/incident.html", form, one=one, kinds=dict(KINDS), characteristics=characteristics, names=names(people)
    )
    if form.validate_on_submit():
        given: dict[str, Any] = {"kind": form.kind.data, "words": form.words.data.strip(), "found": list(form.found.data or ())}
        return done(
            lambda: actions.note_incident(actor(), row, **given),
            lambda _: url_for(".incident", incident_id=incident_id),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/procedures/<uuid:path_id>/support-now", methods=["GET", "POST"])
@needs(Act.SUPPORT_GIVE)
def support(reference: str, path_id: uuid.UUID) -> Answer:
    """Record support and adjustments before the procedure is decided on."""
    case = visible(actor(), Case, reference=reference)
    path = visible(actor(), Path, id=path_id, case_id=case.id, name=EO, state="proposed")
    only_manager_or_adviser(actor(), case)
    step = find_step(path, SUPPORT)
    if step is None:
        raise NotThere(SUPPORT)
    form = step_form(step, (), ())
    fill_perceived(form, case)
    show = form_page("cases/dignity/support.html", form, case=case, path=path, step=step)
    if form.validate_on_submit():
        return done(
            lambda: actions.give_support(actor(), path, answers=answered(step, form), equality=form.equality()),
            lambda _: url_for("reports.case", reference=case.reference) + "#procedures",
            again=show,
        )
    return show()


@bp.app_context_processor
def _on_cards() -> dict[str, Any]:
    return {"dignity_of": dignity_of}


def dignity_of(case: Case, path: Path) -> dict[str, Any]:
    """What the card of a complaint offers beside its steps: support while it is only proposed, and the log of incidents."""
    open_case = case.state != "closed"
    mine = roles_on(actor(), case) & {"case_manager", "hr_adviser"}
    proposed = path.state == "proposed"
    return {
        "given": early_support(path.id) if proposed and mine else None,
        "give": bool(proposed and mine and open_case and may(actor(), Act.SUPPORT_GIVE, case.school_id)),
        "log": open_case and may(actor(), Act.INCIDENT_LOG, case.school_id),
    }
