"""The page on which bundles are asked for, and the one door through which one is given out."""

from __future__ import annotations

import uuid

from flask import Blueprint, url_for

from app.cases.engine import Whole
from app.cases.models import Case
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import NotThere, visible
from app.core.web import done, page
from app.evidence.giving import Answer, give_out
from app.people.queries import names
from app.reports.bundle import actions, queries
from app.reports.bundle.forms import AskForm

bp = Blueprint("bundles", __name__)


def _show(reference: str, form: AskForm | None) -> tuple[str, int]:
    """The page of bundles, with the form for whoever may ask while a hearing is set."""
    case = visible(actor(), Case, reference=reference)
    whole = Whole(case)
    rows = queries.bundles_of(actor(), whole)
    asks = queries.may_ask(actor(), whole)
    is_set = bool(queries.hearing_of(whole))
    wanted = (form or AskForm()) if asks and is_set and case.closed_at is None else None
    return page(
        "reports/bundle/bundles.html",
        422 if form is not None else 200,
        case=case,
        rows=rows,
        form=wanted,
        waits=asks and not is_set,
        words=queries.FOR,
        people=names({one.asked_by for one, _ in rows}),
    )


@bp.get("/cases/<reference>/bundles")
@needs(Act.BUNDLE_READ)
def bundles(reference: str) -> Answer:
    """The bundles of a case that this person may see, and how far they are."""
    return _show(reference, None)


@bp.post("/cases/<reference>/bundles")
@needs(Act.BUNDLE_ASK)
def ask(reference: str) -> Answer:
    """Ask for a bundle."""
    case, form = visible(actor(), Case, reference=reference), AskForm()
    if not queries.may_ask(actor(), Whole(case)):
        raise NotThere(reference)
    if form.validate_on_submit():
        return done(
            lambda: actions.ask(actor(), case, for_part=form.for_part.data),
            lambda _: url_for(".bundles", reference=reference),
            say="The bundle is being made. Open this page again to see how far it is.",
            again=lambda: _show(reference, form),
        )
    return _show(reference, form)


@bp.get("/cases/<reference>/bundles/<uuid:bundle_id>/pdf")
@needs(Act.BUNDLE_READ)
def file(reference: str, bundle_id: uuid.UUID) -> Answer:
    """A bundle, to be saved: a checked copy of what was made."""
    case = visible(actor(), Case, reference=reference)
    about = queries.bundle_of(actor(), case, bundle_id).made
    return give_out(
        about["key"],
        case_id=case.id,
        sha256=about["sha256"],
        size=about["bytes"],
        name=f"bundle-{bundle_id.hex[-8:]}.pdf",
        damaged="The stored file is not what was made, so it is not given out. Ask for the bundle again.",
        media_type="application/pdf",
    )
