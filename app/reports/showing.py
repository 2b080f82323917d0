"""The parts of the case page as pages show them: clocks, procedures, allegations, people and the chronology."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.cases import deadlines as clocks
from app.cases.engine import CP, D, Whole, pathway_of, stage_of
from app.cases.models import Allegation
from app.cases.work import Deadline, Finding, Path
from app.core import keys
from app.core.acts import ROLE_WORDS, Role
from app.core.clock import now
from app.core.permission import Actor
from app.core.trail import Event
from app.pathways.pathway import Offer
from app.policy.models import Clause, Edition
from app.policy.quoting import quoted
from app.reports.recorded import Recorded, particulars, steps_of
from app.reports.sight import SEALED_CLOCKS, SEALED_PATHS, Seen
from app.reports.words import PATHS, clock_title, event_words, fact_sentence

SEALED_ACTS = frozenset(
    {
        "child.name",
        "case.limbs",
        "case.contact",
        "alarm.raise",
        "case.agencies",
        "case.suspend",
        "suspension.lift",
        "suspension.end",
        "case.refer",
    }
)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A deadline as pages show it."""

    id: uuid.UUID
    title: str
    by: datetime | None
    on: Any
    why: str
    source: str
    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class PathCard:
    """A path as the case page shows it."""

    path: Path
    title: str
    stage: Any
    track: tuple[str, ...]
    because: tuple[dict[str, str], ...]
    reason: str
    waits: str
    offers: tuple[Offer, ...] = ()
    blocked: tuple[str, ...] = ()
    recorded: tuple[Recorded, ...] = ()
    harm_sealed: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Accused:
    """An allegation as the case page shows it: the clause in the words in force that day, and the outcome so far."""

    allegation: Allegation
    number: str
    title: str
    words: str
    because: str
    outcomes: tuple[tuple[str, str], ...]
    edition: Edition | None = None
    particulars: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the chronology in words, or several equal ones in a row: how many, and when the first of them was."""

    at: datetime
    who: str
    words: str
    why: str
    path: str
    count: int = 1
    since: datetime | None = None


def clock_rows(found: Sequence[Deadline]) -> tuple[ClockRow, ...]:
    """Deadlines in words; of a clock that was moved or started again, the row it has now."""
    at, replaced = now(), {one.replaces for one in found}
    return tuple(
        ClockRow(
            one.id,
            clock_title(one.rule),
            one.due_at,
            one.due_on,
            one.why,
            one.source,
            "Case manager"
            if one.owner == "case_manager"
            else ROLE_WORDS.get(Role(one.owner), one.owner)
            if one.owner in set(Role)
            else one.owner,
            clocks.state_of(one, at),
        )
        for one in found
        if one.id not in replaced
    )


def card(
    actor: Actor,
    whole: Whole,
    path: Path,
    said: dict[str, str],
    clauses: dict[uuid.UUID, Clause] | None = None,
    seen: frozenset[Seen] = frozenset(),
) -> PathCard:
    """A path as the page shows it to this person: why it was opened, where it stands, what was recorded, what can be done."""
    sealed = path.name in SEALED_PATHS and Seen.PROTECTION not in seen
    offers = whole.offers(actor, path)
    stage = None if sealed else stage_of(path)
    because = tuple(
        {
            "rule": one["rule"],
            "clause": one["clause"] or "",
            "words": "" if one.get("model") else _words_of(one, said, clauses or {}),
            "model": "yes" if one.get("model") else "",
            "fact": fact_sentence(one["fact"]),
        }
        for one in path.because
        if Seen.PROTECTION in seen or not one["fact"].startswith("harm.")
    )
    waits = "" if path.waits_for == CP and whole.facts(path, None).parallel_authorised else PATHS.get(path.waits_for or "", "")
    titles = () if sealed else tuple(dict.fromkeys(whole_title(path, key) for key in whole.stages(path)))
    return PathCard(
        path,
        PATHS[path.name],
        stage,
        titles,
        because,
        "" if sealed else path.reason or "",
        waits,
        tuple(one for one in offers if not one.blocked_by),
        tuple(sentence for one in offers for sentence in one.blocked_by),
        steps_of(whole, path, seen),
        len(because) < len(path.because),
        sealed,
    )


def _words_of(why: dict[str, str], said: dict[str, str], clauses: dict[uuid.UUID, Clause]) -> str:
    """The words of the clause a reason names: pinned by key; by the model's number in a case from before that was kept."""
    if why.get("clause_id"):
        found = clauses.get(uuid.UUID(why["clause_id"]))
        return quoted(found, clauses.values()) if found else ""
    return said.get(why["clause"] or "", "")


def whole_title(path: Path, key: str) -> str:
    """The title of a stage a path has been at."""

    return pathway_of(path).stage(key).title


def _then(found: Finding) -> str:
    """What stands beside the name of a procedure when what it found was replaced since."""
    if found.superseded_at is None:
        return ""
    return " before the formal complaint" if found.word == "put_right" else " before the appeal"


def accused(
    one: Allegation,
    clauses: dict[uuid.UUID, Clause],
    whole: Whole,
    editions: dict[uuid.UUID, Edition] | None = None,
    seen: frozenset[Seen] = frozenset(Seen),
) -> Accused:
    """An allegation as this person sees it; the outcome words of a sealed procedure stay with those who protect the child."""
    clause = clauses.get(one.clause_id) if one.clause_id else None
    words = one.particulars or {}
    outcomes = tuple(
        (
            PATHS.get(path.name, "") + _then(found),
            "sealed" if path.name in SEALED_PATHS and Seen.PROTECTION not in seen else found.word,
        )
        for found in (*whole.findings, *whole.replaced)
        if found.allegation_id == one.id
        for path in whole.paths
        if path.id == found.path_id
    )
    return Accused(
        one,
        one.clause_number,
        (clause.heading or "") if clause else "",
        quoted(clause, clauses.values()) if clause else "",
        words.get("because", ""),
        outcomes,
        (editions or {}).get(clause.edition_id) if clause else None,
        particulars(whole.case, one),
    )


def people(whole: Whole, known: dict[uuid.UUID, str], seen: frozenset[Seen]) -> list[dict[str, Any]]:
    """Everybody with a part; who reported it and whose relative somebody is only for those who see names."""
    rows, names = [], Seen.NAMES in seen
    for one in whole.involved:
        if one.part == "reporter" and not names:
            continue
        if one.part in {"child", "relative"}:
            name = one.token or "A relative of the child"
            if one.part == "relative" and not names:
                continue
        else:
            name = known.get(one.person_id, "") if one.person_id else (one.name or "")
        if one.part == "reporter" and whole.reporter_unnamed:
            name = f"{name} (asked not to be named)"
        rows.append(
            {
                "id": one.id,
                "part": one.part,
                "name": name,
                "sealed": one.part == "child" and names,
                "ended": one.ended_at,
            }
        )
    return rows


def told(event: Event, known: dict[uuid.UUID, str], seen: frozenset[Seen]) -> Told:
    try:
        payload = event.payload()
    except keys.KeyMissing:
        payload = {}
    who = known.get(uuid.UUID(event.actor[2:]), "") if event.actor.startswith("u:") else "Evenhand"
    path = str(payload.get("path", ""))
    sealed = (path in SEALED_PATHS or (event.act in SEALED_ACTS and path != D)) and Seen.PROTECTION not in seen
    reason = "" if sealed else str(payload.get("reason", ""))
    if Seen.PROTECTION not in seen:  # which clock it was would say what they may not know of
        payload = {**payload, "moved": [one for one in payload.get("moved", ()) if one["rule"] not in SEALED_CLOCKS]}
        payload.pop("rule" if payload.get("rule") in SEALED_CLOCKS else "", None)
    if sealed:
        payload.pop("agency", None)  # which agency was asked says what was reported
        payload.pop("noted", None)
        payload.pop("stage", None)  # the stages, and the outcome words among them, stay with those who protect the child
    return Told(event.at, who, event_words(event.act, payload), reason, path)


def in_a_row(found: Sequence[Told]) -> tuple[Told, ...]:
    """The chronology with equal entries that follow one another told once, newest first: how often, and since when."""
    rows: list[Told] = []
    for one in found:
        last = rows[-1] if rows else None
        if last and (last.who, last.words, last.why) == (one.who, one.words, one.why):
            rows[-1] = replace(last, count=last.count + 1, since=one.at)
        else:
            rows.append(one)
    return tuple(rows)
