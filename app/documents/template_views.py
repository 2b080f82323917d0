"""The Word templates of a school: which are its own, what they may use, bringing one in, looking at it, and going back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.cases.clocking.queries import place
from app.core.action import Blocked
from app.core.acts import Act
from app.core.clock import now
from app.core.doors import actor, needs
from app.core.forms import PressForm, version_of
from app.core.permission import NotThere, may
from app.core.uploads import too_large
from app.core.web import done, page
from app.documents.apart import check_apart, fill_apart
from app.documents.checking import MOST_BYTES
from app.documents.filling import names_of_fields
from app.documents.forms import TemplateForm
from app.documents.kinds import KINDS, Kind
from app.documents.models import LetterTemplate
from app.documents.pages import attachment
from app.documents.printing import arranged
from app.documents.queries import in_use, template_of, versions
from app.documents.samples import must_use, sample
from app.documents.template_actions import keep_template
from app.documents.typesetting import typeset
from app.documents.wording import own_template
from app.people.models import School
from app.people.queries import names, schools_of

bp = Blueprint("templates", __name__, url_prefix="/letter-templates")
Answer = Response | tuple[str, int]


def _school() -> School:
    return place(actor(), Act.TEMPLATE_READ, request.args.get("school", ""))


def _kind(key: str) -> Kind:
    if key not in KINDS:
        raise NotThere(key)
    return KINDS[key]


@bp.get("")
@needs(Act.TEMPLATE_READ)
def index() -> Answer:
    """Every letter, and whether the school has a template of its own for it."""
    school = _school()
    others = [one for one in schools_of(actor()) if one.id != school.id and may(actor(), Act.TEMPLATE_READ, one.id)]
    return page("documents/templates.html", school=school, others=others, kinds=KINDS.values(), in_use=in_use(school.id))


@bp.route("/<key>", methods=["GET", "POST"])
@needs(Act.TEMPLATE_READ)
def template(key: str) -> Answer:
    """The template of one letter: its fields and versions, and bringing in the school's own."""
    kind, school, form = _kind(key), _school(), TemplateForm()
    if request.method == "POST" and not may(actor(), Act.TEMPLATE_KEEP, school.id):
        raise NotThere(key)
    if request.method == "POST" and form.validate() and (data := _data(form)) is not None:
        return done(
            lambda: _kept(kind, school, data, form.file.data.filename),
            lambda _: url_for(".template", key=key, school=school.id),
            say="The template is kept. Letters of this kind are written on it from now on.",
            again=lambda: _show(kind, school, form),
        )
    return _show(kind, school, form)


def _data(form: TemplateForm) -> bytes | None:
    upload = form.file.data
    data: bytes = b"" if too_large(upload) else upload.stream.read(MOST_BYTES + 1)
    if not data or len(data) > MOST_BYTES:
        form.file.errors = ["This file is larger than 1 MB, or empty. Choose a smaller Word document."]
        return None
    return data


def _kept(kind: Kind, school: School, data: bytes, name: str) -> LetterTemplate:
    fields = check_apart(data, name, names_of_fields(kind), must_use(kind), sample(kind, school.name))
    return keep_template(actor(), school, kind=kind.key, docx=data, fields=fields, version=version_of(request.form))


def _show(kind: Kind, school: School, form: Any) -> tuple[str, int]:
    rows = versions(school.id, kind.key)
    return page(
        "documents/template.html",
        422 if form.errors else 200,
        kind=kind,
        school=school,
        form=form,
        must=must_use(kind),
        versions=rows,
        people=names({one.by for one in rows}),
        own=bool(rows) and rows[0].sha256 is not None,
        keeps=may(actor(), Act.TEMPLATE_KEEP, school.id),
    )


@bp.get("/<key>/preview")
@needs(Act.TEMPLATE_READ)
def preview(key: str) -> Answer:
    """A letter about nobody, on the template in use."""
    kind, school = _kind(key), _school()
    try:
        _, words = fill_apart(template_of(school.id, kind).data, sample(kind, school.name))
    except Blocked as refused:
        return page("documents/template_preview.html", 409, kind=kind, school=school, words=[], problem=str(refused))
    return page("documents/template_preview.html", kind=kind, school=school, words=arranged(words), problem="")


@bp.get("/<key>/<what>")
@needs(Act.TEMPLATE_READ)
def file(key: str, what: str) -> Answer:
    """The Word template in use, the product's own, or a letter about nobody as PDF."""
    kind, school = _kind(key), _school()
    if what == "word":
        return attachment(template_of(school.id, kind).data, "word", f"template-{key}")
    if what == "own":
        return attachment(own_template(kind.title, kind.body), "word", f"template-{key}-original")
    if what != "pdf":
        raise NotThere(what)
    _, words = fill_apart(template_of(school.id, kind).data, sample(kind, school.name))
    given = {
        "title": kind.title,
        "foot": "An example about nobody",
        "school": school.name,
        "employer": "",
        "words": arranged(words),
    }
    return attachment(typeset("letter", given, at=now()), "pdf", f"example-{key}")


@bp.post("/<key>/own")
@needs(Act.TEMPLATE_KEEP)
def go_back(key: str) -> Answer:
    """Go back to the product's own template."""
    kind, school, form = _kind(key), _school(), PressForm()
    if not form.validate():
        return _show(kind, school, TemplateForm())
    return done(
        lambda: keep_template(actor(), school, kind=kind.key, docx=None, fields=[], version=version_of(request.form)),
        lambda _: url_for(".template", key=key, school=school.id),
        say="Letters of this kind are written on Evenhand's own template again.",
        again=lambda: _show(kind, school, TemplateForm()),
    )
