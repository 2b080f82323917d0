"""Evenhand: suspected breaches of a school's staff social networking policy, routed as the policy says, with a trail that proves itself."""

from __future__ import annotations

import importlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from whitenoise import WhiteNoise

from app.core import doors, keys, web
from app.core.db import db, engine_options, harden
from app.core.uploads import EvenhandRequest
from config import ROOT, Settings, read_settings

PACKAGES = (
    "access",
    "people",
    "notices",
    "policy",
    "policy.permits",
    "policy.reviews",
    "policy.acknowledgements",
    "accounts",
    "cases",
    "cases.clocking",
    "cases.concerns",
    "cases.dignity",
    "cases.handover",
    "cases.hearings",
    "cases.protection",
    "cases.shell",
    "evidence",
    "intake",
    "documents",
    "reports",
    "reports.bundle",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application with these settings, or with those of the environment; raises when a door is unmarked."""
    settings = settings or read_settings()
    app = Flask(__name__, template_folder=None, static_folder=None)
    app.request_class = EvenhandRequest
    app.config.update(settings.flask())
    app.config["SETTINGS"] = settings
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.RING.load(settings.master_keys)
    _templates(app)
    models()
    db.init_app(app)
    with app.app_context():
        harden(db.engine)
    web.init_app(app)
    for name in PACKAGES:
        _package(app, name)
    from app import cli
    from app.cases import visiting
    from app.demo import views as demonstration
    from app.reports import shell

    shell.init_app(app)
    cli.init_app(app)
    visiting.init_app(app)
    demonstration.init_app(app)
    doors.check(app)
    _static(app)
    return app


def models() -> None:
    """Import every model, so that the metadata is whole."""
    for name in ("core.keys", "core.trail", *(f"{one}.models" for one in PACKAGES), "cases.work"):
        if importlib.util.find_spec(f"app.{name}"):
            importlib.import_module(f"app.{name}")


def _package(app: Flask, name: str) -> None:
    for part in ("models", "queries", "views", "evidence", "invited", "yours", "clocks", "absences", "requests", "later"):
        _optional(f"app.{name}.{part}")
    blueprint = getattr(_optional(f"app.{name}.views"), "bp", None)
    if blueprint is not None:
        app.register_blueprint(blueprint)


def _optional(name: str) -> ModuleType | None:
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def _templates(app: Flask) -> None:
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "templates"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )


def _static(app: Flask) -> None:
    dist = ROOT / "app" / "static" / "dist"
    manifest: dict[str, Any] = {}
    if (dist / "manifest.json").is_file():
        manifest = json.loads((dist / "manifest.json").read_text())
    app.config["ASSETS"] = manifest

    def add_headers(headers: Any, path: str, url: str) -> None:
        for name, value in web.HEADERS.items():
            headers[name] = value

    if Path(dist).is_dir():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the documented way to wrap the application
            app.wsgi_app,
            root=str(dist),
            prefix="static/dist/",
            max_age=31536000,
            add_headers_function=add_headers,
        )
