"""Clause 5.1 on everything: every decision of every procedure, and every one outside them, is refused without its consideration
through its page and its action, with everything else filled in; and the one table that keeps decisions takes none without."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path as Path_

import pytest
from casework import EQUAL, LIMBS, Play, answers_to
from checked import said
from flows import FAIR, NO_HARM, day
from protecting import REJECTED, WHY
from sqlalchemy import func, select

from app.cases.actions import advance, decide, record_contact
from app.cases.dignity.actions import give_support
from app.cases.engine import EO, Whole
from app.cases.models import Case, Involvement, Part
from app.cases.protection.leaving import decide_referral, record_removal
from app.cases.protection.suspending import lift, review, suspend
from app.cases.shell.closing import ask_to_close, sign_off
from app.cases.shell.pausing import end_pause, pause, review_pause
from app.cases.shell.reopening import take_up
from app.cases.work import Path, StageEntry
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import job
from app.core.trail import Event
from app.intake.rerouting import answer_limbs
from app.pathways import PATHWAYS
from app.pathways.pathway import ANY_LIVE, AskKind, Kind
from app.people.queries import today

MISSING = ["Select what you found when you considered equal opportunities", "Say how you took equal opportunities into account"]
TEACHER, SUPPLY = {"post": "teacher"}, {"post": "supply"}
REQUEST = {"kind": "accept_request", "with": "parent", "work_related": False}
MOCKED = {"kind": "message", "with": "colleague", "about": ["colleague"], "content": ["derogatory"], "channel": "messaging"}
AS = {
    "case_manager": ("Helen Ashworth", None),
    "hr_adviser": ("Ruth Okafor", None),
    "dsl": ("Amina Yusuf", None),
    "hearer": ("George Halloran", Part.HEARER),
    "appeal_panel": ("Ivy Nwosu", Part.APPEAL_PANEL),
    "equality_panel": ("Stefan Kowalski", Part.EQUALITY_PANEL),
}
"""Who takes the steps of each role, and with which part."""


def logged(world, act, *, about, subject=TEACHER, harm=None):
    facts = {"reported_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(), "subject": subject, "acts": [act]}
    return Play(world).log({**facts, "harm": dict.fromkeys(LIMBS, "no") | (harm or {})}, about=about)


def events():
    """How much was done; that a page of the case was looked at is told as well, and does nothing."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.act != Act.CASE_OPEN.value))


@action(Act.DEMO_LOAD)
def stand(actor, case, *, name, stage, answers):
    """Let a procedure stand at a stage, as if somebody had brought it there."""
    path = next((one for one in Whole(case).paths if one.name == name), None)
    path = path or Path(school_id=case.school_id, case_id=case.id, name=name, procedure="", standing="open", opened_at=now())
    path.state, path.stage, path.decided_by, path.decided_at = "accepted", stage, case.logged_by, now()
    path.opened_at, path.standing, path.waits_for = now(), "open", None
    db.session.add(path)
    db.session.flush()
    for step in ("opened", "as it stands"):
        db.session.add(
            StageEntry(
                school_id=case.school_id, case_id=case.id, path_id=path.id, stage=stage, step=step, at=now(), answers=answers
            )
        )
    seal_case(case)


@action(Act.DEMO_LOAD)
def appoint_all(actor, case, *, parts):
    for part, person in parts.items():
        db.session.add(Involvement(school_id=case.school_id, case_id=case.id, part=part.value, person_id=person, added_at=now()))
    seal_case(case)


def fields_of(step, whole, path):
    """The form of a step with everything answered but clause 5.1."""
    found = {}
    for ask in step.asks:
        value = answers_to(step, now())[ask.key]
        if ask.kind is AskKind.DATE:
            found |= day(f"ask_{ask.key}", 0) if ask.required else {}
        elif ask.key in {"terms_of", "points"}:
            found[f"ask_{ask.key}"] = [str(one.id) for one in whole.allegations]
        elif ask.kind is AskKind.SEVERAL:
            found[f"ask_{ask.key}"] = [ask.choices[0][0]] if ask.required else []
        else:
            found[f"ask_{ask.key}"] = value
    if step.sets_outcomes:
        found |= {f"outcome_{one.id.hex}": step.sets_outcomes[0][0] for one in whole.to_find(path, step)}
    return found


def test_no_step_of_any_procedure_that_decides_is_taken_without_it(world, inside, sign_in, actor):
    for _ in range(2):
        case = logged(world, REQUEST, about=None, subject=SUPPLY)
    clients = {role: sign_in(name) for role, (name, _) in AS.items()}
    appoint_all(job("test"), case, parts={part: actor(name).person_id for name, part in AS.values() if part})
    asked = {"how_2w": "Well.", "how_6w": "Well.", "how_3m": "Well."}
    wanted = [(one.name, step) for one in PATHWAYS.values() for step in one.steps if step.decision or step.equality]
    assert len(wanted) >= 60
    left = []
    for name, step in wanted:
        live = next(one.key for one in PATHWAYS[name].stages if one.kind is Kind.OPEN)
        stage = live if step.source == ANY_LIVE else step.source
        case = db.session.get_one(Case, case.id)
        stand(job("test"), case, name=name, stage=stage, answers=asked if step.key == "close_aftercare" else {})
        role = next(one for one in AS if one in step.roles)
        whole = Whole(db.session.get_one(Case, case.id))
        path = whole.path(name)
        before = events()
        outcomes = {one.id: step.sets_outcomes[0][0] for one in whole.to_find(path, step)} if step.sets_outcomes else None
        with pytest.raises(Blocked, match=r"clause 5\.1"):
            given = answers_to(step, now())
            advance(actor(AS[role][0]), path, step_key=step.key, seen_stage=stage, answers=given, outcomes=outcomes)
        whole = Whole(db.session.get_one(Case, case.id))
        place = f"/cases/{case.reference}/procedures/{whole.path(name).id}/{step.key}"
        answer = clients[role].send(place, seen_stage=stage, **fields_of(step, whole, whole.path(name)))
        if answer.status_code != 422 or sorted(said(answer)) != sorted(MISSING):
            left.append((name, step.key, answer.status_code, said(answer)))
        assert events() == before, (name, step.key)
    assert left == []


class Doors:
    """A page that decides: refused without the consideration and for that alone, and taken with it."""

    def __init__(self):
        self.known = set()

    def decides(self, client, place, call, what, /, **fields):
        before = events()
        with pytest.raises(Blocked, match=r"clause 5\.1"):
            call(None)
        with pytest.raises(Blocked, match=r"clause 5\.1"):
            call({"conclusion": "none", "words": "  "})
        refused = client.send(place, **fields)
        assert (refused.status_code, sorted(said(refused))) == (422, sorted(MISSING)), place
        assert events() == before, place
        client.passed(place, **fields, **FAIR)
        assert events() > before, place
        self.known.add(what.__name__)


def test_no_decision_outside_the_procedures_is_saved_without_it(world, inside, sign_in, actor):
    """Routing, the threshold, support, a suspension, a removal, referrals, a pause, closing and taking up again."""
    head, hr, chair = actor("Helen Ashworth"), actor("Ruth Okafor"), actor("Margaret Thistlewood")
    at_head, at_hr, at_chair, doors = sign_in("Helen Ashworth"), sign_in("Ruth Okafor"), sign_in("Margaret Thistlewood"), Doors()
    case = logged(world, {**REQUEST, "with": "pupil", "age_at_act": 11}, about="Laura Fenwick", harm={"H3": "may_be"})
    base, limbs = f"/cases/{case.reference}", {name: {"answer": "no", "reason": ""} for name in NO_HARM}

    def here():
        db.session.rollback()
        return db.session.get_one(Case, case.id)

    def path(name):
        return next(one for one in Whole(here()).paths if one.name == name)

    doors.decides(
        at_head, f"{base}/harm",
        lambda e: answer_limbs(head, here(), limbs=limbs, version=here().version, equality=e), answer_limbs,
        **{**NO_HARM, "H3": "yes"},
    )  # fmt: skip
    protection = path("child_protection")
    doors.decides(
        at_head, f"{base}/procedures/{protection.id}",
        lambda e: decide(head, path("child_protection"), accept=True, reason="It follows.", equality=e), decide,
        accept="yes", reason="It follows.",
    )  # fmt: skip
    record_contact(
        head, here(), agency="lado", at=now(), words={"with": "J. Marsh", "how": "phone", "advice": "Go on.", "reference": ""}
    )
    why = {f"considered_{key}": "y" for key in REJECTED} | {f"why_{key}": words for key, words in REJECTED.items()}
    doors.decides(
        at_head, f"{base}/suspension",
        lambda e: suspend(head, here(), at=now(), rejected=REJECTED, words=WHY, equality=e), suspend,
        **why, **day("on", 0), **day("council_on", 0), at="0:01", contact="P. Raman", reach="01632 960 111", reasons="Risk.", lado="Agrees.",
    )  # fmt: skip
    begun = Whole(here()).ledger.suspension.begun
    over = {"why": "Over.", "council_on": today().isoformat(), "head_on": today().isoformat()}
    doors.decides(
        at_head, f"{base}/suspension/{begun.id}/review",
        lambda e: review(head, here(), suspension_id=begun.id, on=today(), needed="yes", why="It is.", equality=e), review,
        **day("on", 0), needed="yes", why="It is.",
    )  # fmt: skip
    doors.decides(
        at_chair, f"/suspensions/{begun.id}/end",
        lambda e: lift(chair, Whole(here()).ledger.suspension.begun, on=today(), minute="12", words=over, equality=e), lift,
        **day("on", 0), minute="12", why="Over.", **day("council_on", 0), **day("head_on", 0),
    )  # fmt: skip
    doors.decides(
        at_head, f"{base}/removal",
        lambda e: record_removal(head, here(), what="moved", on=today(), words={"why": "Risk."}, equality=e), record_removal,
        what="moved", **day("on", 0), why="Risk.",
    )  # fmt: skip
    doors.decides(
        at_head, f"{base}/referrals/dbs",
        lambda e: decide_referral(head, here(), body="dbs", removal_id=None, decided="no", why="No harm.", on=today(), reference="", equality=e),
        decide_referral, decided="no", **day("on", 0), why="No harm.",
    )  # fmt: skip
    doors.decides(
        at_hr, f"{base}/pause",
        lambda e: pause(hr, here(), asked_by="police", reason="Theirs.", reference="", equality=e), pause,
        asked_by="police", reason="Theirs.",
    )  # fmt: skip
    doors.decides(
        at_hr, f"{base}/pause/review", lambda e: review_pause(hr, here(), words="Yes.", equality=e), review_pause, reason="Yes."
    )
    doors.decides(
        at_hr, f"{base}/pause/end", lambda e: end_pause(hr, here(), reason="Done.", equality=e), end_pause, reason="Done."
    )

    case = logged(world, MOCKED, about="Priya Raman")
    base, complaint = f"/cases/{case.reference}", path(EO)
    answers = {"contact": "A. Governor", "support": "Another room.", "perceived_kind": "harassment"}
    doors.decides(
        at_hr, f"{base}/procedures/{complaint.id}/support-now",
        lambda e: give_support(hr, path(EO), answers=answers, equality=e), give_support,
        **{f"ask_{key}": value for key, value in answers.items()},
    )  # fmt: skip
    for one in [one.name for one in Whole(here()).paths]:
        decide(head, path(one), accept=False, reason="Not needed.", equality=EQUAL)
    doors.decides(
        at_head, f"{base}/close", lambda e: ask_to_close(head, here(), reason="Done.", equality=e), ask_to_close, reason="Done."
    )
    doors.decides(at_hr, f"{base}/sign", lambda e: sign_off(hr, here(), words="Checked.", equality=e), sign_off, words="Checked.")
    again = {"cause": "evidence", "reason": "A new message."}
    doors.decides(
        at_hr,
        f"{base}/again",
        lambda e: take_up(hr, here(), procedures=(EO,), equality=e, **again),
        take_up,
        **again,
        procedures=[EO],
    )
    assert doors.known == _deciding() - {"advance"}, (
        "each action that writes a decision is walked here, or is a step of a procedure"
    )


def _deciding() -> set[str]:
    """The functions of the product that write a decision."""
    app = Path_(__file__).resolve().parents[3] / "app"
    return {
        function.name
        for file in sorted(app.rglob("*.py"))
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "write_decision"
    }
