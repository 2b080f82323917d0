"""The database: the base of every model, keys made in Python, aware UTC, and the session nothing else may write through."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, Uuid, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

try:
    import fcntl
except ImportError:  # only on Windows, where one process serves
    fcntl = None  # type: ignore[assignment]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SAFE_WAL = (3, 51, 3)  # older libraries can lose committed pages with several connections in WAL mode
EVERY_SCHOOL = "*"

writing: ContextVar[bool] = ContextVar("writing", default=False)
reach: ContextVar[str] = ContextVar("reach", default="")


_last_id = 0
_drawing = threading.Lock()


def new_id() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits; in one process each is greater than the last."""
    global _last_id
    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    with _drawing:
        _last_id = value = value if value > _last_id else _last_id + 1
    return uuid.UUID(int=value)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without an offset cannot be stored")
        instant = value.astimezone(UTC)
        return instant if dialect.name == "postgresql" else instant.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every model; each row's key is made here, in Python."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), uuid.UUID: Uuid()}
    housekeeping = False
    proved = False  # whether the trail answers for every row (app/core/proved.py)

    def __init__(self, **values: Any) -> None:
        mapper = type(self).__mapper__
        if "id" in mapper.columns and "id" not in values:
            self.id = new_id()
        clear = [name for name in values if name in mapper.attrs]
        for name in clear + [name for name in values if name not in mapper.attrs]:
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, values[name])


class Keyed:
    """A row with a UUIDv7 key."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)


db = SQLAlchemy(metadata=Base.metadata)


def sqlite_driver() -> Any:
    """The SQLite library to use: the packaged one where it is newer and safe, else Python's own."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2 if dbapi2.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


def sqlite_journal(version: tuple[int, ...]) -> tuple[str, str]:
    """Journal and synchronous mode that lose nothing in a power cut with this version of the library."""
    return ("WAL", "FULL") if version >= SAFE_WAL else ("DELETE", "EXTRA")


def engine_options(url: str) -> dict[str, Any]:
    """Options of create_engine for this database: durable, bounded waits, no surprise reconnects."""
    if url.startswith("sqlite"):
        return {"module": sqlite_driver(), "connect_args": {"timeout": 10, "check_same_thread": False}}
    return {
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 5,
        "connect_args": {
            "connect_timeout": 3,
            "keepalives_idle": 5,
            "tcp_user_timeout": 5000,
            "options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=10s",
        },
    }


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves, so that a writer locks before it reads
    journal, sync = sqlite_journal(sqlite_driver().sqlite_version_info)
    cursor = connection.cursor()
    for pragma in (
        f"journal_mode={journal}",
        f"synchronous={sync}",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=10000",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


@contextmanager
def a_turn_to_write() -> Iterator[None]:
    """Wait in line to write: SQLite lets waiting writers retry at random, so that under load one may wait for ever.

    A lock on a file beside the database keeps the order of arrival, among processes and threads, and ends with its
    process. PostgreSQL has a queue of its own.
    """
    place = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or not place or fcntl is None:
        yield
        return
    handle = os.open(f"{place}.turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def harden(engine: Engine) -> None:
    """Give an engine the settings that make an acknowledged write survive; call once for each engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)


@event.listens_for(Session, "after_begin")
def _set_reach(_session: Session, _transaction: Any, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("select set_config('app.schools', :reach, true)"), {"reach": reach.get()})


def reach_for(schools: Iterable[uuid.UUID] | str) -> None:
    """Set which schools' rows this piece of work may touch at all: the second wall, row-level security."""
    value = schools if isinstance(schools, str) else ",".join(sorted(str(one) for one in schools))
    reach.set(value)
    session = db.session
    if session().in_transaction() and session.get_bind().dialect.name == "postgresql":
        session.execute(text("select set_config('app.schools', :reach, true)"), {"reach": value})
