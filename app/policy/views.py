"""The policy: the edition in force clause by clause with its history, bringing in a document, adopting and withdrawing."""

from __future__ import annotations

import hashlib
import uuid

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.core.acts import MAY, Act
from app.core.doors import actor, needs
from app.core.forms import PressForm, version_of
from app.core.permission import may, visible
from app.core.uploads import too_large
from app.core.web import done, form_page, page
from app.people.models import School
from app.people.queries import today
from app.policy import actions, draft_pages, drafting_views, queries
from app.policy.forms import AdoptForm, ImportForm, WithdrawForm
from app.policy.models import Edition
from app.policy.reading import Reading, Unreadable, read

bp = Blueprint("policy", __name__)
bp.register_blueprint(drafting_views.bp)
Answer = Response | tuple[str, int]


@bp.get("/policy")
@needs(Act.POLICY_READ)
def policy() -> Answer:
    """The edition in force with the history of editions."""
    schools = actor().schools()
    found = queries.in_force(schools[0], today()) if schools else None
    return page("policy/policy.html", edition=found, **draft_pages.around(actor(), found))


@bp.route("/policy/import", methods=["GET", "POST"])
@needs(Act.POLICY_IMPORT)
def import_() -> Answer:
    """Bring in the school's own document."""
    form = ImportForm()
    if form.validate_on_submit() and (found := _reading(form)):
        reading, digest = found
        school = visible(actor(), School, id=actor().schools(*MAY[Act.POLICY_IMPORT])[0])
        return done(
            lambda: actions.import_reading(
                actor(), school, reading=reading, source_name=form.file.data.filename, source_digest=digest
            ),
            _address,
        )
    return page("policy/import.html", 422 if form.errors else 200, form=form)


def _reading(form: ImportForm) -> tuple[Reading, str] | None:
    upload = form.file.data
    if not upload or not upload.filename:
        form.file.errors = ["Choose the document of your policy"]
        return None
    if too_large(upload):
        form.file.errors = ["This file is too large to be a policy. Choose the document itself."]
        return None
    data = upload.stream.read()
    try:
        return read(data, upload.filename), hashlib.sha256(data).hexdigest()
    except Unreadable as problem:
        form.file.errors = [str(problem)]
        return None


def _address(edition: Edition) -> str:
    return url_for("policy.edition", edition_id=edition.id)


@bp.get("/policy/editions/<uuid:edition_id>")
@needs(Act.POLICY_READ)
def edition(edition_id: uuid.UUID) -> Answer:
    """One edition, clause by clause; a draft beside the text that was read, ready to be put right."""
    visible(actor(), Edition, id=edition_id)
    found = queries.with_clauses(edition_id)
    if found.is_open and may(actor(), Act.POLICY_EDIT, found.school_id):
        return page("policy/draft.html", edition=found, **draft_pages.listed(actor(), found))
    return page("policy/edition.html", edition=found, **draft_pages.around(actor(), found))


@bp.get("/policy/editions/<uuid:edition_id>/differences")
@needs(Act.POLICY_READ)
def differences(edition_id: uuid.UUID) -> Answer:
    """What differs from the edition in force, or from the one it replaced, word by word."""
    visible(actor(), Edition, id=edition_id)
    return page("policy/differences.html", **draft_pages.compared(queries.with_clauses(edition_id)))


@bp.route("/policy/editions/<uuid:edition_id>/adopt", methods=["GET", "POST"])
@needs(Act.POLICY_ADOPT)
def adopt(edition_id: uuid.UUID) -> Answer:
    """Record its adoption; another person confirms it."""
    visible(actor(), Edition, id=edition_id)
    found, form = queries.with_clauses(edition_id), AdoptForm()
    given = draft_pages.adopting(found)

    def again() -> Answer:
        now = queries.with_clauses(edition_id)
        return page("policy/adopt.html", form=form, edition=now, **draft_pages.adopting(now))

    if not form.is_submitted() and found.review_due and found.review_due > today():
        form.review_due.data = found.review_due
    if form.validate_on_submit() and form.knows(given["nowhere"]):
        record = actions.Adoption(
            form.adopted_on.data,
            form.minute.data.strip(),
            form.chair.data.strip(),
            form.headteacher.data.strip(),
            form.review_due.data,
        )
        version = version_of(request.form)
        return done(
            lambda: actions.record_adoption(actor(), found, adoption=record, version=version),
            _address,
            say="The adoption is recorded. Somebody else must confirm it now: the headteacher, the chair or the clerk.",
            again=again,
        )
    return page("policy/adopt.html", 422 if form.errors else 200, form=form, edition=found, **given)


@bp.route("/policy/editions/<uuid:edition_id>/confirm", methods=["GET", "POST"])
@needs(Act.POLICY_CONFIRM)
def confirm(edition_id: uuid.UUID) -> Answer:
    """Confirm, as a second person, what another recorded."""
    found, form = visible(actor(), Edition, id=edition_id), PressForm()
    if form.validate_on_submit():
        version = version_of(request.form)
        return done(
            lambda: actions.confirm_adoption(actor(), found, version=version),
            _address,
            say="The adoption is confirmed. Words and mapping of this edition cannot change any more.",
        )
    return page("policy/confirm.html", form=form, **draft_pages.confirming(actor(), found))


@bp.post("/policy/editions/<uuid:edition_id>/take-back")
@needs(Act.POLICY_EDIT)
def take_back(edition_id: uuid.UUID) -> Answer:
    """Make it a draft again."""
    found = visible(actor(), Edition, id=edition_id)
    return done(lambda: actions.take_back(actor(), found, version=version_of(request.form)), _address, say="It is a draft again.")


@bp.route("/policy/editions/<uuid:edition_id>/withdraw", methods=["GET", "POST"])
@needs(Act.POLICY_WITHDRAW)
def withdraw(edition_id: uuid.UUID) -> Answer:
    """Record that it no longer applies; another person confirms it."""
    found, form = visible(actor(), Edition, id=edition_id), WithdrawForm()
    if form.validate_on_submit():
        day, reason, version = form.withdrawn_on.data, form.reason.data.strip(), version_of(request.form)
        return done(
            lambda: actions.record_withdrawal(actor(), found, withdrawn_on=day, reason=reason, version=version),
            _address,
            say="The withdrawal is recorded. It applies until somebody else has confirmed it.",
            again=form_page("policy/withdraw.html", form, edition=found),
        )
    return page("policy/withdraw.html", 422 if form.errors else 200, form=form, edition=found)


@bp.route("/policy/editions/<uuid:edition_id>/confirm-withdrawal", methods=["GET", "POST"])
@needs(Act.POLICY_CONFIRM)
def confirm_withdrawal(edition_id: uuid.UUID) -> Answer:
    """Confirm, as a second person, that it was withdrawn."""
    found, form = visible(actor(), Edition, id=edition_id), PressForm()
    if form.validate_on_submit():
        version = version_of(request.form)
        return done(
            lambda: actions.confirm_withdrawal(actor(), found, version=version), _address, say="The withdrawal is confirmed."
        )
    return page("policy/confirm_withdrawal.html", form=form, **draft_pages.confirming(actor(), found))
