"""What a bundle says, read from the case as its reader may see it, with the names taken out that the reader may not know.

What was done to protect a child, support and adjustments, equality considerations, other cases and reasons that were typed
beside steps are no part of it: only the answers that a paper names come in.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from functools import cached_property
from typing import Any

from sqlalchemy import select

from app.cases.engine import CP, EO, Whole, find_step
from app.cases.hearings.entries import entries
from app.core.clock import short
from app.core.db import db
from app.core.permission import Actor
from app.core.trail import Event
from app.documents.gathering import FOUND, Gathered
from app.evidence.models import Evidence
from app.evidence.queries import of_case
from app.pathways.words import EO_INFORMAL
from app.people.queries import names
from app.reports.bundle.masking import Mask
from app.reports.bundle.people import hidden_in, known_in
from app.reports.bundle.queries import cleared, run_for
from app.reports.bundle.readers import READERS, Paper
from app.reports.chronology import SEALED_ACTS, by_entry, told
from app.reports.recorded import in_words

WITHOUT_PATH = frozenset({"breach.log", "evidence.add", "case.allege"})
WITH_PATH = frozenset({"case.route", "case.advance"})
LEAVE = frozenset({"school", "reference", "words", "edition", "digest", "reader", "key", "none", "link"})
"""What is never masked: the school, the words of the policy, digests, and what is the product's own."""

Rows = list[list[str]]


class Contents:
    """The words of a bundle for one reader, masked, and what of the evidence they may have."""

    def __init__(self, actor: Actor, whole: Whole, for_part: str, unnamed: list[str] | None = None) -> None:
        self.whole, self.case, self.for_part, self.reader = whole, whole.case, for_part, READERS[for_part]
        self.unnamed = sorted(unnamed or ())
        self.gathered = Gathered(actor, whole)
        self.run = run_for(whole, for_part)
        every = list(of_case(self.case.id))
        said_of = cleared(self.case.id)
        self.numbers = {one.id: at for at, one in enumerate(every, 1)}
        self.clear = {one.id: row for one in every if (row := said_of.get((one.id, for_part))) is not None and row.pages}
        self.evidence: list[Evidence] = sorted(
            (one for one in every if one.id in self.clear), key=lambda one: not self.clear[one.id].is_report
        )
        self.left = len(every) - len(self.evidence)

    @cached_property
    def mask(self) -> Mask:
        """Takes out the names that this reader may not know."""
        hidden = hidden_in(self.whole, self.reader, frozenset(self.unnamed), self.gathered)
        return Mask(hidden, known_in(self.whole, self.gathered, names(self._actors).values()))

    @cached_property
    def words(self) -> dict[str, Any]:
        """Everything but the evidence, as the template takes it."""
        title = self.reader.title
        return {
            **self.mask.all_of(
                {
                    "school": self.gathered.school.name,
                    "reader": self.reader.words,
                    "reference": self.case.reference,
                    "allegations": self._alleged,
                    "papers": [self._paper(one) for one in self.reader.papers],
                    "chronology": self._chronology,
                },
                LEAVE,
            ),
            "subject": self.gathered.subject_name,
            "title": f"{title}, case {self.case.reference}",
            "heading": title,
            "foot": f"{title}, {self.case.reference}",
        }

    @cached_property
    def says(self) -> str:
        """The digest of all that the bundle says and shows: another one means that the case has changed since."""
        shown = [[str(one.id), self.label(one), self.clear[one.id].pages] for one in self.evidence]
        return hashlib.sha256(json.dumps([self.words, shown, self.unnamed], sort_keys=True).encode()).hexdigest()

    def label(self, one: Evidence) -> str:
        """What a piece of evidence is called: by what it shows, as whoever added it said."""
        name = f"Evidence {self.numbers[one.id]}"
        name = f"Report of the investigation ({name.lower()})" if self.clear[one.id].is_report else name
        shows = " ".join(str((one.sheet or {}).get("shows") or "").split())
        return f"{name}: {self.mask(shows)}" if shows else name

    def left_out(self) -> Rows:
        """What this reader does not get, by kind and number, for whoever asked for it."""
        path = self.whole.path(self.reader.path)
        considered = [one for one in self.run if path is not None and (step := find_step(path, one.step)) and step.equality]
        rows = [
            ("Evidence that nobody confirmed for this reader", self.left),
            ("Steps of child protection and the child’s welfare", self._sealed_steps),
            ("Steps with an equality consideration", len(considered)),
            ("Adjustments and what became of them", sum(one.kind == "adjustment" for one in entries(self.case.id))),
            ("Other answers: support, health, like cases, what was weighed", self._kept_back),
        ]
        return [[words, str(count)] for words, count in rows if count]

    @property
    def _sealed_steps(self) -> int:
        sealed = {one.id for one in self.whole.paths if one.name in {CP, "child_welfare"}}
        return sum(one.path_id in sealed for one in self.whole.entries)

    @property
    def _kept_back(self) -> int:
        shown = {(one.id, key) for paper in self.reader.papers for one in self.run if paper.of(one.step) for key in paper.answers}
        return sum(bool(value) and (one.id, key) not in shown for one in self.run for key, value in (one.answers or {}).items())

    @property
    def _alleged(self) -> list[dict[str, str]]:
        """What was put to the member of staff, all of it when nothing was chosen; of a complaint, what it found on."""
        wanted = frozenset(self._findings) if self.reader.path == EO else self._chosen
        every = zip(self.whole.allegations, self.gathered.allegations(), strict=True)
        return [
            {**row, "n": str(at), "finding": ""} for at, (one, row) in enumerate(every, 1) if wanted is None or one.id in wanted
        ]

    @property
    def _chosen(self) -> frozenset[uuid.UUID] | None:
        """The allegations that the notice puts to them, or else the terms of reference name."""
        said = ((one.answers or {}).get(key) for key in ("points", "terms_of") for one in reversed(self.run))
        found = next((str(one) for one in said if one), "")
        return frozenset(uuid.UUID(one) for one in found.split(",") if one) or None

    @cached_property
    def _findings(self) -> dict[uuid.UUID, str]:
        """What was found first on each allegation, after any informal way: what an appeal made of it is no paper of the appeal."""
        path = self.whole.path(self.reader.path)
        rows = [one for one in (*self.whole.findings, *self.whole.replaced) if path is not None and one.path_id == path.id]
        begun = min((one.at for one in self.run), default=None)
        found = [one for one in rows if begun and one.at >= begun and one.word not in dict(EO_INFORMAL)]
        return {one.allegation_id: one.word for one in sorted(found, key=lambda one: one.at, reverse=True)}

    def _paper(self, paper: Paper) -> dict[str, Any]:
        path, rows = self.whole.path(self.reader.path), []
        entries = [one for one in self.run if paper.of(one.step)]
        for entry in entries[-1:] if paper.last else entries:
            step = find_step(path, entry.step) if path is not None else None
            for ask in step.asks if step else ():
                answer = str((entry.answers or {}).get(ask.key) or "")
                if ask.key in paper.answers and answer:
                    rows.append([paper.answers[ask.key], in_words(ask, answer)])
        if paper.findings and rows:
            numbered = {one.id: at for at, one in enumerate(self.whole.allegations, 1)}
            found = sorted((numbered[key], FOUND.get(word, word)) for key, word in self._findings.items() if key in numbered)
            rows = [*([f"Allegation {at}", words] for at, words in found), *rows]
        return {"key": paper.key, "title": paper.title, "rows": rows, "none": paper.none}

    @cached_property
    def _events(self) -> list[Event]:
        """What is told: what was logged, alleged and added, and the steps of the reader's procedure alone."""
        rows = db.session.scalars(select(Event).where(Event.case_id == self.case.id).order_by(Event.seq))
        return [one for one in rows if one.act not in SEALED_ACTS and self._is_told(one)]

    @property
    def _actors(self) -> set[uuid.UUID]:
        return {uuid.UUID(one.actor[2:]) for one in self._events if one.actor.startswith("u:")}

    def _is_told(self, event: Event) -> bool:
        if event.act in WITHOUT_PATH:
            return event.act != "evidence.add" or self._shown(event) is not None
        if event.act not in WITH_PATH:
            return False
        payload = event.payload()
        return payload.get("path") == self.reader.path and not payload.get("beside") and not payload.get("noted")

    def _shown(self, event: Event) -> int | None:
        """Which piece of evidence of this bundle an event added, if any."""
        key = str(event.payload().get("evidence"))
        return next((at for at, one in enumerate(self.evidence) if str(one.id) == key), None)

    @property
    def _chronology(self) -> list[dict[str, str]]:
        """When, who and what, with the place in the bundle that it leads to."""
        known, found = by_entry(names(self._actors)), []
        stages = {one.stage: paper.key for paper in self.reader.papers for one in self.run if paper.of(one.step)}
        for one in self._events:
            row = told(one, known, frozenset())
            shown = self._shown(one) if one.act == "evidence.add" else None
            link = f"evidence-{shown}" if shown is not None else stages.get(str(one.payload().get("stage")), "")
            link = link or ("alleged" if one.act in {"breach.log", "case.allege"} else "")
            found.append({"when": short(one.at), "who": row.who, "what": row.words, "link": link})
        return found
