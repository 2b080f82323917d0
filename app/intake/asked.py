"""One page of the flow: its form, what it shows beside it, what it changes in the draft, and where it leads."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.core.clock import now
from app.core.forms import Form, choices
from app.core.web import page
from app.intake import answers as said
from app.intake.models import Draft
from app.people.queries import everybody_at

GUARDS = frozenset({"csrf_token", "submission_key", "version", "later", "add", "remove", "now"})


class Asked:
    """One page of the flow for one draft; what cannot be taken yet can be put by, and is shown again with its errors."""

    step = ""
    form_class: type[Form] = Form
    title = ""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.answers: dict[str, Any] = draft.answers
        self.whole = False
        begun = None if request.method == "POST" else said.pages_to_check(self.answers).get(self.key)
        self.form = self.make(**({"formdata": MultiDict(begun["typed"]), "meta": {"csrf": False}} if begun else {}))
        self.prepare()
        if begun and begun["say"]:
            self.good()
        elif request.method == "GET" and not begun:
            self.form.fill(self.kept())

    @property
    def key(self) -> str:
        """The name of this page among the pages of a draft."""
        return self.step

    def make(self, **given: Any) -> Form:
        """The form of this page."""
        return self.form_class(**given)

    def prepare(self) -> None:
        """Fill the lists a form chooses from."""

    def kept(self) -> dict[str, Any]:
        """What the draft holds for this page."""
        found: dict[str, Any] = self.answers.get(self.step, {})
        return found

    def good(self) -> bool:
        """Whether what is in the form can be taken; puts a sentence beside what cannot."""
        return bool(self.form.validate())

    def leaves(self) -> bool:
        """Whether a button was pressed that leaves the page as it is."""
        return bool(request.form.get("later"))

    def takes(self) -> bool:
        """Whether what was sent is kept: as an answer, or put by for later; never with characters that had to be taken out."""
        self.whole = self.good()
        return self.whole or (self.leaves() and not self.form.altered)

    def to_keep(self) -> dict[str, Any]:
        """The answers of the draft after this page was sent."""
        if self.whole:
            return said.settled(self.changed(), self.key)
        typed = self.typed()
        if not any(one.strip() for values in typed.values() for one in values) and not said.is_done(self.answers, self.step):
            return said.settled(self.answers, self.key)
        return said.put_by(self.answers, self.key, typed, say=bool(request.form.get("later")))

    def typed(self) -> dict[str, list[str]]:
        """What was sent, as it was typed, without what only guards the form."""
        return {name: request.form.getlist(name) for name in request.form if name not in GUARDS}

    def changed(self) -> dict[str, Any]:
        """The answers of the draft with this page's in it."""
        return {**self.answers, self.step: {**self.kept(), **self.form.values()}}

    def after(self, draft: Draft) -> str:
        """The address of the page that follows: the list of tasks once everything is answered."""
        if request.form.get("later"):
            return url_for("intake.tasks", draft_id=draft.id)
        return address(draft.id, said.next_step(draft.answers)) if not said.whole(draft.answers) else self.follows(draft)

    def follows(self, draft: Draft) -> str:
        """Where this page leads when a whole draft is being corrected."""
        return address(draft.id, "check" if "evidence" in draft.answers else "evidence")

    def given(self) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {}

    def back(self) -> str:
        """The address of the question before this one."""
        return back_from(self.draft, self.key)

    def render(self) -> Response | tuple[str, int]:
        """The page; 422 when something that was sent could not be kept."""
        return page(
            f"intake/{self.step}.html",
            422 if request.method == "POST" and self.form.errors else 200,
            draft=self.draft,
            form=self.form,
            tasks=said.progress(self.answers),
            step=self.step,
            back=self.back(),
            saved=since(self.draft.saved_at),
            **self.given(),
        )


def back_from(draft: Draft, key: str) -> str:
    """The address of the page before this one; the list of reports before the first."""
    pages = said.way(draft.answers)
    place = pages.index(key) if key in pages else 0
    return address(draft.id, pages[place - 1]) if place else url_for("intake.begin")


def since(at: datetime) -> str:
    """How long ago something was saved, in words: a moment ago, 5 minutes ago, 2 days ago."""
    minutes = max(int((now() - at).total_seconds() // 60), 0)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            many = minutes // size
            return f"{many} {word}{'' if many == 1 else 's'} ago"
    return "a moment ago"


def address(draft_id: uuid.UUID, step: str) -> str:
    """The address of a page of a draft."""
    if step == "check":
        return url_for("intake.check", draft_id=draft_id)
    if step.startswith("acts/"):
        return url_for("intake.act", draft_id=draft_id, key=step.removeprefix("acts/"))
    return url_for("intake.step", draft_id=draft_id, step=step)


def offer_roll(field: Any, form: Any, draft: Draft) -> None:
    """Offer everybody at the draft's school in a field, and let the form know them by name."""
    form.people = everybody_at(draft.school_id)
    shown = [(str(one.id), f"{one.name}, {one.job_title}" if one.job_title else one.name) for one in form.people]
    field.choices = choices([("", "Choose a name"), *shown])
