"""Recovery codes: sixteen figures each, shown once, kept as slow hashes, each taken once in place of the authenticator's code."""

from __future__ import annotations

import secrets
import uuid

from argon2.low_level import Type, hash_secret_raw

HOW_MANY = 10
FIGURES = 16
COST = {"time_cost": 2, "memory_cost": 19456, "parallelism": 1, "hash_len": 32}
"""Argon2id at the floor of OWASP's password storage guidance (19 MiB, two passes); changing it ends every code there is."""


def drawn() -> list[str]:
    """Ten new codes, each of 16 random figures: a phone's number pad can type them."""
    return ["".join(secrets.choice("0123456789") for _ in range(FIGURES)) for _ in range(HOW_MANY)]


def hashed(account_id: uuid.UUID, code: str) -> bytes:
    """What is kept of a code; salted with the account, so that one hash is compared with all ten."""
    return hash_secret_raw(code.encode(), account_id.bytes, type=Type.ID, **COST)


def grouped(code: str) -> str:
    """A code or a secret in groups of four, as people read it out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
