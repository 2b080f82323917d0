"""Bundles for a hearing, which are kept as they were made, and how far the worker is with each."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1690"
down_revision = "20261125_1680"

TABLES = ("bundle", "bundle_making")


def sqlite_guards() -> Iterator[str]:
    """Triggers that keep what was asked for and what was made of it."""
    for table in TABLES:
        yield (
            f"create trigger {table}_no_delete before delete on {table} "
            f"begin select raise(abort, '{table} rows are never deleted'); end"
        )
    yield (
        "create trigger bundle_no_update before update on bundle when old.state <> 'asked' "
        "begin select raise(abort, 'a bundle that was made is kept as it is'); end"
    )


def postgres_guards() -> Iterator[str]:
    """The same on PostgreSQL, with TRUNCATE refused and rows kept by school."""
    yield (
        "create function keep_bundle() returns trigger language plpgsql as $$ begin "
        "if old.state <> 'asked' then raise exception 'a bundle that was made is kept as it is'; end if; "
        "return new; end $$"
    )
    triggers = [(table, "no_delete", "delete", "row", "refuse") for table in TABLES]
    triggers += [(table, "no_truncate", "truncate", "statement", "refuse") for table in TABLES]
    triggers += [("bundle", "no_update", "update", "row", "keep_bundle")]
    for table, name, when, each, does in triggers:
        yield f"create trigger {table}_{name} before {when} on {table} for each {each} execute function {does}()"
        yield f"alter table {table} enable always trigger {table}_{name}"
    allowed = (
        "current_setting('app.schools', true) = '*' or school_id::text = any "
        "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
    )
    for table in TABLES:
        yield f"alter table {table} enable row level security"
        yield f"alter table {table} force row level security"
        yield f"create policy by_school on {table} using ({allowed}) with check ({allowed})"


def upgrade() -> None:
    """Make the tables and their guards."""
    op.create_table(
        "bundle",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("for_part", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("made_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state in ('asked', 'ready', 'failed')", name=op.f("ck_bundle_state")),
        sa.CheckConstraint("for_part in ('hearing', 'staff', 'presenting')", name=op.f("ck_bundle_for_part")),
        sa.CheckConstraint(
            "(state = 'ready') = (made_sealed is not null) and (made_sealed is null) = (pages is null)"
            " and (made_sealed is null) = (made_at is null)",
            name=op.f("ck_bundle_made"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_bundle_case_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_bundle_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
    )
    op.create_index("ix_bundle_case", "bundle", ["case_id", "id"], unique=False)
    still = sa.text("state = 'asked'")
    op.create_index("uq_bundle_open", "bundle", ["case_id", "for_part"], unique=True, sqlite_where=still, postgresql_where=still)
    op.create_table(
        "bundle_making",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["bundle.id"], name=op.f("fk_bundle_making_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_bundle_making_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_making")),
    )
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in postgres_guards() if postgres else sqlite_guards():
        op.execute(statement)


def downgrade() -> None:
    """Take them away again; triggers and policies go with their tables."""
    op.drop_table("bundle_making")
    op.drop_table("bundle")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function keep_bundle()")
