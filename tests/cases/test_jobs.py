"""A case is never left without a manager when roles begin and end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flows import log, person_id
from sqlalchemy import select

from app.cases.jobs import fill_gaps
from app.cases.models import Case
from app.core.acts import Role
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.jobs import keep_managed
from app.notices.models import Notice
from app.people.actions import appoint, end_role
from app.people.models import Appointment, Person
from app.people.queries import today

HARMFUL = {"H1": "no", "H2": "no", "H3": "yes", "H4": "no"}


def _case(reference: str) -> Case:
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


@pytest.mark.usefixtures("inside")
def test_an_accused_deputy_who_becomes_headteacher_does_not_get_the_case(world, sign_in, actor):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Daniel Pryce"), harm=HARMFUL)
    case = _case(reference)
    helen = db.session.scalars(
        select(Appointment).where(Appointment.person_id == actor("Helen Ashworth").person_id, Appointment.role == "headteacher")
    ).one()
    end_role(job("test"), helen, last_day=today() - timedelta(days=1))
    daniel = db.session.scalars(select(Person).where(Person.name == "Daniel Pryce")).one()
    appoint(job("test"), daniel, role=Role.HEADTEACHER, school_id=case.school_id, starts_on=today())
    assert sign_in("Daniel Pryce").get(f"/cases/{reference}").status_code == 404
    assert fill_gaps(case.school_id) == 1
    assert _case(reference).manager == "chair_of_governors"
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.case_id == case.id, Notice.kind == "case_to_manage")))
    assert actor("Margaret Thistlewood").person_id in told
    assert daniel.id not in told
    assert sign_in("Margaret Thistlewood").get(f"/cases/{reference}").status_code == 200
    assert sign_in("Daniel Pryce").get(f"/cases/{reference}").status_code == 404
    assert fill_gaps(case.school_id) == 0


@pytest.mark.usefixtures("inside")
def test_the_worker_asks_for_every_school_and_changes_nothing_where_all_is_well(world):
    def managers() -> set[tuple[object, str]]:
        db.session.rollback()
        reach_for(EVERY_SCHOOL)
        return {(row[0], row[1]) for row in db.session.execute(select(Case.id, Case.manager))}

    before = managers()
    keep_managed()
    assert managers() == before
