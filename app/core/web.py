"""The web's own ground: headers, errors, pages, forms that answer a second submission with the first one's answer."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, current_app, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from app.core import clock, doors
from app.core.action import Blocked, Stale, before_commit
from app.core.db import db, reach
from app.core.permission import NotThere
from app.core.uploads import REFUSED_ABOVE

Result = TypeVar("Result")
log = structlog.get_logger()
csrf = CSRFProtect()

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
SECRETS = frozenset({"password", "present", "code"})  # fields that are kept in no form, not even as a fast hash
remember: list[Callable[[str, str, str], None]] = []
recall: list[Callable[[str, str], str | None]] = []


class AnotherBody(Exception):
    """The same form was sent twice with different answers."""


def init_app(app: Flask) -> None:
    """Give the application its headers, error pages, filters and health page."""
    app.before_request(_room)
    csrf.init_app(app)
    WTFormsHelpers(app)
    app.after_request(_headers)
    app.before_request(_fresh_reach)
    for kind, handler in ERRORS.items():
        app.register_error_handler(kind, handler)
    app.jinja_env.filters.update(said=clock.said, short=clock.short)
    app.jinja_env.globals.update(asset=asset, submission_key=lambda: secrets.token_urlsafe(24), now=clock.now)
    app.add_url_rule("/healthz", "healthz", doors.public("tells a load balancer that the process lives")(_healthz))
    app.add_url_rule("/readyz", "readyz", doors.public("tells a load balancer that the database answers")(_readyz))


def _room() -> None:
    # only where a file is asked for may a request be large; its file stops being kept at the installation's limit
    if request.endpoint and request.endpoint.endswith("add_file"):
        request.max_content_length = REFUSED_ABOVE


def _fresh_reach() -> None:
    reach.set("")


def asset(name: str) -> str:
    """The address of a built file: its folder carries the digest of the whole build."""
    return f"/static/dist/{current_app.config['ASSETS'].get(name, name)}"


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _healthz() -> Response:
    return Response("ok", mimetype="text/plain")


def _readyz() -> Response:
    db.session.execute(text("select 1"))
    return Response("ok", mimetype="text/plain")


def page(template: str, status: int = 200, **given: Any) -> tuple[str, int]:
    """Render a page; 422 with the same words when a form did not validate."""
    return render_template(template, **given), status


def done(change: Callable[[], Result], then: Callable[[Result], str], *, say: str = "") -> BaseResponse:
    """Carry out one action for this form and go on to a page; a second submission gets the first one's answer.

    The answer is kept in the transaction of the action, under the form's key and the digest of what was sent;
    the same key with other words is refused.
    """
    key, digest = request.form.get("submission_key", ""), _digest()
    earlier = _recalled(key, digest)
    if earlier is not None:
        return redirect(earlier, code=303)

    def keep(result: Any) -> None:
        if key and remember:
            remember[0](key, digest, then(result))

    token = before_commit.set(keep)
    try:
        result = change()
    except IntegrityError:
        db.session.rollback()
        earlier = _recalled(key, digest)
        if earlier is None:
            raise
        return redirect(earlier, code=303)
    finally:
        before_commit.reset(token)
    if say:
        flash(say, "success")
    return redirect(then(result), code=303)


def _recalled(key: str, digest: str) -> str | None:
    return recall[0](key, digest) if key and recall else None


def _digest() -> str:
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in {"csrf_token", *SECRETS}]
    return hashlib.sha256(repr((request.path, sorted(sent))).encode()).hexdigest()


def _problem(status: int, title: str, words: str, *, again: str = "") -> tuple[str, int]:
    return render_template("error.html", title=title, words=words, again=again, status=status), status


def _not_there(_error: Exception) -> tuple[str, int]:
    db.session.rollback()
    return _problem(
        404,
        "Page not found",
        "There is no page here that you can see. Check the address, or start again from your home page.",
    )


def _stale(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    words = str(error) if isinstance(error, Stale) else ""
    return _refused("Somebody else changed this", f"{words} Nothing you sent was saved over it.".strip())


def _blocked(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    return _refused("Not yet", str(error))


def _refused(title: str, words: str) -> tuple[str, int]:
    """A rule or somebody else's change stood in the way: the sentence, what was typed, and the way back to a fresh page."""
    typed = [
        value
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "submission_key", "query", *SECRETS} and " " in value.strip()
    ]
    rule = request.url_rule
    again = request.path if rule is not None and "GET" in (rule.methods or ()) else ""
    return render_template("error.html", title=title, words=words, again=again, typed=typed, status=409), 409


def _csrf(_error: CSRFError) -> tuple[str, int]:
    return _problem(
        400,
        "This page was open too long",
        "You have been signed out, or this page is from before you signed in. Nothing was changed. "
        "Sign in in another tab, come back to this page and send it again: your words are still in it.",
        again=url_for("access.sign_in") if "access.sign_in" in current_app.view_functions else "",
    )


def _busy(error: OperationalError) -> tuple[str, int]:
    db.session.rollback()
    log.warning("database_busy", kind=type(error.orig).__name__)
    return _problem(
        503,
        "Please try again in a minute",
        "The system is busy or its storage is full. What you sent was not saved. Your words are still on the page "
        "before this one: go back and send them again.",
    )


def _http(error: HTTPException) -> tuple[str, int]:
    title, words = HTTP_WORDS.get(error.code or 500, ("That did not work", "The request could not be understood."))
    return _problem(error.code or 500, title, words)


def _crash(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    reference = secrets.token_hex(4)
    # only where it happened: a message could hold a name
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    at = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    log.error("crash", reference=reference, kind=type(error).__name__, at=at, endpoint=request.endpoint)
    if current_app.config["ENVIRONMENT"] == "test":
        raise error
    return _problem(
        500,
        "Sorry, there is a problem with Evenhand",
        f"What you sent was not saved. Try again; if it happens again, tell whoever runs Evenhand this code: {reference}.",
    )


HTTP_WORDS = {
    400: ("That did not work", "The page sent something we could not read. Go back and try again."),
    405: ("That did not work", "This address does not take what was sent. Start again from your home page."),
    413: (
        "That is too large",
        "What you sent is larger than Evenhand takes. A file can be at most 50 MB. Nothing else you entered is lost: "
        "go back and choose a smaller file, or note where the original is kept instead.",
    ),
    429: ("Too many tries", "There were too many tries. Wait a few minutes and try again."),
}
ERRORS: dict[Any, Callable[[Any], Any]] = {
    NotThere: _not_there,
    404: _not_there,
    Stale: _stale,
    AnotherBody: _stale,
    StaleDataError: _stale,
    Blocked: _blocked,
    CSRFError: _csrf,
    OperationalError: _busy,
    HTTPException: _http,
    Exception: _crash,
}
