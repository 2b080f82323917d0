"""What letters read of a case: who it is about, what is alleged under which words of the policy, what was found and recorded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, time
from functools import cached_property
from typing import Any

from app.cases import queries
from app.cases.engine import CP, Whole
from app.cases.models import Allegation, Involvement, Part
from app.cases.work import Deadline, Finding, Path, Sanction
from app.core.acts import ROLE_WORDS, Role
from app.core.clock import london, now, said, time_words
from app.core.db import db
from app.core.permission import Actor
from app.pathways.words import ADVICE_GIVEN, CP_OUTCOMES, D_FINDINGS_LEFT, EO_OUTCOMES, NO_CASE
from app.people.models import Employer, Person, School
from app.people.queries import names, person, school
from app.policy.models import Clause, Edition
from app.policy.queries import cited, pinned
from app.policy.quoting import quoted

FOUND = {key: text for pairs in (D_FINDINGS_LEFT, CP_OUTCOMES, EO_OUTCOMES, ADVICE_GIVEN, NO_CASE) for key, text in pairs}
NO_EDITION = "No edition of the policy with this clause was in force that day."


class Gathered:
    """A case as letters read it, loaded once; what has no record is empty, never guessed."""

    def __init__(self, actor: Actor, whole: Whole, typed: dict[str, Any] | None = None) -> None:
        self.actor, self.whole, self.case, self.typed = actor, whole, whole.case, typed or {}

    @cached_property
    def school(self) -> School:
        """The school whose letter it is."""
        return school(self.case.school_id)

    @cached_property
    def employer(self) -> str:
        """The council or trust that employs its staff."""
        return db.session.get_one(Employer, self.school.employer_id).name

    @cached_property
    def people(self) -> dict[uuid.UUID, str]:
        """The names of everybody of the roll with a part, and of whoever writes."""
        keys = {one.person_id for one in self.whole.involved if one.person_id}
        return names({*keys, *({self.actor.person_id} if self.actor.person_id else set())})

    @cached_property
    def subject(self) -> Person | None:
        """Whom it is about, when they are on the roll."""
        row = next((one for one in self.whole.involved if one.part == Part.SUBJECT.value and one.person_id), None)
        return person(row.person_id) if row is not None and row.person_id else None

    @property
    def subject_name(self) -> str:
        """The name of whom it is about."""
        return str((self.case.subject or {}).get("name") or "")

    @property
    def job_title(self) -> str:
        """Their post in words."""
        return str((self.case.subject or {}).get("job_title") or "")

    @property
    def writer(self) -> str:
        """The name of whoever writes."""
        return self.people.get(self.actor.person_id, self.actor.name) if self.actor.person_id else ""

    @property
    def writer_role(self) -> str:
        """As what they write: the first of the roles they hold at the school that is more than being on its staff."""
        held = [role for role in ROLE_WORDS if role in self.actor.roles_at(self.case.school_id) and role is not Role.STAFF]
        return ROLE_WORDS[held[0]] if held else ""

    def named(self, *parts: Part) -> str:
        """The names of who holds these parts now, joined."""
        return joined(self.people.get(one.person_id, "") for one in self.involved(*parts) if one.person_id)

    def involved(self, *parts: Part) -> list[Involvement]:
        """Who holds these parts now."""
        wanted = {part.value for part in parts}
        return [one for one in self.whole.involved if one.part in wanted and one.ended_at is None]

    def recorded(self, path: str, *keys: str) -> str:
        """The latest answer recorded under one of these keys on a path; empty when nobody recorded it."""
        row = self.whole.path(path)
        answers = self.whole.answers(row) if row is not None else {}
        return next((str(answers[key]) for key in keys if answers.get(key)), "")

    def answered(self, path: str, stage: str, *keys: str) -> str:
        """The latest answer under one of these keys that brought a path to a stage; empty when nobody gave it."""
        row = self.whole.path(path)
        found = [
            one.answers or {} for one in self.whole.entries if row is not None and one.path_id == row.id and one.stage == stage
        ]
        return next((str(one[key]) for one in reversed(found) for key in keys if one.get(key)), "")

    def reached(self, path: str, *stages: str) -> str:
        """The day (ISO) on which a path last came to one of these stages; empty when it never did."""
        row = self.whole.path(path)
        found = [one for one in self.whole.entries if row is not None and one.path_id == row.id and one.stage in stages]
        return london(found[-1].at).date().isoformat() if found else ""

    @cached_property
    def policy(self) -> tuple[dict[uuid.UUID, Clause], dict[uuid.UUID, Edition]]:
        """The clauses that are alleged, with their lead-ins, and the editions they belong to."""
        clauses, _ = cited([one.clause_id for one in self.whole.allegations if one.clause_id], self.case.edition_id)
        return clauses, pinned([clauses[one.clause_id] for one in self.whole.allegations if one.clause_id])

    def allegations(self, path: str = "") -> list[dict[str, str]]:
        """Each allegation: the clause, its words, the digest of its edition, the particulars, and what a path found."""
        clauses, editions = self.policy
        findings = self.findings(path) if path else {}
        found = []
        for at, one in enumerate(self.whole.allegations, 1):
            clause = clauses.get(one.clause_id) if one.clause_id else None
            edition = editions.get(clause.edition_id) if clause else None
            found.append(
                {
                    "n": str(at),
                    "clause": "Other conduct" if one.clause_number == "other" else f"Clause {one.clause_number}",
                    "words": quoted(clause, clauses.values()) if clause else "" if one.clause_number == "other" else NO_EDITION,
                    "edition": f"{edition.title}, adopted on {said(edition.adopted_on)}" if edition and edition.adopted_on else "",
                    "digest": (edition.digest or "") if edition else "",
                    "particulars": str(self.typed.get(alleged(one)) or self.particulars(one)),
                    "finding": FOUND.get(findings[one.id].word, "") if one.id in findings else "",
                }
            )
        return found

    def particulars(self, one: Allegation) -> str:
        """Why it is alleged, as the case says it."""
        return str((one.particulars or {}).get("because") or "")

    def findings(self, path: str) -> dict[uuid.UUID, Finding]:
        """The standing finding of each allegation on a path."""
        row = self.whole.path(path)
        return {one.allegation_id: one for one in self.whole.findings if row is not None and one.path_id == row.id}

    @cached_property
    def sanction(self) -> Sanction | None:
        """What followed last on the disciplinary path."""
        row = self.whole.path("disciplinary")
        found = [
            one for one in queries.sanctions(self.case.id) if row is not None and one.path_id == row.id and one.ended_at is None
        ]
        return found[-1] if found else None

    @cached_property
    def clocks(self) -> dict[str, Deadline]:
        """The open clocks by their rule."""
        return {one.rule: one for one in reversed(queries.deadlines(self.case.id)) if one.is_running}

    def due(self, rule: str) -> str:
        """The day (ISO) by which an open clock asks for something; empty when none runs, or its date is not known."""
        one = self.clocks.get(rule)
        if one is None:
            return ""
        on = one.due_on or (london(one.due_at).date() if one.due_at else None)
        return on.isoformat() if on else ""

    @property
    def protection(self) -> Path | None:
        """The child protection path, unless it was declined."""
        return self.whole.path(CP)

    @property
    def children(self) -> str:
        """The children by the letters that stand for their names, with their ages."""
        rows = []
        for one in self.involved(Part.CHILD):
            age = (one.details or {}).get("age")
            rows.append(f"{one.token}{f', aged {age}' if age else ''}")
        return "\n".join(rows)

    def contacts(self, *agencies: str) -> list[Any]:
        """The conversations with these agencies, in order."""
        return [one for one in self.whole.contacts if one.agency in agencies]


def alleged(one: Allegation) -> str:
    """The key under which the particulars of an allegation are typed."""
    return f"alleged_{one.id.hex}"


def joined(texts: Iterable[str]) -> str:
    """Names as a sentence lists them."""
    found = [one for one in texts if one]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""


def in_words(value: str, kind: str, choices: dict[str, str]) -> str:
    """A typed value as a letter says it: a day with its weekday, a time, a choice in its words."""
    try:
        if kind == "date":
            return said(date.fromisoformat(value))
        if kind == "time":
            return time_words(time.fromisoformat(value))
    except ValueError:
        return value
    return choices.get(value, value)


def today() -> str:
    """The date of a letter."""
    day = london(now()).date()
    return f"{day.day} {day.strftime('%B')} {day.year}"
