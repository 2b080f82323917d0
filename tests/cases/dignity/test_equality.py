"""Clause 5.1: no decision of any kind is saved without its equality consideration, by any door, and the database agrees."""

from __future__ import annotations

import ast
from pathlib import Path as Path_

import pytest
from flows import FAIR, NO_HARM, log, person_id
from protecting import end_welfare
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.cases.actions import advance, decide
from app.cases.dignity.equality import in_words, whole
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.shell.closing import ask_to_close
from app.cases.work import Decision, Path
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import job
from app.intake.rerouting import answer_limbs
from app.pathways import PATHWAYS
from app.pathways.pathway import Kind
from app.pathways.words import CHARACTERISTICS

FULL = {"conclusion": "none", "words": "Nobody is treated differently."}
NOTHING = [None, {}, {"conclusion": "none"}, {"words": "Only words."}, {"conclusion": "none", "words": "  "}, {"conclusion": "odd", "words": "x"}]  # fmt: skip


@pytest.fixture
def case(world, sign_in, inside):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"))
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def _decisions(case):
    db.session.rollback()
    return db.session.scalars(select(Decision).where(Decision.case_id == case.id).order_by(Decision.at)).all()


def _path(case, name):
    return next(one for one in Whole(case).paths if one.name == name)


@pytest.mark.parametrize("equality", NOTHING)
def test_no_door_saves_a_decision_without_it(actor, case, equality):
    head, limbs = actor("Helen Ashworth"), {name: {"answer": "no", "reason": ""} for name in NO_HARM}
    path = _path(case, "child_protection")
    for accept in (True, False):
        with pytest.raises(Blocked, match=r"clause 5\.1|harm questions"):
            decide(head, path, accept=accept, reason="Because.", equality=equality)
    with pytest.raises(Blocked, match=r"clause 5\.1"):
        answer_limbs(head, case, limbs=limbs, version=case.version, equality=equality)
    assert _decisions(case) == []
    case = db.session.get_one(Case, case.id)
    assert case.limbs["H3"]["answer"] == "may_be"
    assert {one.state for one in Whole(case).paths if one.name != "child_welfare"} == {"proposed"}


@pytest.mark.parametrize("equality", NOTHING)
def test_no_step_that_decides_is_taken_without_it_and_no_case_closes(actor, case, equality):
    head, hr = actor("Helen Ashworth"), actor("Ruth Okafor")
    answer_limbs(head, case, limbs={name: {"answer": "no", "reason": ""} for name in NO_HARM}, version=case.version, equality=FULL)
    decide(head, _path(case, "child_protection"), accept=False, reason="All four are no.", equality=FULL)
    path = decide(head, _path(case, "disciplinary"), accept=True, reason="It follows.", equality=FULL)
    advance(hr, path, step_key="assess", seen_stage=path.stage, answers={})
    outcomes = {one.id: "advice_given" for one in Whole(case).allegations}
    kept = len(_decisions(case))
    with pytest.raises(Blocked, match=r"clause 5\.1"):
        advance(hr, path, step_key="advise", seen_stage="d_assess", answers={"why": "Minor."}, outcomes=outcomes, equality=equality)
    assert db.session.get_one(Path, path.id).stage == "d_assess"
    assert len(_decisions(case)) == kept
    assert not Whole(db.session.get_one(Case, case.id)).findings
    advance(hr, path, step_key="advise", seen_stage="d_assess", answers={"why": "Minor."}, outcomes=outcomes, equality=FULL)
    end_welfare(actor("Amina Yusuf"), case)
    with pytest.raises(Blocked, match=r"clause 5\.1"):
        ask_to_close(head, case, reason="Done.", equality=equality)
    assert db.session.get_one(Case, case.id).state != "closed"
    assert all(one.equality["words"] for one in _decisions(case))


@action(Act.DEMO_LOAD)
def _write(actor, case, *, equality):
    db.session.add(
        Decision(
            school_id=case.school_id, case_id=case.id, path_id=None, what="anything", by=case.logged_by, at=now(), reasons="",
            equality=equality,
        )
    )  # fmt: skip
    db.session.flush()
    seal_case(case)


@pytest.mark.parametrize("equality", [None, {}, ""])
def test_the_database_keeps_no_decision_without_it_whoever_writes_it(case, equality):
    with pytest.raises(IntegrityError):
        _write(job("test"), case, equality=equality)
    _write(job("test"), case, equality={"conclusion": "none", "words": "x"})
    assert len(_decisions(case)) == 1
    for statement in ("update decision set equality_sealed = reasons_sealed", "delete from decision"):
        with pytest.raises(DatabaseError), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("set app.schools = '*'"))
            connection.execute(text(statement))
    assert _decisions(case)[0].equality["words"] == "x", "nor is it taken from it afterwards"


@pytest.mark.parametrize(
    ("given", "needs"),
    [
        ({"conclusion": "justified", "words": "It may."}, "which protected characteristics"),
        ({"conclusion": "justified", "words": "It may.", "in_play": ["height"]}, "which protected characteristics"),
        ({"conclusion": "changed", "words": "It would.", "in_play": ["race"]}, "what was changed"),
        ({"conclusion": "changed", "words": "It would.", "in_play": ["race"], "changed": " "}, "what was changed"),
    ],
)
def test_what_makes_a_difference_says_to_whom_and_what_was_changed(given, needs):
    with pytest.raises(Blocked, match=needs):
        whole(given)


def test_a_whole_consideration_is_kept_in_the_order_of_the_act_and_reads_as_sentences():
    kept = whole(
        {"conclusion": "changed", "words": " He prays at noon. ", "in_play": ["religion", "age", "age"], "changed": "The hour.", "belief": "", "x": "y"}
    )  # fmt: skip
    assert kept == {"conclusion": "changed", "words": "He prays at noon.", "in_play": ["age", "religion"], "changed": "The hour."}
    assert "In play: age, religion or belief." in in_words(kept)
    assert "What was changed: The hour." in in_words(kept)
    assert len(CHARACTERISTICS) == 9


def test_every_step_that_ends_a_procedure_finds_or_arranges_anew_is_a_decision():
    for pathway in PATHWAYS.values():
        for step in pathway.steps:
            frees = step.target == "disciplinary_released" or step.source == "eo_hold_cp"
            if pathway.stage(step.target).kind is Kind.TERMINAL or step.sets_outcomes or frees:
                assert step.decision and step.equality, (pathway.name, step.key)
    arranged = {one.key: one for one in PATHWAYS["disciplinary"].steps}
    assert all(arranged[key].equality for key in ("postpone", "set_again", "set_hearing", "go_on_absent"))


def test_the_short_form_is_two_answers_and_the_long_one_asks_for_what_is_missing(case, sign_in):
    head = sign_in("Helen Ashworth")
    place = f"/cases/{case.reference}/procedures/{_path(case, 'disciplinary').id}"
    shown = head.get(place).get_data(as_text=True)
    assert "Something is in play: say more" in shown
    assert '<details class="govuk-details" open' not in shown
    sent = {"accept": "yes", "reason": "It follows.", "conclusion": "changed", "considered": "He has a hearing loss."}
    refused = head.send(place, **sent)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Select the protected characteristics that are in play" in page
    assert "Say what was changed in the decision" in page
    assert "He has a hearing loss." in page
    assert '<details class="govuk-details" open' in page, "what is missing can be seen"
    head.passed(
        place,
        **sent,
        in_play=["disability"],
        changed="The meeting has a loop.",
        adjustments="An induction loop.",
        consulted="He himself.",
    )
    kept = _decisions(case)[-1].equality
    assert kept["in_play"] == ["disability"]
    read = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    for words in ("He has a hearing loss.", "In play: disability.", "The meeting has a loop.", "An induction loop.", "He himself."):
        assert words in read
    head.passed(f"/cases/{case.reference}/procedures/{_path(case, 'child_protection').id}", accept="yes", reason="Yes.", **FAIR)


def test_the_words_with_the_harm_answers_are_sealed_like_the_answers(case, sign_in):
    head, hr = sign_in("Helen Ashworth"), sign_in("Ruth Okafor")
    refused = head.send(f"/cases/{case.reference}/harm", **NO_HARM)
    assert refused.status_code == 422
    assert "Say how you took equal opportunities into account" in refused.get_data(as_text=True)
    head.passed(f"/cases/{case.reference}/harm", **NO_HARM, conclusion="none", considered="Words about the child only.")
    assert "Words about the child only." in head.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Words about the child only." not in hr.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert [one.what for one in _decisions(case)] == ["harm questions answered"]


def test_there_is_one_place_that_writes_a_decision():
    """Whatever decides goes through `write_decision`; the rows that the demonstration loads in bulk carry theirs too."""
    app = Path_(__file__).resolve().parents[3] / "app"
    calls = [
        str(file.relative_to(app))
        for file in sorted(app.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decision"
    ]
    assert calls == ["cases/following.py", "demo/bulk.py"]
