"""The ledger of low-level concerns, for those who may see them."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.cases.concerns import queries
from app.cases.concerns.looking import looks, note_look
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import NotThere, may
from app.core.web import page
from app.pathways.low_level_concern import THEMES

bp = Blueprint("concerns", __name__)
Answer = Response | tuple[str, int]


@bp.get("/concerns")
@needs(Act.CONCERN_OPEN)
def ledger() -> Answer:
    """Each adult about whom there are low-level concerns, once; the HR adviser has it while one has nobody else."""
    whole = request.args.get("all") == "1"
    adults = queries.ledger(actor(), whole=whole)
    if not adults and not may(actor(), Act.CONCERN_READ):
        raise NotThere(Act.CONCERN_READ)
    return page("cases/concerns/ledger.html", adults=adults, whole=whole)


@bp.get("/concerns/<uuid:adult_id>")
@needs(Act.CONCERN_OPEN)
def adult(adult_id: uuid.UUID) -> Answer:
    """The low-level concerns about one adult; who looks at them is in the trail before they are shown."""
    one, rows = queries.about(actor(), str(adult_id))
    note_look(actor(), rows)
    return page("cases/concerns/adult.html", adult=one, rows=rows, looks=looks(rows), themes=dict(THEMES))
