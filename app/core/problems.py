"""What is shown when something went wrong: a sentence of what happened and what to do, never a name or a trace."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import structlog
from flask import current_app, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.core.action import Blocked, Stale
from app.core.db import db
from app.core.permission import NotThere

log = structlog.get_logger()


class AnotherBody(Exception):
    """The same form was sent twice with different answers."""


OVERTAKEN = (Stale, AnotherBody, StaleDataError)


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
    words = f"{overtaken(error)} Nothing was saved over it. Look at what is there now, and try again if it is still needed."
    return _problem(409, "Somebody else changed this", words, again=_here())


def overtaken(error: Exception) -> str:
    """What happened, in a sentence; the database's own words for it are for nobody."""
    return "Somebody else changed this after the page was opened." if isinstance(error, StaleDataError) else str(error)


def _here() -> str:
    """The address of the page itself, where it can be opened; the browser is told never to say where it came from."""
    return request.path if request.url_rule and "GET" in (request.url_rule.methods or ()) else ""


def _blocked(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    return _problem(409, "Not yet", str(error), again=_here())


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
