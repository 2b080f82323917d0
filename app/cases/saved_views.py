"""Filters of the list of cases that a person keeps: named, listed above the list, and put away again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, select

from app.cases.models import SavedView
from app.core import keys
from app.core.action import Blocked, action, seal
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor, scope, scope_of
from app.people.models import School

MOST = 20
DATES = (f"{name}-{part}" for name in ("since", "until") for part in ("day", "month", "year"))
FIELDS = frozenset({"path", "stage", "clause", "person", "state", *DATES, "overdue", "sort"})


@scope(SavedView)
def _own(actor: Actor) -> ColumnElement[bool]:
    return (SavedView.person_id == actor.person_id) & SavedView.removed_at.is_(None)


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as the list shows it."""

    id: uuid.UUID
    name: str
    query: str


def _bound(row: SavedView) -> bytes:
    return f"escms/view/v1/{row.id.hex}".encode()


def saved_views(actor: Actor) -> Sequence[View]:
    """The views this person has kept, by name."""
    rows = db.session.scalars(select(SavedView).where(scope_of(SavedView, actor)))
    found = [(row.id, json.loads(keys.unseal(None, row.school_id, row.sealed, _bound(row)))) for row in rows]
    return sorted((View(key, said["name"], said["query"]) for key, said in found), key=lambda one: one.name.casefold())


def only_the_filter(query: str) -> str:
    """A query string with the fields of the filter that are not empty, and nothing else."""
    return urlencode([(name, value) for name, value in parse_qsl(query[:2000]) if name in FIELDS and value])


@action(Act.VIEW_SAVE)
def save_view(actor: Actor, school: School, *, name: str, query: str) -> SavedView:
    """Keep this filter under a name; a name used before is given to the new filter."""
    earlier = {one.name.casefold(): one.id for one in saved_views(actor)}
    if len(earlier) >= MOST and name.casefold() not in earlier:
        raise Blocked(f"You have {MOST} saved views already. Remove one you no longer use, then save this one.")
    if name.casefold() in earlier:
        db.session.get_one(SavedView, earlier[name.casefold()]).removed_at = now()
    row = SavedView(school_id=school.id, person_id=actor.person_id, made_at=now(), sealed=b"")
    said = json.dumps({"name": name, "query": only_the_filter(query)}, ensure_ascii=False)
    row.sealed = keys.seal(None, school.id, said.encode(), _bound(row))
    db.session.add(row)
    seal(f"u:{actor.person_id}", school_id=school.id)
    return row


@action(Act.VIEW_REMOVE)
def remove_view(actor: Actor, view: SavedView) -> SavedView:
    """Put a saved view away."""
    view.removed_at = now()
    seal(f"u:{actor.person_id}", school_id=view.school_id)
    return view
