"""What whoever decides on a complaint is told of like ones, and what disciplinary work takes over from it, through the door."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from casework import EQUAL, LIMBS, Play
from flows import person_id
from sqlalchemy import select

from app.cases.actions import advance, decide
from app.cases.engine import EO, Whole, find_step
from app.cases.models import Case, Part
from app.cases.parts import give_part
from app.core.clock import london, now
from app.core.db import db

MOCKED = {"kind": "message", "with": "colleague", "about": ["colleague"], "content": ["derogatory"], "channel": "messaging"}


@pytest.fixture
def case(world, inside):
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Tom Ellwood")
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


@pytest.fixture
def complain(world, actor):
    """Log a complaint about somebody, and bring one to the step before its outcome."""
    hr, officer = actor("Ruth Okafor"), uuid.UUID(person_id(world, "Farah Siddiqui"))

    def log(about):
        facts = {
            "reported_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
            "subject": {"post": "teacher"},
            "harm": dict.fromkeys(LIMBS, "no"),
            "acts": [MOCKED],
        }
        case = Play(world).log(facts, about=about)
        complaint = next(one for one in Whole(case).paths if one.name == EO)
        decide(actor("Helen Ashworth"), complaint, accept=True, reason="It follows.", equality=EQUAL)
        return case

    def to(case, kind, traits, outcome="", recommendation=""):
        today = london(now()).date().isoformat()
        take(hr, case, "support", contact="A. Governor", support="B.", perceived_kind=kind, perceived=traits)
        take(hr, case, "formal_eo_support", complained_on=today, asked_by="complainant", complaint="It.")
        take(hr, case, "acknowledge", acknowledged_on=today, acknowledged_how="By letter.")
        give_part(hr, case, person_id=officer, part=Part.INVESTIGATOR, tie="none")
        take(hr, case, "investigate", terms="All.", companions="yes")
        if outcome:
            found = {"reasons": "Said by Mr Unmistakable.", "found_kind": kind, "recommendation": recommendation}
            take(hr, case, "outcome", outcome, **found)
        return case

    return lambda about, *more: to(log(about) if isinstance(about, str) else about, *more)


def take(who, case, key, word="", **answers):
    db.session.rollback()
    path = Whole(db.session.get_one(Case, case.id)).path(EO)
    step = find_step(path, key)
    outcomes = {one.id: word for one in Whole(case).allegations} if word else None
    return advance(
        who,
        path,
        step_key=key,
        seen_stage=path.stage,
        answers=answers,
        outcomes=outcomes,
        equality=EQUAL if step.equality else None,
    )


def beside(client, case, key) -> str:
    db.session.rollback()
    path = Whole(db.session.get_one(Case, case.id)).path(EO)
    page = client.get(f"/cases/{case.reference}/procedures/{path.id}/{key}").get_data(as_text=True)
    start = page.index("How like complaints ended")
    return " ".join(page[start : page.index("</ul>", start)].split())


def test_like_complaints_are_counted_from_three_on_without_names_and_evidence_goes_on_to_disciplinary_work(
    case, complain, sign_in, actor
):
    adviser = sign_in("Ruth Okafor")
    complain(case, "harassment", "race,religion")
    complain("Laura Fenwick", "harassment", "race", "upheld", "disciplinary")
    complain("Priya Raman", "harassment", "race", "not_upheld", "none")
    few = beside(adviser, case, "outcome")
    assert few.count("fewer than 3") == 3
    assert "Upheld" not in few
    complain("Grace O'Dowd", "harassment", "race", "upheld", "disciplinary")
    shown = beside(adviser, case, "outcome")
    assert "Harassment: 3 complaints. Upheld: 2; Not upheld: 1. Recommended: disciplinary work: 2; no action: 1." in shown
    assert "Race: 3 complaints. Upheld: 2; Not upheld: 1." in shown
    assert "Religion or belief: fewer than 3" in shown
    for word in ("Fenwick", "Raman", "Grace", "Unmistakable", "2026"):
        assert word not in shown
    hr = actor("Ruth Okafor")
    take(
        hr, case, "outcome", "upheld", reasons="It was said.", found_kind="harassment", found="race", recommendation="disciplinary"
    )
    assert "Race: 3 complaints" in beside(adviser, case, "hand_over")
    take(hr, case, "hand_over", why="All of it.", evidence="The thread, and what both of them said.")
    db.session.rollback()
    whole = Whole(db.session.get_one(Case, case.id))
    work = next(one for one in whole.paths if one.name == "disciplinary")
    if work.state == "proposed":
        decide(actor("Helen Ashworth"), work, accept=True, reason="Upheld.", equality=EQUAL)
    page = adviser.get(f"/cases/{case.reference}/procedures/{work.id}/assess").get_data(as_text=True)
    assert "From the complaint" in page
    assert "The thread, and what both of them said." in page
    take(hr, case, "appeal_handed_to_d", appealed_on=london(now()).date().isoformat(), grounds="Too little.")
    ivy = actor("Ivy Nwosu")
    give_part(hr, case, person_id=ivy.person_id, part=Part.EQUALITY_PANEL, tie="none")
    assert "Race: 3 complaints" in beside(sign_in("Ivy Nwosu"), case, "decide_appeal")
