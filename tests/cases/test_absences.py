"""Who is away: everybody says it of themselves, the headteacher and the administrator of others; it counts at every school."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flows import person_id
from mornings import away
from sqlalchemy import select

from app.cases.clocking.models import Absence
from app.core.action import Blocked
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Refused

pytestmark = pytest.mark.usefixtures("inside")


def test_the_absence_of_somebody_at_the_employer_counts_at_every_school(world, actor):
    today = london(now()).date()
    away(actor("Ruth Okafor"), world, "Ruth Okafor", today, today)
    assert len(db.session.scalars(select(Absence)).all()) == len(actor("Ruth Okafor").schools()) > 1


def test_who_may_say_that_somebody_isaway(world, actor):
    today = london(now()).date()
    for name in ("Helen Ashworth", "Owen Tate"):
        away(actor(name), world, "Amina Yusuf", today, today)
    for name in ("Daniel Pryce", "Ruth Okafor", "Marcus Vale"):
        with pytest.raises(Refused):
            away(actor(name), world, "Amina Yusuf", today, today)
    with pytest.raises(Blocked, match="have passed"):
        away(actor("Amina Yusuf"), world, "Amina Yusuf", today - timedelta(days=3), today - timedelta(days=2))
    with pytest.raises(Blocked, match="before the first"):
        away(actor("Amina Yusuf"), world, "Amina Yusuf", today, today - timedelta(days=2))


def test_the_pages_of_absences(sign_in, world):
    head, lead = sign_in("Helen Ashworth"), sign_in("Amina Yusuf")
    days = {"starts_on": london(now()).date() + timedelta(days=3), "ends_on": london(now()).date() + timedelta(days=9)}
    boxes = {f"{name}-{part}": str(getattr(when, part)) for name, when in days.items() for part in ("day", "month", "year")}
    head.passed("/absence/new", person=person_id(world, "Amina Yusuf"), **boxes)
    assert "Amina Yusuf" in head.get("/absence").get_data(as_text=True)
    assert "Amina Yusuf" in lead.get("/absence").get_data(as_text=True)
    assert "Call it off" not in sign_in("Daniel Pryce").get("/absence").get_data(as_text=True)
    db.session.rollback()
    row = db.session.scalars(select(Absence)).one()
    assert sign_in("Marcus Vale").get("/absence").status_code == 200
    lead.passed(f"/absence/{row.id}/back", page="/absence")
    assert "Call it off" not in lead.get("/absence").get_data(as_text=True)
    assert lead.send("/absence/new", person="", **{**boxes, "ends_on-year": "2020"}).status_code == 409
    assert "hand the case to you" in sign_in("Daniel Pryce").get("/absence/in-line").get_data(as_text=True)
    assert sign_in("Laura Fenwick").get("/absence/new").status_code == 200
