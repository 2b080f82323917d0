"""Fills a school with many plausible cases, sealed and entered in the trail like real ones, to measure with."""

from __future__ import annotations

import random
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.cases.models import Allegation, Case, Involvement, Part
from app.cases.work import Deadline, Decision, Path, StageEntry
from app.core.action import action, seal
from app.core.acts import Act
from app.core.calendar import end_of
from app.core.clock import london, now
from app.core.db import EVERY_SCHOOL, Base, db, new_id, reach_for
from app.core.keys import CaseKey, make_case_key
from app.core.permission import Actor, job
from app.core.proved import ROWS, digests
from app.core.trail import Happening, append_all
from app.demo.cast import FIRST
from app.demo.loading import refuse_production
from app.intake.logging import reference
from app.pathways import PATHWAYS
from app.people.models import Person, School
from app.people.queries import roll, today
from app.policy.models import Edition
from app.policy.queries import in_force

BATCH = 250
KINDS = (
    ("3.2(h)", "child_protection", "cp_triage", "accepted a friend request from a pupil of Year 6"),
    ("3.2(a)", "disciplinary", "d_assess", "wrote an unkind comment about the school on a public page"),
    ("3.2(b)", "equal_opportunities", "eo_support", "wrote mockingly about a colleague in a closed group"),
    ("3.2(i)", "low_level_concern", "recorded", "accepted a request from a parent without asking first"),
    ("3.2(g)", "disciplinary", "d_investigation", "posted a picture in which a pupil can be recognised"),
)
ANSWER: dict[str, Any] = {"clauses": [], "paths": [], "case_manager": "headteacher", "deadlines": [], "stops": [], "flags": []}
EQUALITY = {"conclusion": "none", "words": "Nobody with a protected characteristic is affected differently."}


def fill(count: int) -> str:
    """Add so many cases to the first school; returns what was added and how fast."""
    refuse_production()
    reach_for(EVERY_SCHOOL)
    school = db.session.scalars(select(School).where(School.name == FIRST)).one()
    people = [
        one
        for one in roll(school.id)
        if one.post in {"teacher", "support_staff"} and not one.email.startswith(("helen", "amina", "ruth"))
    ]
    edition = in_force(school.id, today())
    if edition is None:
        raise RuntimeError("the demonstration has adopted no policy")
    begun, done = time.perf_counter(), 0
    while done < count:
        many = min(BATCH, count - done)
        _batch(job("demo"), school, people=people, edition=edition, many=many, seed=done)
        done += many
        db.session.info.pop("case_keys", None)
    seconds = time.perf_counter() - begun
    return f"{count} cases in {seconds:.1f} s: {count / seconds:.0f} a second"


@action(Act.DEMO_LOAD)
def _batch(actor: Actor, school: School, *, people: list[Person], edition: Edition, many: int, seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - plausible, not secret
    rows: dict[type[Base], list[Base]] = {}
    events: list[Happening] = []
    at = now()
    clauses = {one.number: one.id for one in edition.clauses}
    for index in range(many):
        logged = at - timedelta(days=drawn.randint(0, 1800), minutes=drawn.randint(0, 1400), microseconds=index)
        _one(rows, events, school.id, drawn.choice(people), edition.id, clauses, drawn.choice(KINDS), logged, drawn)
    for model in (CaseKey, Case, Allegation, Involvement, Path, StageEntry, Deadline, Decision):
        found = rows.get(model, [])
        names = [column.key for column in model.__mapper__.columns]
        db.session.execute(insert(model), [{name: getattr(row, name) for name in names} for row in found])
    append_all(school.id, events)
    seal(f"s:{school.id}", school_id=school.id, cases=many)


def _one(
    rows: dict[type[Base], list[Base]],
    events: list[Happening],
    school_id: uuid.UUID,
    person: Person,
    edition_id: uuid.UUID,
    clauses: dict[str, uuid.UUID],
    kind: tuple[str, str, str, str],
    logged: datetime,
    drawn: random.Random,
) -> None:
    number, name, stage, words = kind
    case_id, path_id = new_id(), new_id()
    before = {model: len(found) for model, found in rows.items()}
    closed = drawn.random() < 0.7
    by = person.id
    keep(rows, make_case_key(case_id, school_id))
    keep(
        rows,
        Case(
            id=case_id,
            school_id=school_id,
            reference=reference(),
            state="closed" if closed else "routed",
            manager="headteacher",
            edition_id=edition_id,
            reported_at=logged,
            logged_at=logged,
            logged_by=by,
            closed_at=logged + timedelta(days=30) if closed else None,
            version=1,
            subject={"name": person.name, "post": person.post, "job_title": person.job_title},
            account={
                "words": f"A parent said that this member of staff {words}.",
                "how": "told",
                "told_already": "",
                "danger": "no",
                "imagery": "no",
                "acts": {},
            },
            facts={"subject": {"post": person.post}},
            answer=ANSWER,
            limbs={one: {"answer": "no", "reason": "Nothing suggests it."} for one in ("H1", "H2", "H3", "H4")},
        ),
    )
    keep(
        rows,
        Allegation(
            school_id=school_id,
            case_id=case_id,
            clause_id=clauses.get(number),
            clause_number=number,
            act_index=0,
            met="yes",
            proposed=True,
            particulars={"because": f"The member of staff {words}.", "act": ""},
        ),
    )
    keep(rows, Involvement(school_id=school_id, case_id=case_id, part=Part.SUBJECT.value, person_id=person.id, added_at=logged))
    keep(
        rows,
        Involvement(
            school_id=school_id,
            case_id=case_id,
            part=Part.REPORTER.value,
            added_at=logged,
            name="A parent",
            details={"relation": "parent"},
        ),
    )
    end = next(one.key for one in PATHWAYS[name].stages if one.kind.value == "terminal") if closed else stage
    keep(
        rows,
        Path(
            id=path_id,
            school_id=school_id,
            case_id=case_id,
            name=name,
            procedure="",
            standing="open",
            state="accepted",
            stage=end,
            opened_at=logged,
            stage_at=logged,
            ended_at=logged + timedelta(days=30) if closed else None,
            decided_by=by,
            decided_at=logged,
            because=[{"rule": "R7", "clause": "4.4", "fact": "acts[0].kind = comment"}],
            reason="It follows from what was logged.",
        ),
    )
    keep(
        rows,
        StageEntry(
            school_id=school_id,
            case_id=case_id,
            path_id=path_id,
            stage=end,
            step="opened",
            at=logged,
            by=by,
            answers={"words": "Recorded."},
        ),
    )
    due = end_of(london(logged).date() + timedelta(days=drawn.choice((1, 5, 20))))
    keep(
        rows,
        Deadline(
            school_id=school_id,
            case_id=case_id,
            path_id=path_id,
            rule="triage_1wd",
            starts_at=logged,
            due_at=due,
            due_on=london(due).date(),
            why="One working day after it was reported.",
            source="The school's own procedure",
            owner="case_manager",
            met_at=logged + timedelta(hours=5) if closed or drawn.random() < 0.9 else None,
            met_by=by,
        ),
    )
    keep(
        rows,
        Decision(
            school_id=school_id,
            case_id=case_id,
            path_id=path_id,
            what=f"{name} accepted",
            by=by,
            at=logged,
            reasons="It follows from what was logged.",
            equality=EQUALITY,
        ),
    )
    written = [row for model, found in rows.items() if model.proved for row in found[before.get(model, 0) :]]
    for act in ("breach.log", "case.route", "case.advance", "case.close")[: 4 if closed else 3]:
        payload = (
            {"path": name, "accepted": True}
            if act == "case.route"
            else {"path": name, "stage": end}
            if act == "case.advance"
            else {"reason": "As recorded.", ROWS: digests(written)}
            if act == "breach.log"
            else {"reason": "As recorded."}
        )
        events.append(Happening(act, f"u:{by}", f"c:{case_id}", school_id, case_id, payload))


def keep(rows: dict[type[Base], list[Base]], row: Base) -> None:
    """Put a row with the others of its model, to be inserted together."""
    rows.setdefault(type(row), []).append(row)
