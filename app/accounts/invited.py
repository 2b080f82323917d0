"""The pages behind an invitation's link: choose a password, scan the code, show one code of the moment, keep ten for later."""

from __future__ import annotations

from typing import Any

import pyotp
import segno
from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from app.access import actions as access
from app.access import queries
from app.access.models import Invitation
from app.access.passwords import hash_password
from app.access.recovery import grouped
from app.accounts import actions
from app.accounts.forms import CodeForm, PasswordForm
from app.accounts.handing import hand, held, taken
from app.accounts.views import Answer, bp
from app.core.action import Blocked
from app.core.db import reach_for
from app.core.doors import public
from app.core.permission import NotThere, job
from app.core.web import page
from app.people.models import Person
from app.people.queries import place_of

TOKEN = 43
WHY = "the link is the key: it is made for one person, works once and not for long"


def _keys(token: str) -> tuple[bytes, bytes]:
    secret = current_app.config["SECRET_KEY"]
    return (
        queries.attempt_key(secret, "invitation", queries.token_hash(token).hex()),
        queries.attempt_key(secret, "address", request.remote_addr or ""),
    )


def _found(token: str) -> tuple[Invitation, Person]:
    """The invitation behind a link, with its school in reach; not there when it is spent, old or unknown, and tries are counted."""
    if len(token) != TOKEN:
        raise NotThere("invitation")
    if queries.must_wait(*_keys(token)):
        abort(429)
    found = queries.invitation_of(token)
    if found is None:
        access.failed(*_keys(token))
        raise NotThere("invitation")
    if current_user.is_authenticated and current_user.person.id != found[1].id:
        raise Blocked("This link is for somebody else, and you are signed in. Let them open it, or sign out first.")
    reach_for([place_of(found[1]).id])
    return found


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public(WHY)
def begin(token: str) -> Answer:
    """Choose a password; only its hash goes on to the next page, in this browser alone."""
    invitation, person = _found(token)
    form = PasswordForm()
    form.person, form.address = person, invitation.email
    if form.validate_on_submit():
        kept = {"invitation": str(invitation.id), "password_hash": hash_password(form.password.data or "")}
        hand("enrolment", {**kept, "secret": pyotp.random_base32()})
        return redirect(url_for("accounts.confirm", token=token), code=303)
    return page("accounts/password.html", 422 if form.errors else 200, form=form, invitation=invitation, person=person)


@bp.route("/invitation/<token>/code", methods=["GET", "POST"])
@public(WHY)
def confirm(token: str) -> Answer:
    """Scan the square, and show a code of the moment; then the account is theirs and the link is spent."""
    (invitation, _), pending = _found(token), held("enrolment")
    if not pending or pending["invitation"] != str(invitation.id):
        return redirect(url_for("accounts.begin", token=token), code=303)
    form = CodeForm()
    if form.validate_on_submit():
        step = access.step_of(pending["secret"], form.code.data)
        if step is not None:
            return _enrolled(invitation, pending, step)
        access.failed(*_keys(token))
        form.code.errors = ["This is not the code the app shows now. Wait for the next one, and check the time on your phone."]
    return page("accounts/code.html", 422 if form.errors else 200, form=form, **_square(invitation.email, pending["secret"]))


def _enrolled(invitation: Invitation, pending: dict[str, str], step: int) -> Response:
    try:
        codes = actions.enrol(
            job("invitation"), invitation, password_hash=pending["password_hash"], secret=pending["secret"], step=step
        )
    except IntegrityError as taken_meanwhile:
        raise Blocked(actions.TAKEN_MEANWHILE) from taken_meanwhile
    taken("enrolment")
    hand("codes", codes)
    return redirect(url_for("accounts.finished"), code=303)


def _square(email: str, secret: str) -> dict[str, Any]:
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Evenhand")
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=5, light="#fff", svgclass=None, lineclass=None)
    # the picture holds only what segno drew from figures and letters
    return {"address": address, "secret": grouped(secret), "square": Markup(drawn)}  # noqa: S704


@bp.get("/invitation/done")
@public("whoever has just set up their sign-in is not signed in yet")
def finished() -> Answer:
    """The recovery codes, once; then there is only signing in."""
    codes = taken("codes")
    if not codes:
        return redirect(url_for("accounts.yours" if current_user.is_authenticated else "access.sign_in"), code=303)
    return page("accounts/codes.html", codes=[grouped(one) for one in codes])
