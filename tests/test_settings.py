"""The numbers of the procedures: usual until a school sets its own, only ever added to, and never moving a clock that runs."""

from __future__ import annotations

import pytest
from flows import FAIR, NO_HARM, log, person_id
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.cases.actions import advance, decide
from app.cases.clocking.actions import set_number
from app.cases.clocking.models import Setting
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.numbers import number, numbers
from app.cases.work import Deadline, Path
from app.core import proved
from app.core.action import Blocked, Stale
from app.core.calendar import after_working_days
from app.core.db import db
from app.core.permission import Refused
from app.core.trail import Event
from app.pathways import PATHWAYS
from app.pathways.numbers import DEFAULTS
from app.people.models import School

pytestmark = pytest.mark.usefixtures("inside")
FROM = {"source": "Disciplinary procedure for school staff", "edition": "Minute 14/2026", "reason": "The council's new model."}
ADDRESS = "/settings/procedure/notice_days"


@pytest.fixture
def school(world, actor):
    db.session.rollback()
    return db.session.get_one(School, actor("Helen Ashworth").schools()[0])


def _set(actor, school, **given):
    return set_number(actor("Helen Ashworth"), school, **{"key": "assessment_days", "n": 3, **FROM, **given})


def test_every_number_that_a_pathway_names_has_a_usual_value_with_its_source():
    named = {rule.setting for one in PATHWAYS.values() for stage in one.stages for rule in stage.by if rule.setting}
    assert named <= set(DEFAULTS)
    assert all(one.source and one.least <= one.n <= one.most for one in DEFAULTS.values())


def test_a_school_with_none_of_its_own_goes_by_the_usual_number(school):
    assert (number(school.id, "notice_days").n, number(school.id, "notice_days").source) == (
        10,
        "The school's disciplinary procedure",
    )
    assert numbers(school.id)["la_acts_days"].n == 14
    with pytest.raises(KeyError):
        number(school.id, "no_such_number")


def test_the_newest_number_counts_for_this_school_alone_and_stands_in_the_trail(school, actor, world):
    _set(actor, school, n=3)
    _set(actor, school, n=4, edition="Minute 15/2026")
    found = number(school.id, "assessment_days")
    assert (found.n, found.source, found.edition) == (4, "Disciplinary procedure for school staff", "Minute 15/2026")
    other = db.session.scalars(select(School).where(School.id != school.id, School.employer_id == school.employer_id)).first()
    other = other or db.session.scalars(select(School).where(School.id != school.id)).first()
    assert number(other.id, "assessment_days").n == 5
    event = db.session.scalars(select(Event).where(Event.act == "setting.change").order_by(Event.seq.desc())).first()
    said = event.payload()
    assert (said["key"], said["before"], said["n"], said["reason"]) == ("assessment_days", 3, 4, FROM["reason"])


def test_out_of_bounds_too_late_or_by_somebody_else_is_refused(school, actor, world):
    with pytest.raises(Blocked, match="from 1 to 60"):
        _set(actor, school, n=61)
    with pytest.raises(Blocked, match="from 1 to 14"):
        _set(actor, school, key="la_acts_days", n=15)  # regulation 20 allows no more
    with pytest.raises(Stale, match="set this number to 5"):
        _set(actor, school, seen=4)
    for name in ("Ruth Okafor", "Amina Yusuf", "Owen Tate", "Marcus Vale"):
        with pytest.raises(Refused):
            set_number(actor(name), school, key="assessment_days", n=3, **FROM)
    assert db.session.scalars(select(Setting)).all() == []


def test_the_database_itself_refuses_to_change_or_delete_a_number(school, actor):
    _set(actor, school)
    for statement in ("update setting set n = 1", "delete from setting"):
        db.session.rollback()
        with pytest.raises(DatabaseError, match=r"append-only|never deleted|kept as it is"), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("set app.schools = '*'"))
            connection.execute(text(statement))


def test_a_number_that_is_set_holds_for_new_clocks_and_moves_none_that_runs(school, actor, world, sign_in):
    first, second = (_assessed(world, sign_in, actor, name) for name in ("Tom Ellwood", "Laura Fenwick"))
    before = _clock(first)
    kept = (before.due_at, before.n, before.why)
    _set(actor, db.session.get_one(School, school.id), n=3)
    _begin(actor, second)
    old, new = _clock(first), _clock(second)
    assert (old.due_at, old.n, old.why) == kept
    assert (old.n, old.unit, old.source) == (5, "working_days", "The school's disciplinary procedure")
    assert (new.n, new.due_on) == (3, after_working_days(new.starts_at, 3).on)
    assert new.source == "Disciplinary procedure for school staff, Minute 14/2026"
    assert new.started_by == "step:disciplinary:assess"
    assert Whole(db.session.get_one(Case, second)).number("assessment_days") == 3


def _assessed(world, sign_in, actor, about):
    reference = log(sign_in("Helen Ashworth"), person_id(world, about), harm=NO_HARM)
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    for name in ("child_protection", "disciplinary"):
        path = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == name)).one_or_none()
        if path is not None:
            decide(actor("Helen Ashworth"), path, accept=name == "disciplinary", reason="Because.", equality=_fair())
    if about == "Tom Ellwood":
        _begin(actor, case.id)
    return case.id


def _fair():
    return {"conclusion": FAIR["conclusion"], "words": FAIR["considered"]}


def _begin(actor, case_id):
    path = db.session.scalars(select(Path).where(Path.case_id == case_id, Path.name == "disciplinary")).one()
    advance(actor("Ruth Okafor"), path, step_key="assess", seen_stage="d_pending", answers={"scope": "All"})


def _clock(case_id):
    return db.session.scalars(select(Deadline).where(Deadline.case_id == case_id, Deadline.rule == "assess_5wd")).one()


def test_the_page_says_what_holds_from_where_and_since_when(sign_in, world):
    head = sign_in("Helen Ashworth")
    answer = head.get("/settings/procedure")
    assert "10 clear working days" in answer.get_data(as_text=True)
    head.passed(ADDRESS, n="7", **FROM)
    after = head.get("/settings/procedure").get_data(as_text=True)
    assert "7 clear working days" in after
    assert "Minute 14/2026" in after
    assert "Set by Helen Ashworth" in after
    again = head.get(ADDRESS).get_data(as_text=True)
    assert "Now 7 clear working days. Usually 10 clear working days" in again


def test_what_was_typed_stays_when_it_is_refused(sign_in):
    chair = sign_in("Margaret Thistlewood")
    wrong = chair.send(ADDRESS, n="99", **FROM)
    assert wrong.status_code == 409
    assert "from 1 to 60" in wrong.get_data(as_text=True)
    assert "Minute 14/2026" in wrong.get_data(as_text=True)
    assert chair.send(ADDRESS, n="ten", **FROM).status_code == 422


def test_whoever_is_neither_head_chair_nor_adviser_finds_no_page(sign_in):
    adviser = sign_in("Ruth Okafor")
    page = adviser.get("/settings/procedure")
    assert page.status_code == 200
    assert ">Change<" not in page.get_data(as_text=True)
    assert adviser.get(ADDRESS).status_code == 404
    for name in ("Amina Yusuf", "Laura Fenwick", "Owen Tate", "Peter Lomax"):
        assert sign_in(name).get("/settings/procedure").status_code == 404
    head = sign_in("Helen Ashworth")
    assert head.get("/settings/procedure/no_such_number").status_code == 404
    other = sign_in("Marcus Vale").get("/settings/procedure").get_data(as_text=True)
    assert "Minute 14/2026" not in other


def test_a_column_added_later_leaves_the_digest_of_a_row_from_before_as_it_was(world):
    row = db.session.scalars(select(Deadline)).first()
    later = [one.key for one in Deadline.__mapper__.columns if one.info.get("later")]
    assert {"n", "unit", "met_what", "replaces"} <= set(later)
    for name in later:
        setattr(row, name, None)
    before = proved.digest(row)
    row.n = 3
    assert proved.digest(row) != before
    db.session.expunge(row)
