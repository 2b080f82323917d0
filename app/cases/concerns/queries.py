"""The ledger of low-level concerns: each adult once, and the concerns about one of them, in a constant number of queries."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.cases.concerns.counting import LLC, NOTHING, is_concern, plain, window
from app.cases.concerns.references import outside_references_rule
from app.cases.models import Case, Involvement, Part
from app.cases.numbers import numbers
from app.cases.queries import MANAGERS, conflicted, known
from app.cases.work import Finding, Path, StageEntry
from app.core import keys
from app.core.acts import Act, Role
from app.core.db import db
from app.core.permission import Actor, NotThere, may
from app.pathways import PATHWAYS
from app.pathways.low_level_concern import THEMES
from app.people.models import Person

if TYPE_CHECKING:
    from app.cases.engine import Whole

MOST = 2000
OF_HEADS = (Role.HEADTEACHER.value, Role.DEPUTY_HEAD.value)
PROTECTS = frozenset({"case_manager", Role.DSL.value, Role.DEPUTY_DSL.value})


@dataclass(frozen=True, slots=True)
class Row:
    """A low-level concern as the ledger shows it: never what was said, and the case only to whoever may open it."""

    case_id: uuid.UUID
    reference: str
    reported_at: datetime
    adult: str
    name: str
    job: str
    school_id: uuid.UUID
    within: bool
    opens: bool
    by_themselves: bool
    theme: str
    stage: str
    outcomes: tuple[str, ...]
    left_out: bool


@dataclass(frozen=True, slots=True)
class Adult:
    """One adult of the ledger: how many concerns count together now and in how many months, how many about what, and the last."""

    key: str
    name: str
    job: str
    count: int
    months: int
    themes: tuple[tuple[str, int], ...]
    last: datetime
    by_themselves: int
    calls: str


def may_see(actor: Actor) -> ColumnElement[bool]:
    """The cases whose low-level concerns this person may see: those they manage; all that a head manages for a safeguarding lead.

    A concern about the headteacher is the chair's alone; with nobody at the school free of it, it is the employer's HR adviser's
    until somebody is appointed (R13, R14). Nobody sees one in which they have a part of their own.
    """
    rules: list[ColumnElement[bool]] = [
        Case.school_id.in_(schools) & (Case.manager == role.value)
        for role in (*MANAGERS, Role.HR_ADVISER)
        if (schools := actor.schools(role))
    ]
    if schools := actor.schools(Role.DSL, Role.DEPUTY_DSL):
        rules.append(Case.school_id.in_(schools) & Case.manager.in_(OF_HEADS))
    if actor.person_id is None or not rules:
        return false()
    return and_(or_(*rules), Case.id.not_in(conflicted(actor)))


def ledger(actor: Actor, *, whole: bool = False) -> tuple[Adult, ...]:
    """Each adult once, whoever calls for a decision first; those without a concern in the window only when all are wanted."""
    rows = _rows(actor)
    adults: dict[str, list[Row]] = {}
    for one in rows:
        adults.setdefault(one.adult, []).append(one)
    limits = {one: _limits(one) for one in {row.school_id for row in rows}}
    found = [_adult(key, those, limits[those[0].school_id]) for key, those in adults.items()]
    return tuple(sorted((one for one in found if whole or one.count), key=lambda one: (-one.count, one.name)))


def about(actor: Actor, key: str) -> tuple[Adult, tuple[Row, ...]]:
    """The concerns about one adult, newest first; `NotThere` when there are none that this person may see."""
    rows = _rows(actor)
    adult = next((one.adult for one in rows if key in {one.adult, str(one.case_id)}), None)
    those = [one for one in rows if one.adult == adult]
    if adult is None or not those:
        raise NotThere("adult")
    return _adult(adult, those, _limits(those[0].school_id)), tuple(those)


def _limits(school_id: uuid.UUID) -> tuple[int, int, int]:
    known = numbers(school_id)
    return known["pattern_prompt_count"].n, known["pattern_lado_count"].n, known["pattern_months"].n


def _adult(key: str, rows: Sequence[Row], limits: tuple[int, int, int]) -> Adult:
    here = [one for one in rows if one.within and one.outcomes != (NOTHING,)]
    prompt, decide, months = limits
    calls = "decide" if len(here) >= decide else "look" if len(here) >= prompt else ""
    often = Counter(one.theme for one in here or rows)
    themes = tuple((label, often[theme]) for theme, label in THEMES if often[theme])
    by_themselves = sum(one.by_themselves for one in here)
    return Adult(key, rows[0].name, rows[0].job, len(here), months, themes, rows[0].reported_at, by_themselves, calls)


def _rows(actor: Actor) -> list[Row]:
    subject = and_(Involvement.case_id == Case.id, Involvement.part == Part.SUBJECT.value)
    found = db.session.execute(
        select(
            Case,
            Path,
            Involvement,
            Person.name,
            Person.job_title,
            keys.CaseKey.wrapped,
            known(actor).label("opens"),
            outside_references_rule().label("left_out"),
        )
        .select_from(Case)
        .join(Path, and_(Path.case_id == Case.id, is_concern()))
        .join(Involvement, subject)
        .outerjoin(Person, Person.id == Involvement.person_id)
        .join(keys.CaseKey, keys.CaseKey.case_id == Case.id)
        .where(may_see(actor))
        .order_by(Case.reported_at.desc(), Case.id)
        .limit(MOST)
    ).all()
    for case, *_, wrapped, _opens, _out in found:
        keys.take_case_key(case.id, case.school_id, wrapped)
    paths = [row[1].id for row in found]
    themes, words = _themes(paths), _words(paths)
    since = {school_id: window(school_id) for school_id in {row[0].school_id for row in found}}
    rows, names = [], dict[tuple[uuid.UUID, str], str]()
    for case, path, person, name, job, _, opens, left_out in found:
        shown = name or person.name or ""
        rows.append(
            Row(
                case_id=case.id,
                reference=case.reference,
                reported_at=case.reported_at,
                # somebody who is not on the roll is known by their newest case: no name stands in an address
                adult=str(person.person_id or names.setdefault((case.school_id, plain(shown)), str(case.id))),
                name=shown,
                job=job or case.subject.get("job_title", ""),
                school_id=case.school_id,
                within=case.reported_at >= since[case.school_id],
                opens=bool(opens),
                by_themselves=by_themselves(case),
                theme=themes.get(path.id, ""),
                stage=_stands(path),
                outcomes=tuple(sorted(words.get(path.id, ()))),
                left_out=bool(left_out),
            )
        )
    return rows


def _stands(path: Path) -> str:
    if path.state == "declined":
        return "Left by child protection, and not worked on"
    return PATHWAYS[LLC].stage(path.stage).title if path.stage else "Proposed"


def by_themselves(case: Case) -> bool:
    """Whether the adult reported it themselves, which is welcome and taken neutrally."""
    return case.account.get("how") == "self_report" or any(one.get("self_reported") for one in case.facts.get("acts", ()))


def pattern(actor: Actor, whole: Whole) -> dict[str, Any]:
    """What the card of a low-level concern says of the adult's other ones, to whoever manages the case or protects children.

    Nobody else who works on a case learns from it that there are others.
    """
    case = whole.case
    mine = {"by_themselves": by_themselves(case)}
    if not (may(actor, Act.CONCERN_OPEN, case.school_id) and whole.roles(actor) & PROTECTS):
        return mine
    count = len(whole.concerns)
    subject = next((one.person_id for one in whole.involved if one.part == Part.SUBJECT.value), None)
    return mine | {
        "count": count,
        "months": whole.number("pattern_months"),
        "decide": count >= whole.number("pattern_lado_count"),
        "look": count >= whole.number("pattern_prompt_count"),
        "adult": subject or case.id,
    }


def _themes(paths: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = db.session.scalars(
        select(StageEntry).where(StageEntry.path_id.in_(list(paths)), StageEntry.step == "record").order_by(StageEntry.id)
    )
    return {one.path_id: str((one.answers or {}).get("theme") or "") for one in rows}


def _words(paths: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    found: dict[uuid.UUID, set[str]] = {}
    rows: Iterable[Any] = db.session.execute(select(Finding.path_id, Finding.word).where(Finding.path_id.in_(list(paths))))
    for path_id, word in rows:
        found.setdefault(path_id, set()).add(word)
    return found
