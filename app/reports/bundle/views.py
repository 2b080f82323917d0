"""The page on which bundles are asked for, and the one door through which one is given out."""

from __future__ import annotations

import uuid

from flask import Blueprint, url_for

from app.cases.engine import Whole
from app.cases.models import Case
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import choices
from app.core.permission import NotThere, visible
from app.core.web import done, form_page, page
from app.evidence.giving import Answer, give_out
from app.evidence.models import Evidence
from app.reports.bundle import actions, queries
from app.reports.bundle.binding import PDF
from app.reports.bundle.forms import AskForm, ClearForm, page_numbers
from app.reports.bundle.page import one_piece, pieces_of, rows_of
from app.reports.bundle.people import may_be_unnamed

bp = Blueprint("bundles", __name__)


def _show(reference: str, form: AskForm | None) -> tuple[str, int]:
    """The page of bundles, with the form for whoever may ask while there is a hearing or an appeal."""
    case = visible(actor(), Case, reference=reference)
    whole = Whole(case)
    asks = queries.may_ask(actor(), whole)
    offered = queries.on_offer(whole) if asks and case.closed_at is None else {}
    return page(
        "reports/bundle/bundles.html",
        422 if form is not None else 200,
        case=case,
        rows=rows_of(actor(), whole),
        form=(form or _asking(whole, offered)) if offered else None,
        waits=asks and not offered and case.closed_at is None,
        asks=asks,
        pieces=pieces_of(whole) if offered else [],
    )


def _asking(whole: Whole, offered: dict[str, str]) -> AskForm:
    form = AskForm()
    form.for_part.choices = choices(offered.items())
    form.unnamed.choices = choices(may_be_unnamed(whole))
    if not form.unnamed.choices:
        del form.unnamed
    return form


@bp.get("/cases/<reference>/bundles")
@needs(Act.BUNDLE_READ)
def bundles(reference: str) -> Answer:
    """The bundles of a case that this person may see, and how far they are."""
    return _show(reference, None)


@bp.post("/cases/<reference>/bundles")
@needs(Act.BUNDLE_ASK)
def ask(reference: str) -> Answer:
    """Ask for a bundle."""
    case = visible(actor(), Case, reference=reference)
    whole = Whole(case)
    if not queries.may_ask(actor(), whole):
        raise NotThere(reference)
    form = _asking(whole, queries.on_offer(whole))
    if form.validate_on_submit():
        unnamed = form.unnamed.data if form.unnamed else []
        return done(
            lambda: actions.ask(actor(), case, for_part=form.for_part.data, unnamed=unnamed),
            lambda _: url_for(".bundles", reference=reference),
            say="The bundle is being made. Open this page again to see how far it is.",
            again=lambda: _show(reference, form),
        )
    return _show(reference, form)


@bp.route("/cases/<reference>/bundles/evidence/<uuid:evidence_id>", methods=["GET", "POST"])
@needs(Act.BUNDLE_ASK)
def clear(reference: str, evidence_id: uuid.UUID) -> Answer:
    """Confirm which pages of a piece of evidence which readers may have."""
    case = visible(actor(), Case, reference=reference)
    evidence = visible(actor(), Evidence, id=evidence_id, case_id=case.id)
    whole, form = Whole(case), ClearForm()
    if not queries.may_ask(actor(), whole):
        raise NotThere(reference)
    form.readers.choices = choices(queries.on_offer(whole).items())
    if (evidence.about or {}).get("media_type") != PDF:
        del form.pages
    show = form_page("reports/bundle/clear.html", form, case=case, evidence=evidence, piece=one_piece(whole, evidence))
    if form.validate_on_submit():
        pages = [1] if not form.pages else page_numbers(form.pages.data or "")
        given = (pages or []) if form.may.data == "yes" else []
        return done(
            lambda: actions.clear(
                actor(), case, evidence=evidence, readers=form.readers.data, pages=given, is_report=form.is_report.data == ["yes"]
            ),
            lambda _: url_for(".bundles", reference=reference),
            say="It is kept, and holds for every bundle that is made from now on.",
            again=show,
        )
    return show()


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
