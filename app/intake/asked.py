"""One page of the flow: its form, what it shows beside it, what it changes in the draft, and where it leads."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request, url_for

from app.core.forms import Form, choices
from app.core.web import page
from app.intake import answers as said
from app.intake.models import Draft
from app.people.queries import roll


class Asked:
    """One page of the flow for one draft."""

    step = ""
    form_class: type[Form] = Form
    title = ""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.answers: dict[str, Any] = draft.answers
        self.form = self.make()
        self.prepare()
        if request.method == "GET":
            self.form.fill(self.kept())

    def make(self) -> Form:
        """The form of this page."""
        return self.form_class()

    def prepare(self) -> None:
        """Fill the lists a form chooses from."""

    def kept(self) -> dict[str, Any]:
        """What the draft holds for this page."""
        found: dict[str, Any] = self.answers.get(self.step, {})
        return found

    def valid(self) -> bool:
        """Whether what was sent can be kept."""
        return bool(self.form.validate_on_submit())

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
        return (
            url_for("intake.step", draft_id=draft.id, step="evidence")
            if "evidence" not in draft.answers
            else url_for("intake.check", draft_id=draft.id)
        )

    def given(self) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {}

    def render(self) -> tuple[str, int]:
        """The page; 422 when something that was sent could not be kept."""
        return page(
            f"intake/{self.step}.html",
            422 if self.form.errors else 200,
            draft=self.draft,
            form=self.form,
            tasks=said.progress(self.answers),
            step=self.step,
            **self.given(),
        )


def address(draft_id: uuid.UUID, step: str) -> str:
    """The address of a step of a draft."""
    return url_for("intake.check", draft_id=draft_id) if step == "check" else url_for("intake.step", draft_id=draft_id, step=step)


def roll_choices(draft: Draft) -> list[Any]:
    """The staff roll of the draft's school as choices."""
    people = [(str(one.id), f"{one.name}, {one.job_title}" if one.job_title else one.name) for one in roll(draft.school_id)]
    return choices([("", "Choose a name"), *people])
