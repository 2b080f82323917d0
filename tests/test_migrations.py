"""The schema: what the migrations make is what the models say, and every revision goes up and down with rows in the tables."""

from __future__ import annotations

import pytest
from accounts_flows import GOOD, enter, link_on, set_up
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flows import person_id
from sqlalchemy import inspect, text

from app.core import schema
from app.core.db import Base, db
from app.demo import loading


@pytest.mark.usefixtures("inside")
def test_the_head_is_what_the_models_say(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.usefixtures("inside")
def test_every_revision_goes_down_and_up_again_with_rows(app):
    db.session.remove()
    with db.engine.connect() as connection:
        script = ScriptDirectory.from_config(schema.settings(connection))
    revisions = [one.revision for one in script.walk_revisions()]
    assert schema.current() == revisions[0]
    for revision in revisions:
        below = script.get_revision(revision).down_revision
        schema.move(str(below) if below else "base")
        assert schema.current() == below
    with db.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    schema.move("head")
    loading.load()
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))
        assert connection.execute(text("select count(*) from case_file")).scalar() == 6


@pytest.mark.usefixtures("inside")
def test_accounts_outlive_the_tables_of_invitations(app, world, sign_in):
    admin = sign_in("Owen Tate")
    admin.passed(f"/school/people/{person_id(world, 'Callum Reyes')}/invite", email="callum.reyes@evenhand.example")
    where = f"/school/people/{person_id(world, 'Callum Reyes')}"
    secret, _ = set_up(app.test_client(), link_on(admin.get(where).get_data(as_text=True)))
    db.session.remove()
    schema.move("20261124_1200")
    with db.engine.connect() as connection:
        assert not {"invitation", "recovery_code"} & set(inspect(connection).get_table_names())
    schema.move("head")
    assert enter(app.test_client(), "callum.reyes@evenhand.example", GOOD, secret, later=1) == 303
