"""The letters of a case: chosen, written, looked at, issued, given out as files, and served."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.pages import instant
from app.core.action import Blocked, Stale
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import PressForm, version_of
from app.core.permission import NotThere, visible
from app.core.web import done, form_page
from app.documents import actions, template_views
from app.documents.forms import ServeForm
from app.documents.models import Letter, Service
from app.documents.pages import FILES, Desk, Room
from app.documents.queries import letter_of

bp = Blueprint("documents", __name__)
bp.register_blueprint(template_views.bp)
Answer = Response | tuple[str, int]


def _case(reference: str) -> Case:
    return visible(actor(), Case, reference=reference)


def _desk(reference: str, letter_id: uuid.UUID) -> Desk:
    case = _case(reference)
    whole = Whole(case)
    return Desk(actor(), case, letter_of(actor(), case, letter_id, whole), whole)


def _address(letter: Letter | Service, endpoint: str = "documents.letter") -> str:
    case = visible(actor(), Case, id=letter.case_id)
    key = letter.letter_id if isinstance(letter, Service) else letter.id
    return url_for(endpoint, reference=case.reference, letter_id=key)


@bp.get("/cases/<reference>/letters")
@needs(Act.LETTER_READ)
def letters(reference: str) -> Answer:
    """The letters of a case, and those that can be begun."""
    room = Room(actor(), _case(reference))
    return room.show(room.choose())


@bp.post("/cases/<reference>/letters")
@needs(Act.LETTER_WRITE)
def begin(reference: str) -> Answer:
    """Begin a letter."""
    room = Room(actor(), _case(reference))
    form = room.choose()
    if form.validate_on_submit():
        return done(lambda: actions.begin(actor(), room.case, kind=form.kind.data), _address, again=lambda: room.show(form))
    return room.show(form)


@bp.route("/cases/<reference>/letters/<uuid:letter_id>", methods=["GET", "POST"])
@needs(Act.LETTER_READ)
def letter(reference: str, letter_id: uuid.UUID) -> Answer:
    """A draft that is written, or a letter as it was issued."""
    desk = _desk(reference, letter_id)
    form = desk.form()
    if request.method == "POST" and desk.only_writers() and form.validate():
        after = "documents.preview" if request.form.get("then") == "preview" else "documents.letter"
        return done(
            lambda: actions.write(actor(), desk.letter, typed=form.values(), version=version_of(request.form)),
            lambda row: _address(row, after),
            say="" if after == "documents.preview" else "The draft is saved.",
            again=lambda: _desk(reference, letter_id).show(form),
        )
    return desk.show(form)


@bp.get("/cases/<reference>/letters/<uuid:letter_id>/preview")
@needs(Act.LETTER_WRITE)
def preview(reference: str, letter_id: uuid.UUID) -> Answer:
    """The letter as it would go out."""
    return _drafted(reference, letter_id).preview(PressForm())


@bp.post("/cases/<reference>/letters/<uuid:letter_id>/issue")
@needs(Act.LETTER_ISSUE)
def issue(reference: str, letter_id: uuid.UUID) -> Answer:
    """Issue a letter."""
    desk, form = _desk(reference, letter_id).only_writers(), PressForm()

    def made() -> Letter:
        if desk.letter.is_draft and desk.stops:
            raise Blocked(" ".join(desk.stops))
        if desk.letter.is_draft and request.form.get("seen") != desk.digest:
            raise Stale(actions.TOLD)
        return actions.issue(actor(), desk.letter, made=desk.make(), version=version_of(request.form))

    if form.validate_on_submit():
        return done(
            made,
            _address,
            say="The letter is issued. Record how and when it is sent.",
            again=lambda: _desk(reference, letter_id).show(desk.form()),
        )
    return desk.preview(form)


@bp.post("/cases/<reference>/letters/<uuid:letter_id>/put-away")
@needs(Act.LETTER_WRITE)
def put_away(reference: str, letter_id: uuid.UUID) -> Answer:
    """Put a draft away."""
    desk = _desk(reference, letter_id).only_writers()
    return done(
        lambda: actions.put_away(actor(), desk.letter, version=version_of(request.form)),
        lambda _: url_for(".letters", reference=reference),
        say="The draft is put away.",
        again=lambda: _desk(reference, letter_id).show(desk.form()),
    )


@bp.get("/cases/<reference>/letters/<uuid:letter_id>/<what>")
@needs(Act.LETTER_READ)
def file(reference: str, letter_id: uuid.UUID, what: str) -> Answer:
    """The Word file or the PDF, to be saved."""
    desk = _desk(reference, letter_id)
    if what not in FILES or (desk.letter.is_draft and not desk.writes) or desk.letter.state == "put_away":
        raise NotThere(what)
    return desk.file(what)


@bp.route("/cases/<reference>/letters/<uuid:letter_id>/service", methods=["GET", "POST"])
@needs(Act.LETTER_SERVE)
def serve(reference: str, letter_id: uuid.UUID) -> Answer:
    """Record how an issued letter went out."""
    desk, form = _desk(reference, letter_id).only_writers(), ServeForm()
    if desk.letter.issued_at is None:
        raise NotThere("it was not issued")
    show = form_page("documents/serve.html", form, case=desk.case, desk=desk)
    if form.validate_on_submit():
        at: datetime = instant(form.on.data, form.at.data)
        return done(
            lambda: actions.serve(actor(), desk.letter, how=form.how.data, at=at, proof=form.proof.data.strip()),
            _address,
            say="It is recorded.",
            again=show,
        )
    return show()


def _drafted(reference: str, letter_id: uuid.UUID) -> Desk:
    desk = _desk(reference, letter_id).only_writers()
    if not desk.letter.is_draft:
        raise NotThere("it is no draft any more")
    return desk
