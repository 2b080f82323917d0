"""The staff roll for those who work with it, and the roles for the administrator, who sees no case."""

from __future__ import annotations

import uuid
from functools import partial

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.core.acts import ROLE_WORDS, Act, Role
from app.core.doors import actor, needs
from app.core.forms import choices
from app.core.permission import visible
from app.core.web import done, form_page, page
from app.people import actions, queries
from app.people.forms import AppointForm, EndForm
from app.people.models import Appointment, Person
from app.people.same_name import found_by

bp = Blueprint("people", __name__)
Answer = Response | tuple[str, int]
MOST = 50  # of a staff roll are shown at first


@bp.get("/people")
@needs(Act.PEOPLE_READ)
def roll() -> Answer:
    """The staff roll of the schools where this person works with it: the first of it, all of it, or who is looked for."""
    typed, most = request.args.get("name", "").strip()[:100], None if "all" in request.args else MOST
    schools = [one for one in queries.schools_of(actor()) if actor().holds(Role.HEADTEACHER, Role.HR_ADVISER, school_id=one.id)]
    found = [(school, found_by(queries.roll(school.id), typed)) for school in schools]
    rolls = [(school, people[:most], len(people) - len(people[:most])) for school, people in found]
    return page("people/roll.html", rolls=rolls, typed=typed)


@bp.get("/school/roles")
@needs(Act.ACCOUNT_READ)
def roles() -> Answer:
    """Who holds which role, and has an account."""
    return page("people/roles.html", rows=queries.role_rows(actor().schools(Role.ADMINISTRATOR)), words=ROLE_WORDS)


@bp.route("/school/roles/new", methods=["GET", "POST"])
@needs(Act.ROLE_APPOINT)
def appoint() -> Answer:
    """Give somebody a role."""
    form, school_id = AppointForm(data={"person": request.args.get("person", "")}), actor().schools(Role.ADMINISTRATOR)[0]
    form.person.choices = choices([("", "Choose"), *((str(one.id), one.name) for one in queries.roll(school_id))])
    show = form_page("people/appoint.html", form)
    if form.validate_on_submit():
        person = visible(actor(), Person, id=uuid.UUID(form.person.data), school_id=school_id)
        return done(
            lambda: actions.appoint(actor(), person, role=Role(form.role.data), school_id=school_id, starts_on=form.starts_on.data),
            lambda _: url_for(".roles"),
            say="The role was given.",
            again=show,
        )
    return show()


@bp.route("/school/roles/<uuid:appointment_id>/end", methods=["GET", "POST"])
@needs(Act.ROLE_END)
def end(appointment_id: uuid.UUID) -> Answer:
    """End a role."""
    row, form = visible(actor(), Appointment, id=appointment_id), EndForm()
    show = form_page("people/end.html", form, row=row, person=queries.person(row.person_id), words=ROLE_WORDS)
    if form.validate_on_submit():
        change = partial(actions.end_role, actor(), row, last_day=form.last_day.data)
        return done(change, lambda _: url_for(".roles"), say="The role ends.", again=show)
    return show()
