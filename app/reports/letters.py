"""The letters, forms and bundles of a case as its page shows them: what was issued, to whom, how it went, and drafts that wait."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.cases.engine import Whole
from app.core.acts import Act
from app.core.db import db
from app.core.permission import Actor, may
from app.documents.actions import HOW
from app.documents.kinds import KINDS
from app.documents.models import Letter, Service
from app.documents.queries import readable
from app.reports.bundle.queries import bundles_of
from app.reports.bundle.readers import WORDS

LETTERS = frozenset({Act.LETTER_WRITE.value, Act.LETTER_ISSUE.value, Act.LETTER_SERVE.value})
BUNDLES = frozenset({Act.BUNDLE_ASK.value, Act.BUNDLE_MAKE.value})
SUBJECT = "subject"
RECEIVES: dict[str, str] = {
    **dict.fromkeys(("tell_subject", "suspension", "suspension_review", "suspension_lifted", "protection_outcome"), SUBJECT),
    **dict.fromkeys(("investigation", "hearing", "outcome", "appeal_invitation", "appeal_outcome", "resignation"), SUBJECT),
    **dict.fromkeys(("complaint_acknowledged", "complaint_outcome"), "whoever complained"),
    "lado_referral": "the LADO",
    "mash_referral": "children’s social care",
    "tell_parents": "the parents",
    "determination": "the council",
    "dbs_referral": "the Disclosure and Barring Service",
    "tra_referral": "the Teaching Regulation Agency",
    "investigation_report": "whoever decides on the case",
    "reference": "whoever asked for a reference",
    **dict.fromkeys(("first_account", "no_further_action", "incident_log", "low_level_record", "closure"), "the file"),
}
"""Whom each kind goes to; `SUBJECT` is the member of staff."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How something issued reached whom it is to, and what proves it."""

    how: str
    at: datetime
    proof: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter, form or bundle: its title, how it stands, since when and by whom, whom it is to, and how it went."""

    title: str
    state: str
    at: datetime
    by: uuid.UUID
    to: str = ""
    letter_id: uuid.UUID | None = None  # none of a bundle
    sent: tuple[Sent, ...] = ()
    is_mine: bool = False  # whether this person may write and issue it


_LETTERS = (
    select(Letter.id, Letter.kind, Letter.state, Letter.made_at, Letter.made_by, Letter.issued_at, Letter.issued_by, Service)
    .outerjoin(Service, Service.letter_id == Letter.id)
    .where(Letter.case_id == bindparam("case_id"), Letter.state != "put_away")
    .order_by(Letter.id, Service.served_at)
)


def papers(actor: Actor, whole: Whole, acts: Iterable[str], *, every: bool) -> tuple[Paper, ...]:
    """What this person may see of them, newest first; `acts` are those of the events at hand, `every` says that there are others.

    Where no event tells of one, there is none, and nothing is asked.
    """
    told, school_id = set(acts), whole.case.school_id
    found = _letters(actor, whole) if (every or told & LETTERS) and may(actor, Act.LETTER_READ, school_id) else []
    found += _bundles(actor, whole) if (every or told & BUNDLES) and may(actor, Act.BUNDLE_READ, school_id) else []
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _letters(actor: Actor, whole: Whole) -> list[Paper]:
    writes, mine = may(actor, Act.LETTER_WRITE, whole.case.school_id), whole.roles(actor)
    may_read = {key: readable(actor, whole, kind) for key, kind in KINDS.items()}
    found: dict[uuid.UUID, Paper] = {}
    services: dict[uuid.UUID, list[Sent]] = {}
    for key, kind, state, made_at, made_by, issued_at, issued_by, service in db.session.execute(
        _LETTERS, {"case_id": whole.case.id}
    ):
        if not may_read.get(kind):
            continue
        if service is not None:
            sent = Sent(HOW.get(service.how, service.how), service.served_at, str(service.proof["words"]))
            services.setdefault(key, []).append(sent)
        to = str(whole.case.subject["name"]) if RECEIVES[kind] == SUBJECT else RECEIVES[kind]
        can = writes and bool(KINDS[kind].issuers & mine)
        sent_so = tuple(services.get(key, ()))
        found[key] = Paper(KINDS[kind].title, state, issued_at or made_at, issued_by or made_by, to, key, sent_so, can)
    return list(found.values())


def _bundles(actor: Actor, whole: Whole) -> list[Paper]:
    return [
        Paper(f"Bundle: {WORDS[one.for_part]}", one.state, one.made_at or one.asked_at, one.asked_by)
        for one, _ in bundles_of(actor, whole)
    ]


def waiting(found: Sequence[Paper], known: Mapping[uuid.UUID, str]) -> list[tuple[Paper, str]]:
    """The drafts that this person may finish and issue, each with the name of whoever began it."""
    return [(one, known.get(one.by, "")) for one in found if one.state == "draft" and one.is_mine]
