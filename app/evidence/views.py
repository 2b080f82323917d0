"""The pages on which evidence is added to a case, and the one door through which it is opened again."""

from __future__ import annotations

import uuid

from flask import Blueprint

from app.cases.models import Case
from app.cases.visiting import note_visit
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import visible
from app.core.web import page
from app.evidence import actions
from app.evidence.adding import file_page, link_page
from app.evidence.forms import WhyForm
from app.evidence.giving import Answer, give_out
from app.evidence.models import Evidence
from app.evidence.sheet import shown
from app.evidence.sniffing import TAKEN

bp = Blueprint("evidence", __name__)


@bp.route("/cases/<reference>/evidence/file", methods=["GET", "POST"])
@needs(Act.EVIDENCE_ADD)
def add_file(reference: str) -> Answer:
    """Add a file to a case."""
    return file_page(visible(actor(), Case, reference=reference), f"/cases/{reference}#evidence")


@bp.route("/cases/<reference>/evidence/link", methods=["GET", "POST"])
@needs(Act.EVIDENCE_ADD)
def add_link(reference: str) -> Answer:
    """Add a link to a case."""
    return link_page(visible(actor(), Case, reference=reference), f"/cases/{reference}#evidence")


@bp.route("/evidence/<uuid:evidence_id>", methods=["GET", "POST"])
@needs(Act.EVIDENCE_OPEN)
def open_one(evidence_id: uuid.UUID) -> Answer:
    """Ask why, then give out a checked copy as an attachment."""
    evidence, form = visible(actor(), Evidence, id=evidence_id), WhyForm()
    case = visible(actor(), Case, id=evidence.case_id)
    note_visit(actor(), case)
    if form.validate_on_submit():
        return _give_out(actions.open_evidence(actor(), evidence, why=form.why.data.strip()))
    return page("evidence/open.html", 422 if form.errors else 200, form=form, evidence=evidence, case=case, **shown(evidence))


def _give_out(evidence: Evidence) -> Answer:
    if evidence.kind == "link":
        return page("evidence/link.html", evidence=evidence)
    return give_out(
        evidence.object_key or "",
        case_id=evidence.case_id,
        sha256=evidence.about["sha256"],
        size=evidence.about["bytes"],
        name=f"evidence-{str(evidence.id)[:8]}{_ending(evidence)}",
        damaged="The stored file is not what was taken in, so it is not given out. Tell whoever runs Evenhand at once and keep the original.",
    )


def _ending(evidence: Evidence) -> str:
    return TAKEN.get(evidence.about["media_type"], ("",))[0]
