"""The rules of an action: nothing is written outside one, raising rolls back, one event each, keys bind words to their place."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text, update

from app.cases.models import Case
from app.core import keys
from app.core.action import WriteOutsideAction, action, housekeeping, seal
from app.core.acts import MAY, Act, Role
from app.core.db import db, new_id
from app.core.permission import Actor, Refused, job, scope_of, scoped
from app.core.trail import Event
from app.people.models import Person, School

pytestmark = pytest.mark.usefixtures("inside")


def test_a_write_outside_an_action_raises(app):
    person = db.session.scalars(select(Person)).first()
    person.name = "Somebody else"
    with pytest.raises(WriteOutsideAction):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(WriteOutsideAction):
        db.session.execute(update(Person).values(name="Nobody"))


def test_housekeeping_writes_only_what_it_may(app):
    with pytest.raises(WriteOutsideAction), housekeeping(Act.NOTICE_SEND, job("test")):
        db.session.execute(update(Person).values(name="Nobody"))


@action(Act.DEMO_LOAD)
def _rename(actor, person, *, name, fail=False, silent=False):
    person.name = name
    if not silent:
        seal(f"p:{person.id}", school_id=person.school_id, name=name)
    if fail:
        raise ValueError("in the middle")
    return person


def _events() -> int:
    return db.session.scalar(select(func.count()).select_from(Event))


def test_returning_commits_and_seals_one_event(app):
    person = db.session.scalars(select(Person).where(Person.name == "Tom Ellwood")).one()
    before = _events()
    _rename(job("test"), person, name="Tom E.")
    db.session.rollback()
    assert db.session.get(Person, person.id).name == "Tom E."
    assert _events() == before + 1


def test_raising_rolls_everything_back(app):
    person = db.session.scalars(select(Person).where(Person.name == "Tom Ellwood")).one()
    before = _events()
    with pytest.raises(ValueError, match="middle"):
        _rename(job("test"), person, name="Half done", fail=True)
    assert db.session.get(Person, person.id).name == "Tom Ellwood"
    assert _events() == before


def test_an_action_that_says_nothing_is_no_action(app):
    person = db.session.scalars(select(Person).where(Person.name == "Tom Ellwood")).one()
    with pytest.raises(RuntimeError, match="did not say what"):
        _rename(job("test"), person, name="Silent", silent=True)


def test_an_actor_without_the_act_is_refused(app, actor):
    person = db.session.scalars(select(Person)).first()
    with pytest.raises(Refused):
        _rename(actor("Laura Fenwick"), person, name="X")


def test_every_act_is_in_the_table():
    assert set(MAY) == set(Act)
    assert Role.ADMINISTRATOR not in MAY[Act.CASE_OPEN]
    assert Role.ADMINISTRATOR not in MAY[Act.CASE_LIST]


def test_a_model_without_a_scope_shows_nothing(actor):
    from app.core.keys import CaseKey

    assert str(scope_of(CaseKey, actor("Helen Ashworth"))) == "false"
    assert db.session.scalars(scoped(Actor(), School)).all() == []


def test_sealed_words_open_only_where_they_were_written(app):
    first, second = db.session.scalars(select(Case).limit(2)).all()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))
        connection.execute(text("update case_file set subject_sealed = account_sealed"))
    db.session.rollback()
    with pytest.raises(keys.WrongKey):
        _ = first.subject
    assert second.account["words"]


def test_without_its_key_a_case_is_gone_and_the_trail_stands(app):
    from app.core.proof import verify

    case = db.session.scalars(select(Case)).first()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))
        connection.execute(
            text("delete from case_key where case_id = :id"),
            {"id": case.id.hex if connection.dialect.name == "sqlite" else case.id},
        )
    db.session.info.pop("case_keys", None)
    db.session.rollback()
    with pytest.raises(keys.KeyMissing):
        _ = case.subject
    assert [one.fault for one in verify()] == [None, None, None]


def test_keys_are_of_version_7_and_sort_by_time():
    made = [new_id() for _ in range(200)]
    assert {one.version for one in made} == {7}
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
