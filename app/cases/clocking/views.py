"""The settings that govern the clocks, and the clocks of a case one by one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.cases.clocking import actions, queries
from app.cases.clocking.forms import AsBeforeForm, ChoiceForm, DayForm, FromDayForm, NumberForm, TermForm
from app.cases.clocking.models import ClosedDay, DayKind
from app.cases.clocking.recounting import keep_counted
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import whole_number
from app.core.permission import NotThere, may, visible
from app.core.web import done, form_page, page
from app.pathways.numbers import DEFAULTS, Measure
from app.people.models import School
from app.people.queries import schools_of

bp = Blueprint("clocking", __name__)
Answer = Response | tuple[str, int]
FORMS: dict[Measure, type[NumberForm]] = {Measure.YES_NO: ChoiceForm, Measure.DAY: FromDayForm}


@bp.get("/settings/procedure")
@needs(Act.SETTING_READ)
def procedure() -> Answer:
    """Every number of the school's procedures: the usual one, what holds now, from which document and since when."""
    school = queries.place(actor(), Act.SETTING_READ, request.args.get("school", ""))
    others = [one for one in schools_of(actor()) if one.id != school.id and may(actor(), Act.SETTING_READ, one.id)]
    may_change = may(actor(), Act.SETTING_CHANGE, school.id)
    groups = queries.number_groups(school.id)
    return page("cases/clocking/procedure.html", school=school, others=others, groups=groups, may_change=may_change)


@bp.route("/settings/procedure/<setting_key>", methods=["GET", "POST"])
@needs(Act.SETTING_CHANGE)
def set_number(setting_key: str) -> Answer:
    """Set one number of the school's procedures."""
    if setting_key not in DEFAULTS:
        raise NotThere(setting_key)
    school = queries.place(actor(), Act.SETTING_CHANGE, request.args.get("school", ""))
    usual = DEFAULTS[setting_key]
    form = FORMS.get(usual.measure, NumberForm)()
    rows = queries.history(actor(), school.id, setting_key)
    now_n = rows[0].n if rows else usual.n
    show = form_page("cases/clocking/number.html", form, usual=usual, school=school, rows=rows, now_n=now_n)
    if form.validate_on_submit():
        given = {name: form.values()[name] for name in ("source", "edition", "reason")}
        return done(
            lambda: actions.set_number(
                actor(),
                school,
                key=setting_key,
                n=int(form.n.data.strftime("%Y%m%d") if usual.measure is Measure.DAY else form.n.data),
                seen=whole_number(request.form.get("seen", "")),
                **given,
            ),
            lambda _: url_for(".procedure", school=school.id),
            say="The number is set. It holds for every clock that starts from now on; clocks that run already keep theirs.",
            again=show,
        )
    return show()


@bp.get("/settings/calendar")
@needs(Act.SETTING_READ)
def calendar() -> Answer:
    """The days that do not count at this school, its terms, and the bank holidays it goes by."""
    school = queries.place(actor(), Act.SETTING_READ, request.args.get("school", ""))
    others = [one for one in schools_of(actor()) if one.id != school.id and may(actor(), Act.SETTING_READ, one.id)]
    return page("cases/clocking/calendar.html", school=school, others=others, page=queries.calendar_page(school.id))


@bp.route("/settings/calendar/day", methods=["GET", "POST"])
@needs(Act.CALENDAR_CHANGE)
def add_day() -> Answer:
    """Enter a one-off bank holiday, a day on which the school is closed, or a bank holiday that is worked."""
    school, form = queries.place(actor(), Act.CALENDAR_CHANGE, request.args.get("school", "")), DayForm()
    show = form_page("cases/clocking/day.html", form, school=school)
    if form.validate_on_submit():
        values = form.values()
        return _recounted(
            school,
            lambda: actions.set_day(
                actor(),
                school,
                on=form.on.data,
                kind=DayKind(form.kind.data),
                name=values["name"],
                reason=values["reason"],
            ),
            show,
        )
    return show()


@bp.route("/settings/calendar/day/<uuid:day_id>/take-back", methods=["GET", "POST"])
@needs(Act.CALENDAR_CHANGE)
def take_back(day_id: uuid.UUID) -> Answer:
    """Take back a day that was entered: it is as it was before."""
    day, form = visible(actor(), ClosedDay, id=day_id), AsBeforeForm()
    school = queries.place(actor(), Act.CALENDAR_CHANGE, str(day.school_id))
    show = form_page("cases/clocking/take_back.html", form, school=school, day=day)
    if form.validate_on_submit():
        reason = form.values()["reason"]
        return _recounted(
            school,
            lambda: actions.set_day(actor(), school, on=day.on, kind=DayKind.AS_BEFORE, name=day.name, reason=reason),
            show,
        )
    return show()


@bp.route("/settings/calendar/term", methods=["GET", "POST"])
@needs(Act.CALENDAR_CHANGE)
def add_term() -> Answer:
    """Enter a span in which the school meets."""
    school, form = queries.place(actor(), Act.CALENDAR_CHANGE, request.args.get("school", "")), TermForm()
    show = form_page("cases/clocking/term.html", form, school=school)
    if form.validate_on_submit():
        name = form.values()["name"]
        return _recounted(
            school,
            lambda: actions.set_term(actor(), school, starts_on=form.starts_on.data, ends_on=form.ends_on.data, name=name),
            show,
        )
    return show()


def _recounted(school: School, change: Callable[[], Any], show: Callable[[], tuple[str, int]]) -> Answer:
    """Change the calendar, then move the clocks that it moves; how many they are is nobody's to know who may not see them."""
    school_id = school.id
    answer = done(
        change,
        lambda _: url_for(".calendar", school=school_id),
        say="The calendar is changed. Every open clock that it moves has its new date, with the old one kept.",
        again=show,
    )
    if isinstance(answer, Response):
        keep_counted(school_id)
    return answer
