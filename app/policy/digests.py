"""The digest that freezes an edition: it covers words and mapping, says how it was made, and can be made again to compare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import rfc8785

from app.policy.models import Clause, Edition
from app.policy.starter import digest as digest_of_words

VERSION = "v2"


def digest_of(clauses: Iterable[Clause]) -> str:
    """`v2:` and the SHA-256 of every clause in order, words and mapping, in canonical form (RFC 8785)."""
    rows: list[Any] = [
        {
            "number": one.number,
            "parent": one.parent or "",
            "heading": one.heading or "",
            "text": one.text,
            "kind": one.kind,
            "breachable": one.breachable,
            "like": " ".join(one.likes),
            "routes": [str(route) for route in one.routes],
            "procedure": one.procedure,
            "question": one.question,
            "left_out": one.left_out or "",
        }
        for one in clauses
    ]
    return f"{VERSION}:{hashlib.sha256(rfc8785.dumps({'version': 2, 'clauses': rows})).hexdigest()}"


def verifies(edition: Edition, clauses: Sequence[Clause]) -> bool:
    """Whether these clauses give the digest of the edition; one without a tag was made of the words alone."""
    if edition.digest is None:
        return False
    return edition.digest == (digest_of(clauses) if edition.digest.startswith(f"{VERSION}:") else digest_of_words(clauses))
