"""A finding that an appeal changed stays on record beside the one that took its place; what a finding says never changes."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261125_1641"
down_revision = "20261125_1655"

SAID = ("school_id", "case_id", "path_id", "allegation_id", "decision_id", "word", "by", "at", "replaces")
NO_DELETE = (
    "create trigger finding_no_delete before delete on finding begin select raise(abort, 'finding rows are never deleted'); end"
)


def guards(postgres: bool) -> Iterator[str]:
    """What refuses to change a finding beyond saying, once, that another took its place."""
    if not postgres:
        changed = " or ".join(f'new."{name}" is not old."{name}"' for name in SAID)
        yield NO_DELETE
        yield (
            f"create trigger finding_kept before update on finding when {changed} or old.superseded_at is not null "
            "begin select raise(abort, 'a finding is kept as it was made'); end"
        )
        return
    changed = " or ".join(f'new."{name}" is distinct from old."{name}"' for name in SAID)
    yield (
        "create function keep_finding() returns trigger language plpgsql as $$ begin "
        f"if {changed} or old.superseded_at is not null then raise exception 'a finding is kept as it was made'; end if; "
        "return new; end $$"
    )
    yield "create trigger finding_kept before update on finding for each row execute function keep_finding()"
    yield "alter table finding enable always trigger finding_kept"


def upgrade() -> None:
    """Allow one finding at a time for an allegation on a path, and keep those before it."""
    postgres = op.get_bind().dialect.name == "postgresql"
    with op.batch_alter_table("finding") as batch:
        batch.drop_constraint(op.f("uq_finding_allegation_id_path_id"), type_="unique")
        batch.add_column(sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("replaces", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_finding_replaces"), "finding", ["replaces"], ["id"])
    op.create_index(
        "ix_finding_holds",
        "finding",
        ["allegation_id", "path_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at is null"),
        postgresql_where=sa.text("superseded_at is null"),
    )
    for one in guards(postgres):
        op.execute(one)


def downgrade() -> None:
    """The way back, while no finding was replaced."""
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute("drop trigger finding_kept on finding" if postgres else "drop trigger finding_kept")
    if postgres:
        op.execute("drop function keep_finding()")
    op.drop_index("ix_finding_holds", table_name="finding")
    with op.batch_alter_table("finding") as batch:
        batch.drop_constraint(op.f("fk_finding_replaces"), type_="foreignkey")
        batch.drop_column("replaces")
        batch.drop_column("superseded_at")
        batch.create_unique_constraint(op.f("uq_finding_allegation_id_path_id"), ["allegation_id", "path_id"])
    if not postgres:
        op.execute(NO_DELETE)
