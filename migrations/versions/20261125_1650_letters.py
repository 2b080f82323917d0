"""Letters of a case, their service, and the Word templates of a school; what was issued is kept as it is."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1650"
down_revision = "20261125_1611"

TABLES = ("letter_template", "letter", "service")
FROZEN = ("letter_template", "service")


def sqlite_guards() -> Iterator[str]:
    """Triggers that keep what was issued and what was recorded of it."""
    for table in TABLES:
        yield (
            f"create trigger {table}_no_delete before delete on {table} "
            f"begin select raise(abort, '{table} rows are never deleted'); end"
        )
    for table in FROZEN:
        yield (
            f"create trigger {table}_no_update before update on {table} begin select raise(abort, '{table} is append-only'); end"
        )
    yield (
        "create trigger letter_no_update before update on letter when old.state <> 'draft' "
        "begin select raise(abort, 'a letter that was issued or put away is kept as it is'); end"
    )


def postgres_guards() -> Iterator[str]:
    """The same on PostgreSQL, with TRUNCATE refused and rows kept by school."""
    yield (
        "create function keep_letter() returns trigger language plpgsql as $$ begin "
        "if old.state <> 'draft' then raise exception 'a letter that was issued or put away is kept as it is'; end if; "
        "return new; end $$"
    )
    triggers = [(table, "no_delete", "delete", "row", "refuse") for table in TABLES]
    triggers += [(table, "no_truncate", "truncate", "statement", "refuse") for table in TABLES]
    triggers += [(table, "no_update", "update", "row", "refuse") for table in FROZEN]
    triggers += [("letter", "no_update", "update", "row", "keep_letter")]
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
        "letter_template",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("docx_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(docx_sealed is null) = (sha256 is null)", name=op.f("ck_letter_template_file")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_letter_template_by")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_letter_template_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
        sa.UniqueConstraint("school_id", "kind", "version", name=op.f("uq_letter_template_school_id_kind_version")),
    )
    op.create_table(
        "letter",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("typed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("issued_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state in ('draft', 'issued', 'put_away')", name=op.f("ck_letter_state")),
        sa.CheckConstraint(
            "(state = 'issued') = (issued_at is not null) and (issued_at is null) = (issued_by is null)"
            " and (issued_at is null) = (issued_sealed is null) and (issued_at is null) = (template_version is null)",
            name=op.f("ck_letter_issued"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_letter_case_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_letter_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index("ix_letter_case", "letter", ["case_id", "id"], unique=False)
    op.create_table(
        "service",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("proof_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_service_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_service_letter_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_service_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    op.create_index("ix_service_case", "service", ["case_id"], unique=False)
    op.create_index("ix_service_letter", "service", ["letter_id"], unique=False)
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in postgres_guards() if postgres else sqlite_guards():
        op.execute(statement)


def downgrade() -> None:
    """Take them away again; triggers and policies go with their tables."""
    op.drop_table("service")
    op.drop_table("letter")
    op.drop_table("letter_template")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function keep_letter()")
