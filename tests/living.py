"""A server process with a fresh demonstration, for the tests that need one."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from servers import fresh_database, run_as_owner
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parent.parent
FLASK = [str(ROOT / ".venv/bin/flask"), "--app", "wsgi"]


class Live:
    """A server process and its world."""

    def __init__(self, data: Path, database_url: str) -> None:
        self.data = data
        self.env = {
            **os.environ,
            "EVENHAND_ENV": "demonstration",
            "EVENHAND_DATA": str(data),
            "EVENHAND_SECRET_KEY": secrets.token_hex(32),
            "EVENHAND_MASTER_KEY": Fernet.generate_key().decode(),
            "EVENHAND_DATABASE_URL": database_url,
        }
        self.database_url = database_url
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


@pytest.fixture
def live(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Live]:
    """A server on a fresh demonstration; on PostgreSQL when the suite runs on it."""
    url = f"sqlite:///{tmp_path / 'evenhand.db'}"
    if os.environ.get("EVENHAND_TEST_DB") == "postgres":
        admin = request.getfixturevalue("postgres_admin")
        url = fresh_database(admin, f"walk_{secrets.token_hex(4)}").render_as_string(hide_password=False)
    made = Live(tmp_path, url)
    made.load()
    made.start()
    yield made
    made.stop()
