"""The frame of every page: the navigation of whoever is signed in, and the filters that put stored values into words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user

from app.cases.clocking.owning import owner_words
from app.cases.forms import HOW
from app.cases.queries import references
from app.core.acts import Act
from app.core.permission import may
from app.core.words import lowered
from app.notices.models import Notice
from app.notices.queries import PLACES as NOTICE_PLACES
from app.notices.queries import unseen
from app.pathways.words import SANCTIONS
from app.policy.draft_pages import anchor, title_of
from app.policy.quoting import quoted
from app.reports import words

PLACES = (
    ("Home", "reports.home", Act.HOME_READ),
    ("Log a breach", "intake.begin", Act.BREACH_LOG),
    ("Ask first", "permits.begin", Act.PERMIT_ASK),
    ("Cases", "cases.cases", Act.CASE_LIST),
    ("Low-level concerns", "concerns.ledger", Act.CONCERN_READ),
    ("Incidents", "dignity.log", Act.INCIDENT_READ),
    ("What you have reported", "intake.reported", Act.RECEIPT_READ),
    ("Suspensions", "protection.suspensions", Act.SUSPENSION_LIST),
    ("Search", "reports.search", Act.CASE_LIST),
    ("People", "people.roll", Act.PEOPLE_READ),
    ("Policy", "policy.policy", Act.POLICY_READ),
    ("School", "accounts.people", Act.ACCOUNT_READ),
    ("Settings", "clocking.procedure", Act.SETTING_READ),
    ("Governance", "hearings.governance", Act.DELEGATION_SET),
    ("Trail", "reports.trail", Act.TRAIL_READ),
    ("Notices", "notices.inbox", Act.NOTICE_READ),
)
FIRST = ("reports.home", "intake.begin", "cases.cases", "policy.policy", "notices.inbox")
"""The places that a narrow screen shows at once; it puts the others under More."""
SHORT = 6
"""So many places fit on a narrow screen: nobody with no more of them needs More."""


def navigation() -> dict[str, list[dict[str, Any]]]:
    """Only the pages that the person can use: those that are always shown, and the rest."""
    actor = current_user.actor
    places = [
        {
            "text": text,
            "href": url_for(endpoint),
            "current": request.endpoint == endpoint,
            "count": unseen(actor) if endpoint == "notices.inbox" else 0,
            "first": endpoint in FIRST,
        }
        for text, endpoint, act in PLACES
        if may(actor, act)
    ]
    if len(places) <= SHORT:
        return {"first": places, "rest": []}
    return {"first": [one for one in places if one["first"]], "rest": [one for one in places if not one["first"]]}


def _references(notices: Sequence[Notice]) -> dict[uuid.UUID, str]:
    """The references of the cases that these notices are about, as far as whoever is signed in may know of them."""
    return references(current_user.actor, [one.case_id for one in notices if one.case_id])


def init_app(app: Flask) -> None:
    """Give the templates their navigation and words."""
    app.jinja_env.globals.update(
        navigation=navigation,
        case_references=_references,
        notice_places=NOTICE_PLACES,
        title_of=title_of,
        anchor=anchor,
        quoted=quoted,
    )
    app.jinja_env.filters.update(
        lowered=lowered,
        path_words=words.PATHS.get,
        procedure_words=lambda value: words.PROCEDURES.get(value, value),
        fact_words=words.fact_sentence,
        stage_words=lambda path: words.stage_title(path.name, path.stage),
        clock_title=words.clock_title,
        what_words=words.what_words,
        part_words=lambda value: words.PARTS.get(value, value),
        outcome_words=lambda value: words.OUTCOMES.get(value, value),
        state_words=lambda value: words.STATES.get(value, value),
        standing_words=lambda value: words.STANDINGS.get(value, value),
        agency_words=lambda value: words.AGENCIES.get(value, value),
        how_words=lambda value: dict(HOW).get(value, value),
        limb_title=words.LIMB.get,
        role_words=owner_words,
        sanction_words=lambda value: dict(SANCTIONS).get(value, value),
        limb_words=lambda value: words.ANSWERS.get(value, value),
    )
