"""The trail answers for every row of a case: changed, gone or slipped in by SQL, the first such row is named."""

from __future__ import annotations

import pytest
from flows import log, person_id
from sqlalchemy import select, text

from app.core import proved
from app.core.db import Base, db
from app.demo import bulk
from app.people.models import School


def _tables() -> set[str]:
    return {model.__tablename__ for model in proved.models()}


def _faults(app) -> list[str]:
    db.session.rollback()
    return [fault for school in db.session.scalars(select(School.id)).all() for fault in proved.disagreements(school)]


def _by_sql(*statements: str) -> None:
    """Change rows as somebody would who can take the guards away."""
    db.session.rollback()
    with db.engine.begin() as connection:
        for table in _tables():
            if connection.dialect.name == "sqlite":
                connection.execute(text(f"drop trigger if exists {table}_no_delete"))
                connection.execute(text(f"drop trigger if exists {table}_no_update"))
            else:
                connection.execute(text("set app.schools = '*'"))
                connection.execute(text(f"alter table {table} disable trigger user"))
        for one in statements:
            assert connection.execute(text(one)).rowcount > 0


def test_every_table_of_a_case_is_answered_for(app):
    of_cases = {
        one.class_.__tablename__
        for one in Base.registry.mappers
        if "case_id" in one.columns and one.class_.__tablename__ not in {"visit", "case_key", "trail_event", "notice", "receipt"}
    }
    assert of_cases | {"case_file"} <= _tables() | {"draft"}


@pytest.mark.usefixtures("inside")
def test_the_demonstration_and_bulk_cases_agree_with_their_trail(app):
    assert _faults(app) == []
    bulk.fill(30)
    assert _faults(app) == []


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("update deadline set why = 'another'", "deadline"),
        ("update involvement set part = 'companion' where part = 'reporter'", "involvement"),
        ("update allegation set met = 'may_be'", "allegation"),
        ("update path set standing = 'open'  where standing = 'held'", "path"),
        ("update case_file set manager = 'deputy_head' where manager = 'headteacher'", "case_file"),
        ("update contact set agency = 'police'", "contact"),
        ("update decision set what = 'something else'", "decision"),
        ("update stage_entry set step = 'other'", "stage_entry"),
    ],
)
def test_a_row_changed_by_sql_is_named(app, world, sign_in, change, table):
    log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"))
    _by_sql(change)
    faults = _faults(app)
    assert faults
    assert all(f": {table}/" in one and "was changed after it" in one for one in faults)


@pytest.mark.usefixtures("inside")
def test_a_row_taken_out_or_slipped_in_is_named(app):
    _by_sql("delete from contact")
    assert any("contact/" in one and one.endswith("is gone") for one in _faults(app))
    columns = ", ".join(column.key for column in Base.metadata.tables["deadline"].columns if column.key != "id")
    copied = columns.replace("rule", "'other'", 1)
    key = "'0123456789abcdef0123456789abcdef'" if db.engine.dialect.name == "sqlite" else "gen_random_uuid()"
    _by_sql(f"insert into deadline (id, {columns}) select {key}, {copied} from deadline limit 1")
    assert any("deadline/" in one and one.endswith("was written by no event") for one in _faults(app))


@pytest.mark.usefixtures("inside")
def test_the_command_says_so_and_exits_1(app):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["trail", "verify"]).exit_code == 0
    _by_sql("update decision set what = 'something else'")
    done = runner.invoke(args=["trail", "verify"])
    assert done.exit_code == 1
    assert "was changed after it" in done.output


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("table", ["case_file", "involvement", "contact", "deadline", "path", "allegation"])
def test_the_database_refuses_to_delete_rows_of_a_case(app, table):
    with pytest.raises(Exception, match=r"never deleted|kept as it is"), db.engine.begin() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("set app.schools = '*'"))
        connection.execute(text(f"delete from {table}"))
