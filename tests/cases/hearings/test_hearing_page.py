"""What is put to the person, adjustments, the notice as it is counted, live warnings and how like cases ended."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flows import FAIR, day, person_id
from flows import log as logged
from hearing import EQUAL, Hearing
from hearing import day as on_day
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.cases.actions import decide
from app.cases.engine import Whole
from app.cases.hearings.beside import FEWEST, between, like_cases, live_warnings
from app.cases.models import Allegation, Case, Part
from app.cases.work import Decision, Finding, Path, Sanction
from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.calendar import ENGLAND, notice_by
from app.core.clock import now, said
from app.core.db import db
from app.core.permission import Refused, job
from app.core.proof import verify
from app.people.queries import today


def _allegations(hearing) -> list[Allegation]:
    return list(Whole(hearing.case).allegations)


def test_nothing_is_found_on_what_was_not_put_to_them(hearing):
    first, *rest = _allegations(hearing)
    assert rest, "the case has two allegations"
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing(points=str(first.id))
    with pytest.raises(Blocked, match="not put to them"):
        hearing.decide("proven")
    with pytest.raises(Blocked, match="not put to them"):
        hearing.decide("not_proven", "none")
    from app.cases.hearings.recording import put_to_them

    for one in rest:
        put_to_them(hearing.hr, hearing.path, allegation_id=one.id, on=today(), how="At the hearing", answer="It was a joke.")
    hearing.decide("proven")
    assert {one.word for one in Whole(hearing.case).findings} == {"proven"}


def test_what_was_not_put_is_said_so_and_closes_the_case(hearing):
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing(points=str(_allegations(hearing)[0].id))
    hearing.decide("not_put", "none")
    assert {one.word for one in Whole(hearing.case).findings} == {"not_put"}


def test_a_notice_names_only_what_the_terms_of_reference_name_until_they_are_widened(hearing):
    first, second, *_ = _allegations(hearing)
    hearing.appoint()
    decide_path(hearing)
    hearing.take(hearing.hr, "assess", scope="All.")
    hearing.take(hearing.hr, "investigate", terms="Who saw it?", terms_of=str(first.id), letter=on_day())
    hearing.take(hearing.officer, "hand_in_report", report="It was seen.")
    with pytest.raises(Blocked, match="terms of reference leave out"):
        hearing.set_hearing(points=f"{first.id},{second.id}")
    hearing.take(hearing.hr, "go_back", terms="And the second.", terms_of=f"{first.id},{second.id}", letter=on_day())
    assert hearing.path.stage == "d_investigation"
    hearing.take(hearing.officer, "hand_in_report", report="Both were seen.")
    hearing.set_hearing(points=f"{first.id},{second.id}")
    assert hearing.path.stage == "hearing_set"


def decide_path(hearing):
    if hearing.path.state == "proposed":
        decide(hearing.head, hearing.path, accept=True, reason="It follows.", equality=EQUAL)


def test_the_hearing_is_one_page_with_adjustments_and_what_was_put(hearing, sign_in):
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing(points=str(_allegations(hearing)[0].id), venue="Room 4, step-free")
    base, hr = f"/cases/{hearing.reference}/hearing", sign_in("Ruth Okafor")
    hr.passed(f"{base}/adjustment", what="A break every half hour", state="offered", why="", **day("on", 1))
    refused = hr.send(f"{base}/adjustment", what="A month's delay", state="refused", why="", **day("on", 0))
    assert refused.status_code == 409
    assert "Say why the adjustment was refused" in refused.get_data(as_text=True)
    assert "A month&#39;s delay" in refused.get_data(as_text=True)
    hr.passed(f"{base}/adjustment", what="A break every half hour", state="agreed", why="Every 25 minutes.", **day("on", 0))
    second = _allegations(hearing)[1]
    hr.passed(f"{base}/put", allegation=str(second.id), how="In the interview", answer="She did not write it.", **day("on", 3))
    future = hr.send(f"{base}/put", allegation=str(second.id), how="Soon", answer="", **day("on", -3))
    assert future.status_code == 409
    page = sign_in("George Halloran").get(base).get_data(as_text=True)
    for words in (
        "Room 4, step-free",
        "A break every half hour",
        "Every 25 minutes.",
        "In the interview",
        "She did not write it.",
        "A panel of fewer than three governors may decide at most: <strong>final written warning",
    ):
        assert words in page, words
    assert sign_in("Laura Fenwick").get(base).status_code == 404
    assert sign_in("Ivy Nwosu").get(f"{base}/put").status_code == 404
    case_page = hr.get(f"/cases/{hearing.reference}").get_data(as_text=True)
    assert "The hearing: when and where" in case_page
    assert str(second.id) not in case_page, "allegations are named by their clauses"
    db.session.rollback()
    assert [one.fault for one in verify(hearing.case.school_id) if one.fault] == []


@pytest.mark.parametrize(
    "change", ["update hearing_entry set state = 'agreed'", "delete from hearing_entry", "update delegation set highest = 'advice'"]
)
def test_what_was_recorded_is_never_changed(hearing, world, actor, change):
    from app.cases.hearings.governing import set_delegation
    from app.cases.hearings.recording import record_adjustment
    from app.people.models import School

    record_adjustment(hearing.hr, _live(hearing), what="A break", state="offered", why="", on=today())
    set_delegation(
        actor("Peter Lomax"),
        db.session.get_one(School, hearing.case.school_id),
        decider="headteacher",
        highest="advice",
        source="Minute 3",
    )
    with pytest.raises(DatabaseError, match="kept as"), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))  # else no row is in reach, and nothing is refused
        connection.execute(text(change))


def _live(hearing) -> Path:
    decide_path(hearing)
    return hearing.path


def test_an_adjustment_is_recorded_by_those_who_work_on_it(hearing):
    from app.cases.hearings.recording import record_adjustment

    hearing.appoint()
    for who in (hearing.appeal,):
        with pytest.raises(Refused):
            record_adjustment(who, _live(hearing), what="A break", state="offered", why="", on=today())


def test_notice_is_counted_before_it_is_saved(hearing, sign_in):
    hearing.appoint()
    hearing.to_report()
    hr, place = sign_in("Ruth Okafor"), f"/cases/{hearing.reference}/procedures/{hearing.path.id}/set_hearing"
    first = said(ENGLAND.add(today(), 11))
    assert f"Notice that reaches them today allows a hearing from {first} on." in hr.get(place).get_data(as_text=True)
    on, reached = ENGLAND.add(today(), 15), today() + timedelta(days=1)
    typed = {**day("ask_on", -(on - today()).days), **day("ask_notice", -1), "ask_venue": "The library", "then": "count"}
    page = hr.send(place, **typed)
    words = page.get_data(as_text=True)
    assert page.status_code == 200
    assert f"the last day on which notice can reach them is {said(notice_by(on, 10))}" in words
    assert f"lie {between(reached, on)} clear working days; 10 are needed" in words
    assert "The library" in words
    assert hearing.path.stage == "d_report"


def test_the_time_of_a_hearing_is_a_time_and_whoever_hears_it_finds_the_case_on_their_home(hearing, sign_in):
    hearing.appoint()
    hearing.to_report()
    hr, place = sign_in("Ruth Okafor"), f"/cases/{hearing.reference}/procedures/{hearing.path.id}/set_hearing"
    on = ENGLAND.add(today(), 15)
    typed = {**day("ask_on", -(on - today()).days), **day("ask_notice", 0), "ask_venue": "The library", "ask_evidence_given": "yes"}
    refused = hr.send(place, **typed, **FAIR, ask_time="after school")
    assert refused.status_code == 422
    assert "Enter a time such as 9:10am or 16:40" in refused.get_data(as_text=True)
    assert 'value="after school"' in refused.get_data(as_text=True)
    hearing.also("Farah Siddiqui", Part.PRESENTER)
    hr.passed(place, **typed, **FAIR, ask_time="16:40")
    assert "4:40pm" in hr.get(f"/cases/{hearing.reference}/hearing").get_data(as_text=True)
    for name, parts in (
        ("George Halloran", ["Hears the case"]),
        ("Farah Siddiqui", ["Investigating officer", "Presents the case for the school"]),
        ("Stefan Kowalski", []),
    ):
        words = sign_in(name).get("/").get_data(as_text=True)
        assert ("Cases in which you have a part" in words, hearing.reference in words) == (bool(parts), bool(parts)), name
        assert all(part in words for part in parts), name


def test_the_page_of_a_step_says_where_it_comes_from(hearing, sign_in):
    hearing.appoint()
    hearing.to_report()
    page = sign_in("Ruth Okafor").get(f"/cases/{hearing.reference}/procedures/{hearing.path.id}/set_hearing").get_data(as_text=True)
    assert "Acas Code of Practice on disciplinary and grievance procedures, 2015: Disciplinary" in page


def test_clear_days_are_those_between():
    monday = ENGLAND.add(today(), 1)
    for n in (1, 5, 10):
        assert between(notice_by(ENGLAND.add(monday, 20), n), ENGLAND.add(monday, 20)) == n


def _warned(world, sign_in, actor, about: str) -> Case:
    """Another case about somebody, that ended with a warning."""
    reference = logged(sign_in("Daniel Pryce"), person_id(world, about), harm={"H1": "no", "H2": "no", "H3": "no", "H4": "no"})
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


@action(Act.DEMO_LOAD)
def give(actor, case, *, kind, clause, since, until, word="proven", by):
    """Put a finding and what followed on record, as an ended procedure would have."""
    path = Path(school_id=case.school_id, case_id=case.id, name="disciplinary", procedure=uuid.uuid4().hex, standing="open", state="accepted", stage="d_closed", opened_at=now(), decided_at=now(), decided_by=by, ended_at=now(), because=[])  # fmt: skip
    decision = Decision(school_id=case.school_id, case_id=case.id, what="x", by=by, at=now(), reasons="Seen.", equality={"conclusion": "none", "words": "Considered for everybody concerned."})  # fmt: skip
    allegation = Allegation(school_id=case.school_id, case_id=case.id, clause_number=clause, met="yes", particulars={})
    db.session.add_all([path, decision, allegation])
    db.session.flush()
    db.session.add(Finding(school_id=case.school_id, case_id=case.id, path_id=path.id, allegation_id=allegation.id, decision_id=decision.id, word=word, by=by, at=now()))  # fmt: skip
    db.session.add(Sanction(school_id=case.school_id, case_id=case.id, path_id=path.id, decision_id=decision.id, kind=kind, live_from=since, live_to=until, months=6, by=by, at=now()))  # fmt: skip
    seal_case(case)


@pytest.fixture
def ready(hearing) -> Hearing:
    """A case in which the decision can be recorded."""
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing()
    return hearing


@pytest.mark.parametrize(("ends", "shown"), [(-1, False), (0, True), (30, True)])
def test_a_live_warning_is_shown_to_the_decider_and_one_that_ended_yesterday_is_not(ready, world, actor, sign_in, ends, shown):
    earlier = _warned(world, sign_in, actor, "Joanne Sutcliffe")
    until = today() + timedelta(days=ends)
    give(
        job("test"),
        earlier,
        kind="first_warning",
        clause="3.2(h)",
        since=today() - timedelta(days=90),
        until=until,
        by=ready.hr.person_id,
    )
    place = f"/cases/{ready.reference}/procedures/{ready.path.id}/decide_hearing_set"
    page = sign_in("George Halloran").get(place).get_data(as_text=True)
    assert (f"First written warning, until {said(until)}, for clause 3.2(h)" in page) is shown
    assert ("is not shown and is not taken into account" in page) is not shown
    assert earlier.reference not in page
    assert bool(live_warnings(ready.hr, Whole(ready.case))) is shown
    assert live_warnings(ready.head, Whole(ready.case)) == ()
    assert live_warnings(ready.officer, Whole(ready.case)) == ()


def test_a_warning_that_an_appeal_ended_and_one_of_somebody_else_are_not_shown(ready, world, actor, sign_in):
    theirs = _warned(world, sign_in, actor, "Priya Raman")
    give(
        job("test"),
        theirs,
        kind="final_warning",
        clause="3.2(h)",
        since=today(),
        until=today() + timedelta(days=9),
        by=ready.hr.person_id,
    )
    assert live_warnings(ready.hearer, Whole(ready.case)) == ()


@pytest.mark.parametrize("count", [FEWEST - 1, FEWEST])
def test_like_cases_are_counted_without_names_and_not_shown_when_too_few(ready, world, actor, sign_in, count):
    clause = _allegations(ready)[0].clause_number
    earlier = _warned(world, sign_in, actor, "Priya Raman")
    cases = [earlier, *(_warned(world, sign_in, actor, name) for name in ("Tom Ellwood", "Laura Fenwick")[: count - 1])]
    for number, case in enumerate(cases):
        kind = "final_warning" if number else "first_warning"
        give(job("test"), case, kind=kind, clause=clause, since=today(), until=today(), by=ready.hr.person_id)
    (like, *_) = like_cases(ready.hearer, Whole(ready.case))
    page = (
        sign_in("George Halloran")
        .get(f"/cases/{ready.reference}/procedures/{ready.path.id}/decide_hearing_set")
        .get_data(as_text=True)
    )
    if count < FEWEST:
        assert (like.count, like.followed) == (0, ())
        assert "too few to show" in page
    else:
        assert like.count == count
        assert dict(like.followed) == {"First written warning": 1, "Final written warning": count - 1}
        assert f"{count} cases." in page
    for name in ("Priya Raman", "Laura Fenwick", *(one.reference for one in cases)):
        assert name not in page


def test_cases_of_another_school_count_only_for_whoever_works_there_too(ready, world, actor, sign_in):
    clause = _allegations(ready)[0].clause_number
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Kieran Doyle")
    there = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    for _ in range(FEWEST):
        give(job("test"), there, kind="final_warning", clause=clause, since=today(), until=today(), by=ready.hr.person_id)
    assert like_cases(ready.hearer, Whole(ready.case))[0].count == 0
