"""The ledger of low-level concerns, for those who may see them."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.cases.concerns import queries
from app.cases.numbers import number
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.web import page
from app.pathways.low_level_concern import THEMES

bp = Blueprint("concerns", __name__)
Answer = Response | tuple[str, int]


@bp.get("/concerns")
@needs(Act.CONCERN_READ)
def ledger() -> Answer:
    """Each adult about whom there are low-level concerns, once."""
    whole = request.args.get("all") == "1"
    return page("cases/concerns/ledger.html", adults=queries.ledger(actor(), whole=whole), whole=whole, months=_months())


@bp.get("/concerns/<uuid:adult_id>")
@needs(Act.CONCERN_READ)
def adult(adult_id: uuid.UUID) -> Answer:
    """The low-level concerns about one adult."""
    one, rows = queries.about(actor(), str(adult_id))
    return page("cases/concerns/adult.html", adult=one, rows=rows, months=_months(), themes=dict(THEMES))


def _months() -> int:
    schools = actor().schools()
    return number(schools[0], "pattern_months").n if schools else 12
