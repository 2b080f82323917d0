"""Journeys through the pages that several tests take, by HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from checked import CheckedClient

NO_HARM = {"H1": "no", "H2": "no", "H3": "no", "H4": "no"}
FAIR = {"conclusion": "none", "considered": "Considered for everybody concerned."}


def day(name: str, back: int) -> dict[str, str]:
    """A date so many days ago, as the three boxes of a field send it."""
    when = datetime.now(UTC).date() - timedelta(days=back)
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def person_id(world: dict[str, Any], name: str) -> str:
    """The key of somebody of the world."""
    return str(next(one["person_id"] for one in world["people"] if one["name"] == name))


def begin(client: CheckedClient) -> str:
    """Start a report; the address of its pages."""
    return client.passed("/log").rsplit("/", 1)[0]


def answer_all(
    client: CheckedClient,
    base: str,
    subject: str,
    *,
    interest: str = "no",
    harm: dict[str, str] | None = None,
    words: str = "It happened.",
    people: list[dict[str, str]] | None = None,
    keep: tuple[str, ...] = ("0:3.2(h)",),
) -> None:
    """Answer every question about a friend request accepted from a pupil of 15."""
    client.passed(f"{base}/before", danger="no", imagery="no")
    client.passed(f"{base}/who", person=subject)
    client.passed(f"{base}/found", how="told", told_by="A parent", told_by_relation="parent", at="9:10am", **day("on", 1))
    client.passed(f"{base}/what", words=words, kinds="accept_request", still_online="yes", expression="none")
    client.passed(
        f"{base}/acts/accept_request",
        channel="social_site",
        with_="pupil",
        age_at_act="15",
        relationship="none",
        request_pending="no",
        by_subject="yes",
        reputation_at_risk="no",
        in_school_time="no",
        **day("on", 2),
    )
    client.passed(f"{base}/clauses", keep=list(keep))
    client.passed(f"{base}/harm", **(harm or {**NO_HARM, "H3": "may_be"}))
    for one in people or []:
        client.passed(f"{base}/person", **one)
    client.passed(f"{base}/others", interest=interest)


def log(client: CheckedClient, subject: str, **more: Any) -> str:
    """Log a whole breach; its reference."""
    base = begin(client)
    answer_all(client, base, subject, **more)
    return client.passed(f"{base}/check").rsplit("/", 1)[1]
