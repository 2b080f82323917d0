"""The pages on which the governing body says what it has delegated."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.cases.clocking.queries import place
from app.cases.hearings import governing
from app.cases.hearings.delegations import DECIDERS, authorities, history
from app.cases.hearings.forms import DelegationForm, KindForm
from app.cases.hearings.record import COUNCIL_DISMISSES
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import NotThere, may
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
