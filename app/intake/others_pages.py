"""The pages that ask who else has a part in it."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for

from app.core.forms import Form
from app.intake import forms, words
from app.intake.asked import Asked, roll_choices
from app.intake.models import Draft


class OthersPage(Asked):
    """The logger's own part, and the people already named."""

    step, form_class = "others", forms.OthersForm

    def given(self) -> dict[str, Any]:
        """The people named so far."""
        people = self.answers.get("people", self.answers.get("others", {}).get("people", []))
        return {"people": [(index, one, words.word(words.PARTS, one["part"])) for index, one in enumerate(people)]}

    def changed(self) -> dict[str, Any]:
        """The answers, with the people named on the pages beside this one."""
        people = self.answers.get("people", [])
        return {**self.answers, "others": {**self.form.values(), "people": people}}


class PersonPage(Asked):
    """One more person."""

    step, form_class = "person", forms.PersonForm

    def prepare(self) -> None:
        """Offer the staff roll."""
        self.form.person.choices = roll_choices(self.draft)

    def changed(self) -> dict[str, Any]:
        """One more person named, or one taken off the list."""
        people = [*self.answers.get("people", [])]
        found = self.form.values()
        shown = {choice.value: choice.label for choice in self.form.person.choices}
        people.append({**found, "shown": found["name"] or shown.get(found["person"], "")})
        return _with_people(self.answers, people)

    def after(self, draft: Draft) -> str:
        """Back to the people."""
        return url_for("intake.step", draft_id=draft.id, step="others")


class RemovePersonPage(PersonPage):
    """Take somebody off the list of people."""

    form_class = Form

    def prepare(self) -> None:
        """Nothing to choose from."""

    def changed(self) -> dict[str, Any]:
        """The people without the one named by its place."""
        people = [*self.answers.get("people", [])]
        place = request.form.get("place", "")
        if not place.isdigit() or int(place) >= len(people):
            abort(404)
        people.pop(int(place))
        return _with_people(self.answers, people)

    def render(self) -> tuple[str, int]:
        """This is only sent, never shown."""
        abort(404)


def _with_people(answers: dict[str, Any], people: list[dict[str, Any]]) -> dict[str, Any]:
    found = {**answers, "people": people}
    if "others" in answers:
        found["others"] = {**answers["others"], "people": people}
    return found
