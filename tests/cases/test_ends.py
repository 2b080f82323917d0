"""Every path is walked to every one of its ends through the actions, and the case closes; steps that lead to another path open it."""

from __future__ import annotations

from collections import deque
from datetime import timedelta

import pytest
from casework import closed
from flows import log, person_id
from sqlalchemy import select

from app.cases.actions import advance, decide, record_contact
from app.cases.engine import Whole
from app.cases.following import propose
from app.cases.models import Case, Part
from app.cases.parts import give_part
from app.cases.protection.leaving import decide_referral
from app.cases.work import Deadline, Path
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.clock import frozen, now
from app.core.db import db
from app.core.permission import job
from app.intake.rerouting import answer_limbs
from app.notices.models import Notice
from app.pathways import PATHWAYS
from app.pathways.pathway import ANY_LIVE, AskKind, Kind, Step
from app.people.queries import today

EQUAL = {"conclusion": "none", "words": "Considered."}
NO = {name: {"answer": "no", "reason": "Nothing."} for name in ("H1", "H2", "H3", "H4")}
ENDED = ("child_protection", "disciplinary", "equal_opportunities", "low_level_concern")
ENDS = [(name, stage.key) for name in ENDED for stage in PATHWAYS[name].stages if stage.kind is Kind.TERMINAL]


@action(Act.DEMO_LOAD)
def put_in(actor, case, *, name):
    """Propose a path, as a test needs it."""
    path = propose(case, None, name, standing="open", waits_for=None, because=[])
    seal_case(path)
    return path


def route_to(name: str, end: str) -> list[Step]:
    """The shortest way through a pathway to one of its ends."""
    pathway, seen, waiting = PATHWAYS[name], set(), deque([(PATHWAYS[name].first, [])])
    while waiting:
        stage, way = waiting.popleft()
        if stage == end:
            return way
        if stage not in seen:
            seen.add(stage)
            onward = (one for one in pathway.steps_from(stage) if one.target != stage)
            waiting.extend((one.target, [*way, one]) for one in onward)
    raise AssertionError(f"no way to {end}")


def answers_to(step: Step) -> dict[str, str]:
    """An answer to each question of a step."""
    day = {key: today().isoformat() for key in ("on", "dated", "waived")}
    day |= {"notice": (today() - timedelta(days=30)).isoformat(), **({step.on: today().isoformat()} if step.on else {})}
    found = {}
    for ask in step.asks:
        if ask.kind is AskKind.CHOICE:
            found[ask.key] = ask.choices[0][0]
        elif ask.kind is AskKind.YES_NO:
            found[ask.key] = "yes"
        else:
            found[ask.key] = (
                day.get(ask.key, "2027-03-02") if ask.kind is AskKind.DATE else ("" if ask.key == "months" else "Words.")
            )
    return found


def _case(reference: str) -> Case:
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


@pytest.fixture
def team(world, actor, inside):
    """Whoever takes the steps: head, HR, hearer and officer, by role."""
    return {name: actor(who) for name, who in {"head": "Helen Ashworth", "hr": "Ruth Okafor", "dsl": "Amina Yusuf", "panel": "George Halloran", "officer": "Farah Siddiqui", "clerk": "Peter Lomax", "appeal": "Ivy Nwosu"}.items()}  # fmt: skip


@pytest.fixture
def open_case(world, sign_in, team):
    """A case about Tom with everybody appointed, all four answers no, the LADO told, and its first procedures declined."""
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"))
    case = _case(reference)
    answer_limbs(team["head"], case, limbs=NO, version=case.version, equality=EQUAL)
    record_contact(
        team["head"], case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Go on."}
    )
    give_part(team["head"], case, person_id=team["officer"].person_id, part=Part.INVESTIGATOR, tie="none")
    give_part(team["head"], case, person_id=team["panel"].person_id, part=Part.HEARER, tie="none")
    give_part(team["head"], case, person_id=person_id_of(world, "Ivy Nwosu"), part=Part.APPEAL_PANEL, tie="none")
    return case


def person_id_of(world, name):
    """The key of somebody as a UUID."""
    import uuid

    return uuid.UUID(person_id(world, name))


def _only(team, case, name) -> Path:
    """Leave only this path, accepted."""
    for one in list(Whole(case).paths):
        if one.name != name and one.state == "proposed":
            decide(team["head"], one, accept=False, reason="Not for this test.", equality=EQUAL)
    path = next((one for one in Whole(case).paths if one.name == name), None) or put_in(job("test"), case, name=name)
    decide(team["head"], path, accept=True, reason="It follows.", equality=EQUAL)
    db.session.rollback()
    return db.session.get_one(Path, path.id)


def _who(team, case, step: Step):
    whole = Whole(case)
    found = [one for one in team.values() if step.roles & whole.roles(one)]
    preferred = [one for one in found if one in (team["head"], team["hr"])] or found
    return preferred[0]


def take(team, case, path: Path, step: Step) -> None:
    """Take one step as somebody who may."""
    words = [word for word, _ in step.sets_outcomes]
    outcomes = {one.id: words[0] for one in Whole(case).allegations} if words else None
    advance(
        _who(team, case, step), path, step_key=step.key, seen_stage=path.stage, answers=answers_to(step), outcomes=outcomes,
        equality=EQUAL if step.equality else None,
    )  # fmt: skip


def decide_referrals(head, case) -> None:
    """Decide on every referral before child protection closes."""
    for body in ("dbs", "tra"):
        decide_referral(
            head, case, body=body, removal_id=None, decided="no", why="No harm.", on=today(), reference="", equality=EQUAL
        )


def ask_how_they_are(team, case, path) -> None:
    """The three check-ins of aftercare, each when its day has come."""
    steps = {one.key: one for one in PATHWAYS[path.name].steps}
    for key, days in (("check_in_2w", 14), ("check_in_6w_aftercare_on", 42), ("check_in_3m_aftercare_on", 93)):
        with frozen(now() + timedelta(days=days)):
            take(team, case, path, steps[key])


@pytest.mark.parametrize(("name", "end"), ENDS)
def test_every_end_is_reached_and_the_case_closes(team, open_case, name, end):
    case, path = open_case, _only(team, open_case, name)
    steps = route_to(name, end)
    if path.stage != steps[0].source and steps[0].source != ANY_LIVE:  # the LADO's advice brought it further already
        steps = [one for one in steps if one.source not in {"cp_triage", "basic_facts", "immediate_action"}]
        steps = steps if steps and steps[0].source == path.stage else []
        if not steps:
            pytest.skip("this end is left behind once the LADO has advised")
    for step in steps:
        if step.key.startswith("decide_referrals"):
            decide_referrals(team["head"], case)
        if step.source == "aftercare":
            ask_how_they_are(team, case, path)
            take(team, case, path, next(one for one in PATHWAYS[name].steps if one.key == "close"))
        else:
            take(team, case, path, step)
    assert (path.stage, path.ended_at is not None) == (end, True)
    for one in list(Whole(case).paths):
        if one.state == "proposed":
            decide(team["head"], one, accept=False, reason="Not for this test.", equality=EQUAL)
        elif one.name == "child_welfare" and one.ended_at is None:
            while one.ended_at is None:
                onward = [step for step in PATHWAYS[one.name].steps_from(one.stage) if step.target != one.stage]
                take(team, case, one, onward[-1])
    agreed = {"lado": "J. Marsh", "lado_on": today()} if name == "child_protection" else {}
    closed(team["head"], team["hr"], case, **agreed)
    assert case.state == "closed"
    found = {one.allegation_id for one in Whole(case).findings}
    assert found == {one.id for one in Whole(case).allegations}
    still = db.session.scalars(
        select(Deadline.rule).where(Deadline.path_id == path.id, Deadline.met_at.is_(None), Deadline.dropped_at.is_(None))
    )
    assert list(still) == []


@pytest.mark.parametrize(
    ("name", "end", "opened"),
    [("low_level_concern", "escalated_to_d", "disciplinary"), ("low_level_concern", "escalated_to_lado", "child_protection")],
)
def test_a_step_that_leads_to_another_path_proposes_it(team, open_case, name, end, opened):
    case, path = open_case, _only(team, open_case, name)
    for step in route_to(name, end):
        take(team, case, path, step)
    again = next(one for one in Whole(case).paths if one.name == opened)
    assert (again.state, again.standing) == ("proposed", "open")
    if opened == "child_protection":
        clocks = set(
            db.session.scalars(
                select(Deadline.rule).where(Deadline.path_id == again.id, Deadline.met_at.is_(None), Deadline.dropped_at.is_(None))
            )
        )
        assert {"lado_24h", "lado_1wd"} <= clocks
        assert team["dsl"].person_id in set(
            db.session.scalars(select(Notice.person_id).where(Notice.case_id == case.id, Notice.kind == "child_protection"))
        )


@pytest.mark.usefixtures("inside")
def test_disciplinary_work_waits_for_equal_opportunities_until_it_is_handed_over(team, open_case):
    case, equality = open_case, _only(team, open_case, "equal_opportunities")
    waiting = next((one for one in Whole(case).paths if one.name == "disciplinary"), None)
    assert waiting is not None
    _hold(job("test"), case, path=waiting)
    decide(team["head"], waiting, accept=True, reason="It follows.", equality=EQUAL)
    start = next(one for one in PATHWAYS["disciplinary"].steps if one.key == "assess")
    with pytest.raises(Blocked, match="waits for the equal opportunities path"):
        take(team, case, waiting, start)
    for step in route_to("equal_opportunities", "eo_outcome"):
        take(team, case, equality, step)
    take(team, case, equality, next(one for one in PATHWAYS["equal_opportunities"].steps if one.key == "hand_over"))
    db.session.rollback()
    waiting = db.session.get_one(Path, waiting.id)
    assert (waiting.standing, waiting.waits_for) == ("open", None)
    take(team, case, waiting, start)
    assert waiting.stage == "d_assess"


@action(Act.DEMO_LOAD)
def _hold(actor, case, *, path):
    path.standing, path.waits_for, path.state = "held", "equal_opportunities", "proposed"
    path.stage, path.decided_by, path.decided_at = None, None, None
    seal_case(path)


@pytest.mark.usefixtures("inside")
def test_a_council_that_does_not_know_the_rule_starts_no_clock_for_a_meeting(world, sign_in, actor):
    reference = log(sign_in("Marcus Vale"), person_id(world, "Kieran Doyle"))
    case, head = _case(reference), actor("Marcus Vale")
    decide(
        head, next(one for one in Whole(case).paths if one.name == "child_protection"), accept=True, reason="Yes.", equality=EQUAL
    )
    record_contact(head, case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Go on."})
    path = next(one for one in Whole(case).paths if one.name == "child_protection")
    assert path.stage == "lado_contacted"
    assert "lado_meeting_5wd" not in set(db.session.scalars(select(Deadline.rule).where(Deadline.path_id == path.id)))
