"""Days that do not count at a school, and its terms: both only ever added to, and kept by school."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1612"
down_revision = "20261125_1650"

TABLES = ("closed_day", "term")
ALLOWED = (
    "current_setting('app.schools', true) = '*' or school_id::text = any "
    "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
)


def guards(table: str) -> Iterator[str]:
    """What refuses to change or delete a row, on the database at hand, and keeps rows by school on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        yield f"create trigger {table}_no_update before update on {table} begin select raise(abort, '{table} is append-only'); end"
        yield (
            f"create trigger {table}_no_delete before delete on {table} "
            f"begin select raise(abort, '{table} rows are never deleted'); end"
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
    """Make both tables with their guards."""
    op.create_table(
        "closed_day",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('bank_holiday', 'closed', 'working', 'as_before')", name=op.f("ck_closed_day_kind")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_closed_day_school_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_closed_day_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_day")),
    )
    op.create_index("ix_closed_day_on", "closed_day", ["school_id", "on"], unique=False)
    op.create_table(
        "term",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_term_span")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_term_school_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_term_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    op.create_index("ix_term_school", "term", ["school_id", "starts_on"], unique=False)
    for table in TABLES:
        for one in guards(table):
            op.execute(one)


def downgrade() -> None:
    """Take both tables away again; their triggers and policies go with them."""
    op.drop_index("ix_term_school", table_name="term")
    op.drop_table("term")
    op.drop_index("ix_closed_day_on", table_name="closed_day")
    op.drop_table("closed_day")
