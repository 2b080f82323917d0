"""The vault: bytes digested and sealed as they stream in, kept under a key of our making, opened only to a checked copy."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, BinaryIO

import obstore
import pyrage
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore

from app.core.action import Blocked
from app.core.db import new_id
from app.core.keys import identity

CHUNK = 1024 * 1024
NO_ROOM = "Evenhand has no room left for files. Nothing was kept: tell whoever runs Evenhand, and try again when there is room."
_FULL = re.compile(rf"(?:Errno|os error) (?:{errno.ENOSPC}|{errno.EDQUOT}|{errno.EFBIG})\b")


class TooLarge(Exception):
    """The file is larger than this installation takes."""


class Damaged(Exception):
    """The stored bytes do not open, or are not what was taken in."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of bytes just taken in: where they are kept, how many, and their SHA-256."""

    key: str
    size: int
    sha256: str
    head: bytes


@contextmanager
def _as_far_as_there_is_room() -> Iterator[None]:
    """Raise `Blocked` with a sentence when the disk is full, whichever library says so and how."""
    try:
        yield
    except (OSError, BaseError, pyrage.EncryptError, pyrage.DecryptError) as error:
        if _FULL.search(str(error)):
            raise Blocked(NO_ROOM) from error
        raise


@lru_cache(maxsize=4)
def _store(data: Path) -> ObjectStore:
    (data / "evidence").mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(prefix=data / "evidence", mkdir=True)


class _Counting(io.RawIOBase):
    """Passes bytes on while it counts and digests them; raises `TooLarge` past the limit."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        self.source, self.most = source, most
        self.size, self.digest, self.head = 0, hashlib.sha256(), b""

    def readable(self) -> bool:
        """It is read from."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # the buffer is writable
        """Read the next bytes."""
        data = self.source.read(len(buffer))
        self.size += len(data)
        if self.size > self.most:
            raise TooLarge
        self.digest.update(data)
        if len(self.head) < 8192:
            self.head += data[: 8192 - len(self.head)]
        buffer[: len(data)] = data
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes; a call without a size still reads in bounded pieces."""
        buffer = bytearray(CHUNK if size is None or size < 0 else min(size, CHUNK))
        got = self.readinto(buffer)
        return bytes(buffer[:got])


@_as_far_as_there_is_room()
def take_in(source: IO[bytes], *, case_id: uuid.UUID, school_id: uuid.UUID, data: Path, most: int) -> Stored:
    """Seal a stream to the key of a case and keep it, write-once and synced to disk; the row is written after.

    Memory stays constant whatever the size. Raises `TooLarge` past `most` bytes and `Blocked` on a full disk; nothing is kept then.
    """
    counting = _Counting(source, most)
    folder = data / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as sealed:
        try:
            pyrage.encrypt_io(counting, sealed, [identity(case_id).to_public()])
        except OSError as error:
            if counting.size > most:
                raise TooLarge from error
            raise
        sealed.flush()
        os.fsync(sealed.fileno())
        sealed.seek(0)
        key = f"{school_id}/{case_id}/{new_id()}"
        # in parts, or the store would hold all of it; a key is new every time, so nothing is written over
        obstore.put(_store(data), key, sealed, use_multipart=True, chunk_size=5 * CHUNK, max_concurrency=1)
        _sync(data / "evidence" / key)
    return Stored(key, counting.size, counting.digest.hexdigest(), counting.head)


def take_back(stored: Stored, data: Path) -> None:
    """Take bytes away again that no row will name, because what belongs with them could not be kept."""
    obstore.delete(_store(data), stored.key)


def _sync(path: Path) -> None:
    # the store promises no fsync; an acknowledged file must survive a power cut
    for place in (path, path.parent, path.parent.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@_as_far_as_there_is_room()
def opened(key: str, *, case_id: uuid.UUID, sha256: str, data: Path) -> BinaryIO:
    """A checked copy of the bytes as they came; `Damaged` when they do not open or their digest is another.

    The whole file is opened and compared before the first byte is given out, because a cut or changed file
    only shows at its end.
    """
    copy = tempfile.TemporaryFile(dir=data)  # noqa: SIM115 - handed to the caller, who closes it
    try:
        _decrypt(key, copy, case_id, data)
        copy.seek(0)
        if hashlib.file_digest(copy, "sha256").hexdigest() != sha256:
            raise Damaged("the digest is not the one taken at the door")
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy


def _decrypt(key: str, copy: IO[bytes], case_id: uuid.UUID, data: Path) -> None:
    try:
        stream = obstore.get(_store(data), key).stream(min_chunk_size=CHUNK)
        with _as_far_as_there_is_room(), tempfile.TemporaryFile(dir=data) as sealed:
            for part in stream:
                sealed.write(bytes(part))
            sealed.seek(0)
            pyrage.decrypt_io(sealed, copy, [identity(case_id)])
    except (pyrage.DecryptError, OSError) as error:
        raise Damaged("the stored file cannot be opened") from error
