"""At half past seven: one notice a person on a working day, and the next in line when a clock is overdue or its owner is away."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from flows import FAIR, NO_HARM, log, person_id
from mornings import at, away, come_in, logged, meet_all, morning, row_of, told
from protecting import end_welfare
from sqlalchemy import select
from structlog.testing import capture_logs

from app.cases.actions import advance, decide
from app.cases.clocking.actions import set_day, set_number
from app.cases.clocking.away import be_back
from app.cases.clocking.models import DayKind
from app.cases.models import Case, Part
from app.cases.parts import name_part
from app.cases.work import Deadline, Path
from app.core.calendar import ENGLAND
from app.core.clock import london, now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.core.trail import Event
from app.jobs import DAILY, MORNING, Mornings, keep_told
from app.notices.models import Notice
from app.people.models import Person, School

pytestmark = pytest.mark.usefixtures("inside")
EQUAL = {"conclusion": FAIR["conclusion"], "words": FAIR["considered"]}


@pytest.fixture
def clocks():
    """A worker that does only what mornings do for clocks, so that other reminders are not counted."""
    return lambda day: morning(day, Mornings({"calendar": DAILY["calendar"], "clocks": DAILY["clocks"]}))


@pytest.fixture
def quiet(world):
    """Nothing else is due: every clock of the demonstration is met."""
    meet_all(job("test"), None)


def _case(world, sign_in, by="Helen Ashworth", about="Tom Ellwood", **more) -> Case:
    reference = log(sign_in(by), person_id(world, about), **more)
    db.session.rollback()
    return _case_of(reference)


@pytest.fixture
def assessed(quiet, world, sign_in, actor):
    """A case about Tom whose assessment the HR adviser finishes in five working days; nothing else is open in it."""
    case = _case(world, sign_in, harm=NO_HARM)
    _assess(case, actor)
    end_welfare(actor("Amina Yusuf"), case)
    return case


def _case_of(reference: str) -> Case:
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def _assess(case, actor) -> None:
    """Have only the disciplinary procedure run, at its assessment."""
    for path in db.session.scalars(select(Path).where(Path.case_id == case.id, Path.state == "proposed")).all():
        decide(actor("Helen Ashworth"), path, accept=path.name == "disciplinary", reason="Because.", equality=EQUAL)
    path = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "disciplinary")).one()
    advance(actor("Ruth Okafor"), path, step_key="assess", seen_stage="d_pending", answers={"scope": "All"})


def _due(case) -> date:
    wanted = select(Deadline.due_on).where(Deadline.case_id == case.id, Deadline.met_at.is_(None), Deadline.dropped_at.is_(None))
    return db.session.scalars(wanted).one()


def _who(kind: str) -> list[str]:
    return sorted(name for name, _ in told(kind))


def test_the_morning_is_half_past_seven_in_london_in_winter_and_in_summer(assessed):
    assert time(7, 30) == MORNING
    assert list(DAILY)[:3] == ["calendar", "suspensions", "clocks"]
    for day in (date(2027, 1, 20), date(2027, 7, 21)):
        worker = Mornings({"clocks": DAILY["clocks"]})
        assert morning(day, worker, 7, 29) == 0
        assert morning(day, worker, 7, 30) > 0
        db.session.rollback()


def test_whoever_has_something_due_gets_one_notice_that_names_nothing(assessed, clocks):
    due = _due(assessed)
    clocks(ENGLAND.add(due, -1))
    assert _who("clocks_due") == []
    clocks(due)
    assert _who("clocks_due") == ["Ruth Okafor"]
    assert clocks(due) == 0
    one = db.session.scalars(select(Notice).where(Notice.kind == "clocks_due")).one()
    assert one.case_id is None
    assert assessed.reference not in one.once and str(assessed.id) not in one.once
    clocks(ENGLAND.add(due, 1))
    assert _who("clocks_due") == ["Ruth Okafor", "Ruth Okafor"]


def test_no_digest_on_a_weekend_a_bank_holiday_or_a_day_entered_later(assessed, clocks, actor):
    due = _due(assessed)
    saturday = due + timedelta(days=(5 - due.weekday()) % 7 or 7)
    clocks(saturday)
    clocks(date(2026, 12, 25))
    extra = ENGLAND.add(due, 1)
    school = db.session.get_one(School, assessed.school_id)
    set_day(actor("Helen Ashworth"), school, on=extra, kind=DayKind.BANK_HOLIDAY, name="Extra", reason="Minute 3.")
    clocks(extra)
    assert _who("clocks_due") == []


def test_nobody_is_told_of_a_case_that_they_may_not_know_of(quiet, world, sign_in, clocks):
    """A case about the headteacher is the chair's: the headteacher's morning is as empty as without it."""
    _case(world, sign_in, by="Amina Yusuf", about="Helen Ashworth")
    clocks(ENGLAND.add(london(now()).date(), 1))
    assert "Margaret Thistlewood" in _who("clocks_due")
    assert "Helen Ashworth" not in _who("clocks_due")
    assert set(_who("clock_late")) <= {"Ruth Okafor"}, "the employer comes next, and nobody at the school"


def test_a_clock_overdue_beyond_the_setting_is_told_once_to_each_in_line_while_nobody_meets_it(assessed, world, clocks, actor):
    due = _due(assessed)
    set_number(
        actor("Helen Ashworth"),
        db.session.get_one(School, assessed.school_id),
        key="escalate_days",
        n=2,
        source="Procedure",
        edition="2026",
        reason="As agreed.",
    )
    for ahead in (1, 2):
        clocks(ENGLAND.add(due, ahead))
        assert _who("clock_late") == []
    clocks(ENGLAND.add(due, 3))
    assert _who("clock_late") == ["Helen Ashworth"]  # the adviser's clock: the manager comes next
    clocks(ENGLAND.add(due, 4))
    assert _who("clock_late") == ["Helen Ashworth"]
    assert [one.case_id for one in db.session.scalars(select(Notice).where(Notice.kind == "clock_late"))] == [assessed.id]
    event = db.session.scalars(select(Event).where(Event.act == "clock.escalate")).one()
    assert (event.case_id, event.payload()["to"], event.payload()["rule"]) == (assessed.id, "headteacher", "assess_5wd")
    away(actor("Daniel Pryce"), world, "Daniel Pryce", due, due + timedelta(days=60))
    clocks(ENGLAND.add(due, 5))
    assert _who("clock_late") == ["Helen Ashworth"], "she has the two working days that the owner had"
    clocks(ENGLAND.add(due, 6))
    assert _who("clock_late") == ["Helen Ashworth", "Margaret Thistlewood"]
    for ahead in (7, 9, 12, 15):
        clocks(ENGLAND.add(due, ahead))
    assert _who("clock_late") == ["Helen Ashworth", "Margaret Thistlewood"], "the line is at its end"


def test_a_clock_of_law_is_told_along_the_line_and_never_to_who_has_a_part_in_it(quiet, world, sign_in, actor, clocks):
    case = _case(world, sign_in)
    friday = london(now()).date() + timedelta(days=8)
    friday += timedelta(days=(4 - friday.weekday()) % 7)
    name_part(
        actor("Helen Ashworth"),
        case,
        part=Part.WITNESS,
        person_id=uuid.UUID(person_id(world, "Daniel Pryce")),
        name="",
        note="Saw it.",
    )
    away(actor("Colin Baptiste"), world, "Colin Baptiste", friday, friday)
    school = db.session.get_one(School, case.school_id)
    set_number(actor("Helen Ashworth"), school, key="escalate_hours", n=3, source="Policy", edition="2026", reason="As agreed.")

    def late(rule: str) -> list[str]:
        db.session.rollback()
        wanted = select(Deadline.id).where(Deadline.case_id == case.id, Deadline.rule == rule)
        once = [f"late:{one}" for one in db.session.scalars(wanted)]
        rows = select(Person.name).join(Notice, Notice.person_id == Person.id).where(Notice.once.in_(once))
        return list(db.session.scalars(rows.order_by(Notice.made_at)))

    def look(day: date, hour: int, minute: int = 0) -> None:
        with at(day, hour, minute):
            keep_told()
        reach_for(EVERY_SCHOOL)

    clocks(friday)
    assert late("lado_24h") == ["Amina Yusuf"], "the safeguarding lead may make the referral"
    assert late("welfare_1wd") == ["Helen Ashworth"], "the deputy lead is away: the manager comes next"
    look(friday, 10, 29)
    assert late("lado_24h") == ["Amina Yusuf"], "she has three hours"
    look(friday, 10, 30)
    look(friday, 10, 45)
    assert late("lado_24h") == ["Amina Yusuf", "Margaret Thistlewood"], "one deputy is away, the other a witness"
    saturday = friday + timedelta(days=1)
    look(saturday, 7, 29)
    assert len(late("lado_24h")) == 2
    look(saturday, 7, 30)
    assert late("lado_24h")[2:] == ["Colin Baptiste"], "he is back, and comes before the employer"
    look(saturday, 12)
    look(saturday, 18)
    clocks(saturday + timedelta(days=1))
    assert late("lado_24h")[3:] == ["Ruth Okafor"], "the end of the line; nobody is told twice"
    assert late("triage_1wd") == ["Margaret Thistlewood"], "the school's own clock is told of on working days only"
    assert "Daniel Pryce" not in _who("clock_late")
    chair = uuid.UUID(person_id(world, "Margaret Thistlewood"))
    for notice in db.session.scalars(select(Notice).where(Notice.kind == "clock_late")):
        assert (notice.case_id is None) == (notice.person_id == chair), "the chair does not manage it and may not open it"


def test_an_owner_who_is_away_is_told_of_through_the_day_and_the_child_comes_first(quiet, world, actor):
    day = ENGLAND.add(london(now()).date(), 1)
    for name in ("Helen Ashworth", "Daniel Pryce"):
        away(actor("Owen Tate"), world, name, day, day)

    def look(hour: int, minute: int) -> list[tuple[str, str]]:
        with at(day, hour, minute):
            keep_told()
        reach_for(EVERY_SCHOOL)
        events = db.session.scalars(select(Event).where(Event.act == "clock.escalate").order_by(Event.seq))
        return [(one.payload()["rule"], one.payload()["to"]) for one in events if one.case_id == case.id]

    with at(day, 9):
        case = _case_of(logged(world, "Ruth Okafor", "Tom Ellwood", harm="may_be"))
    at_once = [("lado_1wd", "dsl"), ("triage_1wd", "chair_of_governors")]
    assert look(9, 15) == look(9, 30) == at_once
    assert look(21, 15) == [*at_once, ("lado_24h", "dsl")], "twelve hours before it is due"


def test_a_year_without_bank_holidays_stops_nobody_from_being_told_and_the_date_that_is_not_known_is_said(quiet, world, actor):
    with at(date(2099, 12, 30), 9):
        [of_child, late, other] = [
            _case_of(logged(world, "Ruth Okafor", about, harm=harm))
            for about, harm in (("Tom Ellwood", "may_be"), ("Laura Fenwick", "no"), ("Priya Raman", "no"))
        ]
    for case, day in ((late, 22), (other, 29)):
        with at(date(2100, 12, day), 9):
            _assess(case, actor)
    unknown = db.session.scalars(select(Deadline).where(Deadline.due_at.is_(None))).one()
    assert (unknown.case_id, unknown.rule) == (other.id, "assess_5wd")
    assert "no bank holidays are known for 2101" in unknown.why
    with capture_logs() as logs:
        morning(date(2101, 1, 3), Mornings({"clocks": DAILY["clocks"]}))
    assert "daily_job_failed" not in {one["event"] for one in logs}
    assert [one["missing"] for one in logs if one["event"] == "date_unknown"].count("no bank holidays are known for 2101") > 2
    told_of = select(Person.name, Notice.case_id).join(Person, Person.id == Notice.person_id).order_by(Notice.id)
    late_ones = db.session.execute(told_of.where(Notice.kind == "clock_late")).all()
    assert late_ones[:2] == [("Amina Yusuf", of_child.id)] * 2, "whatever is not known, first of the case about a child"
    assert set(late_ones[2:]) >= {("Daniel Pryce", None), ("Helen Ashworth", late.id)}
    assert db.session.execute(told_of.where(Notice.kind == "clock_unknown")).all() == [("Helen Ashworth", other.id)]


def test_many_clocks_of_one_morning_make_one_mail_and_every_one_is_in_the_inbox(quiet, world, sign_in, clocks):
    for about in ("Tom Ellwood", "Laura Fenwick"):
        _case(world, sign_in, about=about)
    clocks(ENGLAND.add(london(now()).date(), 4))
    rows = db.session.scalars(select(Notice).where(Notice.kind == "clock_late")).all()
    assert len(rows) > 3
    assert len({one.person_id for one in rows}) == sum(one.state == "due" for one in rows)


def test_on_a_weekend_only_clocks_of_law_are_told(assessed, clocks):
    due = _due(assessed)
    sunday = due + timedelta(days=14 - due.weekday() + 6)
    clocks(sunday)
    assert _who("clock_late") == []


def test_a_case_about_the_headteacher_goes_from_the_chair_to_the_employer_and_to_nobody_at_the_school(
    quiet, world, sign_in, clocks
):
    case = _case(world, sign_in, by="Amina Yusuf", about="Helen Ashworth")
    clocks(ENGLAND.add(london(now()).date(), 4))
    assert set(_who("clock_late")) == {"Ruth Okafor", "Colin Baptiste"}, "the deputy lead for the child's own strand"
    assert {one.case_id for one in db.session.scalars(select(Notice).where(Notice.kind == "clock_late"))} == {case.id}


def test_while_the_owner_is_away_the_next_who_is_there_is_told(assessed, world, actor, clocks):
    due = _due(assessed)
    away(actor("Ruth Okafor"), world, "Ruth Okafor", due, due)
    away(actor("Helen Ashworth"), world, "Helen Ashworth", due, due)
    clocks(due)
    assert _who("clock_away") == ["Daniel Pryce"]
    assert _who("clocks_due") == [], "whoever is away is not asked to look"


def test_an_absence_called_off_tells_nobody(assessed, world, actor, clocks):
    due = _due(assessed)
    row = away(actor("Ruth Okafor"), world, "Ruth Okafor", due, due)
    be_back(actor("Ruth Okafor"), row)
    clocks(due)
    assert _who("clock_away") == []
    assert _who("clocks_due") == ["Ruth Okafor"]


def test_the_notice_leads_on_from_the_inbox(assessed, world, app, clocks):
    due = _due(assessed)
    clocks(due)
    with at(due, 9):
        page = come_in(app, row_of(world, "Ruth Okafor")).get("/notices").get_data(as_text=True)
    line = next(one for one in page.split("<li") if "Something is due today or overdue" in one)
    assert assessed.reference not in line, "it counts what is due in every case, and names none"
