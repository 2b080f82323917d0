"""Working a case: what may be declined and when, what waits for what, what a decision needs, and lists that cost the same."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from checked import said
from flows import FAIR, NO_HARM, day, log, person_id
from sqlalchemy import event, select

from app.cases.actions import advance, decide, record_contact
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.shell.closing import ask_to_close
from app.cases.work import Deadline, Path, Sanction
from app.core.action import Blocked, Stale
from app.core.calendar import ENGLAND, warning_until
from app.core.clock import now
from app.core.db import db
from app.core.permission import Refused
from app.demo.bulk import fill
from app.intake.rerouting import answer_limbs
from app.people.queries import today

pytestmark = pytest.mark.usefixtures("inside")
EQUAL = {"conclusion": "none", "words": "Considered."}


def _case(reference: str) -> Case:
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def _path(case: Case, name: str) -> Path:
    return db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == name)).one()


@pytest.fixture
def head(actor):
    return actor("Helen Ashworth")


@pytest.fixture
def case(world, sign_in):
    return _case(log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm={**NO_HARM, "H2": "unknown"}))


def _decide(head, case, name, *, accept):
    return decide(head, _path(case, name), accept=accept, reason="Because.", equality=EQUAL)


def test_child_protection_cannot_be_declined_while_a_limb_is_unanswered(head, case):
    with pytest.raises(Blocked, match="not answered"):
        _decide(head, case, "child_protection", accept=False)
    limbs = {name: {"answer": "may_be" if name == "H2" else "no", "reason": ""} for name in ("H1", "H2", "H3", "H4")}
    answer_limbs(head, case, limbs=limbs, version=case.version, equality=EQUAL)
    with pytest.raises(Blocked, match="before the LADO has been consulted"):
        _decide(head, case, "child_protection", accept=False)
    record_contact(
        head, case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Not for us."}
    )
    assert _decide(head, case, "child_protection", accept=False).state == "declined"
    assert _path(case, "disciplinary").standing == "open"


def test_with_all_limbs_no_it_may_be_declined_with_a_reason(head, case):
    answer_limbs(
        head,
        case,
        limbs={name: {"answer": "no", "reason": ""} for name in ("H1", "H2", "H3", "H4")},
        version=case.version,
        equality=EQUAL,
    )
    assert _decide(head, case, "child_protection", accept=False).state == "declined"


def test_deciding_twice_or_as_somebody_else_is_refused(head, case, actor):
    with pytest.raises(Refused):
        _decide(actor("Ruth Okafor"), case, "disciplinary", accept=True)
    _decide(head, case, "disciplinary", accept=True)
    with pytest.raises(Stale):
        _decide(head, case, "disciplinary", accept=False)


def test_both_lado_clocks_are_met_by_one_conversation_each_by_itself(case, actor):
    record_contact(
        actor("Amina Yusuf"),
        case,
        agency="lado",
        at=now(),
        words={"with": "J.", "how": "phone", "reference": "", "advice": "Wait."},
    )
    rows = {one.rule: one for one in db.session.scalars(select(Deadline).where(Deadline.case_id == case.id))}
    assert rows["lado_24h"].met_at is not None
    assert rows["lado_1wd"].met_at is not None
    assert rows["triage_1wd"].met_at is None
    with pytest.raises(Blocked, match="future"):
        record_contact(actor("Amina Yusuf"), case, agency="lado", at=now().replace(year=2099), words={})


def test_disciplinary_work_waits_and_a_guard_says_why(head, case, actor):
    for name in ("child_protection", "disciplinary"):
        _decide(head, case, name, accept=True)
    path = _path(case, "disciplinary")
    with pytest.raises(Blocked, match="waits until the LADO has agreed"):
        advance(actor("Ruth Okafor"), path, step_key="assess", seen_stage="d_pending", answers={"scope": "All"})
    with pytest.raises(Stale):
        advance(actor("Ruth Okafor"), path, step_key="assess", seen_stage="d_assess", answers={})


def test_no_finding_without_all_allegations_and_5_1(head, case):
    _decide(head, case, "child_protection", accept=True)
    record_contact(head, case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Lead."})
    path = _path(case, "child_protection")
    assert path.stage == "lado_contacted"
    advance(
        head,
        path,
        step_key="school_leads",
        seen_stage="lado_contacted",
        answers={"advice": "Lead.", "parallel": "no"},
        equality=EQUAL,
    )
    outcomes = {one.id: "unfounded" for one in Whole(case).allegations}
    with pytest.raises(Blocked, match=r"5\.1"):
        advance(
            head, path, step_key="set_outcome_employer_led", seen_stage="employer_led", answers={}, outcomes=outcomes, equality=None
        )
    advance(
        head,
        path,
        step_key="set_outcome_employer_led",
        seen_stage="employer_led",
        answers={"evidence": "None."},
        outcomes=outcomes,
        equality=EQUAL,
    )
    assert [one.word for one in Whole(case).findings] == ["unfounded"]
    with pytest.raises(Blocked, match="Child protection: still open"):
        ask_to_close(head, case, reason="Done.", equality=EQUAL)


def test_police_live_means_nothing_is_called_false(head, case):
    _decide(head, case, "child_protection", accept=True)
    record_contact(head, case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Police."})
    path = _path(case, "child_protection")
    advance(head, path, step_key="police_lead_lado_contacted", seen_stage="lado_contacted", answers={"advice": "Police lead."})
    advance(head, path, step_key="review_again", seen_stage="police_investigating", answers={"advice": "Go on."})
    outcomes = {one.id: "malicious" for one in Whole(case).allegations}
    with pytest.raises(Blocked, match="While the police investigate"):
        advance(
            head,
            path,
            step_key="set_outcome_under_review",
            seen_stage="under_review",
            answers={},
            outcomes=outcomes,
            equality=EQUAL,
        )
    assert Whole(case).findings == []


def test_a_belief_needs_its_proportionality_check_first(world, sign_in, actor):
    head = sign_in("Helen Ashworth")
    from flows import begin

    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    head.passed(f"{base}/who", person=person_id(world, "Tom Ellwood"))
    head.passed(f"{base}/found", how="saw", at="9:10am", **day("on", 1))
    head.passed(f"{base}/what", words="A post about a belief.", kinds="comment", still_online="yes", expression="belief")
    head.passed(
        f"{base}/acts/comment",
        channel="social_site",
        visibility="public",
        about="school",
        content="offensive",
        harms_working_relationships="no",
        by_subject="yes",
        reputation_at_risk="no",
        in_school_time="no",
    )
    head.passed(f"{base}/clauses", keep=["0:3.1", "0:3.2(a)"])
    head.passed(f"{base}/harm", **NO_HARM)
    head.passed(f"{base}/others", interest="no")
    case = _case(head.passed(f"{base}/check").rsplit("/", 1)[1])
    assert "No disciplinary letter yet" in head.get(f"/cases/{case.reference}").get_data(as_text=True)
    hr = actor("Ruth Okafor")
    path = decide(actor("Helen Ashworth"), _path(case, "disciplinary"), accept=True, reason="Because.", equality=EQUAL)
    advance(hr, path, step_key="assess", seen_stage="d_pending", answers={"scope": "All"})
    page = sign_in("Ruth Okafor").get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Close with management advice or training" in page
    outcomes = {one.id: "not_proven" for one in Whole(case).allegations}
    with pytest.raises(Blocked, match="record the proportionality check first"):
        advance(hr, path, step_key="advise", seen_stage="d_assess", answers={"why": "Minor."}, outcomes=outcomes, equality=EQUAL)
    advance(
        hr,
        path,
        step_key="advise",
        seen_stage="d_assess",
        answers={"why": "Minor.", "proportionality": "Weighed."},
        outcomes=outcomes,
        equality=EQUAL,
    )
    assert path.ended_at is not None


def test_a_hearing_to_its_end_and_an_appeal(world, sign_in, actor):
    """The long disciplinary road, by HTTP, with different people in each part."""
    import re

    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Joanne Sutcliffe")
    head, hr = sign_in("Helen Ashworth"), sign_in("Ruth Okafor")
    case = _case(reference)
    path = _path(case, "disciplinary")
    base = f"/cases/{reference}"

    def step(client, key, **answers):
        return client.passed(
            f"{base}/procedures/{path.id}/{key}", **{**FAIR, **{f"ask_{name}": value for name, value in answers.items()}}
        )

    step(hr, "assess", scope="Everything alleged.")
    assert hr.get(f"{base}/procedures/{path.id}/investigate").status_code == 200
    assert "Name an investigating officer first" in hr.get(base).get_data(as_text=True)
    for who, part in (
        ("Farah Siddiqui", "investigator"),
        ("Farah Siddiqui", "presenter"),
        ("George Halloran", "hearer"),
        ("Ivy Nwosu", "appeal_panel"),
    ):
        head.passed(f"{base}/people/new", person=person_id(world, who), part=part, tie="none")
    hr.passed(f"{base}/procedures/{path.id}/investigate", **FAIR, ask_terms="Who saw it?", **day("ask_letter", 0))
    step(sign_in("Farah Siddiqui"), "hand_in_report", report="It was posted from his account.")
    hearing = {**FAIR, "ask_evidence_given": "yes", "ask_time": "10am", "ask_venue": "The library", **day("ask_on", 0)}
    short = hr.send(f"{base}/procedures/{path.id}/set_hearing", **hearing, **day("ask_notice", 12))
    assert short.status_code == 409
    assert "At least 10 clear working days" in short.get_data(as_text=True)
    hr.passed(f"{base}/procedures/{path.id}/set_hearing", **hearing, **day("ask_notice", 30))
    panel = sign_in("George Halloran")
    findings = dict.fromkeys(
        re.findall(
            r'name="(outcome_[0-9a-f]{32})"', panel.get(f"{base}/procedures/{path.id}/decide_hearing_set").get_data(as_text=True)
        ),
        "proven",
    )
    assert findings
    panel.passed(
        f"{base}/procedures/{path.id}/decide_hearing_set",
        **FAIR,
        **findings,
        ask_reasons="It was seen.",
        ask_mitigation="First time.",
        ask_comparators="None like it.",
        ask_sanction="first_warning",
        ask_authority="Delegated by the governing body",
        ask_proportionality="",
    )
    assert sign_in("Farah Siddiqui").get(f"{base}/procedures/{path.id}/letter_received_decided").status_code == 404
    received = f"{base}/procedures/{path.id}/letter_received_decided"
    early, late = (
        hr.send(received, **day("ask_on", 400), **day("ask_dated", 401)),
        hr.send(received, **day("ask_on", -1), **day("ask_dated", 1)),
    )
    assert (early.status_code, late.status_code) == (409, 409)
    assert "is before this reached the school" in early.get_data(as_text=True)
    assert "has not come yet" in late.get_data(as_text=True)
    wrong = hr.send(received, **day("ask_on", 1), **day("ask_dated", 0))
    assert "cannot be received before the day it carries" in wrong.get_data(as_text=True)
    hr.passed(received, **day("ask_on", 1), **day("ask_dated", 1))
    step(hr, "lodge_appeal", grounds="Too harsh.")
    appeal = sign_in("Ivy Nwosu")
    for who in (hr, head, panel):
        assert who.get(f"{base}/procedures/{path.id}/hear_appeal").status_code == 404
    appeal.passed(
        f"{base}/procedures/{path.id}/hear_appeal",
        **FAIR,
        **findings,
        ask_result="dismissed",
        ask_stands="as_before",
        ask_reasons="Fair.",
    )
    step(hr, "finish_appeal_heard", referrals="Considered; not needed.")
    head.passed(f"{base}/close", reason="All done.", **FAIR)
    hr.passed(f"{base}/sign", words="Checked.", **FAIR)
    page = head.get(base).get_data(as_text=True)
    assert "the case was closed" in page
    assert "Proven" in page
    db.session.rollback()
    sanction = db.session.scalars(select(Sanction).where(Sanction.case_id == case.id)).one()
    assert (sanction.kind, sanction.live_from) == ("first_warning", today() - timedelta(days=1))
    assert sanction.live_to == warning_until(today() - timedelta(days=1), 6), "from the day that the letter carries"
    appeal_clock = db.session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == "appeal_10wd")).one()
    assert appeal_clock.due_on == ENGLAND.add(today() - timedelta(days=1), 10), (
        "ten working days after the day the letter was received, not after the click"
    )


def test_a_complaint_between_colleagues_and_a_low_level_concern_to_their_ends(world, sign_in):
    head, hr = sign_in("Helen Ashworth"), sign_in("Ruth Okafor")
    roads = {
        ("Tom Ellwood", "equal_opportunities"): [
            (
                "support",
                {"contact": "A. Person", "support": "Talks.", "perceived_kind": "harassment", "perceived": ["race", "religion"]},
            ),
            ("informal_eo_support", {"chose_informal": "yes", "minor": "yes", "willing": "Both."}),
            ("put_right", {"words": "Apology."}),
            ("aftercare_resolved", {"words": "Named contact stays."}),
        ],
        ("Priya Raman", "low_level_concern"): [
            ("record", {"words": "Noted.", "theme": "contact", "category": "No child.", "anonymous": "no"}),
            ("speak", {"words": "Spoken."}),
            ("act", {"action": "advice", "words": "Ask first."}),
            ("review", {"pattern": "None."}),
            ("keep", {"why": "Minor."}),
        ],
    }
    import re

    for (about, name), steps in roads.items():
        reference = next(one["reference"] for one in world["cases"] if one["about"] == about)
        path = _path(_case(reference), name)
        for key, answers in steps:
            place = f"/cases/{reference}/procedures/{path.id}/{key}"
            client = head if name == "low_level_concern" else hr
            offered = client.get(place).get_data(as_text=True)
            outcomes = dict(re.findall(r'name="(outcome_[0-9a-f]{32})"[^>]*value="([a-z_]+)"', offered)[::-1])
            client.passed(place, **FAIR, **outcomes, **{f"ask_{one}": value for one, value in answers.items()})
        ended = _path(_case(reference), name)
        assert (ended.stage, ended.ended_at is not None) in {("aftercare", False), ("retained", True)}
    page = hr.get(f"/cases/{next(one['reference'] for one in world['cases'] if one['about'] == 'Tom Ellwood')}").get_data(
        as_text=True
    )
    assert "Race, Religion or belief" in page
    assert "It is too early to record how they are after two weeks" in page


def test_two_people_editing_do_not_overwrite_each_other(case, sign_in):
    first, second = sign_in("Helen Ashworth"), sign_in("Helen Ashworth")
    page = f"/cases/{case.reference}/harm"
    old = second.guards(page)
    first.passed(page, **{**NO_HARM, **FAIR, "H1": "yes"})
    late = second.post(page, data={**old, **NO_HARM, **FAIR})
    assert late.status_code == 409
    assert "Somebody else worked on this case" in late.get_data(as_text=True)
    assert _case(case.reference).limbs["H1"]["answer"] == "yes"


def test_a_step_that_was_taken_by_somebody_else_keeps_what_was_typed(case, sign_in, head):
    _decide(head, case, "child_protection", accept=True)
    record_contact(head, case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Lead."})
    path = _path(case, "child_protection")
    page = f"/cases/{case.reference}/procedures/{path.id}/school_leads"
    first, second = sign_in("Helen Ashworth"), sign_in("Helen Ashworth")
    old = second.guards(page)
    first.passed(page, ask_advice="The school leads.", ask_parallel="no", **FAIR)
    late = second.post(page, data={**old, "ask_advice": "My long notes of the call.", "ask_parallel": "no"})
    assert late.status_code == 409
    words = late.get_data(as_text=True)
    assert "it is now at “School leads”" in words
    assert "My long notes of the call." in words


def test_a_decision_page_keeps_what_was_typed(case, sign_in):
    client = sign_in("Helen Ashworth")
    path = _path(case, "disciplinary")
    answer = client.send(
        f"/cases/{case.reference}/procedures/{path.id}", accept="yes", reason="My own words", conclusion="", considered=""
    )
    assert answer.status_code == 422
    assert "Say how you took equal opportunities into account" in said(answer)
    assert "My own words" in answer.get_data(as_text=True)
    client.passed(f"/cases/{case.reference}/procedures/{path.id}", accept="yes", reason="My own words", **FAIR)
    assert "My own words" in client.get(f"/cases/{case.reference}").get_data(as_text=True)


@contextmanager
def _counted():
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


@pytest.mark.parametrize("page", ["/", "/cases", "/cases?path=disciplinary", "/cases?overdue=y", "/people", "/notices"])
def test_a_list_costs_the_same_however_long(page, sign_in):
    client = sign_in("Helen Ashworth")
    client.get(page)
    with _counted() as few:
        client.get(page)
    fill(120)
    with _counted() as many:
        answer = client.get(page)
    assert len(many) <= len(few), many
    assert answer.status_code == 200


def test_the_case_page_costs_the_same_whatever_is_in_it(case, sign_in, head):
    client, page = sign_in("Helen Ashworth"), f"/cases/{case.reference}"
    client.get(page)
    with _counted() as few:
        client.get(page)
    for name in ("child_protection", "disciplinary"):
        _decide(head, case, name, accept=True)
    for _ in range(5):
        record_contact(
            head, case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Wait."}
        )
    with _counted() as many:
        client.get(page)
    assert len(many) <= len(few), set(many) - set(few)


def test_the_list_pages_through_every_case_once(sign_in):
    fill(60)
    client, page, seen = sign_in("Ruth Okafor"), "/cases", []
    import re

    while page:
        text = client.get(page).get_data(as_text=True)
        seen += re.findall(r'href="/cases/([A-Z0-9-]{11})"', text)
        onward = re.search(r'rel="next" href="([^"]+)"', text)
        page = onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == len(set(seen)) == 66
