"""A school makes a Word template its own, version by version, or goes back to the product's own."""

from __future__ import annotations

import hashlib

from app.cases.following import the_person
from app.core import keys
from app.core.action import Stale, action, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor
from app.documents.models import LetterTemplate
from app.documents.queries import bound, versions
from app.people.models import School


@action(Act.TEMPLATE_KEEP)
def keep_template(
    actor: Actor, school: School, *, kind: str, docx: bytes | None, fields: list[str], version: int
) -> LetterTemplate:
    """Keep a checked Word file as the next version for a kind of letter; without a file the product's own is in use again."""
    latest = next((one.version for one in versions(school.id, kind)), 0)
    if latest != version:
        raise Stale("Somebody else changed the template of this letter after the page was opened.")
    row = LetterTemplate(
        school_id=school.id, kind=kind, version=latest + 1, at=now(), by=the_person(actor), fields=fields, sha256=None
    )
    if docx is not None:
        row.sha256 = hashlib.sha256(docx).hexdigest()
        row.docx_sealed = keys.seal(None, school.id, docx, bound(row))
    db.session.add(row)
    seal(f"s:{school.id}", school_id=school.id, kind=kind, version=row.version, sha256=row.sha256)
    return row
