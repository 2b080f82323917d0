"""Reminders of the annual review: once at each stage, at half past seven in London, to whoever is clerk and chair that morning."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from mornings import at, morning, school_of, told
from sqlalchemy import select

from app.core.acts import Role
from app.core.clock import london
from app.core.db import db
from app.core.permission import job
from app.core.trail import Event
from app.demo.cast import FIRST
from app.jobs import Mornings
from app.people.actions import appoint, end_role
from app.people.models import Appointment, Person
from app.people.queries import today
from app.policy.queries import in_force
from app.policy.reviews.actions import record
from app.policy.reviews.models import Outcome
from app.policy.reviews.queries import due_on, stage

pytestmark = pytest.mark.usefixtures("inside")
BOTH = ["Margaret Thistlewood", "Peter Lomax"]
KINDS = ("review_60", "review_30", "review_7", "review_overdue")


def kept(world, reviewed_on: date) -> date:
    """Record a review that kept the first school's edition; the day the next one is due."""
    school = school_of(world, FIRST)
    with at(reviewed_on):
        edition = in_force(school.id, reviewed_on)
        record(job("test"), edition, reviewed_on=reviewed_on, outcome=Outcome.KEPT, minute="1", chair="M. T.")
        return due_on(edition)


def given() -> dict[str, list[str]]:
    """Who of the first school had each reminder."""
    return {kind: [name for name, _ in told(kind) if name in BOTH] for kind in KINDS}


@pytest.mark.parametrize(("month", "day"), [(11, 20), (4, 20)], ids=["clocks go back", "clocks go forward"])
def test_each_reminder_comes_once_at_half_past_seven_across_the_change_of_the_clocks(world, month, day):
    due = kept(world, date(today().year + 1, month, day))
    worker = Mornings()
    for back in (*range(62, 57, -1), *range(32, 27, -1), *range(9, -3, -1)):
        when = due - timedelta(days=back)
        morning(when, worker, 0, 30)
        assert morning(when, worker, 7, 29) == 0
        morning(when, worker)
        morning(when, worker, 7, 31)
        morning(when, Mornings(), 18, 0)  # a second worker, started later
    for kind, back in (("review_60", 60), ("review_30", 30), ("review_7", 7), ("review_overdue", -1)):
        mine = [(name, london(made)) for name, made in told(kind) if name in BOTH]
        assert [name for name, _ in mine] == BOTH, kind
        assert {(one.date(), one.hour, one.minute) for _, one in mine} == {(due - timedelta(days=back), 7, 30)}, kind
    offsets = {london(made).utcoffset() for kind in KINDS for _, made in told(kind)}
    assert offsets == {timedelta(0), timedelta(hours=1)}


def test_after_a_week_without_a_worker_only_the_most_urgent_reminder_goes_out(world):
    due = kept(world, date(today().year + 1, 6, 1))
    morning(due - timedelta(days=33))
    assert given() == {"review_60": BOTH, "review_30": [], "review_7": [], "review_overdue": []}
    morning(due - timedelta(days=26))
    assert given()["review_30"] == BOTH
    morning(due + timedelta(days=3))
    assert given() == {"review_60": BOTH, "review_30": BOTH, "review_7": [], "review_overdue": BOTH}
    morning(due + timedelta(days=90))
    assert given()["review_overdue"] == BOTH


def test_a_chair_who_was_replaced_yesterday_is_not_reminded(world, actor):
    due = kept(world, date(today().year + 1, 6, 1))
    day = due - timedelta(days=60)
    chair = db.session.scalars(select(Appointment).where(Appointment.role == Role.CHAIR.value)).all()
    mine = next(one for one in chair if str(one.person_id) == str(actor("Margaret Thistlewood").person_id))
    with at(day - timedelta(days=1)):
        end_role(job("test"), mine, last_day=day - timedelta(days=1))
        nwosu = db.session.scalars(select(Person).where(Person.name == "Ivy Nwosu")).one()
        appoint(job("test"), nwosu, role=Role.CHAIR, school_id=nwosu.school_id, starts_on=day)
    morning(day)
    assert [name for name, _ in told("review_60") if name in {*BOTH, "Ivy Nwosu"}] == ["Ivy Nwosu", "Peter Lomax"]


def test_two_workers_at_once_tell_each_person_once(app, world):
    due = kept(world, date(today().year + 1, 6, 1))
    ready = threading.Barrier(2)

    def work():
        with app.app_context():
            ready.wait()
            morning(due - timedelta(days=7))
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert given()["review_7"] == BOTH


def test_a_reminder_is_in_the_trail_and_says_whom_it_told(world, actor):
    due = kept(world, date(today().year + 1, 6, 1))
    morning(due - timedelta(days=7))
    school_id = school_of(world, FIRST).id
    events = db.session.scalars(select(Event).where(Event.act == "review.remind", Event.school_id == school_id)).all()
    payloads = [one.payload() for one in events]
    assert [one["kind"] for one in payloads] == ["review_7"]
    assert set(payloads[0]["told"]) == {str(actor(name).person_id) for name in BOTH}


def test_the_stages_meet_at_their_edges():
    due = date(2028, 2, 29)
    days = {61: None, 60: "review_60", 31: "review_60", 30: "review_30", 8: "review_30", 7: "review_7", 0: "review_7"}
    assert {back: stage(due, due - timedelta(days=back)) for back in days} == days
    assert stage(due, due + timedelta(days=1)) == "review_overdue"
