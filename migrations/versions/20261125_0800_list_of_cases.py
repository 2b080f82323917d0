"""The list of cases: views that people keep, and indexes that hold all that the list asks of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_0800"
down_revision = "20261124_1200"

ALLOWED = (
    "current_setting('app.schools', true) = '*' or school_id::text = any "
    "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
)

OPEN = sa.text("met_at is null and dropped_at is null")
NARROW = {
    "ix_case_list": ("case_file", ["school_id", "logged_at"]),
    "ix_path_case": ("path", ["case_id"]),
    "ix_deadline_open": ("deadline", ["school_id", "due_at"]),
}
WIDE = {
    "ix_case_list": ("case_file", ["school_id", "logged_at", "id", "manager"]),
    "ix_path_case": ("path", ["case_id", "name", "state", "stage"]),
    "ix_deadline_open": ("deadline", ["school_id", "due_at", "case_id"]),
}


def indexes(wanted: dict[str, tuple[str, list[str]]]) -> None:
    """Make these indexes in place of those of the same names."""
    for name, (table, columns) in wanted.items():
        op.drop_index(name, table)
        some = OPEN if name == "ix_deadline_open" else None
        op.create_index(name, table, columns, sqlite_where=some, postgresql_where=some)


def upgrade() -> None:
    """Make the table, kept by school on PostgreSQL, and widen the indexes."""
    indexes(WIDE)
    op.create_table(
        "saved_view",
        sa.Column("school_id", sa.Uuid(), sa.ForeignKey("school.id", name=op.f("fk_saved_view_school_id")), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id", name=op.f("fk_saved_view_person_id")), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index("ix_saved_view_person", "saved_view", ["person_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("alter table saved_view enable row level security")
        op.execute("alter table saved_view force row level security")
        op.execute(f"create policy by_school on saved_view using ({ALLOWED}) with check ({ALLOWED})")


def downgrade() -> None:
    """The way back."""
    op.drop_table("saved_view")
    indexes(NARROW)
