"""Numbers that a school sets for its procedures, only ever added to; and a clock keeps how it was counted and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1610"
down_revision = "20261125_1500"

COLUMNS = (
    ("n", sa.Integer()),
    ("unit", sa.String(length=30)),
    ("calendar", sa.String(length=20)),
    ("strength", sa.String(length=4)),
    ("started_by", sa.String(length=120)),
    ("met_what", sa.String(length=120)),
    ("replaces", sa.Uuid()),
    ("ended_how", sa.String(length=12)),
    ("ended_by", sa.Uuid()),
    ("missed_by", sa.Uuid()),
    ("missed_at", sa.DateTime(timezone=True)),
    ("reason_sealed", sa.LargeBinary()),
    ("missed_sealed", sa.LargeBinary()),
)
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
    """Make the table of numbers with its guards, and the new columns of a clock; those of clocks so far stay empty."""
    op.create_table(
        "setting",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_setting_n")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_setting_school_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_setting_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.create_index("ix_setting_key", "setting", ["school_id", "key", "set_at"], unique=False)
    for one in guards("setting"):
        op.execute(one)
    for name, kind in COLUMNS:
        op.add_column("deadline", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """The way back."""
    for name, _ in reversed(COLUMNS):
        op.drop_column("deadline", name)
    op.drop_index("ix_setting_key", table_name="setting")
    op.drop_table("setting")
