"""The settings of an installation, read from the environment; a production with a missing or weak secret does not start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
WEAK = {"", "change-me", "changeme", "secret", "development", "dev", "test", "default"}


class BadSettings(Exception):
    """The installation cannot start; the sentence says which setting is missing or wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside."""

    environment: str
    secret_key: str
    master_keys: tuple[str, ...]
    data: Path
    database_url: str
    origin: str
    smtp_url: str
    mail_from: str
    secure_cookies: bool
    most_upload: int
    idle_minutes: int

    def flask(self) -> dict[str, Any]:
        """These settings in Flask's names."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "ENVIRONMENT": self.environment,
            "ORIGIN": self.origin,
            "MAX_CONTENT_LENGTH": 3 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "SESSION_COOKIE_NAME": "evenhand",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "WTF_CSRF_TIME_LIMIT": None,
            "TRUSTED_HOSTS": None,
        }


def read_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises `BadSettings` with one plain sentence."""
    env = _environment() if env is None else env
    environment = env.get("EVENHAND_ENV", "production")
    if environment not in {"production", "demonstration", "test"}:
        raise BadSettings("EVENHAND_ENV is one of production, demonstration or test.")
    data = Path(env.get("EVENHAND_DATA", ROOT / "instance")).resolve()
    settings = Settings(
        environment=environment,
        secret_key=env.get("EVENHAND_SECRET_KEY", ""),
        master_keys=tuple(one for one in env.get("EVENHAND_MASTER_KEY", "").split(",") if one.strip()),
        data=data,
        database_url=_database_url(env.get("EVENHAND_DATABASE_URL", ""), data),
        origin=env.get("EVENHAND_ORIGIN", "evenhand.invalid" if environment == "production" else "evenhand.example"),
        smtp_url=env.get("EVENHAND_SMTP_URL", ""),
        mail_from=env.get("EVENHAND_MAIL_FROM", "evenhand@localhost"),
        secure_cookies=environment == "production",
        most_upload=int(env.get("EVENHAND_MOST_UPLOAD_MB", "50")) * 1024 * 1024,
        idle_minutes=int(env.get("EVENHAND_IDLE_MINUTES", "30")),
    )
    _refuse_weak(settings)
    return settings


def _environment() -> Mapping[str, str]:
    """The environment; in a checkout where nothing is set, what bin/setup wrote for the demonstration on this machine."""
    local = ROOT / "instance" / "secrets.env"
    if any(name.startswith("EVENHAND_") for name in os.environ) or not local.is_file():
        return os.environ
    return dict(line.split("=", 1) for line in local.read_text().splitlines() if "=" in line)


def _database_url(given: str, data: Path) -> str:
    if given.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + given.split("://", 1)[1]
    return given or f"sqlite:///{data / 'evenhand.db'}"


def _refuse_weak(settings: Settings) -> None:
    if settings.secret_key.lower() in WEAK or len(settings.secret_key) < 32:
        raise BadSettings("EVENHAND_SECRET_KEY is missing or too short: set it to at least 32 random characters.")
    if not settings.master_keys:
        raise BadSettings("EVENHAND_MASTER_KEY is missing: set it to a key made by 'flask --app wsgi keys new'.")
    for one in settings.master_keys:
        if one.strip() == "A" * 43 + "=" or len(one.strip()) != 44:
            raise BadSettings("EVENHAND_MASTER_KEY is not a key: make one with 'flask --app wsgi keys new'.")
    if settings.environment == "production" and settings.origin.endswith((".invalid", ".example")):
        raise BadSettings("EVENHAND_ORIGIN is missing: set it to the domain name people use, such as cases.council.gov.uk.")
