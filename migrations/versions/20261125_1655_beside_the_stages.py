"""What runs beside the stages of child protection: rows that are only added, kept by school, and never changed or deleted."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1655"
down_revision = "20261125_1612"

KINDS = (
    "suspended", "letter", "review", "lifted", "meeting", "agreed", "done", "may_tell", "strand", "removal", "referral",
    "restriction", "restriction_end", "file",
)  # fmt: skip
TABLE = "protection_entry"


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
    listed = ", ".join(f"'{one}'" for one in KINDS)
    op.create_table(
        TABLE,
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=True),
        sa.Column("of_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"kind in ({listed})", name=op.f("ck_protection_entry_kind")),
        sa.CheckConstraint(
            "kind not in ('letter', 'review', 'lifted', 'agreed', 'done') or of_id is not null", name=op.f("ck_protection_entry_of")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_protection_entry_school_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_protection_entry_case_id")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_protection_entry_path_id")),
        sa.ForeignKeyConstraint(["of_id"], [f"{TABLE}.id"], name=op.f("fk_protection_entry_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_entry")),
    )
    op.create_index("ix_protection_entry_case", TABLE, ["case_id"], unique=False)
    op.create_index("ix_protection_entry_kind", TABLE, ["school_id", "kind"], unique=False)
    op.create_index("ix_protection_entry_of", TABLE, ["of_id"], unique=False)
    for one in guards():
        op.execute(one)


def downgrade() -> None:
    """Take it away again, with its guards."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"drop policy by_school on {TABLE}")
    op.drop_table(TABLE)
