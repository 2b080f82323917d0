"""Starting the process that fills or checks a Word template, with limits and without secrets."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Collection
from typing import Any

from app.core.action import Blocked
from app.core.apart import answer_of

MOST_SECONDS = 15.0
START = (
    "import sys, types; app = types.ModuleType('app'); app.__path__ = ['app']; sys.modules['app'] = app; "
    "from app.documents.child import main; main()"
)
"""Starts the child without what the web application brings along: most of the time of a start, and none of it is needed."""
BROKEN = "The Word template could not be filled: it asks for more than any letter needs, or it is damaged. Make it simpler."
_log = logging.getLogger(__name__)


def fill_apart(template: bytes, context: dict[str, Any]) -> tuple[bytes, list[dict[str, Any]]]:
    """The Word file of a letter and its words in order; `Blocked` with a sentence when the template cannot be filled."""
    found = _ask({"context": context}, template)
    return base64.b64decode(found["word"]), list(found["words"])


def check_apart(data: bytes, name: str, known: Collection[str], needed: Collection[str], sample: dict[str, Any]) -> list[str]:
    """The merge fields that an uploaded template uses; `Blocked` with the sentence why it cannot be kept."""
    asked = {"name": name, "known": sorted(known), "needed": sorted(needed), "context": sample}
    return list(_ask(asked, data)["fields"])


def _ask(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        code, answer, _ = answer_of(["-c", START], json.dumps(asked).encode() + b"\n" + data, MOST_SECONDS)
    except TimeoutError:
        raise Blocked(BROKEN) from None
    try:
        found: dict[str, Any] = json.loads(answer) if code == 0 else {}
    except ValueError:
        found = {}
    if "refused" in found:
        raise Blocked(found["refused"])
    if not found:
        _log.info("A template could not be filled: its process ended with %s", code)  # never what it said
        raise Blocked(BROKEN)
    return found
