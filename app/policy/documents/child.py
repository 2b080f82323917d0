"""The process that reads one document: it limits itself, takes the bytes, answers in JSON and ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from app.core import apart
from app.policy.documents.kinds import Kind, harmful
from app.policy.documents.open_document import open_document
from app.policy.documents.portable import portable
from app.policy.documents.web_page import web_page
from app.policy.documents.word import word_document
from app.policy.plain_text import Unreadable, shown
from app.policy.reading import Reading, interpreted
from app.policy.sheets import Sheet

MOST_MEMORY = 480 * 1024 * 1024  # bytes of address space

READERS: dict[Kind, Callable[[bytes, str], tuple[Sheet, list[str]]]] = {
    Kind.WORD: word_document,
    Kind.OPEN: open_document,
    Kind.PDF: portable,
    Kind.PAGE: web_page,
}
"""A reader takes bytes and the file's name as shown; it gives the lines and what a person should know of them."""


def read_here(data: bytes, name: str, kind: Kind) -> Reading:
    """Take a document's bytes, name and kind; give its clauses. Raises `Unreadable`."""
    try:
        sheet, said = READERS[kind](data, shown(name))
        return interpreted(sheet, name, tuple(said))
    except RecursionError:
        raise harmful(shown(name), "is nested deeper than any policy") from None
    except MemoryError:
        pass
    raise Unreadable(f"{shown(name)} needs more memory to read than any policy does: save it as plain text (.txt) first.")


def limit() -> None:
    """Bound what this process may take."""
    apart.limit(MOST_MEMORY)


def main() -> None:
    """One line of JSON with the name and kind, then the bytes, on standard input; the answer on standard output."""
    limit()
    head = json.loads(sys.stdin.buffer.readline())
    answer: dict[str, Any]
    try:
        answer = {"reading": read_here(sys.stdin.buffer.read(), head["name"], Kind[head["kind"]]).for_parent()}
    except Unreadable as problem:
        answer = {"unreadable": str(problem)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
