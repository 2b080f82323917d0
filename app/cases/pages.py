"""What the pages of casework gather: the filter of the list, the form of a step, candidates for a part, sealed names."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from app.cases import actions
from app.cases.engine import roles_on
from app.cases.forms import ContactForm, LimbsForm, NameForm, ViewForm, WantedForm, WhyForm, just_now
from app.cases.listing import Wanted, listed
from app.cases.models import Case, CaseState, Involvement, Part
from app.cases.parts import open_roles
from app.cases.saved_views import only_the_filter, saved_views
from app.core.acts import ROLE_WORDS, Role
from app.core.clock import LONDON
from app.core.forms import choices
from app.core.permission import Actor, Refused
from app.core.web import page
from app.pathways import PATHWAYS
from app.people.queries import holders, names, roll_names

STATES = (
    ("", "Any"),
    (CaseState.TRIAGE.value, "Being assessed"),
    (CaseState.ROUTED.value, "Being worked on"),
    (CaseState.CLOSED.value, "Closed"),
    (CaseState.NOT_WITHIN_POLICY.value, "Not within this policy"),
)


PATH_CHOICES = choices([("", "Any"), *((one.name.value, one.title) for one in PATHWAYS.values())])
STAGE_CHOICES = choices(
    [
        ("", "Any"),
        *sorted({(stage.key, stage.title) for one in PATHWAYS.values() for stage in one.stages}, key=lambda pair: pair[1]),
    ]
)


def narrowing(actor: Actor, args: MultiDict[str, str]) -> tuple[WantedForm, Wanted]:
    """The filter as it was sent, and what it narrows the list to; what does not make sense narrows nothing."""
    form = WantedForm(args)
    form.path.choices, form.stage.choices = PATH_CHOICES, STAGE_CHOICES
    form.state.choices = choices(STATES)
    people = [one for school_id in actor.schools(Role.HEADTEACHER, Role.HR_ADVISER) for one in roll_names(school_id)]
    form.person.choices = choices([("", "Any"), *((str(key), name) for key, name in people if key != actor.person_id)])
    if not form.validate():
        return form, Wanted(before=_before(args.get("before", "")))
    return form, Wanted(
        path=form.path.data or "",
        stage=form.stage.data or "",
        clause=(form.clause.data or "").strip(),
        person_id=uuid.UUID(form.person.data) if form.person.data else None,
        state=form.state.data or "",
        since=form.since.data,
        until=form.until.data,
        overdue=bool(form.overdue.data),
        sort=form.sort.data or "",
        before=_before(args.get("before", "")),
    )


def list_page(actor: Actor, args: MultiDict[str, str], naming: ViewForm | None = None) -> tuple[str, int]:
    """The list of cases for this filter, with the views this person has kept and a name for this one."""
    form, wanted = narrowing(actor, args)
    query = only_the_filter(urlencode(list(args.items(multi=True))))
    return page(
        "cases/list.html",
        422 if naming else 200,
        form=form,
        found=listed(actor, wanted),
        older=older(args),
        views=saved_views(actor),
        query=query,
        naming=naming or ViewForm(),
    )


def _before(value: str) -> tuple[datetime, uuid.UUID] | None:
    at, _, key = value.partition("~")
    try:
        instant, row = datetime.fromisoformat(at), uuid.UUID(key)
        return (instant.astimezone(UTC), row) if instant.tzinfo else None
    except (ValueError, OverflowError):  # as nothing on the list says it
        return None


def older(args: MultiDict[str, str]) -> str:
    """The address of the list without the place it has come to, ready for the next one."""
    kept: dict[str, Any] = {name: args.getlist(name) for name in args if name != "before"}
    return url_for("cases.cases", **kept)


def managed(actor: Actor, case: Case) -> Case:
    """The case, if this person manages it; else it has no such page."""
    if "case_manager" not in roles_on(actor, case):
        raise Refused("case_manager")
    return case


def fill_limbs(form: LimbsForm, case: Case) -> None:
    """Show the answers there are, unless the form was sent."""
    if not form.is_submitted():
        for name, one in (case.limbs or {}).items():
            form[name].data = one["answer"]
            form[f"{name}_reason"].data = one["reason"]


def fill_contact(form: ContactForm) -> None:
    """A conversation has usually just taken place, with the LADO."""
    just_now(form)
    if not form.is_submitted():
        form.agency.data = "lado"


def instant(day: date, at: time | None) -> datetime:
    """A day and a time in London as an instant."""
    return datetime.combine(day, at or time(0), LONDON)


def contact_words(form: ContactForm) -> dict[str, str]:
    """What is kept of a conversation."""
    return {
        "with": form.name.data.strip(),
        "how": form.how.data,
        "reference": (form.reference.data or "").strip(),
        "advice": form.advice.data.strip(),
    }


APPOINTED = (Role.INVESTIGATOR, Role.PANEL_MEMBER, Role.DEPUTY_HEAD, Role.HEADTEACHER, Role.CHAIR, Role.HR_ADVISER, Role.CLERK)


def candidates(case: Case) -> list[Any]:
    """Who can be given a working part: those who investigate, present, advise, hear or take the minutes."""
    found = holders(case.school_id, APPOINTED)
    known = names(person_id for _, person_id in found)
    rows = sorted({(str(person_id), known[person_id]) for _, person_id in found}, key=lambda pair: pair[1])
    return choices([("", "Choose"), *rows])


def everybody(case: Case) -> list[Any]:
    """The staff roll of the case's school as choices."""
    return choices([("", "Choose a name"), *((str(key), name) for key, name in roll_names(case.school_id))])


def named(form: NameForm) -> dict[str, Any]:
    """Who was named and with which part, as the action takes it."""
    return {
        "part": Part(form.part.data),
        "person_id": uuid.UUID(form.person.data) if form.person.data else None,
        "name": (form.name.data or "").strip(),
        "note": (form.note.data or "").strip(),
    }


def open_managers(case: Case) -> list[Any]:
    """Who the case can be handed to, by role."""
    return choices([(role.value, ROLE_WORDS[role]) for role in open_roles(case)])


def sealed_page(actor: Actor, case: Case, row: Involvement) -> tuple[str, int]:
    """Ask why a sealed name is opened, and show it once the reason is in the trail."""
    form, name = WhyForm(), ""
    if form.validate_on_submit():
        row = actions.show_child(actor, row, why=form.why.data.strip())
        name = row.name or ""
    return page("cases/sealed.html", 422 if form.errors else 200, form=form, case=case, row=row, name=name, shown_only=bool(name))
