"""What the page beside the stages shows, and the few lines of it that stand on the case page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from app.cases.engine import CP, D, Whole, is_live, roles_on
from app.cases.protection.ledger import UNDONE, Ledger
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.protection.recording import ground, not_of_protection
from app.cases.protection.restricting import restriction_of
from app.cases.protection.restriction import Restriction
from app.cases.protection.standing import declaration, file_words, not_sealed, outcomes_of, referrals_open
from app.cases.protection.suspending import is_maintained
from app.cases.protection.words import (
    ALTERNATIVE_WORDS,
    END_EVENTS,
    MEETINGS,
    OWNERS,
    REMOVALS,
    STATES,
    STRANDS,
    TOLD,
    VIEWS,
    bodies_for,
)
from app.cases.work import Contact
from app.core.clock import now
from app.core.permission import Actor
from app.people.queries import names


@dataclass(frozen=True, slots=True)
class MayTell:
    """Somebody who may be told something, from an instant on."""

    who: str
    what: str
    since: datetime
    agreed_by: str


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral that must be decided, and the last decision on it."""

    body: str
    decided: ProtectionEntry | None


@dataclass(frozen=True, slots=True)
class Referred:
    """One removal with the referrals that follow from it."""

    removal: ProtectionEntry
    words: Mapping[str, Any]
    referrals: tuple[Referral, ...]
    undone: ProtectionEntry | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The whole page: what is on record, who wrote it, and what this person may do about it."""

    ledger: Ledger
    names: Mapping[uuid.UUID, str]
    manages: bool
    works: bool
    maintained: bool
    removed: tuple[Referred, ...]
    live: bool = False
    lado_knows: bool = False
    at_closure: tuple[Referral, ...] = ()
    outcomes: tuple[tuple[str, str], ...] = ()
    reference: str = ""
    telling: tuple[MayTell, ...] = ()
    restriction: Restriction | None = None
    own: tuple[Contact, ...] = ()
    conduct: bool = False
    alternatives: Mapping[str, str] = field(default_factory=lambda: ALTERNATIVE_WORDS)
    views: tuple[tuple[str, str], ...] = VIEWS
    agencies: tuple[tuple[str, str], ...] = STRANDS
    states: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: {key: dict(pairs) for key, pairs in STATES.items()})
    meetings: Mapping[str, str] = field(default_factory=lambda: dict(MEETINGS))
    ends: Mapping[str, str] = field(default_factory=lambda: dict(END_EVENTS))
    owners: Mapping[str, str] = field(default_factory=lambda: dict(OWNERS))
    removals: Mapping[str, str] = field(default_factory=lambda: dict(REMOVALS))


@dataclass(frozen=True, slots=True)
class OpenCard:
    """What the case page says to everybody who may open the case: what no child protection is behind."""

    suspended_since: datetime | None
    reviewed_on: date | None
    removed: tuple[tuple[str, date], ...]
    undecided: bool
    records: bool


@dataclass(frozen=True, slots=True)
class Left:
    """That the staff roll says they have left or are leaving: their last day, whether it asks for referrals, and for words on how it goes on."""

    on: date
    ahead: bool
    asks: bool
    unsaid: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What the case page says of it to those who protect the child."""

    suspended_since: datetime | None
    reviewed_on: date | None
    strands: tuple[tuple[str, str], ...]
    restriction: Restriction | None
    undecided: bool


def may_tell(ledger: Ledger, who: str = "") -> tuple[MayTell, ...]:
    """Who may be told what and from when, as it was agreed; of one of them when named."""
    return tuple(
        MayTell(dict(TOLD)[one.what], one.words["what"], one.at, one.words["agreed_by"])
        for one in ledger.of_kind(Noted.MAY_TELL)
        if who in ("", one.what)
    )


def overview(actor: Actor, whole: Whole) -> Beside:
    """Gather the page of those who protect the child."""
    path = whole.path(CP)
    consented = any(one.what == "consent" for one in whole.ledger.filed[-1:])
    return replace(
        _page(actor, whole, whole.ledger),
        live=path is not None and is_live(path),
        lado_knows=any(one.agency == "lado" for one in whole.contacts),
        at_closure=_referrals(whole, None),
        outcomes=tuple(file_words(outcomes_of(whole), consented=consented).items()),
        reference=declaration(whole),
        telling=may_tell(whole.ledger),
        restriction=restriction_of(whole),
        own=own_reports(whole),
    )


def own_reports(whole: Whole) -> tuple[Contact, ...]:
    """What people who were told of a suspected sexual offence against a child have reported themselves."""
    return tuple(one for one in whole.contacts if (one.words or {}).get("own") == "yes")


def open_page(actor: Actor, whole: Whole) -> Beside:
    """Gather the page of what no child protection is behind, for everybody who may open the case."""
    path = whole.path(D)
    live = not_of_protection(whole) and path is not None and is_live(path) and whole.ledger.suspension is None
    return replace(_page(actor, whole, not_sealed(whole)), live=live, lado_knows=True, conduct=True)


def _page(actor: Actor, whole: Whole, found: Ledger) -> Beside:
    still = whole.case.state != "closed"
    return Beside(
        ledger=found,
        names=names({one.by for one in found.rows if one.by} | {one.by for one in own_reports(whole)}),
        manages=still and "case_manager" in roles_on(actor, whole.case),
        works=still,
        maintained=is_maintained(whole.case.school_id),
        removed=tuple(
            Referred(one, _said(found, one), _referrals(whole, one), found.undone.get(one.id))
            for one in found.of_kind(Noted.REMOVAL)
            if one.what != UNDONE
        ),
    )


def _said(found: Ledger, removal: ProtectionEntry) -> Mapping[str, Any]:
    more = found.leaving(removal)
    return (more if more is not None else removal).words or {}


def _referrals(whole: Whole, removal: ProtectionEntry | None) -> tuple[Referral, ...]:
    bodies, because = bodies_for(whole.case.subject["post"]), removal.id if removal else None
    return tuple(Referral(body, whole.ledger.referral(body, because)) for body in bodies)


def card(whole: Whole) -> Card | None:
    """The lines of the case page; nothing on a case without child protection."""
    if whole.path(CP) is None:
        return None
    running = whole.ledger.suspension
    strands = tuple(
        (label, dict(STATES[agency])[row.words["state"]])
        for agency, label in STRANDS
        if (row := whole.ledger.strand(agency)) is not None
    )
    return Card(
        running.begun.at if running else None,
        running.reviews[-1].on if running and running.reviews else None,
        strands,
        restriction_of(whole),
        bool(whole.ledger.undecided(whole.case.subject["post"], removals=True)),
    )


def open_card(whole: Whole) -> OpenCard | None:
    """The lines of the case page about what no child protection is behind; nothing where nobody can be suspended for it."""
    found, conduct = not_sealed(whole), whole.path(D)
    if conduct is None or (conduct.state == "proposed" and not found.rows):
        return None
    running = found.suspension
    return OpenCard(
        running.begun.at if running else None,
        running.reviews[-1].on if running and running.reviews else None,
        tuple((dict(REMOVALS)[one.what], one.on) for one in found.removals if one.by),
        referrals_open(whole),
        bool(found.rows) or (is_live(conduct) and not_of_protection(whole)),
    )


def left(whole: Whole) -> Left | None:
    """What the top of the case page says to everybody when the staff roll says that they left."""
    row = whole.ledger.left
    if row is None or row.by is not None:
        return None
    asks = ground(whole) is not None
    return Left(row.on, row.at > now(), asks, asks and whole.ledger.unsaid)
