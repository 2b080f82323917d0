"""The administrator's pages: who is on the roll, who has an account, inviting, resetting and leaving."""

from __future__ import annotations

import uuid

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from app.accounts import actions, queries
from app.accounts.forms import AddForm, BackForm, InviteForm, LeaveForm, ResetForm
from app.accounts.handing import hand, taken
from app.core.acts import ROLE_WORDS, Act, Role
from app.core.doors import actor, needs
from app.core.forms import choices
from app.core.permission import visible
from app.core.web import done, form_page, page
from app.people import actions as people_actions
from app.people.models import Person, School
from app.people.queries import schools_of

bp = Blueprint("accounts", __name__)
Answer = Response | tuple[str, int]


def address_of(token: str) -> str:
    """The whole address of a link: always at the domain the installation was told, whatever a request says of its host.

    The demonstration has no domain of its own, so there it is wherever its page was asked for.
    """
    settings = current_app.config["SETTINGS"]
    root = request.url_root if settings.environment == "demonstration" else f"https://{current_app.config['ORIGIN']}/"
    return f"{root}invitation/{token}"


def _person(person_id: uuid.UUID) -> Person:
    return queries.looked_after(actor(), person_id)


def _to(person: Person) -> str:
    return url_for("accounts.person", person_id=person.id)


def _handed(token: str, person: Person) -> str:
    hand("link", {"person": str(person.id), "address": address_of(token)})
    return token


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200


@bp.get("/school/people")
@needs(Act.ACCOUNT_READ)
def people() -> Answer:
    """Everybody on the roll, with their roles and whether they have an account."""
    return page("accounts/people.html", rows=queries.standings(actor()))


@bp.route("/school/people/new", methods=["GET", "POST"])
@needs(Act.PERSON_ADD)
def add() -> Answer:
    """Put somebody on the roll."""
    form, schools = AddForm(), [one for one in schools_of(actor()) if actor().holds(Role.ADMINISTRATOR, school_id=one.id)]
    form.school.choices = choices((str(one.id), one.name) for one in schools)
    if form.validate_on_submit():
        told = form.values()
        school = visible(actor(), School, id=uuid.UUID(told.pop("school")))
        told["on_roll_from"] = form.on_roll_from.data
        return done(
            lambda: people_actions.add(actor(), school, **told),
            _to,
            say="They are on the roll.",
            again=form_page("accounts/add.html", form),
        )
    return page("accounts/add.html", _status(form), form=form)


@bp.get("/school/people/<uuid:person_id>")
@needs(Act.ACCOUNT_READ)
def person(person_id: uuid.UUID) -> Answer:
    """One person: roles, account, and a link that was just made, shown once."""
    one = queries.standing(actor(), _person(person_id))
    link = taken("link")
    shown = link["address"] if link and link["person"] == str(person_id) else ""
    return page("accounts/person.html", one=one, words=ROLE_WORDS, link=shown, own=one.person.id == actor().person_id)


@bp.route("/school/people/<uuid:person_id>/invite", methods=["GET", "POST"])
@needs(Act.ACCOUNT_INVITE)
def invite(person_id: uuid.UUID) -> Answer:
    """Invite somebody to an account."""
    one, secret = _person(person_id), current_app.config["SECRET_KEY"]
    form = InviteForm(data={"email": one.email})
    if form.validate_on_submit() and queries.is_taken(form.email.data, one.id):
        form.email.errors = [actions.TAKEN]
    elif form.validate_on_submit():
        return done(
            lambda: _handed(actions.invite(actor(), one, email=form.email.data, secret=secret), one),
            lambda _: _to(one),
            again=form_page("accounts/invite.html", form, person=one),
        )
    return page("accounts/invite.html", _status(form), form=form, person=one)


@bp.route("/school/people/<uuid:person_id>/reset", methods=["GET", "POST"])
@needs(Act.ACCOUNT_RESET)
def reset(person_id: uuid.UUID) -> Answer:
    """Start a reset for somebody who lost their password or their phone."""
    one, form, secret = _person(person_id), ResetForm(), current_app.config["SECRET_KEY"]
    if form.validate_on_submit():
        return done(
            lambda: _handed(actions.reset(actor(), one, secret=secret), one),
            lambda _: _to(one),
            again=form_page("accounts/reset.html", form, person=one),
        )
    return page("accounts/reset.html", _status(form), form=form, person=one)


@bp.route("/school/people/<uuid:person_id>/leave", methods=["GET", "POST"])
@needs(Act.PERSON_LEAVE)
def leave(person_id: uuid.UUID) -> Answer:
    """Record that somebody left."""
    one, form = _person(person_id), LeaveForm()
    form.joined = one.on_roll_from
    if form.validate_on_submit():
        return done(
            lambda: actions.leave(actor(), one, last_day=form.last_day.data),
            _to,
            say="It is recorded that they left.",
            again=form_page("accounts/leave.html", form, person=one),
        )
    return page("accounts/leave.html", _status(form), form=form, person=one)


@bp.route("/school/people/<uuid:person_id>/back", methods=["GET", "POST"])
@needs(Act.PERSON_ADD)
def back(person_id: uuid.UUID) -> Answer:
    """Put somebody who left on the roll again."""
    one, form = _person(person_id), BackForm()
    if form.validate_on_submit():
        return done(
            lambda: people_actions.take_back(actor(), one, on_roll_from=form.on_roll_from.data),
            _to,
            say="They are on the roll.",
            again=form_page("accounts/back.html", form, person=one),
        )
    return page("accounts/back.html", _status(form), form=form, person=one)
