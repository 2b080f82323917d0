"""Rows of a case are never deleted: people, allegations, paths, deadlines, contacts and the case itself."""

from __future__ import annotations

from collections.abc import Iterator

from alembic import op

revision = "20261125_1400"
down_revision = "20261125_1200"

STAY = ("case_file", "allegation", "involvement", "path", "deadline", "contact", "evidence")


def guards(table: str) -> Iterator[str]:
    """What refuses to delete a row, on the database at hand."""
    if op.get_bind().dialect.name == "sqlite":
        yield (
            f"create trigger {table}_no_delete before delete on {table} "
            f"begin select raise(abort, '{table} rows are never deleted'); end"
        )
        return
    for name, when, each in (("no_delete", "delete", "row"), ("no_truncate", "truncate", "statement")):
        yield f"create trigger {table}_{name} before {when} on {table} for each {each} execute function refuse()"
        yield f"alter table {table} enable always trigger {table}_{name}"


def upgrade() -> None:
    """Guard each table."""
    for table in STAY:
        for one in guards(table):
            op.execute(one)


def downgrade() -> None:
    """The way back."""
    for table in STAY:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"drop trigger {table}_no_delete")
            continue
        for name in ("no_delete", "no_truncate"):
            op.execute(f"drop trigger {table}_{name} on {table}")
