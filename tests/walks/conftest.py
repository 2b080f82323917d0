"""A real Chromium, and people who click through the product in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyotp
import pytest
from living import ROOT, Live
from playwright.sync_api import Browser, Page
from servers import CHROMIUM, FLAGS

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PICTURES = Path(os.environ["EVENHAND_PICTURES"]) if "EVENHAND_PICTURES" in os.environ else None
TALLEST = 2000  # pixels; a longer page is cut, so that the guide stays light
CHECKED: set[tuple[str, int, str, str, bool]] = set()
"""The pages that were checked in this run: who saw them at which width, their address's end, heading, and whether they refuse."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; without one the walks are skipped, and say so."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine and none could be installed")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


class Visitor:
    """Somebody in a browser of their own; every page they come to is checked with axe and photographed when asked."""

    def __init__(self, live: Live, browser: Browser, name: str, width: int) -> None:
        self.live, self.name, self.width = live, name, width
        self.row = next(one for one in live.world["people"] if one["name"] == name)
        self.page: Page = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB").new_page()
        self.page.set_default_timeout(30_000)
        self.messages: list[str] = []
        self.page.on("console", lambda one: self.messages.append(one.text) if one.type in {"error", "warning"} else None)

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
        links = self.page.get_by_role("link", name=words).or_(self.page.get_by_role("button", name=words))
        more = self.page.locator(".eh-nav details:not([open]) summary")
        if not links.count() and more.is_visible():  # on a phone: what is not in the menu is under More
            more.click()
        links.first.click()
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
        heading, refused = self.page.locator("h1").first.inner_text(), self.page.title().startswith("Error")
        key = (self.name, self.width, self.page.url.split("?")[0].rsplit("/", 1)[-1], heading, refused)
        if key in CHECKED:
            return
        CHECKED.add(key)
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
            self.page.evaluate("window.scrollTo(0, 0)")
            wide, tall = self.page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
            clip = {"x": 0, "y": 0, "width": wide, "height": min(tall, TALLEST)}
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=clip)


@pytest.fixture
def visitor(live: Live, browser: Browser) -> Callable[..., Visitor]:
    """Make somebody of the world a visitor, signed in, at a width in pixels."""
    return lambda name, width=1280: Visitor(live, browser, name, width).sign_in()
