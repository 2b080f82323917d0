"""The process that fills or checks one Word template: it limits itself, answers in JSON and ends."""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from app.core.apart import limit
from app.documents.checking import kept_template
from app.documents.rendering import NotFilled, filled
from app.policy.plain_text import Unreadable

MOST_MEMORY = 640 * 1024 * 1024  # bytes of address space


def answer_to(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Fill the template, or check it when a name comes with it."""
    try:
        if "name" in asked:
            return {"fields": kept_template(data, asked["name"], asked["known"], asked["needed"], asked["context"])}
        made, words = filled(data, asked["context"])
        return {"word": base64.b64encode(made).decode(), "words": words}
    except (NotFilled, Unreadable) as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "The template asks for more than any letter needs, so it was not filled. Make it simpler."}


def main() -> None:
    """One line of JSON, then the bytes of the template, on standard input; the answer on standard output."""
    limit(MOST_MEMORY)
    asked = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(answer_to(asked, sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
