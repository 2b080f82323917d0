"""A suspension runs beside the stages: its letter, its reviews whatever the stage, and who alone can end it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from checked import said
from flows import FAIR, day
from protecting import EQUAL, REJECTED, WHY, clocks, ledger, protection, step
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.cases.clocking.actions import set_number
from app.cases.deadlines import state_of
from app.cases.protection.models import ProtectionEntry
from app.cases.protection.suspending import lift, review, send_letter, suspend
from app.cases.protection.words import ALTERNATIVES
from app.cases.shell.closing import ask_to_close
from app.core import proved
from app.core.action import Blocked, Stale, action, seal
from app.core.acts import Act
from app.core.calendar import ENGLAND
from app.core.clock import frozen, london, now
from app.core.db import db
from app.core.permission import NotThere, Refused, job
from app.notices.models import Notice
from app.people.models import School

LETTER, REVIEW = "suspension_letter_1wd", "suspension_review_10wd"


@pytest.fixture
def begun(head, case):
    return suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)


@action(Act.DEMO_LOAD)
def _kind(actor, school, *, kind):
    school.kind = kind
    seal(f"s:{school.id}", school_id=school.id)


def _later(days: int):
    return frozen(now() + timedelta(days=days))


def test_every_alternative_is_considered_with_its_reason_first(head, case):
    for key, label in ALTERNATIVES:
        fewer = {name: why for name, why in REJECTED.items() if name != key}
        with pytest.raises(Blocked, match=f"Without a reason: {label.split(':')[0]}"):
            suspend(head, case, at=now(), rejected=fewer, words=WHY, equality=EQUAL)
    assert ledger(case).suspensions == ()
    assert clocks(case, LETTER) == []


def test_it_needs_the_lado_5_1_and_the_case_manager(world, head, actor, case):
    with pytest.raises(Blocked, match=r"5\.1"):
        suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality={})
    for who in ("Amina Yusuf", "Ruth Okafor", "Margaret Thistlewood"):
        with pytest.raises(Refused):
            suspend(actor(who), case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    with pytest.raises(Blocked, match="future"):
        suspend(head, case, at=now() + timedelta(days=1), rejected=REJECTED, words=WHY, equality=EQUAL)
    with pytest.raises(Blocked, match="cannot be before"):
        suspend(head, case, at=now() - timedelta(days=30), rejected=REJECTED, words=WHY, equality=EQUAL)


def test_the_letter_is_held_against_a_working_day_from_the_instant_it_began(head, case, begun):
    (clock,) = clocks(case, LETTER, running=True)
    assert clock.starts_at == begun.at
    with pytest.raises(Blocked, match="future"):
        send_letter(head, case, suspension_id=begun.id, on=london(now()).date() + timedelta(days=2))
    with pytest.raises(Blocked, match="cannot be before"):
        send_letter(head, case, suspension_id=begun.id, on=date(2020, 1, 1))
    with _later(9):
        late = london(now()).date() - timedelta(days=1)
        send_letter(head, case, suspension_id=begun.id, on=late)
        (clock,) = clocks(case, LETTER)
        assert london(clock.met_at).date() == late
        assert state_of(clock, now()) == "met late"
        with pytest.raises(Stale):
            send_letter(head, case, suspension_id=begun.id, on=late)


def test_it_is_reviewed_every_ten_working_days_for_as_long_as_it_lasts_at_any_stage(head, case, begun):
    step(head, case, "police_lead_lado_contacted", advice="Lead.")
    assert protection(case).stage == "police_investigating"
    for turn in (1, 2, 3):
        with _later(14 * turn):
            review(
                head,
                case,
                suspension_id=begun.id,
                on=london(now()).date(),
                needed="yes",
                why="The police have not finished.",
                equality=EQUAL,
            )
            (running,) = clocks(case, REVIEW, running=True)
            assert running.starts_at > begun.at
            assert len(clocks(case, REVIEW)) == turn + 1
            if turn == 2:
                step(head, case, "police_charge", words="Charged.")
                assert protection(case).stage == "charged"
    assert len(ledger(case).suspension.reviews) == 3


def test_a_school_that_has_set_its_own_number_reviews_by_it(head, case):
    school = db.session.get_one(School, case.school_id)
    set_number(head, school, key="suspension_review_days", n=5, source="Our procedure", edition="2026", reason="Closer.")
    row = suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    (clock,) = clocks(case, REVIEW, running=True)
    assert clock.due_on == ENGLAND.add(london(row.at).date(), 5)
    assert "Our procedure" in clock.source
    review(head, case, suspension_id=row.id, on=london(now()).date(), needed="yes", why="It is.", equality=EQUAL)
    (clock,) = clocks(case, REVIEW, running=True)
    assert clock.n == 5


def test_a_review_that_finds_it_no_longer_needed_asks_the_governing_body(world, head, actor, case, begun):
    review(head, case, suspension_id=begun.id, on=london(now()).date(), needed="no", why="The risk has passed.", equality=EQUAL)
    assert ledger(case).suspension is not None
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "suspension_to_end")).all()
    assert set(told) == {actor("Margaret Thistlewood").person_id, actor("Peter Lomax").person_id}


def test_in_a_maintained_school_only_chair_or_clerk_end_it_with_a_minute(head, actor, case, begun):
    words = {"council_on": "2026-11-25", "head_on": "2026-11-25", "why": "The risk has passed."}
    for who in ("Helen Ashworth", "Amina Yusuf", "Ruth Okafor", "Daniel Pryce"):
        with pytest.raises(NotThere):
            lift(actor(who), begun, on=london(now()).date(), minute="M/1", words=words, equality=EQUAL)
    clerk = actor("Peter Lomax")
    with pytest.raises(Blocked, match="reference of its minute"):
        lift(clerk, begun, on=london(now()).date(), minute=" ", words=words, equality=EQUAL)
    with pytest.raises(Blocked, match="council and the headteacher"):
        lift(clerk, begun, on=london(now()).date(), minute="M/1", words={**words, "council_on": ""}, equality=EQUAL)
    with pytest.raises(Blocked, match=r"5\.1"):
        lift(clerk, begun, on=london(now()).date(), minute="M/1", words=words, equality={})
    lift(clerk, begun, on=london(now()).date(), minute="M/1", words=words, equality=EQUAL)
    assert ledger(case).suspension is None
    assert clocks(case, REVIEW, running=True) == []
    with pytest.raises(Stale):
        lift(actor("Margaret Thistlewood"), begun, on=london(now()).date(), minute="M/1", words=words, equality=EQUAL)


def test_in_an_academy_the_case_manager_records_what_the_trust_decided(head, actor, case, begun):
    _kind(job("test"), db.session.get_one(School, case.school_id), kind="academy")
    lift(head, begun, on=london(now()).date(), minute="", words={"why": "The trust decided."}, equality=EQUAL)
    assert ledger(case).suspension is None


def test_the_chair_who_is_named_in_the_case_can_end_nothing_and_is_shown_nothing(head, actor, case, begun, sign_in):
    from app.cases.models import Part
    from app.cases.parts import name_part

    chair = actor("Margaret Thistlewood")
    name_part(head, case, part=Part.INTERESTED, person_id=chair.person_id, name="", note="A friend.")
    with pytest.raises(Refused):
        lift(chair, begun, on=london(now()).date(), minute="M/1", words={}, equality=EQUAL)
    shown = sign_in("Margaret Thistlewood")
    assert "Tom Ellwood" not in shown.get("/suspensions").get_data(as_text=True)
    assert shown.get(f"/suspensions/{begun.id}/end").status_code == 404


def test_nothing_closes_while_it_runs(head, case, begun):
    with pytest.raises(Blocked, match="suspension must have ended"):
        step(head, case, "agree_nfa", outcome="unfounded", why="Nothing.", wording="None.")
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    step(head, case, "set_outcome_employer_led", outcome="substantiated", evidence="It is plain.", lado_view="Agreed.")
    with pytest.raises(Blocked):
        ask_to_close(head, case, reason="Done.", equality=EQUAL)


def test_rows_beside_the_stages_can_be_neither_changed_nor_deleted_and_the_trail_answers_for_them(head, case, begun):
    send_letter(head, case, suspension_id=begun.id, on=london(now()).date())
    assert list(proved.disagreements(case.school_id)) == []
    for sql in ("update protection_entry set what = 'x'", "delete from protection_entry"):
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("set app.schools = '*'"))
            connection.execute(text(sql))


def test_what_was_said_is_not_in_the_database_in_the_clear(case, begun):
    row = db.session.get_one(ProtectionEntry, begun.id)
    assert b"at risk" not in row.words_sealed
    assert row.words["reasons"] == "A child would be at risk."


def _sent(**more):
    ticked = {f"considered_{key}": "y" for key, _ in ALTERNATIVES} | {f"why_{key}": REJECTED[key] for key, _ in ALTERNATIVES}
    return {"at": "12:05am", "reasons": "A child would be at risk.", "lado": "Agrees.", "contact": "Priya Raman",
            "reach": "01632 960 111", **day("on", 0), **ticked, **FAIR, **more}  # fmt: skip


def test_by_its_pages_from_the_case_to_the_governing_body(case, sign_in):
    head, base = sign_in("Helen Ashworth"), f"/cases/{case.reference}"
    short = head.send(f"{base}/suspension", **_sent(why_elsewhere="", contact=""))
    assert short.status_code == 422
    assert short.get_data(as_text=True).count("Say why this is not enough: ") == 2, "at the top and beside the question"
    refused = head.send(f"{base}/suspension", **_sent(considered_elsewhere=""))
    assert refused.status_code == 409
    page = refused.get_data(as_text=True)
    assert "Consider every alternative" in page
    assert "01632 960 111" in page, "what was typed is still there"
    head.passed(f"{base}/suspension", **_sent())
    page = head.get(f"{base}/protection").get_data(as_text=True)
    assert "Not enough: elsewhere." in page
    assert "Only the governing body can end it" in page
    assert "Suspended since" in head.get(base).get_data(as_text=True)
    key = str(ledger(case).suspension.begun.id)
    head.passed(f"{base}/suspension/{key}/letter", **day("on", 0))
    head.passed(f"{base}/suspension/{key}/review", needed="yes", why="The police are at work.", **day("on", 0), **FAIR)
    assert "The police are at work." in head.get(f"{base}/protection").get_data(as_text=True)
    assert head.get(f"/suspensions/{key}/end").status_code == 404
    clerk = sign_in("Peter Lomax")
    listed = clerk.get("/suspensions").get_data(as_text=True)
    assert "Tom Ellwood" in listed
    assert case.reference not in listed
    assert "at risk" not in listed
    assert clerk.get(base).status_code == 404, "the clerk learns nothing of the case"
    answer = clerk.send(f"/suspensions/{key}/end", why="The risk has passed.", **day("on", 0), **FAIR)
    assert answer.status_code == 409
    assert "give the reference of its minute" in answer.get_data(as_text=True)
    assert said(clerk.send(f"/suspensions/{key}/end", minute="M")) != []
    clerk.passed(f"/suspensions/{key}/end", why="The risk has passed.", minute="FGB/12", **day("on", 0), **day("council_on", 0), **day("head_on", 0), **FAIR)  # fmt: skip
    assert "Nobody is suspended." in clerk.get("/suspensions").get_data(as_text=True)
    assert "FGB/12" in head.get(f"{base}/protection").get_data(as_text=True)


def test_whoever_does_not_protect_the_child_sees_nothing_of_it(world, case, begun, sign_in, head, actor):
    from app.cases.models import Part
    from app.cases.parts import give_part

    give_part(head, case, person_id=actor("Farah Siddiqui").person_id, part=Part.INVESTIGATOR, tie="none")
    give_part(head, case, person_id=actor("George Halloran").person_id, part=Part.HEARER, tie="none")
    base = f"/cases/{case.reference}"
    clock = clocks(case, REVIEW)[0].id
    for who in ("Ruth Okafor", "Farah Siddiqui", "George Halloran"):
        client = sign_in(who)
        page = client.get(base).get_data(as_text=True)
        assert "uspen" not in page.replace("Suspension, agencies", ""), who
        for door in (
            f"{base}/protection",
            f"{base}/suspension",
            f"{base}/suspension/{begun.id}/review",
            f"{base}/clocks/{clock}",
            "/suspensions",
        ):
            assert client.get(door).status_code == 404, (who, door)
    whole = sign_in("Ruth Okafor").get(f"{base}/whole").get_data(as_text=True)
    assert "uspen" not in whole
    assert "Something is still open" in whole
    for who in ("Owen Tate", "Laura Fenwick", "Beth Marland"):
        for door in (f"{base}/protection", f"{base}/suspension", "/suspensions", f"/suspensions/{begun.id}/end"):
            assert sign_in(who).get(door).status_code == 404, (who, door)
    assert "A child would be at risk." in sign_in("Amina Yusuf").get(f"{base}/protection").get_data(as_text=True)


def test_the_other_schools_governors_are_told_nothing(case, begun, sign_in):
    other = sign_in("Edward Croft")
    assert "Tom Ellwood" not in other.get("/suspensions").get_data(as_text=True)
    assert other.get(f"/suspensions/{begun.id}/end").status_code == 404


def test_the_clock_counts_working_days_over_a_bank_holiday(head, case):
    with frozen(datetime(2026, 12, 24, 10, 0, tzinfo=UTC)):
        row = suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    (letter,) = clocks(case, LETTER)
    assert letter.due_on == date(2026, 12, 29), "Christmas, Boxing Day's substitute and a weekend lie between"
    assert row.at.date() == date(2026, 12, 24)
