"""A Merkle tree over the entries of a log (RFC 9162, SHA-256): leaf and root hashes from a frontier of at most 64 hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

HASH = 32
EMPTY = hashlib.sha256(b"").digest()


def leaf(entry: bytes) -> bytes:
    """The hash of one entry: SHA-256 of 0x00 and its bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees: SHA-256 of 0x01, left and right."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def push(frontier: list[bytes], size: int, hashed: bytes) -> list[bytes]:
    """The frontier (roots of the full subtrees, largest first) after a leaf is added to a tree of `size` leaves."""
    grown = list(frontier)
    while size & 1:
        hashed = node(grown.pop(), hashed)
        size >>= 1
    grown.append(hashed)
    return grown


def root(frontier: list[bytes]) -> bytes:
    """The root of the tree with this frontier; the hash of nothing for an empty tree."""
    if not frontier:
        return EMPTY
    hashed = frontier[-1]
    for left in reversed(frontier[:-1]):
        hashed = node(left, hashed)
    return hashed


def pack(frontier: list[bytes]) -> bytes:
    """A frontier as it is stored: its hashes, one after the other."""
    return b"".join(frontier)


def unpack(stored: bytes) -> list[bytes]:
    """A stored frontier as its hashes."""
    return [stored[at : at + HASH] for at in range(0, len(stored), HASH)]


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes, from nothing."""
    frontier: list[bytes] = []
    for size, hashed in enumerate(leaves):
        frontier = push(frontier, size, hashed)
    return root(frontier)
