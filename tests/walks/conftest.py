"""A real server with a fresh demonstration, a real Chromium, and people who click through it."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from cryptography.fernet import Fernet
from playwright.sync_api import Browser, Page
from servers import CHROMIUM, FLAGS, fresh_database

ROOT = Path(__file__).resolve().parents[2]
FLASK = [str(ROOT / ".venv/bin/flask"), "--app", "wsgi"]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PICTURES = Path(os.environ["EVENHAND_PICTURES"]) if "EVENHAND_PICTURES" in os.environ else None
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; without one the walks are skipped, and say so."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine and none could be installed")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


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
        return subprocess.run([*FLASK, *words], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120)

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
            from servers import run_as_owner
            from sqlalchemy.engine import make_url

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


class Visitor:
    """Somebody in a browser of their own; every page they come to is checked with axe and photographed when asked."""

    def __init__(self, live: Live, browser: Browser, name: str, width: int) -> None:
        self.live, self.name = live, name
        self.row = next(one for one in live.world["people"] if one["name"] == name)
        self.page: Page = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB").new_page()
        self.page.set_default_timeout(8000)
        self.messages: list[str] = []
        self.page.on("console", lambda one: self.messages.append(one.text) if one.type in {"error", "warning"} else None)
        self.checked: set[str] = set()

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path if path.startswith("http") else self.live.url + path)
        self.look()

    def sign_in(self) -> Visitor:
        """Sign in with password and code."""
        self.live.may_use_codes_again()
        self.go("/sign-in")
        self.page.get_by_label("Email address").fill(self.row["email"])
        self.page.get_by_label("Password", exact=True).fill(self.row["password"])
        self.page.get_by_label("Six-figure code").fill(pyotp.TOTP(self.row["totp_secret"]).now())
        self.press("Sign in")
        return self

    def press(self, words: str | re.Pattern[str]) -> None:
        """Press a button, and look at the page that follows."""
        self.page.get_by_role("button", name=words, exact=isinstance(words, str)).first.click()
        self.page.wait_for_load_state()
        self.look()

    def follow(self, words: str | re.Pattern[str]) -> None:
        """Follow a link (also one that looks like a button), and look at the page that follows."""
        link = self.page.get_by_role("link", name=words).or_(self.page.get_by_role("button", name=words)).first
        link.click()
        self.page.wait_for_load_state()
        self.look()

    def choose(self, question: str, answer: str) -> None:
        """Answer a question with one of its radios."""
        self.page.get_by_role("group", name=re.compile(f"^{re.escape(question)}")).get_by_label(answer, exact=True).check()

    def date(self, question: str, day: Any) -> None:
        """Type a date."""
        group = self.page.get_by_role("group", name=re.compile(f"^{re.escape(question)}"))
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(label).fill(str(value))

    def sees(self, words: str) -> bool:
        """Whether the page shows these words."""
        return words in self.page.locator("body").inner_text()

    def look(self) -> None:
        """Run axe over the page, check the headings, take a picture when pictures are wanted."""
        heading = self.page.locator("h1").first.inner_text()
        key = f"{self.page.url.split('?')[0].rsplit('/', 1)[-1]}-{heading}"
        if key in self.checked:
            return
        self.checked.add(key)
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        faults = [
            (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:300]) for one in found["violations"]
        ]
        assert not faults, (self.page.url, faults)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} pixels"

    def picture(self, name: str) -> None:
        """Keep a picture of the page for the guide."""
        if PICTURES:
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.fixture
def visitor(live: Live, browser: Browser) -> Callable[..., Visitor]:
    """Make somebody of the world a visitor, signed in, at a width in pixels."""
    return lambda name, width=1280: Visitor(live, browser, name, width).sign_in()
