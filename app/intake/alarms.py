"""Calls for help made before a report is logged, and by whoever may not see the case that it became."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import url_for
from werkzeug.wrappers import Response

from app.cases.managing import free_holders
from app.cases.models import Case
from app.cases.protection.alarm_form import AlarmForm, EarlyAlarmForm
from app.cases.protection.alarm_pages import SAID
from app.cases.protection.alarms import LEADS, raise_alarm, write_alarm
from app.cases.protection.models import Alarm
from app.core.action import action, seal_case
from app.core.acts import Act
from app.core.db import db
from app.core.doors import actor
from app.core.permission import Actor
from app.core.web import done, form_page
from app.intake.models import Draft, Receipt
from app.notices.queries import tell
from app.people.queries import names

Answer = Response | tuple[str, int]


def _about(draft: Draft) -> uuid.UUID | None:
    person = draft.answers.get("who", {}).get("person")
    return uuid.UUID(person) if person else None


@action(Act.ALARM_RAISE)
def raise_early(
    actor: Actor, draft: Draft, *, agency: str, at: datetime, words: dict[str, str], not_for: uuid.UUID | None = None
) -> Alarm:
    """Record a call about a report that is being written; the safeguarding leads are told, but for one whom it is about."""
    about = not_for or _about(draft)
    row = write_alarm(actor, draft.id, school_id=draft.school_id, agency=agency, at=at, words=words, not_for=about)
    people = free_holders(draft.school_id, LEADS, {one for one in (about, actor.person_id) if one})
    tell(people, "child_alarm", school_id=draft.school_id, case_id=None, once=f"alarm:{row.id}")
    seal_case(row, noted="called", agency=agency)
    return row


def early_page(draft: Draft) -> Answer:
    """Record a call from the page that stops the report."""
    about = _about(draft)
    leads = names(free_holders(draft.school_id, LEADS, {one for one in (actor().person_id,) if one}))
    asks = about is None and bool(leads)
    form: AlarmForm = EarlyAlarmForm().with_leads(leads).begin() if asks else AlarmForm().begin()
    show = form_page("cases/protection/called.html", form, where=url_for("intake.tasks", draft_id=draft.id), to="the report")
    if form.validate_on_submit():
        not_for = form.not_for() if isinstance(form, EarlyAlarmForm) else None
        return done(
            lambda: raise_early(actor(), draft, **form.call(), not_for=not_for),
            lambda _: url_for("protection.calls"),
            say=SAID,
            again=show,
        )
    return show()


def receipt_page(receipt: Receipt) -> Answer:
    """Record a call from a receipt, also when the case is not theirs to see."""
    form, case = AlarmForm().begin(), db.session.get_one(Case, receipt.case_id)
    where = url_for("intake.logged", reference=receipt.reference)
    show = form_page("cases/protection/called.html", form, where=where, to="what you reported")
    if form.validate_on_submit():
        return done(lambda: raise_alarm(actor(), case, **form.call()), lambda _: url_for("protection.calls"), say=SAID, again=show)
    return show()
