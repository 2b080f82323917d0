"""A server process with a fresh demonstration, for the tests that need one."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from servers import fresh_database, run_as_owner
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parent.parent
FLASK = [str(ROOT / ".venv/bin/flask"), "--app", "wsgi"]


def fresh_keys() -> dict[str, str]:
    """The secrets of an installation of its own."""
    return {"EVENHAND_SECRET_KEY": secrets.token_hex(32), "EVENHAND_MASTER_KEY": Fernet.generate_key().decode()}


class Live:
    """A server process and its world."""

    def __init__(self, data: Path, database_url: str, keys: dict[str, str]) -> None:
        self.data, self.database_url, self.keys = data, database_url, keys
        self.env = {
            **os.environ,
            "EVENHAND_ENV": "demonstration",
            "EVENHAND_DATA": str(data),
            "EVENHAND_DATABASE_URL": database_url,
            **keys,
        }
        self.world: dict[str, Any] = {}
        self.server: subprocess.Popen[bytes] | None = None

    def flask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the product."""
        return subprocess.run([*FLASK, *words], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=1200)

    def load(self) -> None:
        """Migrate and load the demonstration."""
        assert self.flask("db", "upgrade").returncode == 0
        done = self.flask("demo", "load", "--json", str(self.data / "world.json"))
        assert done.returncode == 0, done.stderr
        self.world = json.loads((self.data / "world.json").read_text())

    def start(self) -> None:
        """Start the web server and wait until it answers."""
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [
            str(ROOT / ".venv/bin/gunicorn"),
            "wsgi:app",
            "--no-control-socket",
            "--workers",
            "1",
            "--threads",
            "4",
            "--bind",
            f"127.0.0.1:{port}",
            "--log-level",
            "warning",
        ]
        self.server = subprocess.Popen(command, cwd=ROOT, env=self.env, start_new_session=True)
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Stop the server and everything it started."""
        if self.server is not None:
            os.killpg(self.server.pid, how)
            self.server.wait(20)
            self.server = None

    def may_use_codes_again(self) -> None:
        """Let codes be used again, so that a walk need not wait half a minute at each sign-in."""
        if self.database_url.startswith("sqlite"):
            with sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20) as connection:
                connection.execute("update factor set last_step = 0")
            connection.close()
        else:
            run_as_owner(make_url(self.database_url), "update factor set last_step = 0")


def _database(request: pytest.FixtureRequest, data: Path, template: Live | None = None) -> str:
    """The address of a database beside these files, or on PostgreSQL when the suite runs on it; a copy of the template's."""
    if os.environ.get("EVENHAND_TEST_DB") != "postgres":
        return f"sqlite:///{data / 'evenhand.db'}"
    source = {"template": str(make_url(template.database_url).database)} if template else {}
    made = fresh_database(request.getfixturevalue("postgres_admin"), f"live_{secrets.token_hex(4)}", **source)
    return made.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Live:
    """A demonstration that no server runs on: each test gets a copy."""
    data = tmp_path_factory.mktemp("loaded")
    made = Live(data, _database(request, data), fresh_keys())
    made.load()
    return made


@pytest.fixture
def live(tmp_path: Path, loaded: Live, request: pytest.FixtureRequest) -> Iterator[Live]:
    """A server on a demonstration of its own; on PostgreSQL when the suite runs on it."""
    shutil.copytree(loaded.data, tmp_path, dirs_exist_ok=True)
    made = Live(tmp_path, _database(request, tmp_path, loaded), loaded.keys)
    made.world = loaded.world
    made.start()
    yield made
    made.stop()
