"""Whoever takes a case over finds a note of it, kept as it was; only that it was read is added later."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1680"
down_revision = "20261125_1630"

TABLE = "handover"
KEPT = "id, school_id, case_id, person_id, role, at, by, note_sealed"
ALLOWED = (
    "current_setting('app.schools', true) = '*' or school_id::text = any "
    "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
)


def guards() -> Iterator[str]:
    """What refuses to delete a note, to change it and to say twice that it was read; on PostgreSQL rows stay with their school."""
    columns = ", ".join(f'"{one}"' for one in KEPT.split(", "))
    kept, once = f"update of {columns}", 'update of "read_at"'
    if op.get_bind().dialect.name == "sqlite":
        for name, when, only in (
            ("no_delete", "delete", ""),
            ("kept", kept, ""),
            ("read_once", once, "when old.read_at is not null"),
        ):
            yield (
                f"create trigger {TABLE}_{name} before {when} on {TABLE} {only} "
                f"begin select raise(abort, '{TABLE} rows are kept as they are'); end"
            )
        return
    for name, when, each in (
        ("no_delete", "delete", "row"),
        ("kept", kept, "row"),
        ("read_once", once, "row when (old.read_at is not null)"),
        ("no_truncate", "truncate", "statement"),
    ):
        yield f"create trigger {TABLE}_{name} before {when} on {TABLE} for each {each} execute function refuse()"
        yield f"alter table {TABLE} enable always trigger {TABLE}_{name}"
    yield f"alter table {TABLE} enable row level security"
    yield f"alter table {TABLE} force row level security"
    yield f"create policy by_school on {TABLE} using ({ALLOWED}) with check ({ALLOWED})"


def upgrade() -> None:
    """Make the table with its guards."""
    at = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("at", at, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("read_at", at, nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("read_at is null or read_at >= at", name=op.f("ck_handover_read")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_handover_school_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_handover_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_case", TABLE, ["case_id", "person_id"], unique=False)
    for one in guards():
        op.execute(one)


def downgrade() -> None:
    """The way back."""
    op.drop_table(TABLE)
