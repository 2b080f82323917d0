"""What is handed from one page to the next in the browser's own cookie, sealed so that the cookie does not tell it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from flask import session

from app.core.clock import now
from app.core.keys import WrongKey, unwrap_secret, wrap_secret

LONGEST = timedelta(hours=1)


def hand(kind: str, value: Any) -> None:
    """Seal a value into the browser's cookie, for an hour at most."""
    session[f"handed.{kind}"] = wrap_secret(json.dumps([now().isoformat(), value]).encode()).decode()


def held(kind: str) -> Any:
    """What this browser was handed; none when there is nothing, or it is too old."""
    sealed = session.get(f"handed.{kind}")
    if not sealed:
        return None
    try:
        at, value = json.loads(unwrap_secret(sealed.encode()))
    except WrongKey:
        return None  # the installation's key was changed in between: they begin again
    return value if now() - datetime.fromisoformat(at) < LONGEST else None


def taken(kind: str) -> Any:
    """What this browser was handed, which is gone from it with this answer."""
    value = held(kind)
    session.pop(f"handed.{kind}", None)
    return value
