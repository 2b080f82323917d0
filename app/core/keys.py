"""The key of a case: made, wrapped under the school's key, used to seal words and files, and destroyed to dispose of the case."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast, overload

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyrage import x25519
from sqlalchemy import LargeBinary, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, db

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

VERSION = b"\x01"
NONCE = 12


class KeyMissing(Exception):
    """The key that would open this has been destroyed, or was never made."""


class WrongKey(Exception):
    """The bytes do not open: moved to another row, changed, or wrapped under another master key."""


class SchoolKey(Base):
    """The key of a school, wrapped under the master key, which is never in the database."""

    __tablename__ = "school_key"
    school_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class CaseKey(Base):
    """The key of a case and its age identity, wrapped under the school's key; without this row the case is gone."""

    __tablename__ = "case_key"
    case_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    school_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class Ring:
    """The opened keys of one process: the master key, the keys of schools, and nothing of a case beyond a session."""

    def __init__(self) -> None:
        self.master: MultiFernet | None = None
        self.schools: dict[uuid.UUID, bytes] = {}

    def load(self, masters: Iterable[str]) -> None:
        """Take the master keys, newest first; each is 32 random bytes in URL-safe base64."""
        self.master = MultiFernet([Fernet(one.strip()) for one in masters])
        self.schools.clear()


RING = Ring()


def wrap_secret(value: bytes) -> bytes:
    """Seal a secret of the product itself (a sign-in factor) under the master key."""
    return _master().encrypt(value)


def unwrap_secret(value: bytes) -> bytes:
    """Open what `wrap_secret` sealed."""
    try:
        return _master().decrypt(value)
    except InvalidToken as wrong:
        raise WrongKey("the master key does not open this secret") from wrong


def _master() -> MultiFernet:
    if RING.master is None:
        raise KeyMissing("no master key is loaded")
    return RING.master


def make_school_key(school_id: uuid.UUID) -> SchoolKey:
    """Make and wrap the key of a new school; the caller adds the row."""
    key = AESGCM.generate_key(256)
    RING.schools[school_id] = key
    return SchoolKey(school_id=school_id, wrapped=_master().encrypt(key))


def school_key(school_id: uuid.UUID) -> bytes:
    """The opened key of a school, kept in the process once opened."""
    key = RING.schools.get(school_id)
    if key is None:
        wrapped = db.session.scalar(select(SchoolKey.wrapped).where(SchoolKey.school_id == school_id))
        if wrapped is None:
            raise KeyMissing("this school has no key")
        key = RING.schools[school_id] = unwrap_secret(wrapped)
    return key


def make_case_key(case_id: uuid.UUID, school_id: uuid.UUID) -> CaseKey:
    """Make the key of a new case: 32 random bytes for words and an age identity for files; the caller adds the row."""
    opened = os.urandom(32) + str(x25519.Identity.generate()).encode()
    _opened_cases()[case_id] = opened
    return CaseKey(case_id=case_id, school_id=school_id, wrapped=_seal(school_key(school_id), opened, case_id.bytes))


def load_case_keys(case_ids: Iterable[uuid.UUID]) -> None:
    """Open the keys of these cases in one query, before a page shows many of them."""
    missing = [one for one in case_ids if one not in _opened_cases()]
    if missing:
        # sealing one word of a row must not send its other, unfinished words to the database
        with db.session.no_autoflush:
            rows = db.session.execute(
                select(CaseKey.case_id, CaseKey.school_id, CaseKey.wrapped).where(CaseKey.case_id.in_(missing))
            ).all()
        for case_id, school_id, wrapped in rows:
            take_case_key(case_id, school_id, wrapped)


def take_case_key(case_id: uuid.UUID, school_id: uuid.UUID, wrapped: bytes) -> None:
    """Open a case key that a page's own query brought along."""
    _opened_cases()[case_id] = _open(school_key(school_id), wrapped, case_id.bytes)


def _opened_cases() -> dict[uuid.UUID, bytes]:
    # opened keys live as long as the database session: one request or one job
    return cast("dict[uuid.UUID, bytes]", db.session.info.setdefault("case_keys", {}))


def _case(case_id: uuid.UUID) -> bytes:
    opened = _opened_cases()
    if case_id not in opened:
        load_case_keys([case_id])
    try:
        return opened[case_id]
    except KeyError:
        raise KeyMissing("the key of this case is not there") from None


def identity(case_id: uuid.UUID) -> x25519.Identity:
    """The age identity that opens the files of a case; `str(identity.to_public())` is who they are sealed to."""
    return x25519.Identity.from_str(_case(case_id)[32:].decode())


def _seal(key: bytes, value: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, value, bound)


def _open(key: bytes, blob: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(blob[1 : 1 + NONCE], blob[1 + NONCE :], bound)
    except InvalidTag as wrong:
        raise WrongKey("sealed bytes do not belong where they stand") from wrong


def seal(case_id: uuid.UUID | None, school_id: uuid.UUID, value: bytes, bound: bytes) -> bytes:
    """Seal bytes under the key of a case, or of the school when there is no case, bound to a place."""
    return _seal(_case(case_id)[:32] if case_id else school_key(school_id), value, bound)


def unseal(case_id: uuid.UUID | None, school_id: uuid.UUID, blob: bytes, bound: bytes) -> bytes:
    """Open what `seal` sealed; `WrongKey` when it was moved or changed, `KeyMissing` when the key is gone."""
    return _open(_case(case_id)[:32] if case_id else school_key(school_id), blob, bound)


def opener(case_id: uuid.UUID) -> Callable[[bytes, bytes], bytes]:
    """What `unseal` does, for many things of one case: its key is found once, when the first of them is opened."""
    key: list[bytes] = []

    def opens(blob: bytes, bound: bytes) -> bytes:
        if not key:
            key.append(_case(case_id)[:32])
        return _open(key[0], blob, bound)

    return opens


class Sealed:
    """Words of a case kept as bytes only its key opens, bound to table, column, row and school.

    Declare `narrative = Sealed()` beside `narrative_sealed: Mapped[bytes | None]`; the row needs `id` and
    `school_id`, and `case_id` unless it is the case itself. None stays None, so "nothing said" can be told apart.
    """

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name
        self.column = f"{name}_sealed"

    def _bound(self, row: Any) -> bytes:
        return f"escms/field/v1/{row.__tablename__}/{self.name}/{row.id.hex}/{row.school_id.hex}".encode()

    @overload
    def __get__(self, row: None, owner: type[Any]) -> InstrumentedAttribute[Any]: ...
    @overload
    def __get__(self, row: object, owner: type[Any]) -> Any: ...
    def __get__(self, row: Any, owner: type[Any]) -> Any:
        if row is None:
            return self
        blob = getattr(row, self.column)
        if blob is None:
            return None
        return json.loads(unseal(case_of(row), row.school_id, blob, self._bound(row)))

    def __set__(self, row: Any, value: Any) -> None:
        blob = None
        if value is not None:
            words = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
            blob = seal(case_of(row), row.school_id, words, self._bound(row))
        setattr(row, self.column, blob)


def case_of(row: Any) -> uuid.UUID:
    """The case a row belongs to: its `case_id`, or its own key when it is the case or the draft itself."""
    return cast("uuid.UUID", row.case_id if hasattr(type(row), "case_id") else row.id)
