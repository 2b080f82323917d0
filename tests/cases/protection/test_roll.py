"""Somebody whom a case is about leaves by the staff roll: the case says so, goes on, and asks for the decisions on referral."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from flows import day, person_id
from hearing import Hearing
from protecting import EQUAL, REJECTED, WHY, clocks, ledger, protection, step
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.actions import leave
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.protection.leaving import decide_referral, record_left
from app.cases.protection.passing import end_passed
from app.cases.protection.rolling import follow_roll
from app.cases.protection.suspending import suspend
from app.cases.shell.checklist import points
from app.cases.sight import sight
from app.core import proved, schema
from app.core.action import Blocked, Stale
from app.core.clock import frozen, now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.jobs import keep_managed
from app.notices.models import Notice
from app.people.actions import take_back
from app.people.models import Person
from app.people.queries import today

GOES_ON = {"how": "resigned", "elsewhere": "Another school", "goes_on": "An outcome is reached.", "agreement": "", "limits": "no"}
REVIEW = "suspension_review_10wd"


@pytest.fixture
def leaves(world, actor):
    """Let the administrator record somebody's last day."""

    def go(name: str, *, last_day):
        person = db.session.get_one(Person, uuid.UUID(person_id(world, name)))
        return leave(actor("Owen Tate"), person, last_day=last_day)

    return go


def _told(kind: str, case) -> set:
    return set(db.session.scalars(select(Notice.person_id).where(Notice.kind == kind, Notice.case_id == case.id)))


def test_a_case_with_child_protection_says_so_goes_on_and_asks_for_referrals(leaves, case, head, actor, sign_in):
    suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    assert follow_roll(case.school_id) == 0
    last = today() + timedelta(days=10)
    leaves("Tom Ellwood", last_day=last)
    keep_managed()
    reach_for(EVERY_SCHOOL)
    assert follow_roll(case.school_id) == 0, "once"
    row = ledger(case).left
    assert (row.on, row.by) == (last, None)
    assert _told("left", case) == {head.person_id, actor("Amina Yusuf").person_id}
    assert protection(case).stage == "lado_contacted", "it ends nothing"
    assert ledger(case).suspension is not None, "until the last day has come"
    page = sign_in("Helen Ashworth").get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "By the staff roll their last day is" in page
    assert "Record how it goes on without them" in page
    assert "By the staff roll their last day is" in sign_in("Ruth Okafor").get(f"/cases/{case.reference}").get_data(as_text=True)
    with pytest.raises(Blocked, match="By the staff roll their last day is"):
        record_left(head, case, on=today(), words=GOES_ON)
    with pytest.raises(Blocked, match="No agreement"):
        record_left(head, case, on=last, words={**GOES_ON, "limits": "yes"})
    whole = Whole(case)
    assert [one.done for one in points(whole, sight(head, whole)) if one.what == "Leaving"] == [False]
    sign_in("Helen Ashworth").passed(f"/cases/{case.reference}/left", **{**GOES_ON, **day("on", -10)})
    with pytest.raises(Stale):
        record_left(head, case, on=last, words=GOES_ON)
    page = sign_in("Helen Ashworth").get(f"/cases/{case.reference}/protection").get_data(as_text=True)
    assert "Evenhand, from the staff roll" in page
    assert "Another school" in page
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    step(head, case, "set_outcome_employer_led", outcome="substantiated", evidence="It is plain.", lado_view="Agreed.")
    for removal in (None, row.id):
        with pytest.raises(Blocked, match="taken away from work with children" if removal is None else "taken away"):
            step(head, case, "decide_referrals_outcome_set")
        for body in ("dbs", "tra"):
            decide_referral(
                head, case, body=body, removal_id=removal, decided="no", why="Weighed.", on=today(), reference="", equality=EQUAL
            )  # fmt: skip
    with frozen(now() + timedelta(days=11)):
        assert end_passed(case.school_id, today()) == 1
        assert ledger(case).suspension is None
        step(head, case, "decide_referrals_outcome_set")
    assert list(proved.disagreements(case.school_id)) == []


def test_back_on_the_roll_nothing_of_it_holds_and_the_suspension_goes_on(leaves, case, head, actor):
    suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    person = leaves("Tom Ellwood", last_day=today() - timedelta(days=1))
    follow_roll(case.school_id)
    assert ledger(case).suspension is None
    assert clocks(case, REVIEW, running=True) == []
    take_back(actor("Owen Tate"), person, on_roll_from=today())
    assert follow_roll(case.school_id) == 2, "each open case about them"
    assert follow_roll(case.school_id) == 0
    found = ledger(case)
    assert (found.left, found.removals, found.suspension is not None) == (None, (), True)
    assert len(clocks(case, REVIEW, running=True)) == 1
    assert end_passed(case.school_id, today()) == 0
    assert head.person_id in _told("returned", case)
    wrong, right = today() + timedelta(days=9), today() + timedelta(days=19)
    leaves("Tom Ellwood", last_day=wrong)
    follow_roll(case.school_id)
    assert ledger(case).left.on == wrong
    take_back(actor("Owen Tate"), db.session.get_one(Person, person.id), on_roll_from=today())
    leaves("Tom Ellwood", last_day=right)
    assert follow_roll(case.school_id) == 4, "before anybody looked: the wrong day is taken back, and the right one written"
    assert follow_roll(case.school_id) == 0
    assert (ledger(case).left.on, len(ledger(case).removals)) == (right, 1)


def test_a_disciplinary_case_says_so_to_everybody_on_it_and_closes_only_when_referrals_are_decided(
    leaves, world, actor, sign_in, inside
):
    hearing = Hearing(world, actor)
    leaves("Joanne Sutcliffe", last_day=today())
    follow_roll(hearing.case.school_id)
    assert hearing.path.ended_at is None
    assert hearing.hr.person_id in _told("left", hearing.case)
    base = f"/cases/{hearing.reference}"
    assert "By the staff roll" in sign_in("Ruth Okafor").get(base).get_data(as_text=True)
    page = sign_in("Ruth Okafor").get(f"{base}/conduct").get_data(as_text=True)
    assert "Not decided" in page
    hearing.take(hearing.hr, "resigned_d_pending", why="They wrote on Monday. It goes on.", agreement="")
    found = ledger(hearing.case)
    assert found.leaving(found.left).words["goes_on"] == "They wrote on Monday. It goes on."
    assert len(found.removals) == 1
    whole = Whole(hearing.case)
    assert {one.what: one.done for one in points(whole, frozenset()) if one.what in {"Leaving", "Referrals"}} == {
        "Referrals": False
    }
    decide_referral(
        hearing.head, hearing.case, body="dbs", removal_id=found.left.id, decided="no", why="No harm.", on=today(), reference="", equality=EQUAL
    )  # fmt: skip
    whole = Whole(hearing.case)
    assert {one.what: one.done for one in points(whole, frozenset()) if one.what == "Referrals"} == {"Referrals": True}
    assert list(proved.disagreements(whole.case.school_id)) == []


def test_the_migration_goes_down_and_up_again_with_rows_that_the_roll_wrote(leaves, case, head):
    suspend(head, case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    leaves("Tom Ellwood", last_day=today())
    follow_roll(case.school_id)
    record_left(head, case, on=today(), words=GOES_ON)
    key, by = str(case.id), case.logged_by
    db.session.remove()
    with db.engine.connect() as connection:
        script = ScriptDirectory.from_config(schema.settings(connection))
    for target in (str(script.get_revision("20261125_1810").down_revision), "head"):
        schema.move(target)
        rows = ledger(db.session.get_one(Case, uuid.UUID(key))).rows
        assert [(one.kind, one.by) for one in rows if one.kind in {"removal", "leaving"}] == [("removal", by)]
        for sql in ("update protection_entry set what = 'x'", "delete from protection_entry"):
            with pytest.raises(DBAPIError), db.engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("set app.schools = '*'"))
                connection.execute(text(sql))
        db.session.remove()
