"""Keeps the demonstration's random sign-ins in a file of their own beside the database, to be shown again."""

from __future__ import annotations

import json
import os
from typing import Any

import pyotp

from app.core.acts import ROLE_WORDS, Role
from config import Settings

FILE = "demonstration.json"


def keep(settings: Settings, world: dict[str, Any]) -> None:
    """Write the world to the installation's data folder, readable by its owner only."""
    handle = os.open(settings.data / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(world, out)


def recall(settings: Settings) -> dict[str, Any] | None:
    """The world as it was loaded, if this installation has one."""
    place = settings.data / FILE
    if not place.is_file():
        return None
    world: dict[str, Any] = json.loads(place.read_text())
    return world


def one_each(world: dict[str, Any]) -> list[dict[str, Any]]:
    """One sign-in for each role, at the first school (or its employer)."""
    rows, first = [], next(iter(world["schools"]))
    for role in Role:
        at = [
            one for one in world["people"] if role.value in one["roles"] and one["school"] in (first, world["people"][-1]["school"])
        ]
        alone = [one for one in at if one["roles"] == [role.value]] or at
        if alone:
            rows.append({**alone[0], "role": ROLE_WORDS[role]})
    return rows


def code(row: dict[str, Any]) -> str:
    """The code that a person's authenticator shows now."""
    return pyotp.TOTP(row["totp_secret"]).now()


def table(world: dict[str, Any]) -> str:
    """One sign-in for each role, as text."""
    lines = [f"{'role':36} {'e-mail address':46} {'password':18} authenticator secret"]
    lines += [f"{one['role']:36} {one['email']:46} {one['password']:18} {one['totp_secret']}" for one in one_each(world)]
    return "\n".join(lines)
