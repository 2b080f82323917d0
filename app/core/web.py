"""The web's own ground: headers, errors, pages, forms that answer a second submission with the first one's answer."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, flash, g, redirect, render_template, request
from flask_wtf.csrf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as BaseResponse

from app.core import clock, doors
from app.core.action import Blocked, before_commit
from app.core.db import db, reach
from app.core.problems import ERRORS, OVERTAKEN, overtaken
from app.core.uploads import REFUSED_ABOVE

Result = TypeVar("Result")
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


STILL_HERE = "Nothing was saved over it. What you typed is still here: look at what is there now before you send it again."
Answer = BaseResponse | tuple[str, int]
Show = Callable[[], Answer]


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
    app.jinja_env.globals.update(asset=asset, submission_key=lambda: secrets.token_urlsafe(24), now=clock.now, refusal=refusal)
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
    """Render a page; 422 with the same words when a form did not validate, 409 when what was sent was refused."""
    return render_template(template, **given), 409 if refusal() else status


def form_page(template: str, form: Any, **given: Any) -> Callable[[], tuple[str, int]]:
    """How to show the page of a form, whenever it is wanted: now, after wrong answers, or again after a refusal."""
    return lambda: page(template, 422 if form.errors else 200, form=form, **given)


def refusal() -> str:
    """Why what was sent was refused, in a sentence; empty while nothing was."""
    return str(g.get("refusal", ""))


def done(change: Callable[[], Result], then: Callable[[Result], str], *, say: str = "", again: Show | None = None) -> Answer:
    """Carry out one action for this form and go on to a page; a second submission gets the first one's answer.

    When the action refuses (`Blocked`), or somebody else was quicker (`Stale`), `again` shows the form as things stand now:
    409, the sentence in the error summary, everything typed kept. Without `again` a plain page says it.
    """
    try:
        return _once(change, then, say)
    except (Blocked, *OVERTAKEN) as refused:
        if again is None:
            raise
        db.session.rollback()
        g.refusal = str(refused) if isinstance(refused, Blocked) else f"{overtaken(refused)} {STILL_HERE}"
        return again()


def _once(change: Callable[[], Result], then: Callable[[Result], str], say: str) -> BaseResponse:
    """Carry it out once: the answer is kept in the transaction of the action, under the form's key and the digest of what
    was sent; the same key with other words is refused."""
    key, digest = request.form.get("submission_key", ""), _digest()
    earlier = _recalled(key, digest)
    if earlier is not None:
        return redirect(earlier, code=303)
    places: list[tuple[Any, str]] = []

    def keep(result: Any) -> None:
        places.append((result, then(result)))
        if key and remember:
            remember[0](key, digest, places[-1][1])

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
    known = next((place for one, place in places if one is result), None)  # said while its rows were at hand
    return redirect(known or then(result), code=303)


def _recalled(key: str, digest: str) -> str | None:
    return recall[0](key, digest) if key and recall else None


def _digest() -> str:
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in {"csrf_token", *SECRETS}]
    return hashlib.sha256(repr((request.path, sorted(sent))).encode()).hexdigest()
