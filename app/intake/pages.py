"""Each page of the flow: its form, what it shows beside it, what it changes in the draft, and where it leads."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import abort, request, url_for

from app.core import clock
from app.core.acts import MAY, Act
from app.core.forms import Form, choices
from app.core.web import page
from app.evidence.queries import of_case
from app.intake import answers as said
from app.intake import forms, words
from app.intake.act_form import ActForm
from app.intake.asked import Asked, roll_choices
from app.intake.models import Draft
from app.intake.others_pages import OthersPage, PersonPage, RemovePersonPage
from app.intake.permission_words import Bearing
from app.intake.preview import clause_choices, from_register, proposed
from app.intake.receipts import what_next
from app.intake.summary import check_sections

LOGGERS = tuple(MAY[Act.BREACH_LOG])
__all__ = ["LOGGERS", "PAGES", "ActPage", "Asked", "check_sections", "draft_rows", "key_or_404", "version_of", "what_next"]


class BeforePage(Asked):
    """Danger and imagery."""

    step, form_class = "before", forms.BeforeForm


class WhoPage(Asked):
    """The member of staff."""

    step, form_class = "who", forms.WhoForm

    def prepare(self) -> None:
        """Offer the staff roll."""
        self.form.person.choices = roll_choices(self.draft)


class FoundPage(Asked):
    """How and when it reached the person logging."""

    step, form_class = "found", forms.FoundForm

    def prepare(self) -> None:
        """Offer the staff roll, and now as the time it reached them."""
        self.form.told_person.choices = roll_choices(self.draft)
        if request.method == "GET" and not self.kept():
            here = clock.london(clock.now())
            self.form.on.data, self.form.at.data = here.date(), here.time().replace(second=0, microsecond=0)


class WhatPage(Asked):
    """The words and the kinds of act."""

    step, form_class = "what", forms.WhatForm


class ActsPage(Asked):
    """Leads to the first act without answers, or lists them all."""

    step = "acts"

    def render(self) -> tuple[str, int]:
        """The list of acts."""
        rows = [
            (key, words.word(words.KINDS, said.kind_of(key)), key in self.answers.get("acts", {}))
            for key in said.act_keys(self.answers)
        ]
        return page("intake/acts.html", draft=self.draft, form=self.form, acts=rows, tasks=said.progress(self.answers), step="acts")

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
        self.key = key
        super().__init__(draft)

    def make(self) -> Form:
        """The questions that matter for this kind of act."""
        return ActForm().for_kind(said.kind_of(self.key))

    def kept(self) -> dict[str, Any]:
        """The answers about this act."""
        found: dict[str, Any] = self.answers.get("acts", {}).get(self.key, {})
        return found

    def changed(self) -> dict[str, Any]:
        """The draft with this act in it."""
        return {**self.answers, "acts": {**self.answers.get("acts", {}), self.key: self.form.values()}}

    def after(self, draft: Draft) -> str:
        """The next act without answers, then on."""
        rest = [key for key in said.act_keys(draft.answers) if key not in draft.answers["acts"]]
        return url_for("intake.act", draft_id=draft.id, key=rest[0]) if rest else super().after(draft)

    def given(self) -> dict[str, Any]:
        """Which act this is."""
        keys = said.act_keys(self.answers)
        return {"kind": words.word(words.KINDS, said.kind_of(self.key)), "number": keys.index(self.key) + 1, "of": len(keys)}


class ClausesPage(Asked):
    """The clauses that the answers lead to, kept, taken out or added to."""

    step, form_class = "clauses", forms.OtherConductForm

    def prepare(self) -> None:
        """Offer what is proposed and every other clause that can be breached."""
        self.proposals, self.on_record = proposed(self.draft), from_register(self.draft)
        self.form.keep.choices = choices([(one.value, one.number) for one in self.proposals])
        own, rest = clause_choices(self.draft, {one.number for one in self.proposals})
        self.form.own.choices, self.form.add.choices = choices(own), choices(rest)

    def kept(self) -> dict[str, Any]:
        """What was kept before; everything proposed at first."""
        before = self.answers.get("clauses", {})
        removed = set(before.get("removed", []))
        return {
            "keep": [one.value for one in self.proposals if one.value not in removed],
            "own": before.get("added", []),
            "add": before.get("added", []),
            "reason": before.get("reason", ""),
            "other_conduct": before.get("other_conduct", ""),
        }

    def valid(self) -> bool:
        """A clause taken out needs a reason, and something must be left."""
        good = super().valid()
        if self._removed() and not (self.form.reason.data or "").strip():
            self.form.reason.errors = ["Say why the clauses you took out do not fit"]
            return False
        data = self.form.data
        something = data["keep"] or data["add"] or data["own"] or (data["other_conduct"] or "").strip()
        if not something and not self._covered():
            self.form.other_conduct.errors = ["Keep or add at least one clause, or describe the other conduct"]
            return False
        return good

    def _covered(self) -> bool:
        # a permit may leave nothing to hold against anybody, and that is worth a record
        return not self.proposals and any(one["bearing"] == Bearing.COVERS.value for one in self.on_record)

    def _removed(self) -> list[str]:
        return [one.value for one in self.proposals if one.value not in (self.form.keep.data or [])]

    def changed(self) -> dict[str, Any]:
        """What was taken out, added and said."""
        found = self.form.values()
        return {
            **self.answers,
            "clauses": {
                "removed": self._removed(),
                "added": [*(found["own"] or []), *(found["add"] or [])],
                "reason": found["reason"],
                "other_conduct": found["other_conduct"],
            },
        }

    def given(self) -> dict[str, Any]:
        """The proposals with the school's own words and why, and what the permission register says."""
        return {"proposals": self.proposals, "on_record": self.on_record, "covered": self._covered()}


class HarmPage(Asked):
    """The four questions of the harm threshold."""

    step, form_class = "harm", forms.HarmForm


class EvidencePage(Asked):
    """What there is; adding a file or link is a page of its own."""

    step = "evidence"

    def given(self) -> dict[str, Any]:
        """The evidence so far, and whether pictures may be added at all."""
        return {"evidence": of_case(self.draft.id), "imagery": self.answers.get("before", {}).get("imagery", "not_asked")}

    def changed(self) -> dict[str, Any]:
        """The person said that this is all."""
        return {**self.answers, "evidence": {"done": True}}


PAGES: dict[str, Callable[[Draft], Asked]] = {
    "before": BeforePage,
    "who": WhoPage,
    "found": FoundPage,
    "what": WhatPage,
    "acts": ActsPage,
    "clauses": ClausesPage,
    "harm": HarmPage,
    "others": OthersPage,
    "person": PersonPage,
    "remove-person": RemovePersonPage,
    "evidence": EvidencePage,
}


def draft_rows(drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """Unfinished drafts as the start page lists them: never a name, only when it was begun and how far it is."""
    return [
        {
            "id": one.id,
            "started": one.started_at,
            "saved": one.saved_at,
            "next": said.next_step(one.answers),
            "done": sum(task.done for task in said.progress(one.answers)),
            "of": len(said.STEPS),
        }
        for one in drafts
    ]


def key_or_404(value: str) -> uuid.UUID:
    """A key that came in a form; nothing is there for anything else."""
    try:
        return uuid.UUID(value)
    except ValueError:
        abort(404)


def version_of(form: Mapping[str, str]) -> int:
    """The version of the draft that a page was made from; nothing sensible is no version."""
    value = form.get("version", "")
    return int(value) if value.isdigit() and len(value) < 9 else -1
