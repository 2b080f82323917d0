"""The pages that ask about each act: the list of them, and one page for each."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, request, url_for

from app.core.forms import Form
from app.intake import answers as said
from app.intake import words
from app.intake.act_form import ActForm
from app.intake.asked import Asked
from app.intake.models import Draft


class ActsPage(Asked):
    """Leads to the first act without answers, or lists them all."""

    step = "acts"

    def given(self) -> dict[str, Any]:
        """The acts: key, kind, and how far each is."""
        check, done = said.pages_to_check(self.answers), self.answers.get("acts", {})
        return {
            "acts": [
                (
                    key,
                    words.word(words.KINDS, said.kind_of(key)),
                    "check" if f"acts/{key}" in check else "done" if key in done else "",
                )
                for key in said.act_keys(self.answers)
            ]
        }

    def changed(self) -> dict[str, Any]:
        """One more act of a kind that was chosen."""
        kind = request.form.get("another", "")
        if kind not in self.answers.get("what", {}).get("kinds", []):
            abort(404)
        same = [key for key in said.act_keys(self.answers) if said.kind_of(key) == kind]
        return {**self.answers, "more": [*self.answers.get("more", []), f"{kind}.{len(same) + 1}"]}

    def after(self, draft: Draft) -> str:
        """The act just added."""
        return url_for("intake.act", draft_id=draft.id, key=draft.answers["more"][-1])


class ActPage(Asked):
    """One act."""

    step, form_class = "act", ActForm

    def __init__(self, draft: Draft, key: str) -> None:
        self.act = key
        super().__init__(draft)

    @property
    def key(self) -> str:
        """The name of this page among the pages of a draft."""
        return f"acts/{self.act}"

    def make(self, **given: Any) -> Form:
        """The questions that matter for this kind of act."""
        return ActForm(**given).for_kind(said.kind_of(self.act))

    def prepare(self) -> None:
        """Nothing happens after the day it was reported."""
        found = self.answers.get("found", {}).get("on")
        self.form.reached_on = date.fromisoformat(found) if found else None
        if self.answers.get("found", {}).get("how") == "self_report" and "self_reported" in self.form:
            del self.form["self_reported"]  # it has been said already

    def kept(self) -> dict[str, Any]:
        """The answers about this act."""
        found: dict[str, Any] = self.answers.get("acts", {}).get(self.act, {})
        return found

    def changed(self) -> dict[str, Any]:
        """The draft with this act in it."""
        return {**self.answers, "acts": {**self.answers.get("acts", {}), self.act: self.form.values()}}

    def after(self, draft: Draft) -> str:
        """The next act without answers, then on."""
        rest = [key for key in said.act_keys(draft.answers) if key not in draft.answers.get("acts", {})]
        if rest and not request.form.get("later"):
            return url_for("intake.act", draft_id=draft.id, key=rest[0])
        return super().after(draft)

    def given(self) -> dict[str, Any]:
        """Which act this is."""
        keys = said.act_keys(self.answers)
        return {"kind": words.word(words.KINDS, said.kind_of(self.act)), "number": keys.index(self.act) + 1, "of": len(keys)}
