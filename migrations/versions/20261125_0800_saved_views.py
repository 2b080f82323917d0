"""Saved views: filters of the list of cases that a person keeps under a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_0800"
down_revision = "20261124_1200"

ALLOWED = (
    "current_setting('app.schools', true) = '*' or school_id::text = any "
    "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
)


def upgrade() -> None:
    """Make the table, kept by school on PostgreSQL."""
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
