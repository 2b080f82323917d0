"""Recording a request about somebody's data and its answer, and a child's 18th birthday."""

from __future__ import annotations

import uuid

from flask import url_for
from werkzeug.wrappers import Response

from app.cases.clocking import requesting
from app.cases.clocking.clocks import clock_of
from app.cases.clocking.forms import AnsweredForm, BirthdayForm, RequestForm
from app.cases.clocking.information import REQUESTS
from app.cases.clocking.owning import may_change
from app.cases.clocking.views import bp
from app.cases.engine import roles_on
from app.cases.models import Case, Part
from app.cases.queries import involved
from app.cases.work import Deadline
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import choices
from app.core.permission import Refused, visible
from app.core.web import done, form_page

Answer = Response | tuple[str, int]


def _case(reference: str, roles: frozenset[str]) -> Case:
    case = visible(actor(), Case, reference=reference)
    if not roles_on(actor(), case) & roles:
        raise Refused(Act.CLOCK_START)
    return case


def _clock(row: Deadline, reference: str) -> str:
    return url_for("clocking.clock", reference=reference, clock_id=row.id)


@bp.route("/cases/<reference>/requests/new", methods=["GET", "POST"])
@needs(Act.CLOCK_START)
def request_(reference: str) -> Answer:
    """Record that a request about somebody's data reached the school."""
    case, form = _case(reference, requesting.ASKED), RequestForm()
    form.kind.choices = choices((key, one.title) for key, one in REQUESTS.items())
    show = form_page("cases/clocking/request.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: requesting.record_request(actor(), case, kind=form.kind.data, on=form.on.data),
            lambda row: _clock(row, reference),
            say="The request is recorded, and its clock runs.",
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/clocks/<uuid:clock_id>/answered", methods=["GET", "POST"])
@needs(Act.CLOCK_CHANGE)
def answered(reference: str, clock_id: uuid.UUID) -> Answer:
    """Record on which day a request was answered."""
    case, row = clock_of(reference, clock_id)
    if row.rule not in REQUESTS or not may_change(actor(), case, row):
        raise Refused(Act.CLOCK_CHANGE)
    form = AnsweredForm()
    show = form_page("cases/clocking/answered.html", form, case=case, row=row)
    if form.validate_on_submit():
        return done(
            lambda: requesting.answer_request(actor(), row, on=form.on.data),
            lambda one: _clock(one, reference),
            say="The answer is recorded.",
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/clocks/birthday", methods=["GET", "POST"])
@needs(Act.CLOCK_START)
def birthday(reference: str) -> Answer:
    """Put a child's 18th birthday among the clocks that only who protects the child sees."""
    case, form = _case(reference, requesting.PROTECTS), BirthdayForm()
    children = [one for one in involved(case.id) if one.part == Part.CHILD.value]
    form.child.choices = choices([("", "Choose"), *((str(one.id), one.token or "The child") for one in children)])
    show = form_page("cases/clocking/birthday.html", form, case=case)
    if form.validate_on_submit():
        return done(
            lambda: requesting.note_birthday(actor(), case, child_id=uuid.UUID(form.child.data), born=form.born.data),
            lambda row: _clock(row, reference),
            say="The birthday is among the clocks.",
            again=show,
        )
    return show()
