"""Reviews of the policy and acknowledgements by staff: both are only ever added to, and kept by school."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1100"
down_revision = "20261125_1000"

TABLES = ("review", "acknowledgement")


def sqlite_guards() -> Iterator[str]:
    """Triggers that refuse to change or delete a row, also by INSERT OR REPLACE (recursive_triggers is on)."""
    for table in TABLES:
        yield f"create trigger {table}_no_update before update on {table} begin select raise(abort, '{table} is append-only'); end"
        yield (
            f"create trigger {table}_no_delete before delete on {table} "
            f"begin select raise(abort, '{table} rows are never deleted'); end"
        )


def postgres_guards() -> Iterator[str]:
    """The same on PostgreSQL, with TRUNCATE refused and rows kept by school."""
    allowed = (
        "current_setting('app.schools', true) = '*' or school_id::text = any "
        "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
    )
    for table in TABLES:
        for name, when, each in (
            ("no_update", "update", "row"),
            ("no_delete", "delete", "row"),
            ("no_truncate", "truncate", "statement"),
        ):
            yield f"create trigger {table}_{name} before {when} on {table} for each {each} execute function refuse()"
            yield f"alter table {table} enable always trigger {table}_{name}"
        yield f"alter table {table} enable row level security"
        yield f"alter table {table} force row level security"
        yield f"create policy by_school on {table} using ({allowed}) with check ({allowed})"


def upgrade() -> None:
    """Make the tables and their guards."""
    op.create_table(
        "review",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("minute", sa.String(length=120), nullable=False),
        sa.Column("chair", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("next_due", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(outcome = 'kept') = (next_due is not null)", name=op.f("ck_review_next_due")),
        sa.CheckConstraint("outcome in ('kept', 'amended', 'replaced')", name=op.f("ck_review_outcome")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_review_edition_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_review_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_edition", "review", ["edition_id", "recorded_at"], unique=False)
    op.create_table(
        "acknowledgement",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_acknowledgement_edition_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_acknowledgement_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("person_id", "edition_id", name=op.f("uq_acknowledgement_person_id_edition_id")),
    )
    op.create_index("ix_acknowledgement_edition", "acknowledgement", ["edition_id"], unique=False)
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in postgres_guards() if postgres else sqlite_guards():
        op.execute(statement)


def downgrade() -> None:
    """Take both tables away again; their triggers and policies go with them."""
    op.drop_index("ix_acknowledgement_edition", table_name="acknowledgement")
    op.drop_table("acknowledgement")
    op.drop_index("ix_review_edition", table_name="review")
    op.drop_table("review")
