"""Putting a draft edition right before it is adopted: numbers, places, kinds, mapping; nothing of the document is lost."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.action import Blocked, Stale, action, seal
from app.core.acts import Act
from app.core.db import db
from app.core.permission import Actor
from app.policy.mapping import Kind, Proposal, models_of
from app.policy.models import Clause, Edition
from app.policy.proposing import open_proposals

FROZEN = "The adoption of this edition has been recorded, so it cannot be changed."


@dataclass(frozen=True, slots=True)
class Mapping:
    """Where a clause leads: the clauses of the starter edition it is like, its paths, another procedure, the question to it."""

    likes: tuple[str, ...]
    routes: tuple[str, ...]
    procedure: str
    question: str
    breachable: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What a clause is, and where it stands."""

    number: str
    parent: str | None
    kind: str
    also_below: bool


@action(Act.POLICY_EDIT)
def change(actor: Actor, clause: Clause, *, place: Place, mapping: Mapping, version: int) -> Clause:
    """Give a clause its number, its parent, its kind and its mapping; what stands under it keeps standing under it.

    Newly said to be like a clause of the starter edition that can be broken, it can be broken as well.
    """
    edition = _draft(clause.edition_id, version)
    rows = _rows(edition)
    before = clause.number
    if place.number != before:
        _renumber(rows, clause, place.number, also_below=place.also_below)
    clause.parent = _parent(rows, clause, place.parent)
    clause.kind = place.kind
    newly = {one.breachable for one in models_of(mapping.likes) if one.number not in clause.likes}
    can_be = mapping.breachable or (True in newly and not clause.breachable)
    clause.breachable = can_be and place.kind == Kind.CLAUSE and clause.left_out is None
    clause.like, clause.also_like = next(iter(mapping.likes), None), list(mapping.likes[1:])
    clause.routes, clause.mapped = list(mapping.routes), True
    clause.procedure, clause.question = mapping.procedure, mapping.question
    _seal(edition, what="change", number=place.number, before=before)
    return clause


@action(Act.POLICY_EDIT)
def join(actor: Actor, clause: Clause, *, version: int) -> Clause:
    """Put the words of a clause at the end of the one before, as a paragraph of their own; what stood under it stands under that one."""
    edition = _draft(clause.edition_id, version)
    rows = _rows(edition)
    at = rows.index(clause)
    if at == 0:
        raise Blocked("This is the first clause: there is none before it to join it with.")
    before = rows[at - 1]
    for one in rows:
        if one.parent == clause.number:
            one.parent = before.number
    number = clause.number
    before.text = "\n\n".join(filter(None, (before.text, clause.heading, clause.text)))
    if before.kind == Kind.HEADING and before.text:
        before.kind = Kind.CLAUSE
    db.session.delete(clause)
    _seal(edition, what="join", number=number, before=before.number)
    return before


@action(Act.POLICY_EDIT)
def split(actor: Actor, clause: Clause, *, at: int, number: str, version: int) -> Clause:
    """Begin a clause of its own at this character of a clause's words; it follows it and stands beside it."""
    edition = _draft(clause.edition_id, version)
    rows = _rows(edition)
    first, second = clause.text[:at].rstrip(), clause.text[at:].lstrip()
    if not first or not second:
        raise Blocked("Both parts need words: choose another place.")
    _free(rows, number)
    for one in rows[rows.index(clause) + 1 :]:
        one.position += 1
    clause.text = first
    made = Clause(
        school_id=clause.school_id,
        edition_id=clause.edition_id,
        position=clause.position + 1,
        number=number,
        parent=clause.parent,
        heading=None,
        text=second,
        kind=Kind.CLAUSE,
        source_at=clause.source_at,
    )
    db.session.add(made)
    _seal(edition, what="split", number=number, before=clause.number)
    return made


@action(Act.POLICY_EDIT)
def leave_out(actor: Actor, clause: Clause, *, reason: str, version: int) -> Clause:
    """Say that a clause does not count, and why; it stays visible. With no reason it counts again."""
    edition = _draft(clause.edition_id, version)
    clause.left_out = reason or None
    if reason:
        clause.breachable = False
    _seal(edition, what="leave out" if reason else "put back", number=clause.number)
    return clause


@action(Act.POLICY_EDIT)
def accept_proposals(actor: Actor, edition: Edition, *, keys: Sequence[uuid.UUID], version: int) -> int:
    """Accept the proposed mapping of these clauses and put the other proposals aside; how many were accepted."""
    edition = _draft(edition.id, version)
    rows = _rows(edition)
    proposed, wanted, accepted = open_proposals(edition, rows), set(keys), 0
    for one in rows:
        found = proposed.get(one.number)
        if found is None:
            continue
        one.mapped = True
        if one.id in wanted:
            accept(one, found)
            accepted += 1
    _seal(edition, what="accept", accepted=accepted)
    return accepted


def accept(clause: Clause, proposal: Proposal) -> None:
    """Give a clause the mapping that is proposed for it."""
    clause.like, clause.also_like = next(iter(proposal.likes), None), list(proposal.likes[1:])
    clause.routes, clause.question, clause.procedure = list(proposal.routes), proposal.question, proposal.procedure
    clause.breachable = proposal.breachable
    if proposal.breachable or proposal.kind == Kind.GUIDANCE:
        clause.kind = proposal.kind


def below(rows: Sequence[Clause], clause: Clause) -> list[Clause]:
    """Everything that stands under a clause, at any depth."""
    found, numbers = [], {clause.number}
    grown = True
    while grown:
        more = [one for one in rows if one.parent in numbers and one.number not in numbers]
        found += more
        numbers |= {one.number for one in more}
        grown = bool(more)
    return found


def places(text: str) -> list[int]:
    """Where a clause can be split: at the beginning of a sentence, of a part after a semicolon or colon, or of a line."""
    return [
        found.end()
        for found in re.finditer(r"(?<=[.;:!?])\s+|\n+", text)
        if text[: found.start()].strip() and text[found.end() :].strip()
    ]


def _draft(edition_id: uuid.UUID, version: int) -> Edition:
    edition = db.session.get_one(Edition, edition_id)
    if edition.state != "draft":
        raise Blocked(FROZEN)
    if edition.version != version:
        raise Stale("Somebody else changed this draft after this page was opened.")
    edition.version += 1
    return edition


def _rows(edition: Edition) -> list[Clause]:
    return list(db.session.scalars(select(Clause).where(Clause.edition_id == edition.id).order_by(Clause.position)))


def _renumber(rows: Sequence[Clause], clause: Clause, number: str, *, also_below: bool) -> None:
    new = {clause.id: number}
    old = clause.number
    if also_below:
        new |= {one.id: number + one.number[len(old) :] for one in below(rows, clause) if one.number.startswith(old)}
    taken = {one.number for one in rows if one.id not in new}
    for wanted in new.values():
        if wanted in taken or len(wanted) > 20:
            raise Blocked(f"There is a clause {wanted} already, or the number is too long. Give that one another number first.")
    moved = {one.number: new[one.id] for one in rows if one.id in new}
    for one in rows:  # first out of the way: two of them may change places
        if one.id in new:
            one.number = f"~{one.id.hex[-18:]}"
    db.session.flush()
    for one in rows:
        one.number = new.get(one.id, one.number)
        one.parent = moved.get(one.parent or "", one.parent)


def _free(rows: Sequence[Clause], number: str) -> None:
    if any(one.number == number for one in rows):
        raise Blocked(f"There is a clause {number} already. Give the new one another number.")


def _parent(rows: Sequence[Clause], clause: Clause, parent: str | None) -> str | None:
    if parent is None:
        return None
    if parent not in {one.number for one in rows}:
        raise Blocked("The clause it should stand under is not there any more.")
    if parent == clause.number or parent in {one.number for one in below(rows, clause)}:
        raise Blocked("A clause cannot stand under itself or under something that stands under it.")
    return parent


def _seal(edition: Edition, **payload: Any) -> None:
    seal(f"e:{edition.id}", school_id=edition.school_id, **payload)
