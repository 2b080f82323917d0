"""The pages on which a breach is logged, one question a page, saved as a draft at every step."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from app.cases.forms import LimbsForm
from app.cases.models import Case
from app.cases.pages import fill_limbs, managed
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import choices, version_of
from app.core.permission import visible
from app.core.web import done, form_page, page
from app.intake import actions, answers, asked, pages, queries
from app.intake.alarms import early_page, receipt_page
from app.intake.forms import SchoolForm
from app.intake.models import Draft, Receipt
from app.intake.rerouting import answer_limbs
from app.people.models import School
from app.people.queries import schools_of

bp = Blueprint("intake", __name__)
Answer = Response | tuple[str, int]


def _draft(draft_id: uuid.UUID) -> Draft:
    return visible(actor(), Draft, id=draft_id, logged_at=None)


def _begin_page(form: SchoolForm) -> Answer:
    rows = pages.draft_rows(queries.drafts(actor()))
    return page("intake/begin.html", 422 if form.errors else 200, form=form, drafts=rows)


def _school_form() -> SchoolForm:
    form = SchoolForm()
    schools = [one for one in schools_of(actor()) if actor().holds(*pages.LOGGERS, school_id=one.id)]
    form.school.choices = choices([(str(one.id), one.name) for one in schools])
    return form


@bp.get("/log")
@needs(Act.BREACH_LOG)
def begin() -> Answer:
    """What to know before logging, unfinished drafts, and the button to start."""
    return _begin_page(_school_form())


@bp.post("/log")
@needs(Act.DRAFT_START)
def start() -> Answer:
    """Start a draft at a school."""
    form = _school_form()
    if not request.form.get("school") and not form.validate():
        return _begin_page(form)
    school = visible(actor(), School, id=pages.key_or_404(request.form.get("school", "")))
    return done(lambda: actions.start(actor(), school, answers={}), lambda draft: asked.address(draft.id, "before"))


@bp.get("/log/<uuid:draft_id>")
@needs(Act.DRAFT_SAVE)
def tasks(draft_id: uuid.UUID) -> Answer:
    """The task list of a draft."""
    return _tasks(_draft(draft_id))


def _tasks(draft: Draft) -> tuple[str, int]:
    return page("intake/tasks.html", draft=draft, **pages.overview(draft))


@bp.route("/log/<uuid:draft_id>/<step>", methods=["GET", "POST"])
@needs(Act.DRAFT_SAVE)
def step(draft_id: uuid.UUID, step: str) -> Answer:
    """One question of the flow."""
    draft = _draft(draft_id)
    if step == "clauses" and not answers.is_done(draft.answers, "acts"):
        return redirect(url_for(".tasks", draft_id=draft.id))  # nothing follows from answers that are not there yet
    question = pages.PAGES.get(step) or abort(404)
    return _answer(draft, step, partial(question, draft))


@bp.route("/log/<uuid:draft_id>/called", methods=["GET", "POST"])
@needs(Act.ALARM_RAISE)
def called_early(draft_id: uuid.UUID) -> Answer:
    """Record a call to the police or social care while the report waits."""
    return early_page(_draft(draft_id))


@bp.route("/reported/<reference>/called", methods=["GET", "POST"])
@needs(Act.ALARM_RAISE)
def called_about(reference: str) -> Answer:
    """Record a call about what this person reported."""
    return receipt_page(visible(actor(), Receipt, reference=reference))


@bp.route("/log/<uuid:draft_id>/acts/<key>", methods=["GET", "POST"])
@needs(Act.DRAFT_SAVE)
def act(draft_id: uuid.UUID, key: str) -> Answer:
    """The questions about one act."""
    draft = _draft(draft_id)
    if key not in answers.act_keys(draft.answers):
        abort(404)
    return _answer(draft, "acts", partial(pages.ActPage, draft, key))


def _answer(draft: Draft, step: str, ask: Callable[[], pages.Asked]) -> Answer:
    shown = ask()
    if request.method == "GET" or not shown.takes():
        return shown.render()
    version, kept = version_of(request.form), shown.to_keep()
    change = partial(actions.save, actor(), draft, step=step, answers=kept, version=version)
    return done(change, shown.after, again=lambda: ask().render())


@bp.route("/log/<uuid:draft_id>/discard", methods=["GET", "POST"])
@needs(Act.DRAFT_DISCARD)
def discard(draft_id: uuid.UUID) -> Answer:
    """Ask whether to stop a report, and stop it."""
    draft = _draft(draft_id)
    if request.method == "GET":
        return page("intake/discard.html", draft=draft)
    return done(
        lambda: actions.discard(actor(), draft),
        lambda _: url_for(".begin"),
        say="The report was stopped. Nothing was logged.",
        again=_reported,
    )


@bp.get("/log/<uuid:draft_id>/check")
@needs(Act.BREACH_LOG)
def check(draft_id: uuid.UUID) -> Answer:
    """Every answer on one page, before it is logged."""
    draft = _draft(draft_id)
    if not answers.whole(draft.answers):
        return redirect(url_for(".tasks", draft_id=draft.id))
    return page("intake/check.html", draft=draft, sections=pages.check_sections(draft), **pages.overview(draft))


@bp.post("/log/<uuid:draft_id>/check")
@needs(Act.BREACH_LOG)
def log(draft_id: uuid.UUID) -> Answer:
    """Log it."""
    draft = visible(actor(), Draft, id=draft_id)
    return done(
        lambda: actions.log_breach(actor(), draft),
        lambda case: url_for(".logged", reference=case.reference),
        again=lambda: _tasks(draft) if draft.logged_at is draft.discarded_at is None else _reported(),
    )


@bp.get("/reported")
@needs(Act.RECEIPT_READ)
def reported() -> Answer:
    """What this person has reported."""
    return _reported()


def _reported() -> tuple[str, int]:
    return page("intake/reported.html", receipts=queries.receipts(actor()))


@bp.get("/reported/<reference>")
@needs(Act.RECEIPT_READ)
def logged(reference: str) -> Answer:
    """The receipt: the reference, what happens next and by when, and what not to do."""
    receipt = visible(actor(), Receipt, reference=reference)
    return page("intake/logged.html", receipt=receipt, next=pages.what_next(actor(), receipt))


@bp.route("/cases/<reference>/harm", methods=["GET", "POST"])
@needs(Act.CASE_LIMBS)
def limbs(reference: str) -> Answer:
    """The four questions of the harm threshold, answered again: what they change is routed at once."""
    case, form = managed(actor(), visible(actor(), Case, reference=reference)), LimbsForm()
    fill_limbs(form, case)
    show = form_page("cases/limbs.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: answer_limbs(actor(), case, limbs=form.limbs(), version=version_of(request.form), equality=form.equality()),
            lambda _: url_for("reports.case", reference=case.reference),
            again=show,
        )
    return show()
