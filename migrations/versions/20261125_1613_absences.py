"""Who is away: called off it stays on record, never deleted, and kept by school."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1613"
down_revision = "20261125_1641"

ALLOWED = (
    "current_setting('app.schools', true) = '*' or school_id::text = any "
    "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
)


def guards() -> Iterator[str]:
    """What refuses to delete a row, on the database at hand, and keeps rows by school on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        yield "create trigger absence_no_delete before delete on absence begin select raise(abort, 'absence rows are never deleted'); end"
        return
    for name, when, each in (("no_delete", "delete", "row"), ("no_truncate", "truncate", "statement")):
        yield f"create trigger absence_{name} before {when} on absence for each {each} execute function refuse()"
        yield f"alter table absence enable always trigger absence_{name}"
    yield "alter table absence enable row level security"
    yield "alter table absence force row level security"
    yield f"create policy by_school on absence using ({ALLOWED}) with check ({ALLOWED})"


def upgrade() -> None:
    """Make the table and its guards."""
    op.create_table(
        "absence",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_off_by", sa.Uuid(), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_absence_span")),
        sa.CheckConstraint("(called_off_at is null) = (called_off_by is null)", name=op.f("ck_absence_called_off")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_absence_school_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_absence_set_by")),
        sa.ForeignKeyConstraint(["called_off_by"], ["person.id"], name=op.f("fk_absence_called_off_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_school", "absence", ["school_id", "ends_on"], unique=False)
    for one in guards():
        op.execute(one)


def downgrade() -> None:
    """Take the table away again; its trigger and policy go with it."""
    op.drop_index("ix_absence_school", table_name="absence")
    op.drop_table("absence")
