"""Letters are begun, written, issued and served; what was issued is kept as it is, and what it did is in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases import deadlines
from app.cases.engine import Whole
from app.cases.following import only_while_open, the_person
from app.cases.models import Case
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.clock import now, said
from app.core.db import db
from app.core.permission import Actor, Refused
from app.documents import filling
from app.documents.gathering import Gathered
from app.documents.kinds import KINDS, Kind
from app.documents.models import Letter, Service
from app.documents.queries import readable
from app.evidence.vault import Stored

HOW = {
    "hand": "Handed over in person",
    "recorded": "Recorded or special delivery",
    "post": "First-class post",
    "courier": "Courier",
    "email": "Secure e-mail",
    "portal": "The online form of whoever receives it",
}
CHANGED = "Somebody else changed this letter after the page was opened."
KEPT = "This letter has been issued or put away, so it can no longer be changed. Begin a new one."
TOLD = "The case has changed in something that the letter says since you looked at it. Look at it again before you issue it."


@dataclass(frozen=True, slots=True)
class Made:
    """A letter as it was set: both files in the vault, its words, and the digest of what it was filled with."""

    word: Stored
    pdf: Stored
    words: list[dict[str, Any]]
    digest: str
    template_version: int
    template_sha256: str


def _serves(actor: Actor, whole: Whole, kind: Kind) -> None:
    if not kind.issuers & whole.roles(actor) or not readable(actor, whole, kind):
        raise Refused("this letter is for another role")


def _writes(actor: Actor, whole: Whole, kind: Kind) -> None:
    _serves(actor, whole, kind)
    if not kind.after_close:
        only_while_open(whole.case)


def _draft(letter: Letter, version: int) -> None:
    if not letter.is_draft:
        raise Stale(KEPT)
    if letter.version != version:
        raise Stale(CHANGED)


@action(Act.LETTER_WRITE)
def begin(actor: Actor, case: Case, *, kind: str) -> Letter:
    """Begin a letter on a case."""
    whole = Whole(case)
    _writes(actor, whole, KINDS[kind])
    letter = Letter(school_id=case.school_id, case_id=case.id, kind=kind, made_at=now(), made_by=the_person(actor), typed={})
    db.session.add(letter)
    seal_case(letter, letter=str(letter.id), kind=kind)
    return letter


@action(Act.LETTER_WRITE)
def write(actor: Actor, letter: Letter, *, typed: dict[str, Any], version: int) -> Letter:
    """Keep what was typed in a draft."""
    whole, kind = Whole(db.session.get_one(Case, letter.case_id)), KINDS[letter.kind]
    _writes(actor, whole, kind)
    _draft(letter, version)
    wanted = filling.keys_of(whole, kind)
    letter.typed = {key: value for key, value in typed.items() if key in wanted}
    seal_case(letter, letter=str(letter.id), kind=letter.kind)
    return letter


@action(Act.LETTER_WRITE)
def put_away(actor: Actor, letter: Letter, *, version: int) -> Letter:
    """Put a draft away; it stays on the record and is not shown any more."""
    _writes(actor, Whole(db.session.get_one(Case, letter.case_id)), KINDS[letter.kind])
    _draft(letter, version)
    letter.state = "put_away"
    seal_case(letter, letter=str(letter.id), kind=letter.kind, put_away=True)
    return letter


@action(Act.LETTER_ISSUE)
def issue(actor: Actor, letter: Letter, *, made: Made, version: int) -> Letter:
    """Issue a letter: its words, digests and template are kept for good. An empty field that is needed stops it."""
    whole, kind = Whole(db.session.get_one(Case, letter.case_id)), KINDS[letter.kind]
    _writes(actor, whole, kind)
    _draft(letter, version)
    gathered = Gathered(actor, whole, letter.typed)
    filled = filling.filling(gathered, kind)
    if stops := filling.stopping(gathered, kind, filled):
        raise Blocked(" ".join(stops))
    values = filling.context(filled, gathered.typed)
    if filling.digest(values) != made.digest:
        raise Stale(TOLD)
    files = {
        name: {"key": one.key, "sha256": one.sha256, "bytes": one.size} for name, one in (("word", made.word), ("pdf", made.pdf))
    }
    letter.issued = {"words": made.words, "values": values, "template": made.template_sha256, **files}
    letter.state, letter.issued_at, letter.issued_by = "issued", now(), the_person(actor)
    letter.template_version = made.template_version
    seal_case(
        letter,
        letter=str(letter.id),
        kind=letter.kind,
        sha256=made.word.sha256,
        pdf=made.pdf.sha256,
        template=made.template_version,
    )
    return letter


@action(Act.LETTER_SERVE)
def serve(actor: Actor, letter: Letter, *, how: str, at: datetime, proof: str) -> Service:
    """Record that an issued letter was handed over or sent, and meet the clocks that ask for it, as of that time."""
    whole, kind = Whole(db.session.get_one(Case, letter.case_id)), KINDS[letter.kind]
    _serves(actor, whole, kind)
    if letter.issued_at is None:
        raise Blocked("This letter has not been issued yet. Issue it first: only what was issued can be sent.")
    if at > now():
        raise Blocked("This time lies ahead. Record it when the letter has been handed over or sent.")
    if at < letter.issued_at.replace(second=0, microsecond=0):
        raise Blocked(
            f"It was issued on {said(letter.issued_at)}, so it cannot have been sent before that. Check the day and the time."
        )
    row = Service(
        school_id=letter.school_id,
        case_id=letter.case_id,
        letter_id=letter.id,
        how=how,
        served_at=at,
        at=now(),
        by=the_person(actor),
        proof={"words": proof},
    )
    db.session.add(row)
    if kind.meets:
        deadlines.meet(letter.case_id, by=actor.person_id, rules=kind.meets, at=at, what=f"letter:{kind.key}")
    if kind.on_service is not None:
        kind.on_service(actor, whole, at)
    seal_case(row, letter=str(letter.id), kind=letter.kind, how=how)
    return row
