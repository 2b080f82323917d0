"""Whoever leaves, is dismissed or moved: each time referrals are decided, nothing ends, and no agreement promises silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flows import FAIR, day, log, person_id
from hearing import Hearing
from protecting import EQUAL, REJECTED, WHY, clocks, ledger, protection, step
from sqlalchemy import select

from app.cases.actions import advance, decide, record_contact
from app.cases.engine import Whole
from app.cases.models import Case, Part
from app.cases.protection.leaving import decide_referral, record_left, record_removal
from app.cases.protection.pages import overview
from app.cases.protection.standing import declaration, in_reference, reference_words, stays_on_file
from app.cases.protection.suspending import suspend
from app.cases.shell.closing import ask_to_close
from app.core.action import Blocked
from app.core.clock import frozen, now
from app.core.db import db
from app.core.permission import Refused
from app.pathways import PATHWAYS
from app.pathways.agreements import is_refused
from app.people.queries import today

LEFT = {"how": "resigned", "elsewhere": "", "goes_on": "An outcome is reached without them.", "agreement": "", "limits": "no"}


def _refer(head, case, body, removal=None, decided="no"):
    return decide_referral(
        head, case, body=body, removal_id=removal.id if removal else None, decided=decided, why="It is weighed.",
        on=today(), reference="R/1" if decided == "yes" else "", equality=EQUAL,
    )  # fmt: skip


def _to_the_outcome(head, case, outcome="substantiated"):
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    step(head, case, "set_outcome_employer_led", outcome=outcome, evidence="It is plain.", lado_view="Agreed.")


def _close(head, case, **more):
    answers = {"file": "kept", "consent_on": "", "summary": "What was found.", "copy_on": "", "lessons": "Training."}
    step(head, case, "close_referrals_decided", **{**answers, **more})


def test_a_suspension_lasts_until_the_last_day_has_come(head, case):
    suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    last = today() + timedelta(days=40)
    record_left(head, case, on=last, words=LEFT)
    assert ledger(case).suspension is not None, "they are still suspended, and still reviewed"
    (review,) = clocks(case, "suspension_review_10wd", running=True)
    assert review.met_at is None
    with frozen(now() + timedelta(days=41)):
        assert ledger(case).suspension is None


def test_at_closure_both_are_decided_for_a_teacher_each_with_its_reason(head, case):
    _to_the_outcome(head, case)
    with pytest.raises(Blocked, match="Decide first, under Referrals"):
        step(head, case, "decide_referrals_outcome_set")
    _refer(head, case, "dbs", decided="yes")
    with pytest.raises(Blocked, match="for a teacher, whether the TRA"):
        step(head, case, "decide_referrals_outcome_set")
    with pytest.raises(Blocked, match="say why"):
        decide_referral(head, case, body="tra", removal_id=None, decided="yes", why=" ", on=today(), reference="", equality=EQUAL)
    with pytest.raises(Blocked, match=r"5\.1"):
        decide_referral(head, case, body="tra", removal_id=None, decided="no", why="No.", on=today(), reference="", equality={})
    with pytest.raises(Blocked, match="future"):
        decide_referral(
            head, case, body="tra", removal_id=None, decided="no", why="No.", on=today() + timedelta(days=2), reference="", equality=EQUAL
        )  # fmt: skip
    _refer(head, case, "tra")
    step(head, case, "decide_referrals_outcome_set")
    _close(head, case)
    assert protection(case).stage == "cp_closed"
    made = {one.what: (one.words["decided"], one.words["reference"]) for one in ledger(case).rows if one.kind == "referral"}
    assert made == {"dbs": ("yes", "R/1"), "tra": ("no", "")}


def test_the_tra_is_asked_of_no_teaching_assistant(world, sign_in, actor, head, inside):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Joanne Sutcliffe"), harm={"H1": "yes", "H2": "no", "H3": "no", "H4": "no"})  # fmt: skip
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    path = Whole(case).path("child_protection")
    decide(head, path, accept=True, reason="It follows.", equality=EQUAL)
    record_contact(head, case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Lead."})
    _to_the_outcome(head, case)
    with pytest.raises(Blocked, match="regulates teachers only"):
        _refer(head, case, "tra")
    _refer(head, case, "dbs")
    step(head, case, "decide_referrals_outcome_set")
    assert protection(case).stage == "referrals_decided"


@pytest.mark.parametrize("what", ["dismissed", "moved", "left"])
def test_each_removal_asks_for_its_own_decisions_and_nothing_closes_before(head, case, what):
    suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    if what == "left":
        row = record_left(head, case, on=today(), words=LEFT)
    else:
        row = record_removal(head, case, what=what, on=today(), words={"why": "Because."}, equality=EQUAL)
    assert (ledger(case).suspension is None) is (what != "moved"), "dismissal and leaving end a suspension, another post does not"
    assert bool(clocks(case, "suspension_review_10wd", running=True)) is (what == "moved")
    assert protection(case).stage == "lado_contacted", "it ends nothing"
    _to_the_outcome(head, case)
    for body in ("dbs", "tra"):
        _refer(head, case, body)
    with pytest.raises(Blocked, match="taken away from work with children"):
        step(head, case, "decide_referrals_outcome_set")
    for body in ("dbs", "tra"):
        _refer(head, case, body, removal=row, decided="yes")
    step(head, case, "decide_referrals_outcome_set")
    assert protection(case).stage == "referrals_decided"


def test_it_is_recorded_at_every_stage_while_the_police_are_at_work_too(head, case):
    step(head, case, "police_lead_lado_contacted", advice="Lead.")
    record_left(head, case, on=today() + timedelta(days=20), words=LEFT)
    assert protection(case).stage == "police_investigating"
    assert protection(case).ended_at is None


class Ours(Hearing):
    """The hearing of the case of these tests."""

    def __init__(self, world, actor, case):
        super().__init__(world, actor)
        self.reference = case.reference


@pytest.fixture
def hearing(world, actor, head, case):
    """Disciplinary work that may run beside child protection, with a panel of three."""
    step(head, case, "school_leads", advice="Both may run.", parallel="yes")
    ours = Ours(world, actor, case)
    ours.appoint("officer", "hearer")
    for name in ("Ivy Nwosu", "Stefan Kowalski"):
        ours.also(name, Part.HEARER)
    ours.to_report()
    ours.set_hearing()
    return ours


def test_a_dismissal_decided_in_the_disciplinary_procedure_asks_for_referrals_and_ends_the_suspension(head, case, hearing):
    suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    hearing.decide(sanction="summary_dismissal")
    (row,) = ledger(case).removals
    assert row.what == "dismissed"
    assert ledger(case).suspension is None
    step(head, case, "set_outcome_employer_led", outcome="substantiated", evidence="It is plain.", lado_view="Agreed.")
    with pytest.raises(Blocked, match="taken away"):
        step(head, case, "decide_referrals_outcome_set")


def test_a_dismissal_that_an_appeal_undoes_asks_for_no_referral_any_more_and_what_was_decided_stays(head, case, hearing, sign_in):
    hearing.decide(sanction="dismissal")
    (row,) = ledger(case).removals
    _refer(head, case, "dbs", removal=row, decided="yes")
    post = case.subject["post"]
    assert [one.body for one in ledger(case).undecided(post, removals=True)] == ["tra"]
    hearing.take(hearing.hr, "letter_received_decided", dated=today().isoformat(), on=today().isoformat())
    hearing.lodge_before_three()
    hearing.take(hearing.appeal, "hear_appeal", "not_proven", result="upheld", stands="none", reasons="It was not him.")
    found = ledger(case)
    assert found.removals == found.undecided(post, removals=True) == ()
    assert found.undone[row.id].what == "undone"
    assert found.referral("dbs", row.id).words["decided"] == "yes"
    page = sign_in("Helen Ashworth").get(f"/cases/{case.reference}/protection").get_data(as_text=True)
    card = page[page.index("They were dismissed") : page.index("Before child protection closes")]
    assert "no referral is asked for because of it any more" in card
    assert "Referral made" in card
    assert "Not decided" not in card
    assert "Decide" not in card


def test_a_warning_takes_nobody_away_from_children(head, case, hearing):
    hearing.decide(sanction="final_warning")
    assert ledger(case).removals == ()


def test_leaving_that_is_recorded_in_the_disciplinary_procedure_asks_as_well_and_its_agreement_is_read(head, case, hearing):
    with pytest.raises(Blocked, match="Education Act 2002"):
        hearing.take(hearing.hr, "resigned_hearing_set", why="Today.", agreement="No referral to the TRA will be made.")
    assert ledger(case).removals == ()
    hearing.take(hearing.hr, "resigned_hearing_set", why="Today.", agreement="Pay in lieu of notice.")
    assert [one.what for one in ledger(case).removals] == ["left"]


def test_a_case_with_an_undecided_removal_does_not_close(head, case, actor):
    row = record_left(head, case, on=today(), words=LEFT)
    _to_the_outcome(head, case)
    for body in ("dbs", "tra"):
        _refer(head, case, body)
        _refer(head, case, body, removal=row)
    step(head, case, "decide_referrals_outcome_set")
    _close(head, case)
    record_removal(head, case, what="moved", on=today(), words={"why": "Later."}, equality=EQUAL)
    for one in Whole(case).paths:
        if one.name == "disciplinary":
            advance(head, one, step_key="resigned_d_pending", seen_stage="d_pending", answers={"why": "Gone."})
    with pytest.raises(Blocked):
        ask_to_close(head, case, reason="Done.", equality=EQUAL)
    assert case.state != "closed"


PROMISES = (
    "The school will make no referral to the DBS.",
    "No referral to any regulator will be made.",
    "Neither party shall report the matter to the Teaching Regulation Agency.",
    "The employer agrees not to inform the LADO or the police.",
    "The school will keep the allegation confidential.",
    "The parties agree to say nothing about why she left.",
    "The employer will not disclose the allegation to any future employer.",
    "He will receive an agreed reference.",
    "The council shall not be told.",
    "The school shall refrain from notifying\nthe local authority.",
)
HARMLESS = (
    "",
    "Notice is worked until 31 August. Pay in lieu of holiday.",
    "Nothing in this agreement stops a referral that the law asks for.",
    "The school will refer the matter to the DBS and will say so in references.",
    "She returns her laptop and her keys.",
)


@pytest.mark.parametrize("words", PROMISES)
def test_an_agreement_that_promises_silence_or_no_referral_is_refused_with_the_law(head, case, words):
    with pytest.raises(Blocked, match="Safeguarding Vulnerable Groups Act 2006"):
        record_left(head, case, on=today(), words={**LEFT, "agreement": words})
    assert ledger(case).removals == ()


def test_an_agreement_that_limits_what_is_told_is_refused_whatever_its_words(head, case):
    with pytest.raises(Blocked, match="No agreement can promise this"):
        record_left(head, case, on=today(), words={**LEFT, "limits": "yes"})


@pytest.mark.parametrize("words", HARMLESS)
def test_an_agreement_about_other_things_is_taken(words):
    assert not is_refused(words)


def test_what_was_false_comes_off_the_file_unless_they_consent_in_writing(head, case):
    _to_the_outcome(head, case, "false")
    for body in ("dbs", "tra"):
        _refer(head, case, body)
    step(head, case, "decide_referrals_outcome_set")
    for wrong in ({"file": "kept"}, {"file": "consent", "consent_on": ""}):
        with pytest.raises(Blocked, match="comes off the personnel file"):
            _close(head, case, **wrong)
    assert overview(head, Whole(case)).outcomes == (("false", "comes off the file"),)
    _close(head, case, file="consent", consent_on=today().isoformat())
    assert overview(head, Whole(case)).outcomes == (("false", "stays, with their written consent"),)
    (row,) = ledger(case).filed
    assert row.what == "consent"
    assert row.words["consent_on"] == today().isoformat()
    assert row.words["reference"].startswith("Left out of any reference")


def test_the_rules_of_the_file_and_of_references():
    assert not stays_on_file("false", consented=False)
    assert stays_on_file("false", consented=True)
    assert stays_on_file("unsubstantiated", consented=False)
    assert not any(in_reference(one) for one in ("false", "malicious", "unsubstantiated", "unfounded", "below_threshold"))
    assert reference_words(("unsubstantiated", "unfounded", "false")).startswith("Left out")
    assert reference_words(("false", "substantiated")).startswith("Said")
    assert reference_words(()).startswith("Not known")


def test_low_level_concerns_that_met_the_threshold_and_were_substantiated_are_said_in_a_reference(world, head, inside):
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Priya Raman")
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    light = Whole(case).path("low_level_concern")
    said = {"record": {"words": "W.", "theme": "contact", "category": "C.", "anonymous": "no"}, "speak": {"words": "W."},
            "act": {"action": "advice", "words": "W."}, "review": {"pattern": "The third of its kind."}, "to_lado": {"why": "Together they meet it."}}  # fmt: skip
    for key, answers in said.items():
        word = next((word for step in PATHWAYS["low_level_concern"].steps if step.key == key for word, _ in step.sets_outcomes), "")
        outcomes = {one.id: word for one in Whole(case).allegations} if word else None
        advance(head, light, step_key=key, seen_stage=light.stage, answers=answers, outcomes=outcomes, equality=EQUAL)
    decide(head, Whole(case).path("child_protection"), accept=True, reason="It follows.", equality=EQUAL)
    record_contact(head, case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "reference": "", "advice": "Lead."})
    _to_the_outcome(head, case, "substantiated")
    assert declaration(Whole(case)).startswith("Said in a reference")
    low = {one.word for one in Whole(case).findings if one.path_id == light.id}
    assert low and not any(in_reference(one) for one in low), "the concern alone is left out"


def test_by_its_pages(case, sign_in):
    head, base = sign_in("Helen Ashworth"), f"/cases/{case.reference}"
    sent = {"how": "agreement", "goes_on": "It goes on.", "limits": "no", **day("on", 0)}
    refused = head.send(f"{base}/left", agreement="No referral will be made.", **sent)
    assert refused.status_code == 409
    assert "Education Act 2002" in refused.get_data(as_text=True)
    assert "No referral will be made." in refused.get_data(as_text=True), "what was typed is still there"
    head.passed(f"{base}/left", agreement="Pay in lieu.", **sent)
    key = ledger(case).removals[0].id
    page = head.get(f"{base}/protection").get_data(as_text=True)
    assert page.count("Not decided") == 4
    head.passed(f"{base}/referrals/dbs/{key}", decided="yes", reference="DBS/77", why="He may harm.", **day("on", 0), **FAIR)
    head.passed(f"{base}/referrals/tra", decided="no", why="Not serious.", **day("on", 0), **FAIR)
    head.passed(f"{base}/removal", what="moved", why="Away from children.", **day("on", 0), **FAIR)
    page = head.get(f"{base}/protection").get_data(as_text=True)
    assert "DBS/77" in page
    assert page.count("Not decided") == 4
    assert head.get(f"{base}/referrals/nobody").status_code == 404
    for who in ("Amina Yusuf", "Ruth Okafor", "Farah Siddiqui", "Owen Tate", "Laura Fenwick"):
        for door in (f"{base}/left", f"{base}/removal", f"{base}/referrals/dbs"):
            assert sign_in(who).get(door).status_code == 404, (who, door)


def test_only_the_case_manager_decides(case, actor):
    for who in ("Amina Yusuf", "Ruth Okafor", "Margaret Thistlewood"):
        with pytest.raises(Refused):
            _refer(actor(who), case, "dbs")
