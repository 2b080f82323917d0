"""Who is away: one's own days, and for the headteacher and the administrator those of everybody at the school."""

from __future__ import annotations

import uuid
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from app.cases.clocking import away
from app.cases.clocking.forms import AwayForm
from app.cases.clocking.models import Absence
from app.cases.clocking.views import bp
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import choices
from app.core.permission import visible
from app.core.web import done, form_page, page
from app.people.queries import everybody_at, person

Answer = Response | tuple[str, int]


def _others() -> dict[uuid.UUID, str]:
    """The people for whom this person may say that they are away, besides themselves."""
    schools = actor().schools(*away.FOR_OTHERS)
    found = {one.id: one.name for school_id in schools for one in everybody_at(school_id)}
    return {key: name for key, name in found.items() if key != actor().person_id}


@bp.get("/absence")
@needs(Act.ABSENCE_SET)
def absences() -> Answer:
    """Who is away from today on, as far as this person may know."""
    return page("cases/clocking/absences.html", rows=away.absences(actor()))


@bp.route("/absence/new", methods=["GET", "POST"])
@needs(Act.ABSENCE_SET)
def be_away() -> Answer:
    """Say that you, or somebody else at the school, will be away."""
    form, others = AwayForm(), _others()
    form.person.choices = choices([("", "Me"), *((str(key), name) for key, name in others.items())])
    show = form_page("cases/clocking/away.html", form, others=bool(others))
    if form.validate_on_submit():
        who = person(uuid.UUID(form.person.data) if form.person.data else _me())
        return done(
            lambda: away.be_away(actor(), who, starts_on=form.starts_on.data, ends_on=form.ends_on.data),
            lambda _: url_for(".absences"),
            say="The absence is entered. Clocks that fall due meanwhile are told to the next in line.",
            again=show,
        )
    return show()


@bp.post("/absence/<uuid:absence_id>/back")
@needs(Act.ABSENCE_SET)
def be_back(absence_id: uuid.UUID) -> Answer:
    """Call an absence off."""
    row: Any = visible(actor(), Absence, id=absence_id)
    return done(lambda: away.be_back(actor(), row), lambda _: url_for(".absences"), say="The absence is called off.")


@bp.get("/absence/in-line")
@needs(Act.ABSENCE_SET)
def in_line() -> Answer:
    """What to do when a clock of a case that one cannot open was told to the next in line."""
    return page("cases/clocking/in_line.html")


def _me() -> uuid.UUID:
    key = actor().person_id
    assert key is not None  # noqa: S101 - whoever passed the door is a person
    return key
