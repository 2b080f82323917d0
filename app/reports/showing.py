"""The parts of the case page as pages show them: clocks, procedures and people."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases import deadlines as clocks
from app.cases.engine import CP, Whole, pathway_of, stage_of
from app.cases.hearings.taking_part import APPOINTERS
from app.cases.work import Deadline, Path
from app.core.acts import ROLE_WORDS, Role
from app.core.clock import now
from app.core.permission import Actor
from app.pathways.pathway import Offer
from app.policy.models import Clause
from app.policy.quoting import quoted
from app.reports.recorded import Recorded, steps_of
from app.reports.sight import SEALED_PATHS, Seen
from app.reports.words import PATHS, clock_title, fact_sentence


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


def people(whole: Whole, known: dict[uuid.UUID, str], seen: frozenset[Seen], mine: frozenset[str]) -> list[dict[str, Any]]:
    """Everybody with a part; who reported it and whose relative somebody is only for those who see names, and who is kept out
    because of a tie only for those who appoint."""
    rows, names = [], Seen.NAMES in seen
    for one in whole.involved:
        if (one.part == "reporter" and not names) or (one.part == "kept_out" and not mine & APPOINTERS):
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
