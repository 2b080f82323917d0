"""A day entered later moves every open clock that it touches, in the open: the old row stays, and an event says both dates and why."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flows import FAIR, NO_HARM, answer_all, begin, log, person_id
from mornings import morning
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.cases.actions import advance, decide
from app.cases.clocking.actions import set_day, set_number, set_term
from app.cases.clocking.calendars import calendar_of, school_days_of
from app.cases.clocking.models import ClosedDay, DayKind
from app.cases.clocking.recounting import keep_counted, moves
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.work import Deadline, Path
from app.core import proved
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.calendar import ENGLAND, Calendar, notice_by
from app.core.clock import LONDON, frozen, london, now, said
from app.core.db import db
from app.core.permission import Refused, job
from app.core.trail import Event
from app.pathways.guards import GUARDS
from app.people.models import School
from app.people.queries import today

pytestmark = pytest.mark.usefixtures("inside")
EQUAL = {"conclusion": FAIR["conclusion"], "words": FAIR["considered"]}
WHY = {"name": "Bank holiday for the coronation", "reason": "Proclamation of the day."}


@pytest.fixture
def school(actor):
    db.session.rollback()
    return db.session.get_one(School, actor("Helen Ashworth").schools()[0])


def _case(world, sign_in, actor, about="Tom Ellwood", **more) -> Case:
    reference = log(sign_in("Helen Ashworth"), person_id(world, about), **more)
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


@pytest.fixture
def assessed(world, sign_in, actor):
    """A case about Tom whose assessment is due in five working days."""
    case = _case(world, sign_in, actor, harm=NO_HARM)
    for path in db.session.scalars(select(Path).where(Path.case_id == case.id, Path.state == "proposed")).all():
        decide(actor("Helen Ashworth"), path, accept=path.name == "disciplinary", reason="Because.", equality=EQUAL)
    _assess(actor, case)
    return case


def _assess(actor, case):
    path = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "disciplinary")).one()
    advance(actor("Ruth Okafor"), path, step_key="assess", seen_stage="d_pending", answers={"scope": "All"})


def _rows(case, rule="assess_5wd") -> list[Deadline]:
    return list(
        db.session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == rule).order_by(Deadline.id))
    )


def _enter(actor, school, on, kind=DayKind.BANK_HOLIDAY, **given):
    set_day(actor("Helen Ashworth"), school, on=on, kind=kind, **{**WHY, **given})
    return keep_counted(school.id)


def test_a_bank_holiday_entered_later_moves_the_clock_in_the_open(assessed, school, actor):
    old = _rows(assessed)[0]
    due, started, extra = old.due_on, london(old.starts_at).date(), old.due_on
    key, why = old.id, old.why
    assert _enter(actor, school, extra) == 1
    first, second = _rows(assessed)
    assert (first.id, first.due_on, first.why, first.ended_how) == (key, due, why, "calendar")
    assert (second.replaces, second.due_on) == (key, Calendar(added=frozenset({extra})).add(started, 5))
    assert second.due_on == ENGLAND.add(due, 1)
    assert "is a bank holiday: Bank holiday for the coronation" in second.why
    event = db.session.scalars(select(Event).where(Event.act == "clock.change", Event.case_id == assessed.id)).one()
    assert event.actor == "s:calendar"
    moved = {one["rule"]: one for one in event.payload()["moved"]}["assess_5wd"]
    assert (moved["from"], moved["to"]) == (due.isoformat(), second.due_on.isoformat())
    assert "coronation" in moved["why"]
    assert keep_counted(school.id) == 0
    assert list(proved.disagreements(school.id)) == []


def test_taken_back_the_clock_goes_back_and_every_date_it_had_stays(assessed, school, actor):
    due = _rows(assessed)[0].due_on
    _enter(actor, school, due)
    _enter(actor, school, due, DayKind.AS_BEFORE)
    assert [one.due_on for one in _rows(assessed)] == [due, ENGLAND.add(due, 1), due]
    with pytest.raises(Stale):
        _enter(actor, school, due, DayKind.AS_BEFORE)


def test_what_was_met_what_is_in_hours_and_what_a_person_chose_stay_as_they_are(world, sign_in, actor, school):
    from app.cases.clocking.changing import extend_clock

    case = _case(world, sign_in, actor, "Laura Fenwick", harm=NO_HARM)
    for path in db.session.scalars(select(Path).where(Path.case_id == case.id, Path.state == "proposed")).all():
        decide(actor("Helen Ashworth"), path, accept=path.name == "disciplinary", reason="Because.", equality=EQUAL)
    _assess(actor, case)
    chosen = ENGLAND.add(_rows(case)[0].due_on, 5)
    extend_clock(actor("Ruth Okafor"), _rows(case)[0], to=chosen, reason="Away.")
    triage = _rows(case, "triage_1wd")[0]
    day = ENGLAND.add(london(now()).date(), 1)
    _enter(actor, db.session.get_one(School, case.school_id), day)
    assert [one.due_on for one in _rows(case, "triage_1wd")] == [triage.due_on]
    assert _rows(case)[-1].due_on == chosen


def test_a_closed_day_of_the_school_moves_no_clock_of_law(world, sign_in, actor, school):
    case = _case(world, sign_in, actor, "Laura Fenwick")
    before = [(one.id, one.due_at) for rule in ("lado_24h", "lado_1wd") for one in _rows(case, rule)]
    for ahead in range(1, 4):
        on = ENGLAND.add(london(now()).date(), ahead)
        _enter(actor, db.session.get_one(School, case.school_id), on, DayKind.CLOSED, name="Boiler")
    assert [(one.id, one.due_at) for rule in ("lado_24h", "lado_1wd") for one in _rows(case, rule)] == before


def test_the_procedure_counts_in_term_only_where_the_school_says_so(world, sign_in, actor, school):
    start = london(now()).date()
    head = actor("Helen Ashworth")
    case = _case(world, sign_in, actor, harm=NO_HARM)
    for path in db.session.scalars(select(Path).where(Path.case_id == case.id, Path.state == "proposed")).all():
        decide(head, path, accept=path.name == "disciplinary", reason="Because.", equality=EQUAL)
    school = db.session.get_one(School, case.school_id)
    set_number(head, school, key="discipline_term_only", n=1, source="Procedure", edition="2026", reason="It says so.")
    set_term(head, school, starts_on=start - timedelta(days=60), ends_on=ENGLAND.add(start, 2), name="Autumn, first half")
    set_term(head, school, starts_on=ENGLAND.add(start, 8), ends_on=ENGLAND.add(start, 60), name="Autumn, second half")
    _assess(actor, case)
    one = _rows(case)[0]
    assert (one.calendar, one.due_on) == ("school", ENGLAND.add(start, 10))  # two days before the break, three after it
    assert "weekdays outside term do not count" in one.why
    closed = ENGLAND.add(start, 9)
    assert _enter(actor, db.session.get_one(School, case.school_id), closed, DayKind.CLOSED, name="Inset day") == 1
    assert _rows(case)[-1].due_on == ENGLAND.add(start, 11)
    assert "the school is closed: Inset day" in _rows(case)[-1].why


def test_without_term_dates_the_date_is_unknown_until_they_are_entered(world, sign_in, actor):
    head, start = actor("Helen Ashworth"), london(now()).date()
    case = _case(world, sign_in, actor, harm=NO_HARM)
    for path in db.session.scalars(select(Path).where(Path.case_id == case.id, Path.state == "proposed")).all():
        decide(head, path, accept=path.name == "disciplinary", reason="Because.", equality=EQUAL)
    school = db.session.get_one(School, case.school_id)
    set_number(head, school, key="discipline_term_only", n=1, source="Procedure", edition="2026", reason="It says so.")
    set_term(head, school, starts_on=start - timedelta(days=60), ends_on=ENGLAND.add(start, 2), name="This half")
    _assess(actor, case)
    one = _rows(case)[0]
    assert (one.due_on, one.due_at) == (None, None)
    assert "no term dates are known for" in one.why
    set_term(
        head,
        db.session.get_one(School, case.school_id),
        starts_on=ENGLAND.add(start, 3),
        ends_on=ENGLAND.add(start, 40),
        name="Next",
    )
    assert keep_counted(case.school_id) == 1
    assert _rows(case)[-1].due_on == ENGLAND.add(start, 5)
    assert "A date that is not known" not in (_rows(case)[-1].because or "")


def test_the_worker_moves_what_was_not_moved_when_the_day_was_entered(assessed, school, actor):
    due = _rows(assessed)[0].due_on
    set_day(actor("Helen Ashworth"), school, on=due, kind=DayKind.BANK_HOLIDAY, **WHY)
    assert [one.due_on for one in _rows(assessed)] == [due]
    morning(london(now()).date() + timedelta(days=1))
    assert [one.due_on for one in _rows(assessed)] == [due, ENGLAND.add(due, 1)]


def test_a_day_entered_after_the_fact_makes_no_clock_overdue(assessed, school, actor):
    one = _rows(assessed)[0]
    due, started = one.due_on, london(one.starts_at).date()
    _enter(actor, school, ENGLAND.add(started, 2))
    later = _rows(assessed)[-1].due_on
    with frozen(datetime.combine(later, datetime.min.time(), LONDON) + timedelta(hours=9)):
        _enter(actor, school, ENGLAND.add(started, 2), DayKind.AS_BEFORE)
        assert _rows(assessed)[-1].due_on == later, f"{due} has passed: the clock keeps the date that people worked by"
        assert list(moves(school.id, assessed.id)) == []


def test_days_that_make_no_sense_are_refused(school, actor):
    for on, kind, words in (
        (date(2027, 1, 2), DayKind.BANK_HOLIDAY, "weekend"),
        (date(2026, 12, 25), DayKind.BANK_HOLIDAY, "bank holiday already"),
        (date(2027, 1, 5), DayKind.WORKING, "working day already"),
        (date(2150, 1, 5), DayKind.BANK_HOLIDAY, "no bank holidays are known"),
    ):
        with pytest.raises(Blocked, match=words):
            _enter(actor, school, on, kind)
    for name in ("Amina Yusuf", "Owen Tate", "Marcus Vale"):
        with pytest.raises(Refused):
            set_day(actor(name), school, on=date(2027, 1, 5), kind=DayKind.CLOSED, **WHY)
    set_term(actor("Ruth Okafor"), school, starts_on=date(2027, 1, 4), ends_on=date(2027, 2, 12), name="Spring")
    with pytest.raises(Blocked, match="overlaps with Spring"):
        set_term(actor("Ruth Okafor"), school, starts_on=date(2027, 2, 1), ends_on=date(2027, 3, 1), name="Again")
    set_term(actor("Ruth Okafor"), school, starts_on=date(2027, 1, 4), ends_on=None, name="Spring")
    assert school_days_of(school.id).terms == ()


def test_a_bank_holiday_that_is_worked_counts_as_a_working_day(school, actor):
    _enter(actor, school, date(2027, 5, 3), DayKind.WORKING, name="Moved to Friday")
    assert calendar_of(school.id).add(date(2027, 4, 30), 1) == date(2027, 5, 3)
    other = db.session.scalars(select(School).where(School.id != school.id)).first()
    assert calendar_of(other.id).add(date(2027, 4, 30), 1) == date(2027, 5, 4)


def test_the_pages_of_the_calendar(assessed, sign_in, school):
    due = _rows(assessed)[0].due_on
    head, chair = sign_in("Helen Ashworth"), sign_in("Margaret Thistlewood")
    boxes = {"on-day": str(due.day), "on-month": str(due.month), "on-year": str(due.year)}
    back = head.passed("/settings/calendar/day", kind="bank_holiday", **WHY, **boxes)
    shown = head.get(back).get_data(as_text=True)
    assert "Bank holiday for the coronation" in shown
    db.session.rollback()
    assert _rows(assessed)[-1].due_on == ENGLAND.add(due, 1)
    case = head.get(f"/cases/{assessed.reference}").get_data(as_text=True)
    assert "moved a clock, because the calendar changed: finish the assessment" in case
    story = head.get(f"/cases/{assessed.reference}/clocks/{_rows(assessed)[-1].id}").get_data(as_text=True)
    assert "Moved by the calendar" in story
    day = db.session.scalars(select(ClosedDay)).one()
    again = head.send("/settings/calendar/day", kind="bank_holiday", **WHY, **{**boxes, "on-day": "25", "on-month": "12"})
    assert (again.status_code, "bank holiday already" in again.get_data(as_text=True)) == (409, True)
    chair.passed(f"/settings/calendar/day/{day.id}/take-back", reason="It was another year.")
    assert "Bank holiday for the coronation" not in chair.get("/settings/calendar").get_data(as_text=True)
    chair.passed(
        "/settings/calendar/term",
        name="Spring",
        **{"starts_on-day": "4", "starts_on-month": "1", "starts_on-year": "2027"},
        **{"ends_on-day": "12", "ends_on-month": "2", "ends_on-year": "2027"},
    )
    assert "Spring" in chair.get("/settings/calendar").get_data(as_text=True)
    assert sign_in("Amina Yusuf").get("/settings/calendar").status_code == 404
    assert sign_in("Marcus Vale").get(f"/settings/calendar/day/{day.id}/take-back").status_code == 404


def test_the_database_itself_refuses_to_change_or_delete_a_day(school, actor):
    _enter(actor, school, date(2027, 1, 5))
    for statement in ("update closed_day set name = 'x'", "delete from closed_day"):
        db.session.rollback()
        with pytest.raises(DatabaseError, match=r"append-only|never deleted|kept as it is"), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("set app.schools = '*'"))
            connection.execute(text(statement))


def test_what_is_said_before_and_after_logging_goes_by_the_day_entered_for_the_school(world, sign_in, actor, school):
    reported = london(now()).date() - timedelta(days=1)  # as the report of these tests says
    extra = ENGLAND.add(reported, 1)
    _enter(actor, school, extra)
    expected = calendar_of(school.id).add(reported, 1)
    assert expected > extra
    head = sign_in("Helen Ashworth")
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"))
    assert said(expected) in head.get(f"{base}/check").get_data(as_text=True)
    reference = head.passed(f"{base}/check").rsplit("/", 1)[1]
    assert said(expected) in head.get(f"/reported/{reference}").get_data(as_text=True)
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    assert {one.due_on for one in _rows(case, "lado_1wd")} == {expected}


def test_a_clock_from_before_its_number_was_kept_moves_by_its_rule_and_only_if_it_was_counted_by_it(assessed, school, actor):
    one = _rows(assessed)[0]
    due = one.due_on
    _as_before(job("test"), assessed, due=due + timedelta(days=1))
    assert keep_counted(school.id) == 0, "its date is not what the rule gives: somebody had a reason"
    _as_before(job("test"), db.session.get_one(Case, assessed.id), due=due)
    assert _enter(actor, db.session.get_one(School, assessed.school_id), due) == 1
    assert _rows(assessed)[-1].due_on == ENGLAND.add(due, 1)


@action(Act.DEMO_LOAD)
def _as_before(actor, case, *, due):
    """Make the clock as one was written before its number was kept."""
    one = db.session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == "assess_5wd")).one()
    one.n, one.unit, one.calendar, one.strength, one.started_by, one.due_on = None, None, None, None, None, due
    seal_case(case)


def test_notice_and_a_companions_day_are_counted_by_the_days_entered_for_the_school(assessed, school, actor):
    path = db.session.scalars(select(Path).where(Path.case_id == assessed.id, Path.name == "disciplinary")).one()
    hearing = ENGLAND.add(today(), 30)
    last = notice_by(hearing, 10)
    days = {
        "on": hearing.isoformat(),
        "notice": last.isoformat(),
        "kind": "companion",
        "first_day": ENGLAND.add(hearing, -6).isoformat(),
    }

    def holds(name):
        whole = Whole(db.session.get_one(Case, assessed.id))
        return GUARDS[name].lets_pass(whole.facts(path, actor("Ruth Okafor"), days))

    assert (holds("notice_long_enough"), holds("companion_in_time")) == (True, False)
    _enter(actor, school, ENGLAND.add(hearing, -3))
    path = db.session.get_one(Path, path.id)
    assert (holds("notice_long_enough"), holds("companion_in_time")) == (False, True)
