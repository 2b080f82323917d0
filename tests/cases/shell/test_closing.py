"""Closing takes two people, and what is sealed stays sealed; a closed case is taken up again, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from casework import EQUAL, WORDS, Play, answers_to, closed, fault_of_trail
from flows import FAIR
from sqlalchemy import select

from app.access.models import Account
from app.cases.actions import advance, decide, record_contact
from app.cases.models import Case, Part
from app.cases.parts import name_part
from app.cases.queries import deadlines, decisions
from app.cases.shell.closing import ask_to_close, send_back, sign_off
from app.cases.shell.queries import closings
from app.cases.shell.reopening import take_up
from app.cases.work import Path
from app.core.action import Blocked, Stale
from app.core.db import db
from app.core.permission import Refused, job
from app.notices.models import Notice
from app.pathways import PATHWAYS
from app.people.actions import end_role
from app.people.models import Appointment
from app.people.queries import today

pytestmark = pytest.mark.usefixtures("inside")
POST = {"kind": "comment", "about": ["school"], "content": ["offensive"]}
NONE = {"H1": "no", "H2": "no", "H3": "no", "H4": "no"}
SECRET = "Zebra crossing words about the child"


@pytest.fixture
def play(world):
    return Play(world)


@pytest.fixture
def head(play):
    return play.actor("Helen Ashworth")


@pytest.fixture
def hr(play):
    return play.actor("Ruth Okafor")


def _log(play, about="Tom Ellwood", harm=NONE):
    facts = {
        "reported_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "subject": {"post": "headteacher" if about == "Helen Ashworth" else "teacher"},
        "harm": harm,
        "acts": [POST],
    }
    return play.log(facts, about=about)


def _through(play, path, *keys, by, word=None):
    for key in keys:
        path = db.session.get_one(Path, path.id)
        step = next(one for one in PATHWAYS[path.name].steps if one.key == key)
        outcomes = {one.id: word or step.sets_outcomes[0][0] for one in play.whole.allegations} if step.sets_outcomes else None
        advance(
            by, path, step_key=key, seen_stage=path.stage, answers=answers_to(step, datetime.now(UTC)), outcomes=outcomes,
            equality=EQUAL if step.equality else None,
        )  # fmt: skip


def _advised(play, head):
    """A case about a post, closed with advice: nothing is open on it any more."""
    case = _log(play)
    decide(head, play.path("disciplinary"), accept=True, reason="It follows.", equality=EQUAL)
    _through(play, play.path("disciplinary"), "assess", "advise", by=head)
    return play.case if case else case


def _protected(play, head):
    """A case with child protection at its end."""
    case = _log(play, harm={**NONE, "H3": "may_be"})
    record_contact(head, case, agency="lado", at=datetime.now(UTC), words=WORDS)
    for one in [one for one in play.whole.paths if one.state == "proposed"]:
        decide(head, one, accept=one.name == "child_protection", reason="So.", equality=EQUAL)
    _through(play, play.path("child_protection"), "agree_nfa", by=head, word="unfounded")
    welfare = play.path("child_welfare")
    _through(play, welfare, "watch_welfare_logged", "review_monitor", "close_reviewed", by=play.actor("Amina Yusuf"))
    return play.case


def test_one_asks_and_another_signs(play, head, hr):
    case = _advised(play, head)
    with pytest.raises(Stale, match="Nobody asks"):
        sign_off(hr, case, words="Checked.", equality=EQUAL)
    asked = ask_to_close(head, case, reason="Advice was given.", equality=EQUAL)
    assert asked.signer == "hr_adviser"
    assert [
        one.kind for one in db.session.scalars(select(Notice).where(Notice.person_id == hr.person_id)) if one.kind == "sign_off"
    ]
    with pytest.raises(Refused):
        sign_off(head, case, words="Checked.", equality=EQUAL)
    with pytest.raises(Stale, match="already"):
        ask_to_close(head, case, reason="Again.", equality=EQUAL)
    with pytest.raises(Blocked, match=r"5\.1"):
        sign_off(hr, case, words="Checked.", equality={})
    assert play.case.state != "closed"
    sign_off(hr, play.case, words="Checked.", equality=EQUAL)
    row = closings(case.id)[0]
    assert (play.case.state, row.answer, row.asked_by, row.answered_by) == ("closed", "signed", head.person_id, hr.person_id)
    clock = next(one for one in deadlines(case.id) if one.rule == "sign_off_5wd")
    assert clock.met_by == hr.person_id
    assert {one.what for one in decisions(case.id)} >= {"closing asked for", "case closed"}
    assert fault_of_trail(case.school_id) is None


def test_when_the_adviser_asks_the_manager_signs_and_may_send_it_back(play, head, hr):
    case = _advised(play, head)
    assert ask_to_close(hr, case, reason="Advice was given.", equality=EQUAL).signer == "case_manager"
    with pytest.raises(Refused):
        sign_off(play.actor("Margaret Thistlewood"), case, words="Checked.", equality=EQUAL)
    send_back(head, case, reason="The letter is missing.")
    assert play.case.state == "routed"
    assert db.session.scalars(select(Notice).where(Notice.person_id == hr.person_id, Notice.kind == "sent_back")).one()
    closed(hr, head, play.case)
    assert [one.answer for one in closings(case.id)] == ["sent_back", "signed"]


@pytest.mark.parametrize("how", ["handed over", "named as a witness"])
def test_whoever_has_come_to_manage_the_case_signs_what_their_forerunner_was_asked_to(play, head, hr, sign_in, how):
    case = _advised(play, head)
    ask_to_close(hr, case, reason="Advice was given.", equality=EQUAL)
    base, before = f"/cases/{case.reference}", sign_in("Helen Ashworth")
    if how == "handed over":
        before.passed(f"{base}/manager", to="deputy_head", reason="I am away.")
    else:
        before.passed(f"{base}/people/name", part="witness", person=str(head.person_id))
    assert before.get(f"{base}/sign").status_code == 404
    assert "Waits to be signed by: Case manager." in sign_in("Ruth Okafor").get(f"{base}/whole").get_data(as_text=True)
    after = sign_in("Daniel Pryce")
    assert f"{base}/sign" in after.get(base).get_data(as_text=True)
    after.passed(f"{base}/sign", words="Everything was checked.", **FAIR)
    assert (play.case.state, closings(case.id)[0].answered_by) == ("closed", play.actor("Daniel Pryce").person_id)
    assert fault_of_trail(case.school_id) is None


def test_without_an_adviser_the_chair_signs_and_sees_the_case_only_until_then(play, head, hr, sign_in, world):
    case = _advised(play, head)
    row = db.session.scalars(select(Appointment).where(Appointment.person_id == hr.person_id)).one()
    end_role(job("test"), row, last_day=today() - timedelta(days=1))
    chair, reference = sign_in("Margaret Thistlewood"), case.reference
    assert chair.get(f"/cases/{reference}").status_code == 404
    assert ask_to_close(head, play.case, reason="Advice was given.", equality=EQUAL).signer == "chair_of_governors"
    page = chair.get(f"/cases/{reference}").get_data(as_text=True)
    assert f"/cases/{reference}/sign" in page
    chair.passed(f"/cases/{reference}/sign", words="Checked.", **FAIR)
    assert play.case.state == "closed"
    assert chair.get(f"/cases/{reference}").status_code == 404


def test_nobody_signs_for_themselves_when_nobody_else_is_left(play, hr):
    case = _log(play, about="Helen Ashworth")
    chair = play.actor("Margaret Thistlewood")
    for one in list(play.whole.paths):
        decide(chair, one, accept=False, reason="So.", equality=EQUAL)
    row = db.session.scalars(select(Appointment).where(Appointment.person_id == hr.person_id)).one()
    end_role(job("test"), row, last_day=today() - timedelta(days=1))
    with pytest.raises(Blocked, match="Nobody is free to sign"):
        ask_to_close(chair, case, reason="Declined.", equality=EQUAL)


def test_an_adviser_with_a_part_in_it_does_not_sign(play, head, hr):
    case = _advised(play, head)
    name_part(head, case, part=Part.WITNESS, person_id=hr.person_id, name="", note="")
    assert ask_to_close(head, play.case, reason="Advice was given.", equality=EQUAL).signer == "chair_of_governors"


def test_nothing_may_be_open(play, head, hr):
    case = _log(play)
    with pytest.raises(Blocked, match="Disciplinary: proposed"):
        ask_to_close(head, case, reason="Done.", equality=EQUAL)
    case = _advised(play, head)
    ask_to_close(head, case, reason="Done.", equality=EQUAL)
    take_up(hr, case, cause="mistake", reason="The wrong clause.", procedures=("disciplinary",), equality=EQUAL)
    with pytest.raises(Blocked, match="Disciplinary: proposed"):
        sign_off(hr, play.case, words="Checked.", equality=EQUAL)
    assert play.case.state == "triage"


def test_child_protection_closes_with_the_lados_agreement_and_its_reason_is_sealed(play, head, hr, sign_in):
    case = _protected(play, head)
    with pytest.raises(Blocked, match="who at the LADO agreed"):
        ask_to_close(head, case, reason=SECRET, equality=EQUAL)
    with pytest.raises(Blocked, match="between the day"):
        ask_to_close(head, case, reason=SECRET, equality=EQUAL, lado="J. Marsh", lado_on=today() + timedelta(days=1))
    ask_to_close(head, case, reason=SECRET, equality=EQUAL, lado="J. Marsh", lado_on=today())
    adviser, reference = sign_in("Ruth Okafor"), case.reference
    for page in (f"/cases/{reference}", f"/cases/{reference}/whole", f"/cases/{reference}/sign"):
        shown = adviser.get(page).get_data(as_text=True)
        assert SECRET not in shown
        assert "J. Marsh" not in shown
    assert "That the LADO agreed is on record" in shown
    assert "Unfounded" not in shown
    adviser.passed(f"/cases/{reference}/sign", words="The checklist is whole.", **FAIR)
    shown = sign_in("Helen Ashworth").get(f"/cases/{reference}/whole").get_data(as_text=True)
    assert SECRET in shown
    assert "It is left out of references" in shown
    assert SECRET not in adviser.get(f"/cases/{reference}").get_data(as_text=True)


def test_a_closed_case_is_opened_again_and_nothing_is_lost(play, head, hr, sign_in):
    case = _advised(play, head)
    closed(head, hr, case)
    before = {one.id for one in decisions(case.id)}
    words = [one.word for one in play.whole.findings]
    with pytest.raises(Blocked, match="at least one procedure"):
        take_up(head, play.case, cause="evidence", reason="A new post.", procedures=(), equality=EQUAL)
    with pytest.raises(Refused):
        take_up(play.actor("Amina Yusuf"), play.case, cause="evidence", reason="New.", procedures=("disciplinary",), equality=EQUAL)
    page = sign_in("Helen Ashworth")
    page.passed(
        f"/cases/{case.reference}/again", cause="evidence", procedures="disciplinary", reason="A new post was shown.", **FAIR
    )
    assert (play.case.state, play.case.closed_at) == ("triage", None)
    assert (play.path("disciplinary").state, [one.word for one in play.whole.findings]) == ("proposed", words)
    assert before < {one.id for one in decisions(case.id)}
    assert [one.answer for one in closings(case.id)] == ["signed"]
    shown = page.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "opened the case again" in shown
    assert "closed the case" in shown
    assert fault_of_trail(case.school_id) is None
    decide(head, play.path("disciplinary"), accept=False, reason="It is the same post.", equality=EQUAL)
    closed(hr, head, play.case)
    assert play.case.state == "closed"


def test_a_low_level_concern_that_became_more_protects_the_child_when_taken_up(play, head, hr):
    case = _advised(play, head)
    closed(head, hr, case)
    take_up(hr, play.case, cause="lado", reason="The LADO asks.", procedures=("child_protection", "disciplinary"), equality=EQUAL)
    assert play.path("disciplinary").waits_for == "child_protection"
    running = {one.rule for one in deadlines(case.id) if one.met_at is None and one.dropped_at is None}
    assert {"lado_24h", "lado_1wd", "triage_1wd"} <= running
    lead = play.actor("Amina Yusuf").person_id
    assert db.session.scalars(select(Notice).where(Notice.person_id == lead, Notice.kind == "child_protection")).all()


@pytest.mark.parametrize("name", ["Amina Yusuf", "Farah Siddiqui", "Peter Lomax", "George Halloran", "Owen Tate"])
def test_nobody_else_has_these_pages(play, head, sign_in, name):
    case = _protected(play, head)
    client = sign_in(name)
    for page in ("whole", "close", "sign", "pause", "pause/end", "links/new", "again"):
        assert client.get(f"/cases/{case.reference}/{page}").status_code == 404
    assert db.session.scalar(select(Account.id).limit(1)) is not None
    assert db.session.get_one(Case, case.id).state == "routed"
