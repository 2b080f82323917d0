"""No decision is kept without its equality consideration (clause 5.1): not without one, and not with an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "20261125_1640"
down_revision = "20261125_1610"

RULE = "length(equality_sealed) >= 60"


@contextmanager
def guarded() -> Iterator[None]:
    """SQLite makes the table anew to change a column, and its trigger goes with the old one: it is put back."""
    yield
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "create trigger decision_no_delete before delete on decision "
            "begin select raise(abort, 'decision rows are never deleted'); end"
        )


def upgrade() -> None:
    """Ask for a consideration with every decision; there is no decision without one, since no form let one through."""
    with guarded(), op.batch_alter_table("decision") as batch:
        batch.alter_column("equality_sealed", existing_type=sa.LargeBinary(), nullable=False)
        batch.create_check_constraint(op.f("ck_decision_equality"), RULE)


def downgrade() -> None:
    """The way back."""
    with guarded(), op.batch_alter_table("decision") as batch:
        batch.drop_constraint(op.f("ck_decision_equality"), type_="check")
        batch.alter_column("equality_sealed", existing_type=sa.LargeBinary(), nullable=True)
