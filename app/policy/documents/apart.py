"""Starting the process that reads one document, with limits, without secrets, and saying in words how it ended."""

from __future__ import annotations

import json
import logging
import signal
import time
from typing import Any

from app.core.apart import answer_of
from app.policy.documents.kinds import Kind, damaged
from app.policy.documents.office import converted
from app.policy.plain_text import Unreadable, shown

MOST_SECONDS = 9.5
"""For one document, from its bytes to its clauses, in seconds of the clock."""

START = ("-m", "app.policy.documents.child")
_log = logging.getLogger(__name__)


def read_apart(data: bytes, name: str, kind: Kind) -> dict[str, Any]:
    """Take a document's bytes, name and kind; give what `Reading.for_parent` says of it in its own process.

    Raises `Unreadable` with the sentence of that process, or with one about why it ended.
    """
    ends = time.monotonic() + MOST_SECONDS
    if kind in {Kind.OLD_WORD, Kind.RICH}:
        data, kind = converted(data, kind, shown(name), ends), Kind.WORD
    code, answer, errors = _run(data, json.dumps({"name": name, "kind": kind.name}), shown(name), ends)
    if code == -signal.SIGXCPU:
        raise too_long(shown(name))
    try:
        found = json.loads(answer) if code == 0 else {}
    except ValueError:
        found = {}
    if "unreadable" in found:
        raise Unreadable(found["unreadable"])
    if "reading" not in found:
        _log.info("A document could not be read (%s): %s", code, errors[-2000:])  # a warning would reach the command line
        raise broken_off(shown(name)) if code < 0 else damaged(shown(name))
    reading: dict[str, Any] = found["reading"]
    return reading


def _run(data: bytes, head: str, file: str, ends: float) -> tuple[int, bytes, str]:
    """The exit code of the child, what it answered, and what it said of errors."""
    try:
        return answer_of(START, head.encode() + b"\n" + data, max(ends - time.monotonic(), 0.1))
    except TimeoutError:
        raise too_long(file) from None


def broken_off(file: str) -> Unreadable:
    """For a document at which the process that reads fell: no memory was left, or its parser was led astray."""
    return Unreadable(f"{file} could not be read to its end: it is damaged, or holds far more than any policy. Save it again.")


def too_long(file: str) -> Unreadable:
    """For a document that takes longer than any policy does."""
    return Unreadable(f"{file} takes longer than ten seconds to read, which no policy does: save it as plain text (.txt) first.")
