"""Bringing a policy in through the pages: imported, mapped, its adoption recorded by one person and confirmed by another."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import html5lib
from checked import CheckedClient


def ago(back: int) -> date:
    """The date so many days ago."""
    return datetime.now(UTC).date() - timedelta(days=back)


def boxes(name: str, when: date) -> dict[str, str]:
    """A date as the three boxes of a field send it."""
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def bring_in(client: CheckedClient, text: str, name: str = "ours.txt") -> str:
    """Import a text; the address of its draft."""
    return client.passed("/policy/import", file=(io.BytesIO(text.encode()), name))


def accept_all(client: CheckedClient, edition: str) -> None:
    """Accept every proposal of mapping, as the page has them ticked."""
    page = html5lib.parse(client.get(f"{edition}/proposals").get_data(as_text=True), namespaceHTMLElements=False)
    keys = [one.get("value") for one in page.iter("input") if one.get("name") == "accept"]
    if keys:
        client.passed(f"{edition}/proposals", accept=keys)


def adoption(when: date, **more: str) -> dict[str, str]:
    """What the page about an adoption is sent."""
    return {"minute": "Minute 14.2", "chair": "A. Chair", "headteacher": "B. Head", **boxes("adopted_on", when), **more}


def record(client: CheckedClient, edition: str, when: date, **more: str) -> str:
    """Record its adoption."""
    return client.passed(f"{edition}/adopt", **adoption(when, **more))


def adopted(client: CheckedClient, second: CheckedClient, text: str, when: date) -> str:
    """A text as an adopted edition; its address."""
    edition = bring_in(client, text)
    accept_all(client, edition)
    record(client, edition, when)
    return second.passed(f"{edition}/confirm")


def clause_link(client: CheckedClient, edition: str, number: str) -> str:
    """The address of the page of a clause of a draft."""
    page = html5lib.parse(client.get(edition).get_data(as_text=True), namespaceHTMLElements=False)
    return next(
        str(one.get("href"))
        for one in page.iter("a")
        if (one.get("href") or "").startswith("/policy/clauses/") and "".join(one.itertext()).split() == ["Change", number]
    )
