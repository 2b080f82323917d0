"""What whoever decides on a complaint is shown beside the questions, and what disciplinary work takes over from a complaint."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.cases.engine import EO, D, Whole
from app.cases.hearings.beside import Like, like
from app.cases.models import Case
from app.cases.queries import conflicted
from app.cases.work import Finding, Path, StageEntry
from app.core import keys
from app.core.acts import Role
from app.core.db import db
from app.core.permission import Actor
from app.pathways.pathway import Step
from app.pathways.words import CHARACTERISTICS, COMPLAINTS, EO_OUTCOMES, RECOMMENDATIONS

MOST = 500
KINDS = dict(COMPLAINTS)
TRAITS = dict(CHARACTERISTICS)
WORDS = dict(EO_OUTCOMES)
TAKES_OVER = frozenset({"assess", "investigate"})
"""The first steps of disciplinary work, for which what a complaint gathered is used again."""


@dataclass(frozen=True, slots=True)
class Known:
    """How like complaints ended, each with what was recommended; and which evidence a complaint handed over."""

    like: tuple[tuple[Like, Like], ...] = ()
    handed: str = ""


NOTHING = Known()


@dataclass(slots=True)
class Ended:
    """A complaint that was decided: what it was about, what was found of each allegation, and what was recommended."""

    about: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    recommended: str = ""

    @property
    def outcome(self) -> str:
        """One word for the whole complaint: upheld in part when some of it was and some was not."""
        return next(iter(self.words)) if len(self.words) == 1 else "partly_upheld" if self.words & UPHELD else "not_upheld"


UPHELD = frozenset({"upheld", "partly_upheld"})


def known(actor: Actor, whole: Whole, path: Path, step: Step) -> Known:
    """What is shown beside a step; nothing beside most."""
    if path.name == EO and (step.sets_outcomes or step.target == "handed_to_d") and step.key != "put_right":
        return Known(like=like_complaints(actor, whole, path))
    complaint = whole.path(EO)
    if path.name == D and complaint is not None and step.key in TAKES_OVER and "handed_to_d" in whole.stages(complaint):
        return Known(handed=str(whole.answers(complaint).get("evidence") or ""))
    return NOTHING


def like_complaints(actor: Actor, whole: Whole, path: Path) -> tuple[tuple[Like, Like], ...]:
    """How other complaints ended that were about the same, by kind and characteristic: no names, no days, no references.

    At the schools where this person advises, manages or sits on panels; too few to show is a count of nothing.
    """
    ended = list(_ended(actor, whole.case.id).values())
    found = []
    for key in _about(whole.answers(path)):
        alike = [one for one in ended if key in one.about]
        label = KINDS.get(key) or TRAITS[key]
        recommended = [one.recommended for one in alike if one.recommended]
        found.append((like(label, [one.outcome for one in alike], EO_OUTCOMES), like(label, recommended, RECOMMENDATIONS)))
    return tuple(found)


def _about(answers: dict[str, Any]) -> list[str]:
    """What a complaint is about: its kind as they saw it and as it was found, then the characteristics, each once."""
    kinds = {answers.get("perceived_kind"), answers.get("found_kind")}
    traits = {*str(answers.get("perceived") or "").split(","), *str(answers.get("found") or "").split(",")}
    return [key for key in KINDS if key in kinds] + [key for key in TRAITS if key in traits]


def _ended(actor: Actor, but: uuid.UUID) -> dict[uuid.UUID, Ended]:
    """The complaints of these schools that were decided, by their path; those in which this person has a part are left out."""
    schools = actor.schools(Role.HR_ADVISER, Role.PANEL_MEMBER, Role.HEADTEACHER)
    rows = db.session.execute(
        select(Finding.path_id, Finding.word, Case.id, Case.school_id, keys.CaseKey.wrapped)
        .join(Path, Path.id == Finding.path_id)
        .join(Case, Case.id == Finding.case_id)
        .join(keys.CaseKey, keys.CaseKey.case_id == Case.id)
        .where(
            Case.school_id.in_(schools),
            Case.id != but,
            Case.id.not_in(conflicted(actor)),
            Path.name == EO,
            Finding.word.in_(list(WORDS)),
            Finding.superseded_at.is_(None),
        )
        .order_by(Finding.at.desc())
        .limit(MOST)
    ).all()
    found: dict[uuid.UUID, Ended] = {}
    for path_id, word, case_id, school_id, wrapped in rows:
        keys.take_case_key(case_id, school_id, wrapped)
        found.setdefault(path_id, Ended()).words.add(word)
    for path_id, answers in _answers(found).items():
        found[path_id].about = set(_about(answers))
        found[path_id].recommended = str(answers.get("recommended_now") or answers.get("recommendation") or "")
    return found


def _answers(paths: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    answers: dict[uuid.UUID, dict[str, Any]] = {}
    for entry in db.session.scalars(select(StageEntry).where(StageEntry.path_id.in_(list(paths))).order_by(StageEntry.id)):
        answers.setdefault(entry.path_id, {}).update(entry.answers or {})
    return answers
