"""One clock of a case: its story, and the pages on which it is stopped, extended, started again or explained."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from app.cases.clocking import changing
from app.cases.clocking.forms import ExtendForm
from app.cases.clocking.owning import may_change, owns
from app.cases.clocking.story import story
from app.cases.clocking.views import bp
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.shell.forms import ReasonForm
from app.cases.sight import SEALED_CLOCKS, Seen, sight
from app.cases.work import Deadline
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import Refused, visible
from app.core.web import done, form_page, page

Answer = Response | tuple[str, int]
TITLES = {
    "stop": "Stop this clock",
    "restart": "Start this clock again",
    "extend": "Extend this clock",
    "explain": "Say why it was missed",
    "answered": "Record the answer",
}
SAID = {
    "stop": "The clock is stopped.",
    "restart": "The clock runs again.",
    "extend": "The clock is extended.",
    "explain": "Why it was missed is on record.",
}


def clock_of(reference: str, clock_id: uuid.UUID) -> tuple[Case, Deadline]:
    """A case and one of its clocks, as far as this person may know of both."""
    case = visible(actor(), Case, reference=reference)
    row = visible(actor(), Deadline, id=clock_id, case_id=case.id)
    if row.rule in SEALED_CLOCKS and Seen.PROTECTION not in sight(actor(), Whole(case)):
        raise Refused("sealed")
    return case, row


@bp.get("/cases/<reference>/clocks/<uuid:clock_id>")
@needs(Act.CASE_OPEN)
def clock(reference: str, clock_id: uuid.UUID) -> Answer:
    """One clock with everything that was done to it; that the case was opened is in the trail before it is shown."""
    case, row = clock_of(reference, clock_id)
    return page("cases/clocking/clock.html", case=case, story=story(actor(), case, row), titles=TITLES, to=_address(case, row))


@bp.route("/cases/<reference>/clocks/<uuid:clock_id>/<any(stop, restart, extend):how>", methods=["GET", "POST"])
@needs(Act.CLOCK_CHANGE)
def change(reference: str, clock_id: uuid.UUID, how: str) -> Answer:
    """Stop a clock, start it again, or extend it to a later day."""
    case, row = clock_of(reference, clock_id)
    if not may_change(actor(), case, row):
        raise Refused(Act.CLOCK_CHANGE)
    if how == "extend":
        form = ExtendForm()
        return _asked(case, row, how, form, lambda: changing.extend_clock(actor(), row, to=form.to.data, **_reason(form)))
    asked, act = ReasonForm(), changing.stop_clock if how == "stop" else changing.start_again
    return _asked(case, row, how, asked, lambda: act(actor(), row, **_reason(asked)))


@bp.route("/cases/<reference>/clocks/<uuid:clock_id>/explain", methods=["GET", "POST"])
@needs(Act.CLOCK_EXPLAIN)
def explain(reference: str, clock_id: uuid.UUID) -> Answer:
    """Say why a clock was missed."""
    case, row = clock_of(reference, clock_id)
    if not owns(actor(), case, row):
        raise Refused(Act.CLOCK_EXPLAIN)
    form = ReasonForm()
    return _asked(case, row, "explain", form, lambda: changing.explain_missed(actor(), row, **_reason(form)))


def _address(case: Case, row: Deadline) -> Callable[[str], str]:
    """The page on which something is done to a clock."""
    named = {"explain": "clocking.explain", "answered": "clocking.answered"}

    def address(how: str) -> str:
        given: dict[str, Any] = {"reference": case.reference, "clock_id": row.id}
        return url_for(named[how], **given) if how in named else url_for("clocking.change", how=how, **given)

    return address


def _reason(form: Any) -> dict[str, str]:
    return {"reason": form.reason.data.strip()}


def _asked(case: Case, row: Deadline, how: str, form: Any, act: Callable[[], Deadline]) -> Answer:
    show = form_page("cases/clocking/change.html", form, case=case, row=row, how=how, title=TITLES[how])
    if form.validate_on_submit():
        return done(act, partial(_to_clock, case), say=SAID[how], again=show)
    return show()


def _to_clock(case: Case, row: Deadline) -> str:
    return url_for("clocking.clock", reference=case.reference, clock_id=row.id)
