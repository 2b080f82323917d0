"""Calls for help: the form on a case, and the page of one's own calls and, for a safeguarding lead, the school's."""

from __future__ import annotations

from flask import url_for

from app.cases.protection.alarm_form import AlarmForm
from app.cases.protection.alarms import alarms, raise_alarm
from app.cases.protection.blueprint import Answer, bp, case_of
from app.cases.protection.words import CALLED
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.web import done, form_page, page
from app.people.queries import names

SAID = "Your call is on record. The safeguarding lead has been told, unless it is about them."


@bp.route("/cases/<reference>/called", methods=["GET", "POST"])
@needs(Act.ALARM_RAISE)
def called(reference: str) -> Answer:
    """Record a call about a case one works on."""
    case, form = case_of(reference), AlarmForm().begin()
    where = url_for("reports.case", reference=case.reference)
    show = form_page("cases/protection/called.html", form, where=where, to="the case")
    if form.validate_on_submit():
        return done(lambda: raise_alarm(actor(), case, **form.call()), lambda _: url_for(".calls"), say=SAID, again=show)
    return show()


@bp.get("/calls")
@needs(Act.ALARM_RAISE)
def calls() -> Answer:
    """One's own calls; a safeguarding lead's school's as well."""
    rows = alarms(actor())
    known = names({one.person_id for one in rows})
    mine = [one for one in rows if one.person_id == actor().person_id]
    others = [one for one in rows if one.person_id != actor().person_id]
    return page("cases/protection/calls.html", mine=mine, others=others, names=known, called=dict(CALLED))
