"""The pages that ask who else has a part in it."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from app.core.forms import whole_number
from app.intake import answers as said
from app.intake import forms, words
from app.intake.asked import Asked, address, offer_roll
from app.intake.models import Draft


class OthersPage(Asked):
    """The logger's own part, and the people already named."""

    step, form_class = "others", forms.OthersForm

    def given(self) -> dict[str, Any]:
        """The people named so far, and whether one was begun and put by."""
        people = self.answers.get("people", self.answers.get("others", {}).get("people", []))
        return {
            "people": [(index, one, words.word(words.PARTS, one["part"])) for index, one in enumerate(people)],
            "begun": "person" in said.pages_to_check(self.answers),
        }

    def leaves(self) -> bool:
        """Also to name somebody, or to take a name off the list."""
        return super().leaves() or bool(request.form.get("add") or request.form.get("remove"))

    def to_keep(self) -> dict[str, Any]:
        """What was typed here, less the person who was taken off the list."""
        found = super().to_keep()
        place = request.form.get("remove")
        return without(found, place) if place else found

    def after(self, draft: Draft) -> str:
        """The page for a person, the same page again, or on."""
        if request.form.get("add"):
            return address(draft.id, "person")
        return address(draft.id, "others") if request.form.get("remove") else super().after(draft)

    def changed(self) -> dict[str, Any]:
        """The answers, with the people named on the pages beside this one."""
        people = self.answers.get("people", [])
        return {**self.answers, "others": {**self.form.values(), "people": people}}


class PersonPage(Asked):
    """One more person."""

    step, form_class = "person", forms.PersonForm

    def prepare(self) -> None:
        """Offer the staff roll."""
        offer_roll(self.form.person, self.form, self.draft)

    def changed(self) -> dict[str, Any]:
        """One more person named, or one taken off the list."""
        people = [*self.answers.get("people", [])]
        found = self.form.values()
        shown = {choice.value: choice.label for choice in self.form.person.choices}
        people.append({**found, "shown": found["name"] or shown.get(found["person"], "")})
        return _with_people(self.answers, people)

    def leaves(self) -> bool:
        """Also to leave the person out."""
        return super().leaves() or bool(request.form.get("remove"))

    def to_keep(self) -> dict[str, Any]:
        """One more person; or nobody, when the person is left out."""
        return said.settled(self.answers, self.key) if request.form.get("remove") else super().to_keep()

    def after(self, draft: Draft) -> str:
        """Back to the people."""
        return super().after(draft) if request.form.get("later") else address(draft.id, "others")

    def back(self) -> str:
        """The people."""
        return address(self.draft.id, "others")


def without(answers: dict[str, Any], place: str) -> dict[str, Any]:
    """The answers without the person at this place of the list."""
    people, found = [*answers.get("people", [])], whole_number(place, 6)
    if found is None or found >= len(people):
        abort(404)
    people.pop(found)
    return _with_people(answers, people)


def _with_people(answers: dict[str, Any], people: list[dict[str, Any]]) -> dict[str, Any]:
    found = {**answers, "people": people}
    if "others" in answers:
        found["others"] = {**answers["others"], "people": people}
    return found
