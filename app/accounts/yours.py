"""Everybody's own page: change the password, see and end sessions, make new recovery codes."""

from __future__ import annotations

import uuid
from datetime import timedelta

from flask import current_app, request, url_for
from flask_login import current_user

from app.access import actions as access
from app.access import queries as access_queries
from app.access.actions import Proven, WrongSignIn
from app.access.devices import device_words
from app.access.models import SignIn
from app.access.passwords import hash_password
from app.accounts import actions, queries
from app.accounts.forms import ChangeForm, ConfirmForm
from app.accounts.handing import hand
from app.accounts.views import Answer, bp
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import visible
from app.core.web import done, page
from app.people.queries import person as person_of

SLOWED = "There were too many tries. Wait 15 minutes, then try again."


def _yours(_result: object = None) -> str:
    return url_for("accounts.yours")


def _email() -> str:
    return access_queries.email_of(current_user.person.id) or ""


def _keys() -> tuple[bytes, bytes]:
    secret = current_app.config["SECRET_KEY"]
    return (
        access_queries.attempt_key(secret, "account", _email()),
        access_queries.attempt_key(secret, "address", request.remote_addr or ""),
    )


def _proven(form: ConfirmForm) -> Proven | None:
    """Whoever is signed in, once they proved it again with password and authenticator; else the form says what is wrong."""
    keys = _keys()
    if access_queries.must_wait(*keys):
        form.present.errors = [SLOWED]
        return None
    try:
        proven = access.check(_email(), form.present.data or "", form.code.data or "")
    except WrongSignIn:
        proven = None
    if proven is None or proven.recovery_id is not None:  # a recovery code stands in only for signing in
        access.failed(*keys)
        form.wrong()
        return None
    return proven


@bp.get("/your-sign-in")
@needs(Act.HOME_READ)
def yours() -> Answer:
    """One's own sign-in: password, recovery codes, sessions."""
    idle = timedelta(minutes=current_app.config["SETTINGS"].idle_minutes)
    rows = [(one, device_words(one.device)) for one in queries.sessions(actor(), idle)]
    return page("accounts/yours.html", rows=rows, here=actor().session_id, email=_email(), left=queries.codes_left(actor()))


@bp.route("/your-sign-in/password", methods=["GET", "POST"])
@needs(Act.PASSWORD_CHANGE)
def change() -> Answer:
    """Change the password."""
    form = ChangeForm()
    form.person, form.address = person_of(current_user.person.id), _email()
    if form.validate_on_submit() and (proven := _proven(form)):
        try:
            new = hash_password(form.password.data or "")
            return done(
                lambda: actions.change_password(actor(), proven.account, proven=proven, password_hash=new),
                _yours,
                say="Your password is changed. Your other sessions have ended.",
            )
        except WrongSignIn:
            form.wrong()
    return page("accounts/change.html", 422 if form.errors else 200, form=form)


@bp.route("/your-sign-in/codes", methods=["GET", "POST"])
@needs(Act.RECOVERY_RENEW)
def renew() -> Answer:
    """Make new recovery codes."""
    form = ConfirmForm()
    if form.validate_on_submit() and (proven := _proven(form)):
        try:
            return done(
                lambda: hand("codes", actions.renew_codes(actor(), proven.account, proven=proven)),
                lambda _: url_for("accounts.finished"),
            )
        except WrongSignIn:
            form.wrong()
    return page("accounts/renew.html", 422 if form.errors else 200, form=form)


@bp.post("/your-sign-in/sessions/<uuid:sign_in_id>/end")
@needs(Act.SESSION_REVOKE)
def revoke(sign_in_id: uuid.UUID) -> Answer:
    """End one session of one's own."""
    row = visible(actor(), SignIn, id=sign_in_id)
    return done(lambda: actions.revoke(actor(), row), _yours, say="The session has ended.")


@bp.post("/your-sign-in/sessions/end")
@needs(Act.SESSION_REVOKE)
def revoke_others() -> Answer:
    """End all sessions of one's own but this one."""
    here = visible(actor(), SignIn, id=actor().session_id)
    return done(lambda: actions.revoke_others(actor(), here), _yours, say="All other sessions have ended.")
