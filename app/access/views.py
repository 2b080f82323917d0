"""The pages for signing in and out."""

from __future__ import annotations

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, g, redirect, request, session, url_for
from flask import Response as PlainResponse
from flask.blueprints import BlueprintSetupState
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from app.access import actions, queries
from app.access.devices import device_words
from app.access.forms import SignInForm
from app.core.acts import Act
from app.core.clock import now
from app.core.db import reach_for
from app.core.doors import actor, needs, public
from app.core.permission import job
from app.core.problems import AnotherBody
from app.core.web import SECRETS, page, recall, remember

bp = Blueprint("access", __name__)
CARRIED = "carried."
login = LoginManager()
login.session_protection = None  # the session lives on the server; the browser only holds its token


@bp.record_once
def _begin(state: BlueprintSetupState) -> None:
    login.init_app(state.app)
    remember[:] = [_remember]
    recall[:] = [_recall]


@login.user_loader  # type: ignore[untyped-decorator]  # the library has no types
def _load(_stored: str) -> queries.SignedIn | None:
    token = session.get("token", "")
    found = queries.signed_in(token, timedelta(minutes=current_app.config["SETTINGS"].idle_minutes)) if token else None
    if found:
        reach_for(found.actor.schools())
    return found


@bp.before_app_request
def _seen() -> None:
    if request.endpoint and not request.path.startswith(("/static/", "/healthz", "/readyz")) and current_user.is_authenticated:
        actions.seen(current_user.sign_in)


def _account() -> uuid.UUID:
    account_id = actor().account_id
    if account_id is None:
        raise RuntimeError("only somebody signed in sends forms")
    return account_id


def _remember(key: str, digest: str, location: str) -> None:
    if current_user.is_authenticated:
        actions.answered(_account(), key, digest, location)


def _recall(key: str, digest: str) -> str | None:
    if not current_user.is_authenticated:
        return None
    earlier = queries.earlier_answer(_account(), key[:64])
    if earlier and earlier.digest != digest:
        raise AnotherBody("This form was already sent, with other answers.")
    return earlier.location if earlier else None


@login.unauthorized_handler  # type: ignore[untyped-decorator]  # the library has no types
def _unauthorized() -> Response | tuple[str, int]:
    """Ask to sign in; what was typed into a form is carried along, so that an ended session loses nothing."""
    if request.method == "GET":
        return redirect(url_for("access.sign_in", next=request.full_path.rstrip("?")))
    form = SignInForm(formdata=None)
    return page("access/sign_in.html", 401, form=form, carried=_typed(), action=url_for("access.sign_in", next=request.path))


def _typed() -> list[tuple[str, str]]:
    """What was typed into the form that met an ended session."""
    left = {"csrf_token", "submission_key", *SECRETS}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in left]


def _carried() -> list[tuple[str, str]]:
    """What an ended session left in the sign-in form."""
    return [(name.removeprefix(CARRIED), value) for name, value in request.form.items(multi=True) if name.startswith(CARRIED)]


def _sign_in_page(form: SignInForm, status: int) -> tuple[str, int]:
    return page("access/sign_in.html", status, form=form, carried=_carried(), action=request.full_path.rstrip("?"))


def _after(form: SignInForm) -> Response | tuple[str, int]:
    secret = current_app.config["SECRET_KEY"]
    keys = (
        queries.attempt_key(secret, "account", form.email.data),
        queries.attempt_key(secret, "address", request.remote_addr or ""),
    )
    if queries.must_wait(*keys):
        form.email.errors = ["There were too many tries. Wait 15 minutes, then try again."]
        return _sign_in_page(form, 429)
    try:
        proven = actions.check(form.email.data, form.password.data, form.code.data)
        token = actions.start(job("sign-in"), proven.account, proven=proven, device=device_words(request.user_agent.string))
    except actions.WrongSignIn:
        actions.failed(*keys)
        form.email.errors = ["Email address, password or code is wrong. Codes change every 30 seconds and work once."]
        return _sign_in_page(form, 422)
    return _enter(token)


def _enter(token: str) -> Response | tuple[str, int]:
    where, before, carried = _safe(request.args.get("next", "")), session.get("last"), _carried()
    session.clear()
    session["token"] = token
    found = queries.signed_in(token, timedelta(hours=1))
    if found is None:
        raise RuntimeError("a session that was just opened is not there")
    session["last"] = str(found.actor.account_id)
    g.pop("csrf_token", None)  # made for the session that has just ended
    login_user(found)
    # what was typed is only given back to whoever typed it
    if carried and where and before == session["last"]:
        return page("access/resume.html", where=where, carried=carried)
    return redirect(where or url_for("reports.home"), code=303)


def _safe(where: str) -> str:
    parts = urlsplit(where)
    return where if where.startswith("/") and not where.startswith("//") and not parts.netloc and "\\" not in where else ""


@bp.route("/sign-in", methods=["GET", "POST"])
@public("it is how people come in")
def sign_in() -> Response | tuple[str, int]:
    """Ask for e-mail address, password and code."""
    form = SignInForm()
    if form.validate_on_submit():
        return _after(form)
    if request.method == "GET" and "out" in request.args:
        flash("You are signed out.", "success")  # in the address, because signing out clears the cookies
    return _sign_in_page(form, 422 if form.errors else 200)


@bp.post("/sign-out")
@needs(Act.SESSION_END)
def sign_out() -> Response:
    """End this session on the server."""
    actions.end(actor(), current_user.sign_in)
    logout_user()
    session.clear()  # also forgets who was here: nothing typed is carried to the next person
    answer = redirect(url_for("access.sign_in", out=1), code=303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@bp.post("/stay")
@needs(Act.HOME_READ)
def stay() -> Response:
    """Keep a session that is about to end; being asked is enough, the time was noted on the way in."""
    return PlainResponse(now().isoformat(), mimetype="text/plain")
