"""Runs the migrations over a connection that the command line or a test hands in."""

from __future__ import annotations

from alembic import context

from app import models
from app.core.db import Base

models()


def run() -> None:
    """Migrate over `connection` of the configuration's attributes, in one transaction."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
