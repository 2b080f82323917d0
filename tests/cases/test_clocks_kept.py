"""A clock keeps how it was counted and what met it, on the day that was asked; it is stopped, extended and explained in the open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flows import FAIR, NO_HARM, log, person_id
from sqlalchemy import select

from app.cases import deadlines
from app.cases.actions import advance, decide, record_contact
from app.cases.clocking.changing import explain_missed, extend_clock, start_again, stop_clock
from app.cases.models import Case
from app.cases.work import Deadline, Path
from app.core import proved
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.calendar import ENGLAND, end_of
from app.core.clock import LONDON, frozen, london, now
from app.core.db import db
from app.core.permission import Refused, job
from app.core.trail import Event
from app.pathways import PATHWAYS
from app.people.queries import today

pytestmark = pytest.mark.usefixtures("inside")
EQUAL = {"conclusion": FAIR["conclusion"], "words": FAIR["considered"]}
SAID = {"with": "J.", "how": "phone", "reference": "", "advice": "Go on."}


@pytest.fixture
def head(actor):
    return actor("Helen Ashworth")


@pytest.fixture
def hr(actor):
    return actor("Ruth Okafor")


@pytest.fixture
def case(world, sign_in, head):
    """A case about Tom with disciplinary work alone, at its assessment."""
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=NO_HARM)
    db.session.rollback()
    found = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    for path in db.session.scalars(select(Path).where(Path.case_id == found.id, Path.state == "proposed")).all():
        decide(head, path, accept=path.name == "disciplinary", reason="Because.", equality=EQUAL)
    return found


@pytest.fixture
def assessed(case, hr):
    advance(hr, _path(case), step_key="assess", seen_stage="d_pending", answers={"scope": "All"})
    return case


def _path(case, name="disciplinary") -> Path:
    return db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == name)).one()


def _rows(case, rule) -> list[Deadline]:
    return list(
        db.session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == rule).order_by(Deadline.id))
    )


def _clock(case, rule="assess_5wd") -> Deadline:
    return _rows(case, rule)[-1]


def _later(days: int, hour: int = 9):
    return frozen(datetime.combine(today() + timedelta(days=days), datetime.min.time(), LONDON) + timedelta(hours=hour))


def test_a_clock_keeps_its_rule_number_unit_source_and_what_began_and_met_it(case, head, hr):
    at = now()
    record_contact(head, case, agency="lado", at=at, words=SAID)
    advance(hr, _path(case), step_key="assess", seen_stage="d_pending", answers={"scope": "All"})
    one = _clock(case)
    assert (one.n, one.unit, one.calendar, one.strength) == (5, "working_days", "england", "soft")
    assert (one.started_by, one.source, one.owner) == (
        "step:disciplinary:assess",
        "The school's disciplinary procedure",
        "hr_adviser",
    )
    triage = _clock(case, "triage_1wd")
    assert (triage.started_by, triage.met_what) == ("logged", "decided")


def test_a_contact_and_a_step_are_named_as_what_met_the_clocks(world, sign_in, head):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Laura Fenwick"))
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    at = now()
    record_contact(head, case, agency="lado", at=at, words=SAID)
    for rule in ("lado_24h", "lado_1wd"):
        one = _clock(case, rule)
        assert (one.met_at, one.met_what, one.met_by) == (at, "contact:lado", head.person_id)
        assert (one.strength, one.unit) == ("hard", "hours" if rule == "lado_24h" else "working_days")


def test_clocks_are_met_and_start_on_the_day_that_was_asked_and_not_on_the_click(assessed, hr, head):
    path = _path(assessed)
    with _later(5):
        letter = today() - timedelta(days=3)
        _to(path, "decided")
        advance(
            hr,
            path,
            step_key="letter_received_decided",
            seen_stage="decided",
            answers={"on": letter.isoformat(), "dated": letter.isoformat()},
        )
        opened = _clock(assessed, "appeal_10wd")
        assert london(opened.starts_at).date() == letter
        assert opened.due_on == ENGLAND.add(letter, 10)
        sent = _clock(assessed, "decision_letter_5wd")
        assert (london(sent.met_at).date(), sent.met_what) == (letter, "step:disciplinary:letter_received_decided")


@action(Act.DEMO_LOAD)
def _put(actor, path, *, stage):
    """Bring a path to a stage, as its steps would."""
    from app.cases.engine import enter

    enter(db.session.get_one(Case, path.case_id), path, stage, step="test", at=now(), by=None, answers={})
    seal_case(path)


def _to(path, stage):
    _put(job("test"), path, stage=stage)


@pytest.mark.parametrize(("days", "words"), [(1, "has not come yet"), (-60, "is before this reached the school")])
def test_a_day_to_come_or_before_the_report_is_refused_and_nothing_moves(assessed, hr, days, words):
    path = _path(assessed)
    _to(path, "decided")
    with pytest.raises(Blocked, match=words):
        advance(
            hr,
            path,
            step_key="letter_received_decided",
            seen_stage="decided",
            answers={"on": (today() + timedelta(days=days)).isoformat()},
        )
    db.session.rollback()
    assert (_path(assessed).stage, _rows(assessed, "appeal_10wd")) == ("decided", [])


@pytest.mark.parametrize(("after", "state"), [(0, "met"), (1, "met late")])
def test_a_day_typed_in_time_is_met_and_one_later_than_the_clock_is_met_late(assessed, hr, after, state):
    path = _path(assessed)
    _to(path, "decided")
    due = _clock(assessed, "decision_letter_5wd").due_on
    with frozen(datetime.combine(due + timedelta(days=20), datetime.min.time(), LONDON)):
        assert deadlines.state_of(_clock(assessed, "decision_letter_5wd"), now()) == "overdue"
        received = (due + timedelta(days=after)).isoformat()
        advance(hr, path, step_key="letter_received_decided", seen_stage="decided", answers={"on": received})
        assert deadlines.state_of(_clock(assessed, "decision_letter_5wd"), now()) == state


def test_a_rule_has_one_clock_at_a_time_on_a_path_and_the_running_one_runs_on(assessed):
    path, rules = _path(assessed), PATHWAYS["disciplinary"].stage("d_assess").by
    first = _clock(assessed).due_at
    with _later(3):
        _again(job("test"), path, rules=rules)
        assert [one.due_at for one in _rows(assessed, "assess_5wd")] == [first]


@action(Act.DEMO_LOAD)
def _again(actor, path, *, rules):
    deadlines.start(db.session.get_one(Case, path.case_id), path, rules, now(), {})
    seal_case(path)


def test_a_stopped_clock_runs_on_with_the_days_that_were_left(assessed, hr):
    first = _clock(assessed)
    started = london(first.starts_at).date()
    with frozen(datetime.combine(ENGLAND.add(started, 2), datetime.min.time(), LONDON) + timedelta(hours=10)):
        stop_clock(hr, first, reason="They are in hospital.")
        assert deadlines.state_of(first, now()) == "stopped"
    resumed = ENGLAND.add(started, 30)
    with frozen(datetime.combine(resumed, datetime.min.time(), LONDON) + timedelta(hours=10)):
        second = start_again(hr, _clock(assessed), reason="They are back.")
        assert (second.replaces, second.started_by, second.n, second.unit) == (first.id, "restarted", 3, "working_days")
        assert second.due_on == ENGLAND.add(resumed, 3)
        assert second.why.startswith("3 working days were left when it was stopped on")
        with pytest.raises(Stale):
            start_again(hr, _rows(assessed, "assess_5wd")[0], reason="Twice.")
    old = _rows(assessed, "assess_5wd")[0]
    assert (old.ended_how, old.reason, second.because) == ("stopped", "They are in hospital.", "They are back.")
    assert list(proved.disagreements(assessed.school_id)) == []


def test_an_extended_clock_keeps_the_date_it_had_with_the_reason_and_an_event(assessed, hr):
    first = _clock(assessed)
    due, school_id = first.due_on, assessed.school_id
    with pytest.raises(Blocked, match="Choose a later day"):
        extend_clock(hr, first, to=due, reason="Too soon.")
    second = extend_clock(hr, _clock(assessed), to=due + timedelta(days=14), reason="The witness is away.")
    old = db.session.get_one(Deadline, second.replaces)
    assert (old.due_on, old.ended_how, deadlines.state_of(old, now())) == (due, "extended", "replaced")
    assert (second.due_on, second.because, second.starts_at) == (due + timedelta(days=14), "The witness is away.", old.starts_at)
    event = db.session.scalars(select(Event).where(Event.act == "clock.change").order_by(Event.seq.desc())).first()
    said = event.payload()
    assert (said["how"], said["before"], said["due"]) == ("extended", due.isoformat(), second.due_on.isoformat())
    assert len(said["rows"]) == 2
    assert list(proved.disagreements(school_id)) == []


def test_a_clock_of_law_is_neither_stopped_nor_extended(world, sign_in, head):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Laura Fenwick"))
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    for change in (stop_clock, lambda *given, **more: extend_clock(*given, to=date(2027, 12, 1), **more)):
        with pytest.raises(Blocked, match="by law"):
            change(head, _clock(case, "lado_1wd"), reason="No.")


def test_only_the_owner_and_the_manager_change_a_clock_and_only_the_owner_explains_it(assessed, actor, head, hr):
    for name in ("Amina Yusuf", "Margaret Thistlewood", "Farah Siddiqui"):
        with pytest.raises(Refused):
            stop_clock(actor(name), _clock(assessed), reason="No.")
    with _later(30):
        late = _clock(assessed)
        with pytest.raises(Refused):
            explain_missed(head, late, reason="It is the adviser's.")
        with pytest.raises(Blocked, match="overdue already"):
            stop_clock(hr, _clock(assessed), reason="Too late.")
        with pytest.raises(Blocked, match="only before its day has passed"):
            extend_clock(hr, _clock(assessed), to=today() + timedelta(days=9), reason="Too late.")
        explain_missed(hr, _clock(assessed), reason="Half term.")
        found = _clock(assessed)
        assert (found.missed, found.missed_by) == ("Half term.", hr.person_id)
        with pytest.raises(Stale):
            explain_missed(hr, _clock(assessed), reason="Another.")


def test_a_clock_that_was_not_missed_needs_no_reason(assessed, hr):
    with pytest.raises(Blocked, match="not been missed"):
        explain_missed(hr, _clock(assessed), reason="None.")


def test_the_page_of_a_clock_tells_what_was_done_to_it(assessed, sign_in):
    hr, due = sign_in("Ruth Okafor"), _clock(assessed).due_on
    base = f"/cases/{assessed.reference}"
    first = f"{base}/clocks/{_clock(assessed).id}"
    assert first in hr.get(base).get_data(as_text=True)
    early = hr.send(f"{first}/extend", reason="Typed words.", **_boxes(due))
    assert (early.status_code, "Typed words." in early.get_data(as_text=True)) == (409, True)
    second = hr.passed(f"{first}/extend", reason="The witness is away.", **_boxes(due + timedelta(days=14)))
    said = hr.get(second).get_data(as_text=True)
    for words in (
        "What was done to it",
        "Extended",
        "The witness is away.",
        "Disciplinary: start the assessment",
        "Stop this clock",
    ):
        assert words in said
    hr.passed(f"{second}/stop", reason="Ill.")
    again = hr.get(second).get_data(as_text=True)
    assert "Stopped" in again and "Start this clock again" in again
    third = hr.passed(f"{second}/restart", reason="Well again.")
    page = hr.get(base).get_data(as_text=True)
    assert third in page and second not in page and first not in page
    assert hr.get(f"{first}/explain").status_code == 200
    assert sign_in("Helen Ashworth").get(f"{first}/explain").status_code == 404
    assert sign_in("Farah Siddiqui").get(first).status_code == 404
    assert sign_in("Marcus Vale").get(first).status_code == 404


def _boxes(when: date) -> dict[str, str]:
    return {"to-day": str(when.day), "to-month": str(when.month), "to-year": str(when.year)}


def test_why_a_clock_of_child_protection_was_moved_is_kept_from_who_may_not_read_it(world, sign_in, head):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Laura Fenwick"))
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    clock = _clock(case, "lado_24h")
    with _later(10):
        explain_missed(head, clock, reason="The line was busy all Friday.")
    address = f"/cases/{reference}/clocks/{clock.id}"
    assert "The line was busy" in sign_in("Helen Ashworth").get(address).get_data(as_text=True)
    told = sign_in("Ruth Okafor").get(address).get_data(as_text=True)
    assert "The line was busy" not in told and "Kept from you" in told
    assert "The line was busy" not in sign_in("Ruth Okafor").get(f"/cases/{reference}").get_data(as_text=True)


def test_opening_a_clock_is_opening_the_case(assessed, sign_in, world):
    sign_in("Ruth Okafor").get(f"/cases/{assessed.reference}/clocks/{_clock(assessed).id}")
    db.session.rollback()
    opened = select(Event.actor).where(Event.case_id == assessed.id, Event.act == "case.open")
    assert f"u:{person_id(world, 'Ruth Okafor')}" in set(db.session.scalars(opened))


def test_amber_and_red_go_by_the_unit():
    at = datetime(2026, 12, 23, 15, tzinfo=LONDON)  # the Wednesday before Christmas
    days = Deadline(unit="working_days", due_on=date(2026, 12, 29), due_at=end_of(date(2026, 12, 29)))
    assert deadlines.state_of(days, at) == "open"
    assert deadlines.state_of(days, at + timedelta(days=1)) == "due soon"  # the 24th is the last working day before the 29th
    hours = Deadline(unit="hours", due_at=at + timedelta(hours=13))
    assert [deadlines.state_of(hours, at + timedelta(hours=n)) for n in (0, 1, 14)] == ["open", "due soon", "overdue"]
    plain = Deadline(unit="calendar_days", due_on=date(2026, 12, 28), due_at=end_of(date(2026, 12, 28)))
    assert [deadlines.state_of(plain, at + timedelta(days=n)) for n in (1, 3)] == ["open", "due soon"]


def test_a_hearing_on_a_day_without_a_calendar_is_no_error():
    from app.pathways.guards import GUARDS
    from app.pathways.pathway import PathFacts

    facts = PathFacts(stage="", answers={"on": "1900-01-05", "notice": "1900-01-01"})
    assert GUARDS["notice_long_enough"].lets_pass(facts) is False
