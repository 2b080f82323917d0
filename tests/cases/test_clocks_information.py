"""Clocks that something else starts: requests about data, claims, retention and an 18th birthday; and what is only to be known."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flows import FAIR, NO_HARM, day, log, person_id
from sqlalchemy import select

from app.cases import deadlines
from app.cases.actions import decide
from app.cases.clocking.actions import set_day, set_number
from app.cases.clocking.changing import explain_missed, extend_clock, stop_clock
from app.cases.clocking.information import after_sanction, birthday_clock, request_clock
from app.cases.clocking.jobs import tell_of_clocks
from app.cases.clocking.models import DayKind
from app.cases.clocking.recounting import keep_counted
from app.cases.clocking.requesting import answer_request, note_birthday, record_request
from app.cases.engine import Whole, enter
from app.cases.following import propose
from app.cases.listing import Wanted, listed
from app.cases.models import Case, Involvement
from app.cases.queries import what_is_due
from app.cases.shell.closing import ask_to_close, sign_off
from app.cases.shell.retention import after_closing
from app.cases.work import Deadline, Decision, Finding, Path
from app.core.action import Blocked, Stale, action, seal_case
from app.core.acts import Act
from app.core.calendar import ENGLAND, answer_by, months_after, tribunal_limit
from app.core.clock import LONDON, frozen, london, now, utc
from app.core.db import db
from app.core.permission import Refused, job
from app.pathways.child_protection import REVIEW
from app.people.models import School
from app.people.queries import today

pytestmark = pytest.mark.usefixtures("inside")
EQUAL = {"conclusion": FAIR["conclusion"], "words": FAIR["considered"]}


def _case(world, sign_in, about="Tom Ellwood", **more) -> Case:
    reference = log(sign_in("Helen Ashworth"), person_id(world, about), **more)
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


@pytest.fixture
def head(actor):
    return actor("Helen Ashworth")


@pytest.fixture
def case(world, sign_in):
    return _case(world, sign_in)


def _rows(case, rule) -> list[Deadline]:
    return list(
        db.session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == rule).order_by(Deadline.id))
    )


@action(Act.DEMO_LOAD)
def _do(actor, case, *, what):
    """Carry something out inside one action."""
    found = what(case)
    seal_case(case)
    return found


def _at(*parts: int) -> datetime:
    return utc(datetime(*parts, tzinfo=LONDON))


@pytest.mark.parametrize(
    ("kind", "received", "due"),
    [
        ("sar_1m", _at(2026, 11, 25, 12), date(2026, 12, 29)),  # Christmas, and the substitute day
        ("sar_1m", _at(2027, 1, 31, 12), date(2027, 3, 1)),  # the end of February is a Sunday
        ("dp_complaint_30d", _at(2026, 11, 25, 12), date(2026, 12, 24)),  # the day of receipt counts
        ("dp_complaint_30d", _at(2028, 2, 10, 12), date(2028, 3, 10)),  # over a leap day
    ],
)
def test_a_request_is_counted_as_the_law_says(case, kind, received, due):
    row = _do(job("test"), case, what=lambda one: request_clock(one, kind, received))
    assert row.due_on == due
    assert (row.strength, row.owner, row.path_id) == ("hard", "case_manager", None)


def test_a_request_runs_from_the_day_it_came_and_is_met_on_the_day_of_the_answer(case, head):
    yesterday = today() - timedelta(days=1)
    row = record_request(head, case, kind="sar_1m", on=yesterday)
    assert row.due_on == answer_by(yesterday)
    with pytest.raises(Blocked, match="has not come yet"):
        record_request(head, case, kind="sar_1m", on=today() + timedelta(days=1))
    with frozen(_later(row.due_on, 5)):
        with pytest.raises(Blocked, match="by law"):
            stop_clock(head, _rows(case, "sar_1m")[0], reason="No.")
        answer_request(head, _rows(case, "sar_1m")[0], on=_rows(case, "sar_1m")[0].due_on)
        found = _rows(case, "sar_1m")[0]
        assert (found.met_what, deadlines.state_of(found, now())) == ("answered", "met")
        with pytest.raises(Stale):
            answer_request(head, found, on=today())


def _later(on: date, days: int) -> datetime:
    return utc(datetime.combine(on + timedelta(days=days), datetime.min.time(), LONDON)) + timedelta(hours=9)


def test_two_requests_run_beside_each_other_and_after_the_case_was_closed(world, sign_in, head, actor):
    case = _case(world, sign_in, harm=NO_HARM)
    for path in db.session.scalars(select(Path).where(Path.case_id == case.id, Path.state == "proposed")).all():
        decide(head, path, accept=False, reason="Not needed.", equality=EQUAL)
    _do(job("test"), case, what=_welfare_ends)
    record_request(head, case, kind="sar_1m", on=today())
    ask_to_close(head, case, reason="Nothing in it.", equality=EQUAL)
    sign_off(actor("Ruth Okafor"), case, words="I agree.", equality=EQUAL)
    assert case.state == "closed"
    record_request(head, case, kind="sar_1m", on=today())
    assert len([one for one, _ in what_is_due(head, 50) if one.rule == "sar_1m" and one.case_id == case.id]) == 2
    answer_request(head, _rows(case, "sar_1m")[0], on=today())
    assert [one.met_at is None for one in _rows(case, "sar_1m")] == [False, True]


def _welfare_ends(case) -> None:
    for path in Whole(case).paths:
        if path.name == "child_welfare":
            enter(case, path, "welfare_closed", step="test", at=now(), by=None, answers={})


def test_the_law_lets_a_request_be_extended_to_three_months_and_no_further(case, head):
    row = record_request(head, case, kind="sar_1m", on=today())
    longest = ENGLAND.on_or_after(months_after(today(), 3))
    with pytest.raises(Blocked, match="at the latest"):
        extend_clock(head, row, to=longest + timedelta(days=1), reason="It is complex.")
    assert extend_clock(head, _rows(case, "sar_1m")[0], to=longest, reason="It is complex.").due_on == longest
    with pytest.raises(Blocked, match="by law"):
        extend_clock(head, record_request(head, case, kind="dp_complaint_30d", on=today()), to=longest, reason="No.")


def test_who_may_record_a_request(case, actor):
    for name in ("Amina Yusuf", "Farah Siddiqui", "Beth Marland", "Marcus Vale"):
        with pytest.raises(Refused):
            record_request(actor(name), case, kind="sar_1m", on=today())
    assert record_request(actor("Ruth Okafor"), case, kind="sar_1m", on=today()).started_by == "request"


def test_a_dismissal_starts_the_time_for_a_claim_and_nothing_else_does(case):
    for kind in ("first_warning", "short_of_dismissal", "advice"):
        _do(job("test"), case, what=lambda one, kind=kind: after_sanction(one, kind, date(2027, 1, 22)))
    assert _rows(case, "tribunal_limit") == []
    _do(job("test"), case, what=lambda one: after_sanction(one, "summary_dismissal", date(2027, 1, 22)))
    [row] = _rows(case, "tribunal_limit")
    assert (row.due_on, row.strength, row.started_by) == (date(2027, 4, 21), "info", "sanction:summary_dismissal")
    assert "By the rule of 6 months it would be Wednesday 21 July 2027" in row.why


def test_six_months_hold_for_what_happens_from_the_day_that_the_school_set(case, head):
    school = db.session.get_one(School, case.school_id)
    given = {"source": "Commencement regulations", "edition": "2027", "reason": "It is in force."}
    set_number(head, school, key="tribunal_six_months_from", n=20270122, **given)
    for on in (date(2027, 1, 21), date(2027, 1, 22)):
        _do(job("test"), db.session.get_one(Case, case.id), what=lambda one, on=on: after_sanction(one, "dismissal", on))
    assert [one.due_on for one in _rows(case, "tribunal_limit")] == [date(2027, 4, 20), date(2027, 7, 21)]


def test_a_complaint_starts_the_time_for_a_claim_from_the_last_act(world, sign_in, head):
    case = _case(world, sign_in, harm=NO_HARM)
    path = _do(job("test"), case, what=_propose)
    decide(head, path, accept=True, reason="It is about conduct between colleagues.", equality=EQUAL)
    [row] = _rows(case, "claim_limit")
    last = max(date.fromisoformat(one["on"]) for one in case.facts["acts"])
    assert (row.due_on, row.strength) == (tribunal_limit(last, 3), "info")


def _propose(case) -> Path:
    return propose(case, None, "equal_opportunities", standing="open", waits_for=None, because=[])


@pytest.mark.parametrize(("word", "kept"), [("substantiated", True), ("unfounded", True), ("false", False), ("malicious", False)])
def test_closing_says_how_long_the_record_of_an_allegation_is_kept(case, head, word, kept):
    protection = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "child_protection")).one()
    decide(head, protection, accept=True, reason="It follows.", equality=EQUAL)
    _do(job("test"), case, what=lambda one: _find(one, word, head))
    _do(job("test"), case, what=lambda one: after_closing(Whole(one)))
    rows = _rows(case, "retention_10y")
    assert bool(rows) is kept
    if kept:
        assert (rows[0].due_on, rows[0].due_at) == (None, None), "not known without a date of birth, never wrong"
        assert (rows[0].strength, "pension age" in rows[0].source) == ("info", True)


def _find(case, word, who):
    protection = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "child_protection")).one()
    decision = db.session.scalars(select(Decision).where(Decision.case_id == case.id)).first()
    for one in Whole(case).allegations:
        db.session.add(
            Finding(
                school_id=case.school_id,
                case_id=case.id,
                path_id=protection.id,
                allegation_id=one.id,
                decision_id=decision.id,
                word=word,
                by=who.person_id,
                at=now(),
            )
        )
    db.session.flush()


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2009, 2, 28), date(2027, 2, 27)),
        (date(2012, 2, 29), date(2030, 2, 28)),  # no 29 February in 2030: a child on the 28th, 18 on 1 March
        (date(2010, 12, 25), date(2028, 12, 24)),
    ],
)
def test_a_child_is_a_child_until_the_eighteenth_birthday_begins(case, born, last):
    row = _do(job("test"), case, what=lambda one: birthday_clock(one, "Child A", born))
    assert (row.due_on, row.strength) == (last, "info")
    assert born.isoformat() not in f"{row.why} {row.starts_at}"


def test_only_who_protects_the_child_sees_the_birthday(world, sign_in, actor, head):
    people = [{"part": "child", "name": "Lena Fairweather"}]
    case = _case(world, sign_in, people=people)
    protection = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "child_protection")).one()
    decide(head, protection, accept=True, reason="It follows.", equality=EQUAL)
    child = db.session.scalars(select(Involvement).where(Involvement.case_id == case.id, Involvement.part == "child")).one()
    born = date(today().year - 12, 3, 4)
    for who, on, words in ((head, today() + timedelta(days=1), "not come yet"), (head, date(1990, 1, 1), "18 already")):
        with pytest.raises(Blocked, match=words):
            note_birthday(who, case, child_id=child.id, born=on)
    with pytest.raises(Refused):
        note_birthday(actor("Ruth Okafor"), case, child_id=child.id, born=born)
    lead, base = sign_in("Amina Yusuf"), f"/cases/{case.reference}"
    boxes = {"born-day": "4", "born-month": "3", "born-year": str(born.year)}
    clock = lead.passed(f"{base}/clocks/birthday", child=str(child.id), **boxes)
    assert "Child A is a child until" in lead.get(clock).get_data(as_text=True)
    assert lead.send(f"{base}/clocks/birthday", child=str(child.id), **boxes).status_code == 409
    for name in ("Helen Ashworth", "Amina Yusuf"):
        assert "A child in the case turns 18" in sign_in(name).get(base).get_data(as_text=True)
    adviser = sign_in("Ruth Okafor")
    assert "turns 18" not in adviser.get(base).get_data(as_text=True), "neither among the clocks nor in the chronology"
    assert adviser.get(clock).status_code == adviser.get(f"{base}/clocks/birthday").status_code == 404


def test_what_moved_a_clock_that_is_sealed_is_not_told_to_who_may_not_see_it(world, sign_in, actor, head):
    case = _case(world, sign_in)
    protection = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "child_protection")).one()
    decide(head, protection, accept=True, reason="It follows.", equality=EQUAL)
    _do(job("test"), case, what=lambda one: deadlines.start(one, _protection(one), (REVIEW,), now(), {}))
    due = _rows(case, "suspension_review_10wd")[0].due_on
    school = db.session.get_one(School, case.school_id)
    set_day(head, school, on=due, kind=DayKind.BANK_HOLIDAY, name="Extra", reason="Proclaimed.")
    assert keep_counted(case.school_id) == 1
    base = f"/cases/{case.reference}"
    assert "review the suspension" in sign_in("Helen Ashworth").get(base).get_data(as_text=True)
    told = sign_in("Ruth Okafor").get(base).get_data(as_text=True)
    assert "changed a clock" in told
    assert "suspension" not in told


def _protection(case) -> Path:
    return db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "child_protection")).one()


def test_what_is_only_to_be_known_is_never_overdue_never_due_and_never_told(case, head, actor):
    _do(job("test"), case, what=lambda one: after_sanction(one, "dismissal", today()))
    [row] = _rows(case, "tribunal_limit")
    assert deadlines.state_of(row, now()) == "for information"
    after = _later(row.due_on, 3)
    assert deadlines.state_of(row, after) == "passed"
    with frozen(after):
        tell_of_clocks(case.school_id, london(after).date())
        found = {one.rule for one, _ in what_is_due(actor("Ruth Okafor"), 100)}
        assert "tribunal_limit" not in found
        with pytest.raises(Blocked, match="not been missed"):
            explain_missed(actor("Ruth Okafor"), row, reason="None.")
        with pytest.raises(Stale):
            stop_clock(actor("Ruth Okafor"), row, reason="None.")


def test_a_case_is_listed_by_its_next_deadline_also_when_an_earlier_clock_is_only_to_be_known(case, head):
    due = min(one.due_at for one, about in what_is_due(head, 500) if about.id == case.id)
    row = _do(job("test"), case, what=lambda one: birthday_clock(one, "Child A", date(today().year - 18, 1, 1)))
    assert row.due_at < due
    assert (row.met_at, row.dropped_at, row.strength) == (None, None, "info")
    found, place = [], None
    while (page := listed(head, Wanted(sort="due", before=place))).rows:
        found += [one.due for one in page.rows if one.case.id == case.id]
        if (place := page.older) is None:
            break
    assert found == [due]


def test_the_pages_of_a_request(case, sign_in):
    head, base = sign_in("Helen Ashworth"), f"/cases/{case.reference}"
    assert f"{base}/requests/new" in head.get(base).get_data(as_text=True)
    clock = head.passed(f"{base}/requests/new", kind="sar_1m", **day("on", 1))
    page = head.get(clock).get_data(as_text=True)
    assert "Record the answer" in page and "Extend this clock" in page and "Stop this clock" not in page
    assert head.send(f"{clock}/answered", **day("on", -2)).status_code == 409
    head.passed(f"{clock}/answered", **day("on", 0))
    assert "Answered" in head.get(clock).get_data(as_text=True)
    assert sign_in("Amina Yusuf").get(f"{base}/requests/new").status_code == 404
    settings = head.get("/settings/procedure").get_data(as_text=True)
    assert "not in force yet" in settings
    boxes = {"n-day": "1", "n-month": "10", "n-year": "2027"}
    given = {"source": "Commencement regulations", "edition": "2027", "reason": "It is in force."}
    head.passed("/settings/procedure/tribunal_six_months_from", **boxes, **given)
    assert "Friday 1 October 2027" in head.get("/settings/procedure").get_data(as_text=True)
    head.passed("/settings/procedure/discipline_term_only", n="1", **given)
    assert ">yes<" in head.get("/settings/procedure").get_data(as_text=True)
