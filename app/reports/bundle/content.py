"""What a bundle says, read from the case as its reader may see it; what was done to protect a child is no part of it."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

from sqlalchemy import select

from app.cases.engine import D, Whole, find_step
from app.cases.hearings.beside import ARRANGED
from app.cases.models import Part
from app.cases.sight import Seen
from app.core.clock import london, said, time_words
from app.core.db import db
from app.core.permission import Actor
from app.core.trail import Event
from app.documents.gathering import Gathered
from app.evidence.models import Evidence
from app.evidence.queries import of_case
from app.people.queries import names
from app.reports.bundle.queries import FOR, READS, hearing_of
from app.reports.recorded import in_words
from app.reports.showing import SEALED_ACTS, told

TERMS = {"investigate", "widen_terms"}
REPORT = {"hand_in_report"}
KEYS = frozenset({"terms", "letter", "report", "on", "time", "venue", "notice"})
"""The answers that a bundle repeats: the terms of reference, the report and the notice; no assessment, and nothing weighed."""
WITHOUT_PATH = frozenset({"breach.log", "evidence.add", "case.allege"})
WITH_PATH = frozenset({"case.route", "case.advance"})
WITHHELD = "Name withheld"

Rows = list[list[str]]


class Contents:
    """The words of a bundle for one part. The sealed paths, and reasons that were typed, never come into it."""

    def __init__(self, actor: Actor, whole: Whole, for_part: str) -> None:
        self.whole, self.case, self.for_part, self.seen = whole, whole.case, for_part, READS[for_part]
        self.gathered = Gathered(actor, whole)
        self.evidence: list[Evidence] = list(of_case(self.case.id))

    @property
    def words(self) -> dict[str, Any]:
        """Everything but the evidence, as the template takes it."""
        return {
            "title": f"Bundle for the hearing, case {self.case.reference}",
            "foot": f"Bundle for the hearing, {self.case.reference}",
            "school": self.gathered.school.name,
            "subject": self.gathered.subject_name,
            "reader": FOR[self.for_part],
            "reference": self.case.reference,
            "allegations": self.gathered.allegations(),
            "terms": self._answers(TERMS),
            "report": self._answers(REPORT),
            "notice": self._answers(ARRANGED),
            "chronology": self.chronology,
        }

    def label(self, at: int) -> str:
        """What a piece of evidence is called: by what it shows, as whoever added it said."""
        shows = str((self.evidence[at].sheet or {}).get("shows") or "").strip()
        return f"Evidence {at + 1}: {shows}" if shows else f"Evidence {at + 1}"

    def _answers(self, steps: frozenset[str] | set[str]) -> Rows:
        path, found = self.whole.path(D), []
        for entry in hearing_of(self.whole):
            step = find_step(path, entry.step) if path is not None and entry.step in steps else None
            for ask in step.asks if step else ():
                answer = str((entry.answers or {}).get(ask.key) or "")
                if ask.key in KEYS and answer:
                    found.append([ask.label, in_words(ask, answer)])
        return found

    @cached_property
    def _events(self) -> list[Event]:
        """What is told: what was logged, alleged and added, and the steps of the disciplinary work alone."""
        rows = db.session.scalars(select(Event).where(Event.case_id == self.case.id).order_by(Event.seq))
        return [one for one in rows if one.act not in SEALED_ACTS and self._is_told(one)]

    @staticmethod
    def _is_told(event: Event) -> bool:
        if event.act in WITHOUT_PATH:
            return True
        if event.act not in WITH_PATH:
            return False
        payload = event.payload()
        return payload.get("path") == D and not payload.get("beside") and not payload.get("noted")

    @property
    def chronology(self) -> Rows:
        """When, who and what; whoever reported it is not named to those from whom the names are sealed."""
        events = self._events
        known = names({uuid.UUID(one.actor[2:]) for one in events if one.actor.startswith("u:")})
        if Seen.NAMES not in self.seen:
            known |= {one.person_id: WITHHELD for one in self.whole.involved if one.part == Part.REPORTER.value and one.person_id}
        found = []
        for one in events:
            row, at = told(one, known, self.seen), london(one.at)
            found.append([f"{said(at.date())}, {time_words(at.time())}", row.who, row.words])
        return found
