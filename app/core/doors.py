"""The doors: every endpoint says which act it needs, or that it is public; an app with an unmarked door does not start."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app
from flask_login import current_user

from app.core.acts import Act
from app.core.permission import Actor, NotThere, may

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class UnmarkedDoor(RuntimeError):
    """An endpoint says neither what it needs nor that it is public."""


def actor() -> Actor:
    """The person signed in to this request."""
    found: Actor = current_user.actor
    return found


def needs(act: Act) -> Callable[[Callable[Given, Answer]], Callable[Given, Any]]:
    """Only people whose role allows this act pass; for others the page is not there. Not signed in: sign in first."""

    def mark(view: Callable[Given, Answer]) -> Callable[Given, Any]:
        @wraps(view)
        def guarded(*args: Given.args, **kwargs: Given.kwargs) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not may(actor(), act):
                raise NotThere(act)
            return view(*args, **kwargs)

        guarded.__door__ = act  # type: ignore[attr-defined]
        return guarded

    return mark


def public(why: str) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Anybody may open this page; `why` says the reason."""

    def mark(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
        view.__door__ = f"public: {why}"  # type: ignore[attr-defined]
        return view

    return mark


def door_of(app: Flask, endpoint: str) -> Act | str | None:
    """What an endpoint says it needs: an act, `public: why`, or nothing."""
    return getattr(app.view_functions[endpoint], "__door__", None)


def check(app: Flask) -> None:
    """Raise `UnmarkedDoor` when any endpoint of the app says nothing of who may open it."""
    unmarked = sorted(name for name in app.view_functions if name != "static" and door_of(app, name) is None)
    if unmarked:
        raise UnmarkedDoor(f"these pages do not say who may open them: {', '.join(unmarked)}")
