"""What was recorded with a step, in its questions and answers, and what was said of an act when it was logged."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from app.cases.dignity.equality import in_words as in_words_51
from app.cases.engine import Whole, pathway_of
from app.cases.models import Allegation, Case
from app.cases.step_form import clause_words
from app.cases.work import Decision, Path, StageEntry
from app.core.clock import said
from app.intake.act_form import ActForm
from app.intake.answers import kind_of
from app.intake.rerouting import HARM_ANSWERED
from app.intake.summary import rows_of
from app.pathways.pathway import Ask, AskKind
from app.reports.sight import SEALED_PATHS, Seen
from app.reports.words import PATHS, decision_title

YES_NO = {"yes": "Yes", "no": "No"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded with one step or decision: what, by whom, when, and the answers; sealed for whoever may not read them."""

    title: str
    by: str
    at: datetime
    rows: tuple[tuple[str, str], ...]
    equality: str = ""
    sealed: bool = False


def in_words(ask: Ask, value: str, allegations: Mapping[str, str] = MappingProxyType({})) -> str:
    """An answer as a reader would say it: a day with its weekday, a choice in its own words."""
    if ask.kind is AskKind.DATE:
        try:
            return said(date.fromisoformat(value))
        except ValueError:
            return value
    choices = YES_NO if ask.kind is AskKind.YES_NO else dict(ask.choices)
    if ask.kind is AskKind.SEVERAL:
        return ", ".join({**choices, **allegations}.get(one, one) for one in value.split(","))
    return choices.get(value, value)


def rows_of_entry(path: Path, entry: StageEntry, allegations: Sequence[Allegation] = ()) -> tuple[tuple[str, str], ...]:
    """The questions and answers of one stage entry; allegations are named by their clauses."""
    known = {str(one.id): clause_words(one) for one in allegations}
    step = next((one for one in pathway_of(path).steps if one.key == entry.step), None)
    answers = entry.answers or {}
    return tuple(
        (ask.label, in_words(ask, str(answers[ask.key]), known)) for ask in (step.asks if step else ()) if answers.get(ask.key)
    )


def steps_of(whole: Whole, path: Path, seen: frozenset[Seen]) -> tuple[Recorded, ...]:
    """What the steps of a path recorded, in order; nothing of a sealed path for those it is sealed from."""
    if path.name in SEALED_PATHS and Seen.PROTECTION not in seen:
        return ()
    pathway = pathway_of(path)
    found = []
    for entry in whole.entries:
        rows = rows_of_entry(path, entry, whole.allegations) if entry.path_id == path.id else ()
        if rows:
            found.append(Recorded(pathway.stage(entry.stage).title, "", entry.at, rows))
    return tuple(found)


def decisions_of(
    whole: Whole, decisions: list[Decision], names: Mapping[uuid.UUID, str], seen: frozenset[Seen]
) -> tuple[Recorded, ...]:
    """The decisions with their reasons and the equality consideration; those of a sealed path without their words."""
    paths, found = {one.id: one for one in whole.paths}, []
    for one in decisions:
        path = paths.get(one.path_id) if one.path_id else None
        title, by = decision_title(one.what, path.name if path else ""), names.get(one.by, "")
        if _is_sealed(one, path) and Seen.PROTECTION not in seen:
            found.append(
                Recorded(title if path is None else f"{PATHS[path.name]}: a decision was recorded", by, one.at, (), sealed=True)
            )
            continue
        entry = next((e for e in whole.entries if path is not None and e.path_id == path.id and e.step == one.what), None)
        rows = rows_of_entry(path, entry, whole.allegations) if path is not None and entry is not None else ()
        rows = rows or ((("Reasons", one.reasons),) if one.reasons else ())
        found.append(Recorded(title, by, one.at, rows, in_words_51(one.equality)))
    return tuple(found)


def _is_sealed(one: Decision, path: Path | None) -> bool:
    """Whether a decision is one of protecting the child; the answers to the harm questions are, before a path is open too."""
    return one.what == HARM_ANSWERED or (path is not None and path.name in SEALED_PATHS)


def particulars(case: Case, allegation: Allegation) -> tuple[tuple[str, str], ...]:
    """What was said of the act that an allegation rests on; nothing for a clause that was added by hand."""
    key = (allegation.particulars or {}).get("act") or ""
    act = case.account.get("acts", {}).get(key)
    if not act:
        return ()
    return tuple((question, answer) for question, answer, _ in rows_of(_questions(kind_of(key)), act))


@lru_cache(maxsize=32)  # only its labels and choices are read, and building a form costs more than the rest of the page
def _questions(kind: str) -> ActForm:
    return ActForm(formdata=None, meta={"csrf": False}).for_kind(kind)  # a job gathers it too, outside any request
