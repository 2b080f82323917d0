"""Calls to the police, an ambulance or social care, each kept for whoever made it: only added, kept by school."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1656"
down_revision = "20261125_1670"

TABLE = "alarm"


def guards() -> Iterator[str]:
    """What refuses to change or delete a row, and keeps rows to their school, on the database at hand."""
    if op.get_bind().dialect.name == "sqlite":
        for name, when in (("no_update", "update"), ("no_delete", "delete")):
            yield (
                f"create trigger {TABLE}_{name} before {when} on {TABLE} "
                f"begin select raise(abort, '{TABLE} rows are kept as they are'); end"
            )
        return
    for name, when, each in (
        ("no_update", "update", "row"),
        ("no_delete", "delete", "row"),
        ("no_truncate", "truncate", "statement"),
    ):
        yield f"create trigger {TABLE}_{name} before {when} on {TABLE} for each {each} execute function refuse()"
        yield f"alter table {TABLE} enable always trigger {TABLE}_{name}"
    allowed = (
        "current_setting('app.schools', true) = '*' or school_id::text = any "
        "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
    )
    yield f"alter table {TABLE} enable row level security"
    yield f"alter table {TABLE} force row level security"
    yield f"create policy by_school on {TABLE} using ({allowed}) with check ({allowed})"


def upgrade() -> None:
    """Make the table and guard it."""
    op.create_table(
        TABLE,
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("not_for", sa.Uuid(), nullable=True),
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("agency in ('police', 'ambulance', 'social_care')", name=op.f("ck_alarm_agency")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_alarm_school_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_alarm_person_id")),
        sa.ForeignKeyConstraint(["not_for"], ["person.id"], name=op.f("fk_alarm_not_for")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index("ix_alarm_person", TABLE, ["person_id", "at"], unique=False)
    op.create_index("ix_alarm_case", TABLE, ["case_id"], unique=False)
    op.create_index("ix_alarm_school", TABLE, ["school_id", "at"], unique=False)
    for one in guards():
        op.execute(one)


def downgrade() -> None:
    """Take it away again, with its guards."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"drop policy by_school on {TABLE}")
    op.drop_table(TABLE)
