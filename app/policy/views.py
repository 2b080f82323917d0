"""The policy: the edition in force clause by clause, and bringing in and adopting a new one."""

from __future__ import annotations

import hashlib
import uuid

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.core.acts import MAY, Act
from app.core.doors import actor, needs
from app.core.permission import may, visible
from app.core.uploads import too_large
from app.core.web import done, page
from app.people.models import School
from app.people.queries import today
from app.policy import actions, queries
from app.policy.forms import AdoptForm, ImportForm
from app.policy.models import Edition
from app.policy.reading import Reading, Unreadable, read
from app.policy.starter import starter

bp = Blueprint("policy", __name__)
Answer = Response | tuple[str, int]


@bp.get("/policy")
@needs(Act.POLICY_READ)
def policy() -> Answer:
    """The edition in force, and the others for those who work on them."""
    works = may(actor(), Act.POLICY_IMPORT)
    schools = actor().schools()
    return page(
        "policy/policy.html",
        edition=queries.in_force(schools[0], today()) if schools else None,
        title_of=title_of,
        editions=queries.editions(actor()),
        works=works,
    )


def title_of(number: str) -> str:
    """The starter edition's short title of a clause, for a text that has none."""
    like = starter(number)
    return like.title if like else ""


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
            lambda edition: url_for(".edition", edition_id=edition.id),
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


@bp.get("/policy/editions/<uuid:edition_id>")
@needs(Act.POLICY_READ)
def edition(edition_id: uuid.UUID) -> Answer:
    """One edition, clause by clause."""
    visible(actor(), Edition, id=edition_id)
    return page(
        "policy/edition.html", edition=queries.with_clauses(edition_id), works=may(actor(), Act.POLICY_ADOPT), title_of=title_of
    )


@bp.route("/policy/editions/<uuid:edition_id>/adopt", methods=["GET", "POST"])
@needs(Act.POLICY_ADOPT)
def adopt(edition_id: uuid.UUID) -> Answer:
    """Record its adoption."""
    visible(actor(), Edition, id=edition_id)
    found, form = queries.with_clauses(edition_id), AdoptForm()
    if form.validate_on_submit():
        return done(
            lambda: actions.adopt(
                actor(),
                found,
                adopted_on=form.adopted_on.data,
                chair=form.chair.data.strip(),
                headteacher=form.headteacher.data.strip(),
            ),
            lambda one: url_for(".edition", edition_id=one.id),
            say="The adoption is recorded. The words of this edition cannot change any more.",
        )
    return page("policy/adopt.html", 422 if form.errors else 200, form=form, edition=found)
