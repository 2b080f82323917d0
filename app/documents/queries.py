"""What pages ask of letters and templates: only of cases the actor may know of, and only the kinds they may read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from app.cases.engine import CP, Whole
from app.cases.models import Case
from app.cases.sight import sight
from app.core import keys
from app.core.db import db
from app.core.permission import Actor, NotThere, in_known_case, scope, visible
from app.documents.kinds import KINDS, Kind
from app.documents.models import Letter, LetterTemplate, Service
from app.documents.wording import own_template

OWN = 0
"""The version of the product's own template."""


@scope(Letter)
def _letters(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Letter.case_id)


@scope(Service)
def _services(actor: Actor) -> ColumnElement[bool]:
    return in_known_case(actor, Service.case_id)


@scope(LetterTemplate)
def _templates(actor: Actor) -> ColumnElement[bool]:
    return LetterTemplate.school_id.in_(actor.schools())


def readable(actor: Actor, whole: Whole, kind: Kind) -> bool:
    """Whether this person sees enough of a case to read letters of this kind."""
    sealed = any(one.name == CP for one in whole.paths) or not kind.open_without_protection
    return not sealed or kind.sees <= sight(actor, whole)


def letter_of(actor: Actor, case: Case, letter_id: uuid.UUID, whole: Whole) -> Letter:
    """A letter of a case, unless it is sealed from this person: then there is none."""
    found = visible(actor, Letter, id=letter_id, case_id=case.id)
    if not readable(actor, whole, KINDS[found.kind]):
        raise NotThere(Letter.__name__)
    return found


def letters_of(actor: Actor, whole: Whole) -> Sequence[Letter]:
    """The letters of a case that this person may read, in the order they were begun; not those that were put away."""
    rows = db.session.scalars(select(Letter).where(Letter.case_id == whole.case.id).order_by(Letter.id))
    return [one for one in rows if one.state != "put_away" and one.kind in KINDS and readable(actor, whole, KINDS[one.kind])]


def services_of(letters: Iterable[Letter]) -> dict[uuid.UUID, list[Service]]:
    """How each of these letters reached whom they are to, in one query."""
    wanted = [one.id for one in letters]
    found: dict[uuid.UUID, list[Service]] = {}
    if wanted:
        for row in db.session.scalars(select(Service).where(Service.letter_id.in_(wanted)).order_by(Service.served_at)):
            found.setdefault(row.letter_id, []).append(row)
    return found


def offered(actor: Actor, whole: Whole) -> list[Kind]:
    """The kinds that this person may write on a case now."""
    mine = whole.roles(actor)
    opened = {one.name for one in whole.paths if one.state == "accepted"}
    return [
        one
        for one in KINDS.values()
        if one.issuers & mine and (not one.paths or one.paths & opened) and readable(actor, whole, one)
    ]


@dataclass(frozen=True, slots=True)
class Template:
    """The Word template in use for a kind at a school: the product's own, or a version of the school's."""

    version: int
    data: bytes
    sha256: str


def template_of(school_id: uuid.UUID, kind: Kind) -> Template:
    """The template in use for a kind."""
    row = next(iter(versions(school_id, kind.key)), None)
    if row is None or row.sha256 is None:
        return Template(row.version if row else OWN, own_template(kind.title, kind.body), "")
    return Template(row.version, opened_template(row), row.sha256)


def versions(school_id: uuid.UUID, kind: str) -> Sequence[LetterTemplate]:
    """The versions of a school's template for a kind, newest first and without the files."""
    return db.session.scalars(
        select(LetterTemplate)
        .where(LetterTemplate.school_id == school_id, LetterTemplate.kind == kind)
        .order_by(LetterTemplate.version.desc())
    ).all()


def in_use(school_id: uuid.UUID) -> dict[str, LetterTemplate]:
    """The latest version of every kind that a school has made its own, in one query and without the files."""
    rows: Any = db.session.scalars(
        select(LetterTemplate).where(LetterTemplate.school_id == school_id).order_by(LetterTemplate.version)
    )
    return {row.kind: row for row in rows}


def bound(row: LetterTemplate) -> bytes:
    """What the sealed bytes of a template are bound to."""
    return f"escms/template/v1/{row.id.hex}".encode()


def opened_template(row: LetterTemplate) -> bytes:
    """The Word file of a version."""
    assert row.docx_sealed is not None  # noqa: S101 - asked only of versions with a file
    return keys.unseal(None, row.school_id, row.docx_sealed, bound(row))
