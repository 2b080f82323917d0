"""Reminders to acknowledge: 7 and 21 days after adoption or joining, then each month, until it is done or they leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from mornings import adopt_again, at, morning, row_of, school_of, starter, told
from sqlalchemy import text

from app.core.calendar import months_after
from app.core.clock import london, now
from app.core.db import db
from app.demo.cast import FIRST
from app.demo.loading import actor_of
from app.jobs import Mornings
from app.people.queries import today
from app.policy.acknowledgements.actions import acknowledge
from app.policy.acknowledgements.queries import reminder
from app.policy.queries import in_force

pytestmark = pytest.mark.usefixtures("inside")


def days_of(name: str) -> list[date]:
    return [london(made).date() for who, made in told("acknowledge") if who == name]


def newcomer(joined: date) -> None:
    with at(joined):
        starter("Nell Archer", "nell.archer@evenhand.example")


def test_a_new_starter_is_reminded_after_7_and_21_days_and_then_each_month(world):
    joined = today() + timedelta(days=1)
    newcomer(joined)
    worker = Mornings()
    for one in range(100):
        morning(joined + timedelta(days=one), worker)
        morning(joined + timedelta(days=one), Mornings(), 12)
    second = joined + timedelta(days=21)
    assert days_of("Nell Archer") == [joined + timedelta(days=7), second, months_after(second, 1), months_after(second, 2)]


def test_after_the_worker_was_down_only_the_latest_reminder_goes_out(world):
    joined = today() + timedelta(days=1)
    newcomer(joined)
    morning(joined + timedelta(days=25))
    assert days_of("Nell Archer") == [joined + timedelta(days=25)]
    morning(joined + timedelta(days=27))
    assert len(days_of("Nell Archer")) == 1


def test_who_has_acknowledged_or_left_or_has_no_account_is_not_reminded(world):
    morning(today() + timedelta(days=1))
    assert {name for name, _ in told("acknowledge")} == {"Laura Fenwick", "Colin Baptiste", "Hannah Brook"}
    edition = in_force(school_of(world, FIRST).id, today())
    acknowledge(actor_of(world, "Laura Fenwick"), edition)
    with db.engine.begin() as connection:
        connection.execute(text("update person set left_on = :day where name = 'Colin Baptiste'"), {"day": today()})
        person = row_of(world, "Hannah Brook")["person_id"]
        key = person.replace("-", "") if connection.dialect.name == "sqlite" else person
        connection.execute(
            text("update account set closed_at = :at where person_id = :key"), {"at": now().isoformat(" "), "key": key}
        )
    morning(today() + timedelta(days=40))
    assert len(told("acknowledge")) == 3


def test_a_new_edition_reminds_those_who_had_acknowledged_the_old_one(world):
    morning(today() + timedelta(days=1))
    adopt_again(world, school_of(world, FIRST))
    morning(today() + timedelta(days=8))
    names = [name for name, _ in told("acknowledge")]
    assert names.count("Helen Ashworth") == 1
    assert names.count("Laura Fenwick") == 2
    assert names.count("Margaret Thistlewood") == 0


def test_the_inbox_leads_to_the_page_that_is_asked_for(world, sign_in):
    morning(today() + timedelta(days=1))
    staff = sign_in("Laura Fenwick")
    assert '<a class="govuk-link" href="/policy/acknowledge">Read and acknowledge the policy</a>' in staff.get("/notices").get_data(
        as_text=True
    )
    assert "/acknowledge" in staff.get("/policy/acknowledge").headers["Location"]


@pytest.mark.parametrize(
    ("start", "day", "name"),
    [
        (date(2026, 1, 10), date(2026, 1, 16), None),
        (date(2026, 1, 10), date(2026, 1, 17), "7"),
        (date(2026, 1, 10), date(2026, 1, 30), "7"),
        (date(2026, 1, 10), date(2026, 1, 31), "21"),
        (date(2026, 1, 10), date(2026, 2, 27), "21"),
        (date(2026, 1, 10), date(2026, 2, 28), "21+1m"),
        (date(2026, 1, 10), date(2026, 3, 30), "21+1m"),
        (date(2026, 1, 10), date(2026, 3, 31), "21+2m"),
        (date(2026, 1, 10), date(2027, 1, 31), "21+12m"),
    ],
)
def test_which_reminder_a_day_calls_for(start, day, name):
    assert reminder(start, day) == name
