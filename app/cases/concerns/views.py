"""The ledger of low-level concerns, for those who may see them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.cases.concerns import queries
from app.cases.concerns.counting import about_subject
from app.cases.engine import roles_on
from app.cases.models import Case
from app.cases.numbers import number, numbers
from app.cases.queries import involved
from app.core.acts import Act, Role
from app.core.doors import actor, needs
from app.core.permission import may
from app.core.web import page
from app.pathways.low_level_concern import THEMES

bp = Blueprint("concerns", __name__)
PROTECTS = frozenset({"case_manager", Role.DSL.value, Role.DEPUTY_DSL.value})
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


@bp.app_context_processor
def _on_cards() -> dict[str, Any]:
    return {"pattern_of": pattern_of}


def pattern_of(case: Case) -> dict[str, Any]:
    """What the card of a low-level concern says of the adult's other ones, to whoever manages the case or protects children.

    Nobody else who works on a case learns from it that there are others.
    """
    mine = {"by_themselves": queries.by_themselves(case)}
    if not (may(actor(), Act.CONCERN_READ, case.school_id) and roles_on(actor(), case) & PROTECTS):
        return mine
    people = involved(case.id)
    found = about_subject(case, people)
    chosen = numbers(case.school_id)
    subject = next((one.person_id for one in people if one.part == "subject"), None)
    return mine | {
        "count": len(found),
        "months": chosen["pattern_months"].n,
        "decide": len(found) >= chosen["pattern_lado_count"].n,
        "look": len(found) >= chosen["pattern_prompt_count"].n,
        "adult": subject or case.id,
    }
