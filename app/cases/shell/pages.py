"""What the pages of a case as a whole gather."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.cases.engine import CP, Whole, roles_on
from app.cases.models import Case
from app.cases.shell.checklist import points, ran, where_it_goes
from app.cases.shell.forms import CloseForm
from app.cases.shell.models import Closing
from app.cases.shell.queries import closings, group, links_of, open_closing, pauses
from app.cases.shell.retention import retention
from app.cases.sight import SEALED_PATHS, Seen, sight
from app.core.forms import Form
from app.core.permission import Actor, Refused
from app.core.web import form_page, page
from app.pathways import words as closed_lists
from app.people.queries import names

Show = Callable[[], tuple[str, int]]
OUTCOMES = {
    word: label.split(":")[0]
    for name in vars(closed_lists)
    if name.isupper() and isinstance(getattr(closed_lists, name), tuple)
    for word, label in getattr(closed_lists, name)
}


def _shown(actor: Actor, whole: Whole) -> dict[str, Any]:
    case, seen = whole.case, sight(actor, whole)
    return {
        "case": case,
        "points": points(whole, seen),
        "goes": where_it_goes(whole, seen, OUTCOMES),
        "kept": retention(whole),
        "linked": group(actor, case),
        "may_read": Seen.PROTECTION in seen or not any(one.name in SEALED_PATHS for one in whole.paths),
    }


def whole_page(actor: Actor, case: Case) -> tuple[str, int]:
    """The case as a whole: the checklist, closings and pauses so far, and the other cases of its event."""
    asked, paused = closings(case.id), pauses(case.id)
    people = {one.asked_by for one in asked} | {one.answered_by for one in asked if one.answered_by} | {one.by for one in paused}
    waits = next((one for one in asked if one.answered_at is None), None)
    return page(
        "cases/shell/whole.html",
        **_shown(actor, Whole(case)),
        closings=asked,
        pauses=paused,
        links=links_of(actor, case.id),
        known=names(people),
        waits=waits,
        may_sign=waits is not None and waits.asked_by != actor.person_id and waits.signer in roles_on(actor, case),
    )


def closing_page(actor: Actor, case: Case, form: CloseForm) -> Show:
    """The form that asks for a case to be closed, under its checklist; the LADO's agreement only where it is needed."""
    whole = Whole(case)
    if ran(whole, CP) is None:
        del form.lado, form.lado_on
    return form_page("cases/shell/close.html", form, **_shown(actor, whole))


def to_sign(actor: Actor, case: Case) -> Closing:
    """The closing that waits for this person's role; nobody else has its pages."""
    row = open_closing(case.id)
    if row is None or row.signer not in roles_on(actor, case):
        raise Refused("another person signs")
    return row


def signing_page(actor: Actor, case: Case, form: Form) -> Show:
    """The form on which a second person signs."""
    row = to_sign(actor, case)
    return form_page(
        "cases/shell/sign.html",
        form,
        **_shown(actor, Whole(case)),
        asked=row,
        known=names([row.asked_by]),
        own=row.asked_by == actor.person_id,
    )
