"""The pages on which the governing body says what it has delegated, and those of what is recorded beside a hearing."""

from __future__ import annotations

import uuid

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.cases.clocking.queries import place
from app.cases.engine import D, Whole
from app.cases.hearings import governing, recording
from app.cases.hearings.delegations import DECIDERS, authorities, history
from app.cases.hearings.forms import AdjustmentForm, DelegationForm, KindForm, PutForm
from app.cases.hearings.pages import hearing_page
from app.cases.hearings.record import COUNCIL_DISMISSES
from app.cases.hearings.taking_part import TIES
from app.cases.models import Case
from app.cases.step_form import clause_words
from app.cases.work import Path
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import choices
from app.core.permission import NotThere, may, visible
from app.core.web import done, form_page, page
from app.people.kinds import KINDS
from app.people.queries import schools_of

bp = Blueprint("hearings", __name__)
Answer = Response | tuple[str, int]


@bp.get("/governance")
@needs(Act.DELEGATION_SET)
def governance() -> Answer:
    """Of which kind the school is, and who may decide what in a disciplinary case."""
    school = place(actor(), Act.DELEGATION_SET, request.args.get("school", ""))
    others = [one for one in schools_of(actor()) if one.id != school.id and may(actor(), Act.DELEGATION_SET, one.id)]
    found = authorities(school.id)
    return page(
        "cases/hearings/governance.html",
        school=school,
        others=others,
        kind=dict(KINDS).get(school.kind, school.kind),
        council=school.kind in COUNCIL_DISMISSES,
        deciders=[(key, words, found[key]) for key, words in DECIDERS],
        highest=dict(governing.HIGHEST),
        rows=history(school.id),
        names=dict(DECIDERS),
    )


@bp.route("/governance/delegations/<decider>", methods=["GET", "POST"])
@needs(Act.DELEGATION_SET)
def delegate(decider: str) -> Answer:
    """Record what one decider may decide at most."""
    if decider not in dict(DECIDERS):
        raise NotThere(decider)
    school, form = place(actor(), Act.DELEGATION_SET, request.args.get("school", "")), DelegationForm()
    if not form.is_submitted():
        form.highest.data = authorities(school.id)[decider].highest
    show = form_page("cases/hearings/delegate.html", form, school=school, words=dict(DECIDERS)[decider])
    if form.validate_on_submit():
        return done(
            lambda: governing.set_delegation(
                actor(), school, decider=decider, highest=form.highest.data, source=form.source.data.strip()
            ),
            lambda _: url_for(".governance", school=school.id),
            say="It is recorded, and holds for every decision from now on.",
            again=show,
        )
    return show()


@bp.route("/governance/kind", methods=["GET", "POST"])
@needs(Act.DELEGATION_SET)
def kind() -> Answer:
    """Say of which kind the school is."""
    school, form = place(actor(), Act.DELEGATION_SET, request.args.get("school", "")), KindForm()
    if not form.is_submitted():
        form.kind.data = school.kind
    show = form_page("cases/hearings/kind.html", form, school=school)
    if form.validate_on_submit():
        return done(
            lambda: governing.set_kind(actor(), school, kind=form.kind.data),
            lambda _: url_for(".governance", school=school.id),
            say="The kind of the school is recorded.",
            again=show,
        )
    return show()


def _path(reference: str, records: bool = True) -> tuple[Whole, Path]:
    """The case and its disciplinary path, for whoever knows of it; to record something, for whoever works on it."""
    whole = Whole(visible(actor(), Case, reference=reference))
    path = next((one for one in whole.paths if one.name == D and one.state == "accepted"), None)
    if path is None or (records and not whole.roles(actor()) & recording.RECORDS):
        raise NotThere(reference)
    return whole, path


@bp.get("/cases/<reference>/hearing")
@needs(Act.CASE_ADVANCE)
def hearing(reference: str) -> Answer:
    """Everything about the hearing in one place: its days, what was tried, adjustments, what was put to them."""
    whole, path = _path(reference, records=False)
    return page("cases/hearings/hearing.html", case=whole.case, page=hearing_page(actor(), whole, path), ties=dict(TIES))


@bp.route("/cases/<reference>/hearing/adjustment", methods=["GET", "POST"])
@needs(Act.CASE_ADVANCE)
def adjustment(reference: str) -> Answer:
    """Record an adjustment and what became of it."""
    (whole, path), form = _path(reference), AdjustmentForm()
    show = form_page("cases/hearings/adjustment.html", form, case=whole.case)
    if form.validate_on_submit():
        values = form.values()
        given = {name: values[name] or "" for name in ("what", "state", "why")}
        return done(
            lambda: recording.record_adjustment(actor(), path, on=form.on.data, **given),
            lambda _: url_for(".hearing", reference=reference),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/hearing/put", methods=["GET", "POST"])
@needs(Act.CASE_ADVANCE)
def put(reference: str) -> Answer:
    """Record that an allegation was put to the person."""
    (whole, path), form = _path(reference), PutForm()
    form.allegation.choices = choices((str(one.id), clause_words(one)) for one in whole.allegations)
    show = form_page("cases/hearings/put.html", form, case=whole.case)
    if form.validate_on_submit():
        values = form.values()
        return done(
            lambda: recording.put_to_them(
                actor(),
                path,
                allegation_id=uuid.UUID(form.allegation.data),
                on=form.on.data,
                how=values["how"],
                answer=values["answer"] or "",
            ),
            lambda _: url_for(".hearing", reference=reference),
            again=show,
        )
    return show()
