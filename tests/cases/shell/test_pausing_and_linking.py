"""A pause holds everything but the child's protection and is looked at every 28 days; a link is known only to those who see both ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from casework import EQUAL, WORDS, Play, answers_to, closed, fault_of_trail
from flows import FAIR

from app.cases.actions import advance, decide, record_contact
from app.cases.models import Part
from app.cases.parts import name_part
from app.cases.queries import deadlines
from app.cases.shell.closing import ask_to_close
from app.cases.shell.linking import link, unlink
from app.cases.shell.pausing import end_pause, pause, review_pause
from app.cases.shell.queries import group, links_of
from app.core.action import Blocked, Stale
from app.core.clock import frozen
from app.core.permission import Refused
from app.pathways import PATHWAYS

pytestmark = pytest.mark.usefixtures("inside")
POST = {"kind": "comment", "about": ["pupil"], "content": ["offensive", "identifies_pupil"]}
MAY = {"H1": "may_be", "H2": "no", "H3": "no", "H4": "no"}


@pytest.fixture
def head(actor):
    return actor("Helen Ashworth")


def _log(world, about, harm=MAY):
    play = Play(world)
    facts = {
        "reported_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "subject": {"post": "teacher"},
        "harm": harm,
        "acts": [POST],
    }
    play.log(facts, about=about)
    return play


def _rest(case, **more):
    return {"asked_by": "police", "reason": "Their enquiry.", "reference": "OP-1", "equality": EQUAL, **more}


def _take(actor, play, name, key):
    path = play.path(name)
    step = next(one for one in PATHWAYS[name].steps if one.key == key)
    equality = EQUAL if step.equality else None
    return advance(actor, path, step_key=key, seen_stage=path.stage, answers=answers_to(step, datetime.now(UTC)), equality=equality)


def test_a_pause_holds_all_but_the_child(world, head):
    play = _log(world, "Tom Ellwood")
    record_contact(head, play.case, agency="lado", at=datetime.now(UTC), words=WORDS)
    for one in [one for one in play.whole.paths if one.state == "proposed"]:
        decide(head, one, accept=True, reason="So.", equality=EQUAL)
    pause(head, play.case, **_rest(play.case))
    with pytest.raises(Stale):
        pause(head, play.case, **_rest(play.case))
    other = play.path("other_procedure")
    offered = {one.step.key: one.blocked_by for one in play.whole.offers(head, other)}
    assert all("paused for legal reasons" in " ".join(blocked) for blocked in offered.values())
    with pytest.raises(Blocked, match="paused for legal reasons"):
        _take(head, play, "other_procedure", "hand_over")
    assert not next(
        one for one in play.whole.offers(head, play.path("child_protection")) if one.step.key == "school_leads"
    ).blocked_by
    _take(head, play, "child_protection", "school_leads")
    _take(play.actor("Amina Yusuf"), play, "child_welfare", "watch_welfare_logged")
    end_pause(play.actor("Ruth Okafor"), play.case, reason="They have finished.", equality=EQUAL)
    _take(head, play, "other_procedure", "hand_over")
    assert fault_of_trail(play.school_id) is None


def test_it_is_looked_at_every_28_days_and_nothing_closes_meanwhile(world, head):
    play = _log(world, "Tom Ellwood", harm=dict.fromkeys(MAY, "no"))
    began = datetime(2027, 1, 4, 9, tzinfo=UTC)
    with frozen(began):
        for one in [one for one in play.whole.paths if one.state == "proposed"]:
            decide(head, one, accept=False, reason="So.", equality=EQUAL)
        pause(head, play.case, **_rest(play.case))
        with pytest.raises(Blocked, match="paused for legal reasons"):
            ask_to_close(head, play.case, reason="Done.", equality=EQUAL)
    with frozen(began + timedelta(days=28)):
        review_pause(head, play.case, words="The police still need it.", equality=EQUAL)
    with frozen(began + timedelta(days=30)):
        end_pause(head, play.case, reason="They have finished.", equality=EQUAL)
        with pytest.raises(Blocked, match="not paused"):
            end_pause(head, play.case, reason="Again.", equality=EQUAL)
    first, second = [one for one in deadlines(play.case_id) if one.rule == "legal_pause_28d"]
    assert {str(first.due_on), str(second.due_on)} == {"2027-02-01", "2027-03-01"}
    assert first.met_at
    assert second.met_at


def test_linked_cases_are_known_only_to_those_who_see_both(world, head, sign_in):
    one, two, three = (_log(world, name) for name in ("Tom Ellwood", "Joanne Sutcliffe", "Callum Reyes"))
    hr, client = one.actor("Ruth Okafor"), sign_in("Helen Ashworth")
    client.passed(f"/cases/{one.case.reference}/links/new", reference=two.case.reference.lower(), why="One thread.")
    link(head, two.case, reference=three.case.reference, why="One thread.")
    assert {case.id for case in group(head, one.case)} == {two.case_id, three.case_id}
    assert {case.id for case in group(hr, three.case)} == {one.case_id, two.case_id}
    with pytest.raises(Stale, match="linked already"):
        link(head, three.case, reference=one.case.reference, why="Again.")
    shown = client.get(f"/cases/{one.case.reference}/whole").get_data(as_text=True)
    assert two.case.reference in shown
    assert "Joanne Sutcliffe" not in shown
    # somebody who turns out to have a part in the middle one knows of neither link any more
    name_part(head, two.case, part=Part.WITNESS, person_id=hr.person_id, name="", note="")
    assert not group(hr, one.case)
    assert not links_of(hr, three.case_id)
    adviser = sign_in("Ruth Okafor")
    for page in ("", "/whole", "/close"):
        shown = adviser.get(f"/cases/{one.case.reference}{page}").get_data(as_text=True)
        assert two.case.reference not in shown
        assert three.case.reference not in shown
    assert "changed which cases it is linked to" not in adviser.get(f"/cases/{one.case.reference}").get_data(as_text=True)
    with pytest.raises(Blocked, match="no case with this reference"):
        link(hr, one.case, reference=two.case.reference, why="Guess.")
    with pytest.raises(Blocked, match="no case with this reference"):
        link(head, one.case, reference="AAA-BBB-CCC", why="Guess.")
    assert fault_of_trail(one.school_id) is None


def test_a_link_that_was_a_mistake_ends_and_the_end_of_one_case_is_not_the_end_of_another(world, head, sign_in):
    one, two = (_log(world, name, harm=dict.fromkeys(MAY, "no")) for name in ("Tom Ellwood", "Joanne Sutcliffe"))
    row = link(head, one.case, reference=two.case.reference, why="One thread.")
    for path in list(one.whole.paths):
        decide(head, path, accept=False, reason="Not him.", equality=EQUAL)
    shown = sign_in("Helen Ashworth").get(f"/cases/{one.case.reference}/close").get_data(as_text=True)
    assert "closing this one closes none of the others" in shown
    closed(head, one.actor("Ruth Okafor"), one.case)
    assert (one.case.state, two.case.state) == ("closed", "triage")
    assert all(path.state == "proposed" for path in two.whole.paths)
    with pytest.raises(Refused):
        unlink(one.actor("Amina Yusuf"), row)
    unlink(head, row)
    assert not group(head, one.case)
    assert row.ended_by == head.person_id


def test_the_pages_of_a_pause(world, sign_in):
    play = _log(world, "Tom Ellwood")
    client, base = sign_in("Helen Ashworth"), f"/cases/{play.case.reference}"
    client.passed(f"{base}/pause", asked_by="tribunal", reason="A claim was made.", reference="", **FAIR)
    assert "paused for legal reasons since" in client.get(base).get_data(as_text=True)
    client.passed(f"{base}/pause/review", reason="Still needed.", **FAIR)
    shown = client.get(f"{base}/whole").get_data(as_text=True)
    assert "Looked at again: Still needed." in shown
    assert "A claim was made." not in sign_in("Ruth Okafor").get(f"{base}/whole").get_data(as_text=True), "sealed with the child"
    client.passed(f"{base}/pause/end", reason="Settled.", **FAIR)
    assert "paused for legal reasons since" not in client.get(base).get_data(as_text=True)
