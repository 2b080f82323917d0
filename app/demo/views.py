"""One page that exists only in the demonstration: how everybody in it signs in, with the code of this moment."""

from __future__ import annotations

from flask import Flask, current_app

from app.core.doors import public
from app.core.web import page
from app.demo import memory


@public("it exists only in the demonstration, whose people are invented")
def sign_ins() -> tuple[str, int]:
    """One sign-in for each role."""
    world = memory.recall(current_app.config["SETTINGS"])
    rows = [{**one, "code": memory.code(one)} for one in memory.one_each(world)] if world else []
    return page("demo/sign_ins.html", rows=rows)


def init_app(app: Flask) -> None:
    """Add the page, in a demonstration only."""
    if app.config["ENVIRONMENT"] == "demonstration":
        app.add_url_rule("/demonstration", "demonstration", sign_ins)
