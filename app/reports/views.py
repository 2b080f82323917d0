"""The home page, a case on one page with its trail, the school's trail for the data protection officer, and help."""

from __future__ import annotations

import uuid

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.cases.actions import must_note_visit, open_case
from app.cases.handover import noting
from app.cases.handover.models import Handover
from app.cases.models import Case
from app.cases.queries import visits as visits_of
from app.core.acts import Act
from app.core.doors import actor, needs, public
from app.core.permission import visible
from app.core.web import done, page
from app.pathways import PATHWAYS
from app.pathways.drawing import draw
from app.policy.reviews.queries import reviewable
from app.reports import queries
from app.reports.chronology import reading
from app.reports.handover import kept_notes
from app.reports.home import home_page
from app.reports.search import search as find
from app.reports.trail import school_trail
from app.reports.year import review_page

bp = Blueprint("reports", __name__)
Answer = Response | tuple[str, int]


@bp.get("/")
@needs(Act.HOME_READ)
def home() -> Answer:
    """What needs this person now, by deadline."""
    return page("reports/home.html", home=home_page(actor()))


@bp.get("/cases/<reference>")
@needs(Act.CASE_OPEN)
def case(reference: str) -> Answer:
    """A case on one page; that it was opened is in the trail before it is shown."""
    found = visible(actor(), Case, reference=reference)
    visits = visits_of(found.id)
    if must_note_visit(actor(), next((one for one in visits if one.person_id == actor().person_id), None)):
        open_case(actor(), found)
        visits = visits_of(found.id)
    return page("reports/case.html", page=queries.case_page(actor(), found, visits, reading(request.args)))


@bp.get("/cases/<reference>/handovers")
@needs(Act.CASE_OPEN)
def handovers(reference: str) -> Answer:
    """The notes made for those who took the case over, with the day and the people."""
    found = visible(actor(), Case, reference=reference)
    return page("cases/handover/all.html", case=found, kept=kept_notes(actor(), found))


@bp.post("/cases/<reference>/handovers/<uuid:note_id>/read")
@needs(Act.CASE_TAKE_OVER)
def have_read(reference: str, note_id: uuid.UUID) -> Answer:
    """Say that the note was read: from now on it stands with the others."""
    found = visible(actor(), Case, reference=reference)
    row = visible(actor(), Handover, id=note_id, case_id=found.id, person_id=actor().person_id)
    return done(lambda: noting.have_read(actor(), row), lambda _: url_for(".case", reference=found.reference))


@bp.get("/search")
@needs(Act.CASE_LIST)
def search() -> Answer:
    """Search in the cases this person may see."""
    words = request.args.get("q", "").replace("\x00", "")[:100].strip()
    hits, more = find(actor(), words)
    return page("reports/search.html", words=words, hits=hits, more=more)


@bp.get("/policy/editions/<uuid:edition_id>/review")
@needs(Act.REVIEW_READ)
def review(edition_id: uuid.UUID) -> Answer:
    """The annual review of an edition: when it is due, what the year's cases suggest, and the reviews on record."""
    return page("reports/review.html", page=review_page(actor(), reviewable(actor(), edition_id)))


@bp.get("/trail")
@needs(Act.TRAIL_READ)
def trail() -> Answer:
    """The events of the school, without content."""
    return page("reports/trail.html", days=school_trail(actor()))


@bp.get("/help/procedures")
@public("it explains the procedures and holds nothing of any school")
def procedures() -> Answer:
    """The pathways, drawn from the data that runs them."""
    return page("reports/procedures.html", drawn=[(one, draw(one)) for one in PATHWAYS.values()])


@bp.get("/accessibility")
@public("an accessibility statement is for everybody")
def accessibility() -> Answer:
    """How the product can be used by everybody."""
    return page("reports/accessibility.html")


@bp.get("/privacy")
@public("what is kept and why is for everybody")
def privacy() -> Answer:
    """What is kept, why and for how long."""
    return page("reports/privacy.html")
