"""A case is closed by two people, paused for legal reasons, and linked with the other cases of its event."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1670"
down_revision = "20261125_1642"

TABLES = ("closing", "pause", "case_link")
ALLOWED = (
    "current_setting('app.schools', true) = '*' or school_id::text = any "
    "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
)


def guards(table: str) -> Iterator[str]:
    """What refuses to delete a row, on the database at hand, and keeps rows by school on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        yield (
            f"create trigger {table}_no_delete before delete on {table} "
            f"begin select raise(abort, '{table} rows are never deleted'); end"
        )
        return
    for name, when, each in (("no_delete", "delete", "row"), ("no_truncate", "truncate", "statement")):
        yield f"create trigger {table}_{name} before {when} on {table} for each {each} execute function refuse()"
        yield f"alter table {table} enable always trigger {table}_{name}"
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"
    yield f"create policy by_school on {table} using ({ALLOWED}) with check ({ALLOWED})"


def table(name: str, *columns: sa.schema.SchemaItem) -> None:
    """Make a table of rows that belong to a case."""
    op.create_table(
        name,
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f(f"fk_{name}_case_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{name}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_case", name, ["case_id"], unique=False)


def one_open(name: str, column: str) -> None:
    """One row without an end at a time for a case."""
    where = sa.text(f"{column} is null")
    op.create_index(f"ix_{name}_open", name, ["case_id"], unique=True, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    """Make the three tables with their guards, and the column that says since when a case is paused."""
    at = sa.DateTime(timezone=True)
    table(
        "closing",
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", at, nullable=False),
        sa.Column("signer", sa.String(length=30), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", at, nullable=True),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("answer in ('signed', 'sent_back')", name=op.f("ck_closing_answer")),
        sa.CheckConstraint(
            "(answered_at is null) = (answer is null) and (answered_at is null) = (answered_by is null)",
            name=op.f("ck_closing_answered"),
        ),
        sa.CheckConstraint("answered_by <> asked_by", name=op.f("ck_closing_two_people")),
    )
    one_open("closing", "answered_at")
    table(
        "pause",
        sa.Column("since", at, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", at, nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reviews_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("end_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(ended_at is null) = (ended_by is null)", name=op.f("ck_pause_ended")),
    )
    one_open("pause", "ended_at")
    table(
        "case_link",
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("at", at, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", at, nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("case_id <> other_id", name=op.f("ck_case_link_two_cases")),
        sa.CheckConstraint("(ended_at is null) = (ended_by is null)", name=op.f("ck_case_link_ended")),
        sa.ForeignKeyConstraint(["other_id"], ["case_file.id"], name=op.f("fk_case_link_other_id")),
    )
    op.create_index("ix_case_link_other", "case_link", ["other_id"], unique=False)
    for name in TABLES:
        for one in guards(name):
            op.execute(one)
    op.add_column("case_file", sa.Column("paused_at", at, nullable=True))


def downgrade() -> None:
    """The way back."""
    op.drop_column("case_file", "paused_at")
    for name in reversed(TABLES):
        op.drop_table(name)
