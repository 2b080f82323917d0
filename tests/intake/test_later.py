"""What is alleged later joins the case: held against the policy, routed like the report, found on before it closes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from casework import EQUAL, WORDS, Play, answers_to, fault_of_trail

from app.cases.actions import advance, decide, record_contact
from app.cases.queries import deadlines
from app.cases.shell.closing import ask_to_close
from app.core.action import Blocked, Stale
from app.core.permission import Refused
from app.intake.adding import add_allegation
from app.pathways import PATHWAYS

pytestmark = pytest.mark.usefixtures("inside")
POST = {"kind": "comment", "about": ["school"], "content": ["offensive"]}
NONE = {"H1": "no", "H2": "no", "H3": "no", "H4": "no"}
PLAIN = {"channel": "social_site", "on": None, "by_subject": "yes", "reputation_at_risk": "no", "in_school_time": "no"}
PUPIL = {**PLAIN, "with_": "pupil", "age_at_act": 11, "relationship": "none", "request_pending": "no"}
COLLEAGUE = {**PLAIN, "with_": "colleague", "initiated_by": "subject", "content": ["derogatory"], "about": ["colleague"]}
IN_CLASS = {**PLAIN, "channel": "in_person", "about": ["pupil"], "content": ["discriminatory"], "visibility": "closed"}


@pytest.fixture
def play(world):
    play = Play(world)
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    play.log({"reported_at": at, "subject": {"post": "teacher"}, "harm": NONE, "acts": [POST]}, about="Tom Ellwood")
    return play


@pytest.fixture
def head(actor):
    return actor("Helen Ashworth")


def _add(head, play, kind, act, words="More was shown.", source=""):
    return add_allegation(head, play.case, kind=kind, act=act, words=words, source=source, version=play.case.version)


def _take(actor, play, name, key, word=None):
    path, step = play.path(name), next(one for one in PATHWAYS[name].steps if one.key == key)
    outcomes = {one.id: word or step.sets_outcomes[0][0] for one in play.whole.to_find(path, step)} if step.sets_outcomes else None
    answers = answers_to(step, datetime.now(UTC))
    equality = EQUAL if step.equality else None
    return advance(
        actor, play.path(name), step_key=key, seen_stage=path.stage, answers=answers, outcomes=outcomes, equality=equality
    )


def test_what_comes_later_is_held_against_the_policy_and_brings_child_protection_in(play, head):
    decide(head, play.path("disciplinary"), accept=True, reason="So.", equality=EQUAL)
    rows = _add(head, play, "accept_request", PUPIL)
    assert [(one.clause_number, one.met, one.act_index) for one in rows] == [("3.2(h)", "yes", 1)]
    assert rows[0].clause_id
    protection = play.path("child_protection")
    assert (protection.state, protection.because[0]["clause"]) == ("proposed", "4.3")
    assert (play.path("disciplinary").standing, play.case.state) == ("held", "triage")
    running = {one.rule for one in deadlines(play.case_id) if one.met_at is None and one.dropped_at is None}
    assert {"lado_24h", "lado_1wd", "triage_1wd"} <= running
    assert fault_of_trail(play.school_id) is None


def test_a_colleague_who_complains_later_brings_equal_opportunities_in(play, head):
    _add(head, play, "message", COLLEAGUE)
    found = play.path("equal_opportunities")
    assert (found.state, {one["clause"] for one in found.because}) == ("proposed", {"4.2"})


def test_another_rule_than_the_policy_is_other_conduct_with_its_source(play, head):
    rows = _add(head, play, "other", IN_CLASS, words="He said it in class too.", source="Staff code of conduct, section 5")
    assert [one.clause_number for one in rows] == ["other"]
    assert "Staff code of conduct, section 5" in rows[0].particulars["because"]
    assert rows[0].particulars["source"] == "Staff code of conduct, section 5"


def test_a_procedure_that_had_ended_is_proposed_again_and_what_was_found_stands(play, head):
    decide(head, play.path("disciplinary"), accept=True, reason="So.", equality=EQUAL)
    _take(head, play, "disciplinary", "assess")
    _take(head, play, "disciplinary", "advise")
    found = {one.allegation_id: one.word for one in play.whole.findings}
    rows = _add(head, play, "comment", {**PLAIN, "about": ["school"], "content": ["offensive"], "repost": "no"})
    assert play.path("disciplinary").state == "proposed"
    with pytest.raises(Blocked, match="Disciplinary: proposed"):
        ask_to_close(head, play.case, reason="Done.", equality=EQUAL)
    decide(head, play.path("disciplinary"), accept=True, reason="So.", equality=EQUAL)
    _take(head, play, "disciplinary", "assess")
    with pytest.raises(Blocked, match="Each allegation needs an outcome"):
        path = play.path("disciplinary")
        every = {one.id: "not_proven" for one in play.whole.allegations}
        advance(head, path, step_key="advise", seen_stage="d_assess", answers={"why": "Minor."}, outcomes=every, equality=EQUAL)
    _take(head, play, "disciplinary", "advise", "not_proven")
    now_found = {one.allegation_id: one.word for one in play.whole.findings}
    assert now_found == {**found, **{one.id: "not_proven" for one in rows}}


def test_an_outcome_for_what_came_later_is_recorded_beside_those_before(play, head):
    _add(head, play, "accept_request", PUPIL)
    record_contact(head, play.case, agency="lado", at=datetime.now(UTC), words=WORDS)
    decide(head, play.path("child_protection"), accept=True, reason="So.", equality=EQUAL)
    _take(head, play, "child_protection", "school_leads")
    _take(head, play, "child_protection", "set_outcome_employer_led", "unsubstantiated")
    before = {one.id for one in play.whole.findings}
    shown = {one.step.key for one in play.whole.offers(head, play.path("child_protection"))}
    assert "set_outcome_outcome_set" not in shown
    later = _add(head, play, "accept_request", PUPIL)
    assert "set_outcome_outcome_set" in {one.step.key for one in play.whole.offers(head, play.path("child_protection"))}
    _take(head, play, "child_protection", "set_outcome_outcome_set", "substantiated")
    fresh = [one for one in play.whole.findings if one.id not in before]
    assert {(one.allegation_id, one.word) for one in fresh} == {(later[0].id, "substantiated")}
    assert not play.whole.replaced


def test_only_the_manager_adds_and_only_to_what_they_saw(play, head):
    with pytest.raises(Refused):
        _add(play.actor("Ruth Okafor"), play, "accept_request", PUPIL)
    with pytest.raises(Stale):
        add_allegation(head, play.case, kind="accept_request", act=PUPIL, words="More.", source="", version=play.case.version + 7)


def test_the_pages(play, sign_in):
    client, base = sign_in("Helen Ashworth"), f"/cases/{play.case.reference}"
    assert f'href="{base}/allegations/new"' in client.get(base).get_data(as_text=True)
    assert client.get(f"{base}/allegations/new?kind=accept_request").status_code == 302
    client.passed(
        f"{base}/allegations/new/accept_request",
        words="A second pupil's parent showed a request.",
        channel="social_site",
        with_="pupil",
        age_at_act="11",
        relationship="none",
        request_pending="no",
        by_subject="yes",
        reputation_at_risk="no",
        in_school_time="no",
    )
    shown = client.get(base).get_data(as_text=True)
    assert "A second pupil&#39;s parent showed a request." in shown
    assert "added what is alleged" in shown
    assert sign_in("Ruth Okafor").get(f"{base}/allegations/new").status_code == 404
