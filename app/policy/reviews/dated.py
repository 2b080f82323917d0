"""Which social networking sites a policy names, and whether they are only those of its own time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.policy.starter import Worded

THEN = 2012


@dataclass(frozen=True, slots=True)
class Site:
    """A site or service: its name, how texts write it, and the year by which English schools' policies commonly named it."""

    name: str
    pattern: str
    named_from: int


SITES = (
    Site("Facebook", r"(?i:facebook)", 2008),
    Site("LinkedIn", r"(?i:linked[- ]?in)", 2008),
    Site("Twitter", r"(?i:twitter)", 2009),
    Site("MySpace", r"(?i:my ?space)", 2006),
    Site("Bebo", r"(?i:bebo)", 2006),
    Site("Flickr", r"(?i:flickr)", 2006),
    Site("Google+", r"(?i:google ?(?:\+|plus))", 2011),
    Site("Friends Reunited", r"(?i:friends ?reunited)", 2002),
    Site("YouTube", r"(?i:you ?tube)", 2013),
    Site("Instagram", r"(?i:instagram)", 2013),
    Site("WhatsApp", r"(?i:whats ?app)", 2014),
    Site("Snapchat", r"(?i:snap ?chat)", 2014),
    Site("Messenger", r"(?:Messenger)", 2014),
    Site("Reddit", r"(?i:reddit)", 2015),
    Site("Telegram", r"Telegram", 2016),
    Site("Discord", r"Discord", 2018),
    Site("TikTok", r"(?i:tik ?tok)", 2019),
    Site("Twitch", r"Twitch", 2019),
    Site("Roblox", r"(?i:roblox)", 2019),
    Site("Mastodon", r"(?i:mastodon)", 2022),
    Site("BeReal", r"BeReal", 2022),
    Site("X", r"X(?= ?\(?,? ?(?:formerly|previously)|/[Tt]witter)|(?<=now )X|(?<=called )X|(?<=Twitter/)X", 2023),
    Site("Threads", r"Threads", 2023),
    Site("Bluesky", r"(?i:blue ?sky)", 2024),
)
"""As data, to be added to: a word that is also plain English counts only with its capital letter."""


def sites_named(clauses: Iterable[Worded]) -> tuple[Site, ...]:
    """The sites that the headings and texts of these clauses name, in the order of the list."""
    text = "\n".join(f"{one.heading or ''}\n{one.text}" for one in clauses)
    return tuple(site for site in SITES if re.search(rf"(?<!\w)(?:{site.pattern})(?!\w)", text))


@dataclass(frozen=True, slots=True)
class Dated:
    """That a text names only sites of 2012 or before: those it names, and well-known ones that came later."""

    named: tuple[str, ...]
    missing: tuple[str, ...]


def dated(clauses: Iterable[Worded]) -> Dated | None:
    """Whether the words name sites, and none that came after 2012; a text that names no site at all is not dated by it."""
    found = sites_named(clauses)
    if not found or any(site.named_from > THEN for site in found):
        return None
    return Dated(tuple(site.name for site in found), tuple(one.name for one in SITES if one.named_from > THEN)[:6])
