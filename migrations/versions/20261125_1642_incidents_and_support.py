"""The log of prejudice incidents with its notes, and support that was given before a procedure was opened."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1642"
down_revision = "20261125_1613"

TABLES = ("incident", "incident_note", "early_support")
ALLOWED = (
    "current_setting('app.schools', true) = '*' or school_id::text = any "
    "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
)


def guards(table: str) -> Iterator[str]:
    """What refuses to change or delete a row, on the database at hand, and keeps rows by school on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            yield (
                f"create trigger {table}_no_{what} before {what} on {table} "
                f"begin select raise(abort, '{table} is append-only'); end"
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


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A reference to another table, named as the models name it."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Make the tables with their guards."""
    op.create_table(
        "incident",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("linked_case_id", sa.Uuid(), nullable=True),
        sa.Column("about_person_id", sa.Uuid(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        key("incident", "school_id", "school"),
        key("incident", "linked_case_id", "case_file"),
        key("incident", "about_person_id", "person"),
        key("incident", "by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_school", "incident", ["school_id", "on"], unique=False)
    op.create_index("ix_incident_case", "incident", ["linked_case_id"], unique=False)
    op.create_table(
        "incident_note",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('found', 'done', 'reviewed')", name=op.f("ck_incident_note_kind")),
        key("incident_note", "school_id", "school"),
        key("incident_note", "incident_id", "incident"),
        key("incident_note", "by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_note")),
    )
    op.create_index("ix_incident_note_incident", "incident_note", ["incident_id", "at"], unique=False)
    op.create_table(
        "early_support",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        key("early_support", "school_id", "school"),
        key("early_support", "case_id", "case_file"),
        key("early_support", "path_id", "path"),
        key("early_support", "decision_id", "decision"),
        key("early_support", "by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_support")),
    )
    op.create_index("ix_early_support_case", "early_support", ["case_id"], unique=False)
    for table in TABLES:
        for one in guards(table):
            op.execute(one)


def downgrade() -> None:
    """Take the tables away again; their triggers and policies go with them."""
    op.drop_index("ix_early_support_case", table_name="early_support")
    op.drop_table("early_support")
    op.drop_index("ix_incident_note_incident", table_name="incident_note")
    op.drop_table("incident_note")
    op.drop_index("ix_incident_case", table_name="incident")
    op.drop_index("ix_incident_school", table_name="incident")
    op.drop_table("incident")
