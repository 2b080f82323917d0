"""Bundles for the readers of appeals and of complaints, whoever else is not named in one, and which pages were confirmed for whom."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1830"
down_revision = "20261125_1690"

TABLE = "bundle_cleared"
READERS = "for_part in ('hearing', 'staff', 'presenting', 'appeal', 'appeal_staff', 'eo_panel', 'eo_complained', 'eo_staff')"


def sqlite_guards() -> Iterator[str]:
    """SQLite makes the table of bundles anew to change a column, and its triggers go with the old one: they are put back."""
    yield "create trigger bundle_no_delete before delete on bundle begin select raise(abort, 'bundle rows are never deleted'); end"
    yield (
        "create trigger bundle_no_update before update on bundle when old.state <> 'asked' "
        "begin select raise(abort, 'a bundle that was made is kept as it is'); end"
    )


def guards() -> Iterator[str]:
    """What refuses to change or delete what was confirmed, and keeps rows to their school, on the database at hand."""
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
    """Allow the new readers, and make the table of what was confirmed."""
    with op.batch_alter_table("bundle") as batch:
        batch.drop_constraint(op.f("ck_bundle_for_part"), type_="check")
        batch.alter_column("for_part", existing_type=sa.String(length=12), type_=sa.String(length=20), existing_nullable=False)
        batch.add_column(sa.Column("unnamed_sealed", sa.LargeBinary(), nullable=True))
        batch.create_check_constraint(op.f("ck_bundle_for_part"), READERS)
    op.create_table(
        TABLE,
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("for_part", sa.String(length=20), nullable=False),
        sa.Column("is_report", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("pages_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(READERS, name=op.f("ck_bundle_cleared_for_part")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_bundle_cleared_school_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_bundle_cleared_case_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_bundle_cleared_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_cleared")),
    )
    op.create_index("ix_bundle_cleared_case", TABLE, ["case_id", "id"], unique=False)
    for one in (*(sqlite_guards() if op.get_bind().dialect.name == "sqlite" else ()), *guards()):
        op.execute(one)


def downgrade() -> None:
    """The way back; the bundles of the new readers stay, so the table of bundles goes on allowing them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(f"drop policy by_school on {TABLE}")
    op.drop_table(TABLE)
    with op.batch_alter_table("bundle") as batch:
        batch.drop_column("unnamed_sealed")
    for one in sqlite_guards() if sqlite else ():
        op.execute(one)
