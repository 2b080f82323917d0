"""The settings that govern the clocks, and the clocks of a case one by one."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.cases.clocking import actions, queries
from app.cases.clocking.forms import NumberForm
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.permission import NotThere, may
from app.core.web import done, form_page, page
from app.pathways.numbers import DEFAULTS
from app.people.queries import schools_of

bp = Blueprint("clocking", __name__)
Answer = Response | tuple[str, int]


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
    usual, form = DEFAULTS[setting_key], NumberForm()
    rows = queries.history(actor(), school.id, setting_key)
    now_n = rows[0].n if rows else usual.n
    show = form_page("cases/clocking/number.html", form, usual=usual, school=school, rows=rows, now_n=now_n)
    if form.validate_on_submit():
        given = {name: form.values()[name] for name in ("source", "edition", "reason")}
        seen = request.form.get("seen", "")
        return done(
            lambda: actions.set_number(
                actor(),
                school,
                key=setting_key,
                n=int(form.n.data),
                seen=int(seen) if seen.isdigit() and len(seen) < 5 else None,
                **given,
            ),
            lambda _: url_for(".procedure", school=school.id),
            say="The number is set. It holds for every clock that starts from now on; clocks that run already keep theirs.",
            again=show,
        )
    return show()
