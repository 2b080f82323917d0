"""The pages of the reporting restriction: its facts, and what ended it."""

from __future__ import annotations

from app.cases.protection.agency_forms import RestrictionEndForm, RestrictionForm
from app.cases.protection.blueprint import Answer, back, bp, case_of
from app.cases.protection.recording import open_case_of
from app.cases.protection.restricting import answer_restriction, end_restriction
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.web import done, form_page


@bp.route("/cases/<reference>/restriction", methods=["GET", "POST"])
@needs(Act.CASE_AGENCIES)
def restriction(reference: str) -> Answer:
    """Answer what the restriction depends on."""
    case, form = case_of(reference), RestrictionForm()
    open_case_of(actor(), case)
    show = form_page("cases/protection/restriction.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: answer_restriction(
                actor(),
                case,
                by_pupil_here=form.by_pupil_here.data,
                criminal=form.criminal.data,
                why=form.why.data.strip(),
            ),
            lambda _: back(case, "#restriction"),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/restriction/end", methods=["GET", "POST"])
@needs(Act.CASE_AGENCIES)
def restriction_end(reference: str) -> Answer:
    """Record what ended it."""
    case, form = case_of(reference), RestrictionEndForm()
    open_case_of(actor(), case)
    show = form_page("cases/protection/restriction_end.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: end_restriction(actor(), case, event=form.event.data, on=form.on.data, words=form.words.data.strip()),
            lambda _: back(case, "#restriction"),
            again=show,
        )
    return show()
