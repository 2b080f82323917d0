"""Hearings: adjustments and allegations put to the person, what is delegated to whom, and sanctions that end on appeal."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1630"
down_revision = "20261125_1656"

TABLES = ("hearing_entry", "delegation")
ALLOWED = (
    "current_setting('app.schools', true) = '*' or school_id::text = any "
    "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
)


def guards(table: str) -> Iterator[str]:
    """What refuses to change or delete a row, and keeps rows to their school, on the database at hand."""
    if op.get_bind().dialect.name == "sqlite":
        for name, when in (("no_update", "update"), ("no_delete", "delete")):
            yield (
                f"create trigger {table}_{name} before {when} on {table} "
                f"begin select raise(abort, '{table} rows are kept as they are'); end"
            )
        return
    for name, when, each in (
        ("no_update", "update", "row"),
        ("no_delete", "delete", "row"),
        ("no_truncate", "truncate", "statement"),
    ):
        yield f"create trigger {table}_{name} before {when} on {table} for each {each} execute function refuse()"
        yield f"alter table {table} enable always trigger {table}_{name}"
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"
    yield f"create policy by_school on {table} using ({ALLOWED}) with check ({ALLOWED})"


def upgrade() -> None:
    """Make both tables with their guards, and let a sanction say for how long it was given and what ended it."""
    op.create_table(
        "hearing_entry",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("allegation_id", sa.Uuid(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('adjustment', 'put')", name=op.f("ck_hearing_entry_kind")),
        sa.CheckConstraint("(kind = 'put') = (allegation_id is not null)", name=op.f("ck_hearing_entry_put")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_hearing_entry_school_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_hearing_entry_case_id")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_hearing_entry_path_id")),
        sa.ForeignKeyConstraint(["allegation_id"], ["allegation.id"], name=op.f("fk_hearing_entry_allegation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_entry")),
    )
    op.create_index("ix_hearing_entry_case", "hearing_entry", ["case_id"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("decider", sa.String(length=20), nullable=False),
        sa.Column("highest", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("decider in ('headteacher', 'panel_of_three', 'smaller_panel')", name=op.f("ck_delegation_decider")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_delegation_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index("ix_delegation_school", "delegation", ["school_id", "decider"], unique=False)
    for table in TABLES:
        for one in guards(table):
            op.execute(one)
    op.add_column("sanction", sa.Column("months", sa.Integer(), nullable=True))
    op.add_column("sanction", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sanction", sa.Column("ended_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """The way back."""
    for name in ("ended_by", "ended_at", "months"):
        op.drop_column("sanction", name)
    for table in TABLES:
        if op.get_bind().dialect.name != "sqlite":
            op.execute(f"drop policy by_school on {table}")
        op.drop_table(table)
