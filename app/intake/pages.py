"""Each page of the flow: its form, what it shows beside it, what it changes in the draft, and where it leads."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from app.core.acts import MAY, Act
from app.core.clock import london, now
from app.core.doors import actor
from app.core.forms import choices
from app.evidence.queries import of_case
from app.intake import answers as said
from app.intake import forms
from app.intake.act_pages import ActPage, ActsPage
from app.intake.asked import Asked, address, offer_roll
from app.intake.models import Draft
from app.intake.others_pages import OthersPage, PersonPage
from app.intake.overview import draft_rows, overview
from app.intake.permission_words import Bearing
from app.intake.preview import clause_choices, clock_lines, from_register, proposed
from app.intake.receipts import what_next
from app.intake.summary import check_sections
from app.intake.telling import to_tell

LOGGERS = tuple(MAY[Act.BREACH_LOG])
__all__ = [
    "LOGGERS",
    "PAGES",
    "ActPage",
    "Asked",
    "check_sections",
    "draft_rows",
    "key_or_404",
    "overview",
    "what_next",
]


class BeforePage(Asked):
    """Danger and imagery."""

    step, form_class = "before", forms.BeforeForm


class StopPage(Asked):
    """What must be done at once, before anything is written down."""

    step = "stop"

    def to_keep(self) -> dict[str, Any]:
        """That the person has done it; nothing when they come back later."""
        if request.form.get("later"):
            return self.answers
        return {**self.answers, "stop": {"done": list(said.stops_of(self.answers))}}

    def given(self) -> dict[str, Any]:
        """Whom to tell."""
        return {"stops": said.stops_of(self.answers), "tell": to_tell(actor(), self.draft)}

    def render(self) -> Response | tuple[str, int]:
        """The page, while there is something to stop for."""
        return super().render() if said.stops_of(self.answers) else redirect(address(self.draft.id, "before"))


class WhoPage(Asked):
    """The member of staff."""

    step, form_class = "who", forms.WhoForm

    def prepare(self) -> None:
        """Offer the staff roll."""
        offer_roll(self.form.person, self.form, self.draft)


class FoundPage(Asked):
    """How and when it reached the person logging."""

    step, form_class = "found", forms.FoundForm

    def prepare(self) -> None:
        """Offer the staff roll."""
        offer_roll(self.form.told_person, self.form, self.draft)
        self.form.act_days = [one["on"] for one in self.answers.get("acts", {}).values() if one.get("on")]

    def leaves(self) -> bool:
        """Also when the time is asked to be filled in."""
        return super().leaves() or bool(request.form.get("now"))

    def takes(self) -> bool:
        """With "Just now" the page is only filled in, and shown again."""
        taken = super().takes()
        self.whole = self.whole and not request.form.get("now")
        return taken

    def typed(self) -> dict[str, list[str]]:
        """What was typed, with the time it is now when that was asked for."""
        found = super().typed()
        if request.form.get("now"):
            here = london(now())
            day = {"on-day": here.day, "on-month": here.month, "on-year": here.year, "at": here.strftime("%H:%M")}
            found |= {name: [str(value)] for name, value in day.items()}
        return found

    def after(self, draft: Draft) -> str:
        """The same page again when the time was filled in."""
        return address(draft.id, "found") if request.form.get("now") else super().after(draft)

    def given(self) -> dict[str, Any]:
        """The time limits that start at the time on the page."""
        on, at = self.form.on.data, self.form.at.data
        return {"clocks": clock_lines(self.draft, on, at) if on and at and not (self.form.on.errors or self.form.at.errors) else []}


class WhatPage(Asked):
    """The words and the kinds of act."""

    step, form_class = "what", forms.WhatForm


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

    def good(self) -> bool:
        """A clause taken out needs a reason, and something must be left."""
        good = super().good()
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
    "stop": StopPage,
    "who": WhoPage,
    "found": FoundPage,
    "what": WhatPage,
    "acts": ActsPage,
    "clauses": ClausesPage,
    "harm": HarmPage,
    "others": OthersPage,
    "person": PersonPage,
    "evidence": EvidencePage,
}


def key_or_404(value: str) -> uuid.UUID:
    """A key that came in a form; nothing is there for anything else."""
    try:
        return uuid.UUID(value)
    except ValueError:
        abort(404)
