"""The permission register: permits, the history of their safety measures, and what the register said when a case was logged."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_0900"
down_revision = "20261125_0800"

TABLES = ("permit", "permit_measure")
KEPT = ("number", "asker_id", "kind", "asked_at", "asked_sealed", "answer", "answered_at", "answered_by", "answer_words_sealed")
"""What stays as it is once a permit is answered; dates of confirmation and revocation come after."""


def sqlite_guards() -> Iterator[str]:
    """Triggers that keep answered permits and every tick, also against INSERT OR REPLACE (recursive_triggers is on)."""
    yield (
        "create trigger permit_no_delete before delete on permit when old.answered_at is not null "
        "begin select raise(abort, 'an answered permit is never deleted'); end"
    )
    changed = " or ".join(f"new.{name} is not old.{name}" for name in KEPT)
    yield (
        f"create trigger permit_answer_kept before update on permit when old.answered_at is not null and ({changed}) "
        "begin select raise(abort, 'the answer of a permit is kept as it was given'); end"
    )
    for what in ("update", "delete"):
        yield (
            f"create trigger permit_measure_no_{what} before {what} on permit_measure "
            "begin select raise(abort, 'permit_measure is append-only'); end"
        )


def postgres_guards() -> Iterator[str]:
    """The same on PostgreSQL, with TRUNCATE refused and rows kept by school."""
    changed = " or ".join(f"new.{name} is distinct from old.{name}" for name in KEPT)
    yield (
        "create function keep_permit() returns trigger language plpgsql as $$ begin "
        "if old.answered_at is null then if tg_op = 'DELETE' then return old; end if; return new; end if; "
        "if tg_op = 'DELETE' then raise exception 'an answered permit is never deleted'; end if; "
        f"if {changed} then raise exception 'the answer of a permit is kept as it was given'; end if; return new; end $$"
    )
    triggers = [
        ("permit", "kept", "update or delete", "row", "keep_permit"),
        ("permit", "no_truncate", "truncate", "statement", "refuse"),
    ]
    triggers += [("permit_measure", f"no_{what}", what, "row", "refuse") for what in ("update", "delete")]
    triggers += [("permit_measure", "no_truncate", "truncate", "statement", "refuse")]
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
    """Make the tables and their guards, and the column of a case that holds what the register said."""
    op.create_table(
        "permit",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("other_side", sa.String(length=20), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("former_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_as", sa.String(length=30), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("whole_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("revoke_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('parent_contact_advice', 'curriculum_space')", name=op.f("ck_permit_kind")),
        sa.CheckConstraint(
            "answer is null or answer = 'agreed' or (kind = 'parent_contact_advice' and answer = 'advised_against')"
            " or (kind = 'curriculum_space' and answer = 'declined')",
            name=op.f("ck_permit_answer"),
        ),
        sa.CheckConstraint(
            "(answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)"
            " and (answer is null) = (answered_as is null)",
            name=op.f("ck_permit_answered"),
        ),
        sa.CheckConstraint("answered_by is null or answered_by <> asker_id", name=op.f("ck_permit_not_their_own")),
        sa.CheckConstraint(
            "(valid_from is null) = (valid_to is null) and (valid_to is not null) = (answer is not null and answer = 'agreed')",
            name=op.f("ck_permit_valid"),
        ),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name=op.f("ck_permit_dates")),
        sa.CheckConstraint("(revoked_at is null) = (revoked_by is null)", name=op.f("ck_permit_revoked")),
        sa.CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name=op.f("ck_permit_confirmed")),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_permit_{name}"))
            for name in ("asker_id", "answered_by", "confirmed_by", "revoked_by")
        ),
        sa.ForeignKeyConstraint(["former_id"], ["permit.id"], name=op.f("fk_permit_former_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_permit_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_permit_school_id_number")),
    )
    op.create_index("ix_permit_asker", "permit", ["asker_id", "kind"], unique=False)
    op.create_index("ix_permit_register", "permit", ["school_id", "id"], unique=False)
    op.create_table(
        "permit_measure",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=30), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_permit_measure_by")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_permit_measure_permit_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_permit_measure_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit_measure")),
    )
    op.create_index("ix_permit_measure_permit", "permit_measure", ["permit_id", "at"], unique=False)
    op.add_column("case_file", sa.Column("permits_sealed", sa.LargeBinary(), nullable=True))
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in postgres_guards() if postgres else sqlite_guards():
        op.execute(statement)


def downgrade() -> None:
    """Take the register away again; triggers and policies go with their tables."""
    op.drop_column("case_file", "permits_sealed")
    op.drop_index("ix_permit_measure_permit", table_name="permit_measure")
    op.drop_table("permit_measure")
    op.drop_index("ix_permit_register", table_name="permit")
    op.drop_index("ix_permit_asker", table_name="permit")
    op.drop_table("permit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function keep_permit()")
