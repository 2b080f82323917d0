"""A complaint of harassment or discrimination: whose choice, what they say and what is found, appeals that change it, aftercare by its days."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from flows import FAIR, person_id
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.cases.actions import advance
from app.cases.engine import Whole
from app.cases.models import Case, Part
from app.cases.parts import give_part
from app.cases.work import Deadline, Finding, Path
from app.core.action import Blocked, Stale
from app.core.calendar import ENGLAND
from app.core.clock import frozen, london, now
from app.core.db import db
from app.core.permission import Refused
from app.core.proved import LATER, disagreements
from app.pathways import PATHWAYS
from app.pathways.guards import GUARDS
from app.pathways.guards_dignity import check_in_day
from app.pathways.pathway import PathFacts
from app.pathways.words import CHARACTERISTICS, COMPLAINTS

EQUAL = {"conclusion": "none", "words": "Considered."}
SUPPORT = {"contact": "A. Governor", "support": "Other room.", "perceived_kind": "harassment", "perceived": "race,religion"}


@pytest.fixture
def case(world, inside):
    """The case about remarks on a colleague's accent; its equal opportunities path is open."""
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Tom Ellwood")
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


@pytest.fixture
def hr(actor):
    return actor("Ruth Okafor")


def path_of(case) -> Path:
    db.session.rollback()
    return db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "equal_opportunities")).one()


def take(who, case, key, word="", **answers):
    path = path_of(case)
    step = next(one for one in PATHWAYS["equal_opportunities"].steps if one.key == key)
    outcomes = {one.id: word for one in Whole(case).allegations} if word else None
    equality = EQUAL if step.equality else None
    return advance(who, path, step_key=key, seen_stage=path.stage, answers=answers, outcomes=outcomes, equality=equality)


def today() -> str:
    return london(now()).date().isoformat()


def clock(case, rule) -> Deadline:
    return db.session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == rule)).one()


def clocks(case) -> list[Deadline]:
    db.session.rollback()
    return list(db.session.scalars(select(Deadline).where(Deadline.case_id == case.id)))


def to_outcome(hr, actor, world, case, word="upheld", **more):
    take(hr, case, "support", **SUPPORT)
    take(hr, case, "formal_eo_support", complained_on=today(), asked_by="complainant", complaint="Remarks.")
    take(hr, case, "acknowledge", acknowledged_on=today(), acknowledged_how="By letter.")
    give_part(
        actor("Helen Ashworth"), case, person_id=uuid.UUID(person_id(world, "Farah Siddiqui")), part=Part.INVESTIGATOR, tie="none"
    )
    take(hr, case, "investigate", terms="What was said.", companions="yes")
    return take(hr, case, "outcome", word, reasons="It was said.", found_kind="harassment", found="race", **more)


def test_support_comes_first_and_police_advice_does_not_stand_for_it(hr, case):
    take(hr, case, "police_eo_intake", police_choice="They do not want the police.")
    assert clock(case, "eo_support_1wd").met_at is None
    for key, answers in (
        ("informal_police_advised", {"chose_informal": "yes", "minor": "yes", "willing": "Yes."}),
        ("formal_police_advised", {"complained_on": today(), "asked_by": "complainant", "complaint": "It."}),
    ):
        with pytest.raises(Blocked, match="Support comes first"):
            take(hr, case, key, **answers)
    take(hr, case, "support_police_advised", **SUPPORT)
    assert clock(case, "eo_support_1wd").met_at is not None
    take(hr, case, "police_eo_support", police_choice="Asked again.")
    take(hr, case, "formal_police_advised", complained_on=today(), asked_by="complainant", complaint="It.")


def test_the_informal_way_is_for_the_complainant_to_choose(hr, case):
    take(hr, case, "support", **SUPPORT)
    with pytest.raises(Blocked, match="for whoever complained to choose"):
        take(hr, case, "informal_eo_support", chose_informal="no", willing="The manager would like it.")
    take(hr, case, "informal_eo_support", chose_informal="yes", minor="yes", willing="Both.")
    take(hr, case, "formal_eo_informal", complained_on=today(), asked_by="complainant", complaint="I want it looked into.")
    assert path_of(case).stage == "eo_formal"


def test_the_clock_for_acknowledging_is_met_by_acknowledging_on_its_day(hr, actor, world, case):
    take(hr, case, "support", **SUPPORT)
    take(hr, case, "formal_eo_support", complained_on=today(), asked_by="complainant", complaint="Remarks.")
    give_part(
        actor("Helen Ashworth"), case, person_id=uuid.UUID(person_id(world, "Farah Siddiqui")), part=Part.INVESTIGATOR, tie="none"
    )
    with pytest.raises(Stale):
        take(hr, case, "investigate", terms="What was said.", companions="yes")
    assert clock(case, "eo_acknowledge_5wd").met_at is None
    ahead = (london(now()).date() + timedelta(days=1)).isoformat()
    with pytest.raises(Blocked, match="has not come yet"):
        take(hr, case, "acknowledge", acknowledged_on=ahead, acknowledged_how="By letter.")
    with frozen(now() + timedelta(days=9)):
        take(hr, case, "acknowledge", acknowledged_on=(london(now()).date() - timedelta(days=7)).isoformat(), acknowledged_how="L.")
        met = clock(case, "eo_acknowledge_5wd").met_at
        assert london(met).date() == london(now()).date() - timedelta(days=7), "on the day it was done, not the day it was typed"
        take(hr, case, "investigate", terms="What was said.", companions="yes")


def test_whoever_investigated_does_not_decide_and_malicious_needs_strong_evidence(hr, actor, world, case):
    with pytest.raises(Blocked, match="not proved is not malicious"):
        to_outcome(hr, actor, world, case, "malicious")
    assert path_of(case).stage == "eo_investigation"
    assert not Whole(case).findings
    with pytest.raises(Refused):
        take(actor("Farah Siddiqui"), case, "outcome", "upheld", reasons="I looked.", found_kind="harassment")
    take(hr, case, "outcome", "malicious", reasons="Invented.", found_kind="other", strong_evidence="The log shows it was made up.")
    assert {one.word for one in Whole(case).findings} == {"malicious"}


def test_what_they_say_it_was_stands_apart_from_what_was_found(hr, actor, world, case, sign_in):
    to_outcome(hr, actor, world, case)
    page = sign_in("Ruth Okafor").get(f"/cases/{case.reference}").get_data(as_text=True)
    said, found = page.index("they say it has to do with"), page.index("was it found to have to do with")
    assert said < page.index("Race, Religion or belief") < found < page.index(">Race<")
    assert len(CHARACTERISTICS) == 9
    assert {"harassment", "direct", "indirect", "victimisation", "disability", "sexual_harassment"} <= {
        key for key, _ in COMPLAINTS
    }


def test_whoever_it_is_about_is_neither_their_contact_nor_consulted_nor_asked_to_look_into_it(hr, actor, world, case):
    """Also when it is the line manager of whoever complained: somebody else stands in."""
    for name in ("Tom Ellwood", "tom  ellwood, head of year"):
        with pytest.raises(Blocked, match="not consulted"):
            take(hr, case, "support", **{**SUPPORT, "contact": name})
    assert clock(case, "eo_support_1wd").met_at is None
    with pytest.raises(Blocked, match="cannot be chosen"):
        give_part(hr, case, person_id=uuid.UUID(person_id(world, "Tom Ellwood")), part=Part.INVESTIGATOR, tie="none")
    take(hr, case, "support", **SUPPORT)


def test_what_is_serious_is_not_put_right_informally_and_both_sides_may_bring_a_companion(hr, actor, world, case, sign_in):
    take(hr, case, "support", **SUPPORT)
    with pytest.raises(Blocked, match="serious"):
        take(hr, case, "informal_eo_support", chose_informal="yes", minor="no", willing="Both.")
    take(hr, case, "formal_eo_support", complained_on=today(), asked_by="complainant", complaint="Remarks.")
    take(hr, case, "acknowledge", acknowledged_on=today(), acknowledged_how="By letter.")
    give_part(
        actor("Helen Ashworth"), case, person_id=uuid.UUID(person_id(world, "Farah Siddiqui")), part=Part.INVESTIGATOR, tie="none"
    )
    with pytest.raises(Blocked, match="both sides"):
        take(hr, case, "investigate", terms="All.", companions="no")
    page = sign_in("Ruth Okafor").get(f"/cases/{case.reference}/procedures/{path_of(case).id}/investigate").get_data(as_text=True)
    assert "How they came to see it is not misconduct in itself." in page


def test_only_what_is_recommended_for_disciplinary_work_is_handed_over(hr, actor, world, case):
    to_outcome(hr, actor, world, case, recommendation="mediation")
    with pytest.raises(Blocked, match="did not recommend"):
        take(hr, case, "hand_over", why="All of it.", evidence="The messages.")
    take(hr, case, "victimisation_eo_outcome", worse_check="no", words="Asked.")
    assert clock(case, "eo_letter_10wd").met_at is None, "to ask how they are is not to tell them the outcome"
    take(hr, case, "appeal_victimisation_check", appealed_on=today(), grounds="It needs more.")  # a check closes no way
    ivy = actor("Ivy Nwosu")
    give_part(hr, case, person_id=ivy.person_id, part=Part.EQUALITY_PANEL, tie="none")
    changed = {"appeal_result": "changed", "appeal_reasons": "It does.", "recommended_now": "disciplinary"}
    take(ivy, case, "decide_appeal", "upheld", **changed)
    take(hr, case, "victimisation_eo_appeal_decided", worse_check="no", words="Asked.")
    with pytest.raises(Stale):
        take(hr, case, "appeal_victimisation_check", appealed_on=today(), grounds="Again.")
    take(hr, case, "hand_over_victimisation_check", why="All of it.", evidence="The messages and both statements.")
    assert next(one for one in Whole(case).paths if one.name == "disciplinary").standing == "open"


def test_the_formal_way_stays_open_after_an_informal_one_and_aftercare_begins_anew(hr, actor, world, case, sign_in):
    begun = now()
    _in_aftercare(hr, actor, world, case, informal=True)
    with frozen(begun + timedelta(days=15)):
        asked = {"asked_on_2w": today(), "how_2w": "It goes on.", "worse_2w": "no"}
        take(hr, case, "check_in_2w", **asked)
    with frozen(begun + timedelta(days=20)):
        with pytest.raises(Blocked, match="say what was done about it"):
            take(hr, case, "victimisation_aftercare_on", worse_now="yes")
        take(hr, case, "victimisation_aftercare_on", worse_now="yes", worse_done_now="The rota was put back.")
        assert path_of(case).stage == "aftercare_on"
        take(hr, case, "formal_aftercare_on", complained_on=today(), asked_by="complainant", complaint="It goes on.")
        dropped = {one.rule for one in clocks(case) if one.dropped_at}
        assert dropped >= {"aftercare_6w", "aftercare_3m"}
        assert clock(case, "eo_acknowledge_5wd").met_at is None
        take(hr, case, "acknowledge", acknowledged_on=today(), acknowledged_how="By letter.")
        give_part(
            actor("Helen Ashworth"),
            case,
            person_id=uuid.UUID(person_id(world, "Farah Siddiqui")),
            part=Part.INVESTIGATOR,
            tie="none",
        )
        take(hr, case, "investigate", terms="All.", companions="yes")
        take(
            hr, case, "outcome", "upheld", reasons="It was said.", found_kind="harassment", found="race", recommendation="training"
        )
        whole = Whole(case)
        assert {one.word for one in whole.findings} == {"upheld"}
        assert {one.word for one in whole.replaced} == {"put_right"}
        take(hr, case, "aftercare_eo_outcome", words="Again.")
        for key in ("close_aftercare", "formal_aftercare"):
            with pytest.raises(Stale):
                take(hr, case, key, words="Done.", complained_on=today(), asked_by="complainant", complaint="Again.")
        again = next(one for one in clocks(case) if one.rule == "aftercare_2w" and not one.met_at)
        assert again.due_on == london(now()).date() + timedelta(weeks=2)
    with frozen(begun + timedelta(days=34)):
        take(hr, case, "check_in_2w", asked_on_2w=today(), how_2w="Well.", worse_2w="no")
    page = sign_in("Ruth Okafor").get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Equal opportunities before the formal complaint: <strong>" in page


def test_an_appeal_is_decided_by_somebody_uninvolved_and_changes_the_finding(hr, actor, world, case, sign_in):
    to_outcome(hr, actor, world, case, "not_upheld")
    assert clock(case, "eo_appeal_10wd").due_on == ENGLAND.add(london(now()).date(), 10)
    assert clock(case, "eo_appeal_10wd").strength == "info", "nobody at the school has to appeal"
    take(hr, case, "appeal", appealed_on=today(), grounds="A witness was not heard.")
    assert clock(case, "eo_appeal_10wd").met_at is not None
    assert clock(case, "eo_hear_appeal_20wd").due_on == ENGLAND.add(london(now()).date(), 20)
    answers = {"appeal_result": "changed", "appeal_reasons": "The witness confirms it.", "recommended_now": "disciplinary"}
    with pytest.raises(Blocked, match="Name who hears the appeal of the complaint"):
        take(hr, case, "decide_appeal", "upheld", **answers)
    ivy, george = actor("Ivy Nwosu"), actor("George Halloran")
    give_part(hr, case, person_id=george.person_id, part=Part.APPEAL_PANEL, tie="none")
    with pytest.raises(Refused):
        take(george, case, "decide_appeal", "upheld", **answers)  # who hears a disciplinary appeal hears no complaint's
    give_part(hr, case, person_id=ivy.person_id, part=Part.EQUALITY_PANEL, tie="none")
    for who in (hr, actor("Helen Ashworth")):
        with pytest.raises(Blocked, match="appointed to hear it"):
            take(who, case, "decide_appeal", "upheld", **answers)
    with pytest.raises(Refused):
        take(actor("Amina Yusuf"), case, "decide_appeal", "upheld", **answers)
    assert {one.word for one in Whole(case).findings} == {"not_upheld"}
    place = f"/cases/{case.reference}/procedures/{path_of(case).id}/decide_appeal"
    assert place in sign_in("Ivy Nwosu").get(f"/cases/{case.reference}").get_data(as_text=True)
    found = {f"outcome_{one.id.hex}": "upheld" for one in Whole(case).allegations}
    sign_in("Ivy Nwosu").passed(place, **FAIR, **{f"ask_{key}": value for key, value in answers.items()}, **found)
    db.session.rollback()
    whole = Whole(db.session.get_one(Case, case.id))
    assert {(one.word, one.by) for one in whole.findings} == {("upheld", ivy.person_id)}
    assert {(one.word, one.by) for one in whole.replaced} == {("not_upheld", hr.person_id)}
    assert {one.replaces for one in whole.findings} == {one.id for one in whole.replaced}
    assert list(disagreements(case.school_id)) == []
    assert all(Finding.__table__.c[name].info == LATER for name in ("superseded_at", "replaces")), "older rows stay proved"
    page = sign_in("Ruth Okafor").get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Equal opportunities: <strong>Upheld</strong>" in page
    assert "Equal opportunities before the appeal: <strong>Not upheld</strong>" in page
    assert clock(case, "eo_hear_appeal_20wd").met_at is not None
    take(hr, case, "hand_over_eo_appeal_decided", why="It was upheld on appeal.")
    waiting = next(one for one in Whole(case).paths if one.name == "disciplinary")
    assert (waiting.standing, waiting.waits_for) == ("open", None)


def test_an_outcome_that_stands_is_not_replaced_and_what_was_found_cannot_be_rewritten(hr, actor, world, case):
    to_outcome(hr, actor, world, case)
    take(hr, case, "appeal", appealed_on=today(), grounds="Too hard.")
    ivy = actor("Ivy Nwosu")
    give_part(hr, case, person_id=ivy.person_id, part=Part.EQUALITY_PANEL, tie="none")
    take(ivy, case, "decide_appeal", "upheld", appeal_result="stands", appeal_reasons="It is right.")
    whole = Whole(db.session.get_one(Case, case.id))
    assert ({one.word for one in whole.findings}, list(whole.replaced)) == ({"upheld"}, [])
    found = whole.findings[0]
    for statement in ("update finding set word = 'not_upheld'", "update finding set superseded_at = at, by = case_id"):
        with pytest.raises(DatabaseError), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("set app.schools = '*'"))
            connection.execute(text(statement))
    assert db.session.get_one(Finding, found.id).word == "upheld"


def _in_aftercare(hr, actor, world, case, *, informal: bool):
    if informal:
        take(hr, case, "support", **SUPPORT)
        take(hr, case, "informal_eo_support", chose_informal="yes", minor="yes", willing="Both.")
        take(hr, case, "put_right", "put_right", words="An apology, which was accepted.")
        take(hr, case, "aftercare_resolved", words="The named contact stays.")
    else:
        to_outcome(hr, actor, world, case)
        take(hr, case, "aftercare_eo_outcome", words="The named contact stays.")


@pytest.mark.parametrize("informal", [True, False])
def test_nobody_is_asked_how_they_are_before_the_day_also_after_the_informal_way(hr, actor, world, case, informal):
    begun = now()
    _in_aftercare(hr, actor, world, case, informal=informal)
    steps = {"2w": "check_in_2w", "6w": "check_in_6w_aftercare_on", "3m": "check_in_3m_aftercare_on"}
    for key in ("2w", "6w", "3m"):
        with pytest.raises(Blocked, match="too early"):
            take(hr, case, f"check_in_{key}", **{f"asked_on_{key}": today(), f"how_{key}": "Well.", f"worse_{key}": "no"})
    first = clock(case, "aftercare_2w").due_on
    assert first == london(begun).date() + timedelta(weeks=2)
    assert clock(case, "aftercare_6w").due_on == london(begun).date() + timedelta(weeks=6)
    with frozen(begun + timedelta(days=20)), pytest.raises(Blocked, match="too early"):
        asked = (london(begun).date() + timedelta(days=5)).isoformat()
        take(hr, case, "check_in_2w", asked_on_2w=asked, how_2w="Well.", worse_2w="no")
    for key, days in (("2w", 14), ("6w", 42), ("3m", 93)):
        if key != "2w":
            with pytest.raises(Blocked):
                take(hr, case, "close", words="Done.")
        with frozen(begun + timedelta(days=days)):
            answers = {f"asked_on_{key}": today(), f"how_{key}": "Well."}
            with pytest.raises(Blocked, match="say what was done about it"):
                take(hr, case, steps[key], **answers, **{f"worse_{key}": "yes"})
            take(hr, case, steps[key], **answers, **{f"worse_{key}": "yes", f"worse_done_{key}": "Their manager was spoken to."})
            assert clock(case, f"aftercare_{key}").met_at is not None
            with pytest.raises(Stale):
                take(hr, case, f"check_in_{key}_aftercare_on", **answers, **{f"worse_{key}": "no"})
    with frozen(begun + timedelta(days=94)):
        assert take(hr, case, "close", words="Done.").ended_at is not None
    assert clock(case, "aftercare_3m").dropped_at is None, "it was met, not dropped"


@pytest.mark.parametrize(
    ("begun", "key", "first"),
    [
        (date(2027, 1, 12), "2w", date(2027, 1, 26)),
        (date(2027, 1, 16), "2w", date(2027, 1, 29)),  # a Saturday: the Friday before will do
        (date(2027, 2, 12), "6w", date(2027, 3, 25)),  # Good Friday: the Thursday before
        (date(2026, 11, 30), "3m", date(2027, 2, 26)),  # three calendar months: the last of February is a Sunday
    ],
)
def test_the_days_are_counted_in_weeks_and_calendar_months(begun, key, first):
    assert check_in_day(key, begun, PathFacts("aftercare")) == first
    guard = GUARDS[f"due_{key}"]
    for day, passes in ((first, True), (first - timedelta(days=1), False)):
        facts = PathFacts("aftercare", entered={"aftercare": begun}, today=first, answers={f"asked_on_{key}": day.isoformat()})
        assert guard.lets_pass(facts) is passes


def test_the_page_of_support_takes_several_characteristics(sign_in, case):
    client = sign_in("Ruth Okafor")
    path = path_of(case)
    base = f"/cases/{case.reference}/procedures/{path.id}"
    client.passed(f"{base}/support", **FAIR, **{f"ask_{key}": value for key, value in SUPPORT.items() if key != "perceived"}, ask_perceived=["race", "religion"])  # fmt: skip
    db.session.rollback()
    assert Whole(db.session.get_one(Case, case.id)).answers(path_of(case))["perceived"] == "race,religion"
