"""Bringing a database to a revision of the schema, and back."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.core.db import EVERY_SCHOOL, db, reach
from config import ROOT


def settings(connection: Connection) -> Config:
    """Alembic's configuration over this connection."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def move(to: str) -> None:
    """Bring the database to a revision: `head`, `base`, or one by name; forwards or back as needed."""
    token = reach.set(EVERY_SCHOOL)
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            else:
                connection.execute(text("set app.schools = '*'"))
                connection.execute(text("set statement_timeout = 0"))
                connection.commit()
            config = settings(connection)
            known = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]  # newest first
            here = MigrationContext.configure(connection).get_current_revision()
            connection.commit()
            back = to == "base" or (to in known and here in known and known.index(to) > known.index(here))
            (command.downgrade if back else command.upgrade)(config, to)
            connection.commit()
            connection.invalidate()  # its settings were for migrating only
    finally:
        reach.reset(token)


def current() -> str | None:
    """The revision the database is at; none for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
