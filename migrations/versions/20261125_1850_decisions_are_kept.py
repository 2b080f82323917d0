"""A decision is kept as it was taken, with its reasons and its equality consideration: no row of it is changed afterwards."""

from __future__ import annotations

from alembic import op

revision = "20261125_1850"
down_revision = "20261125_1810"


def upgrade() -> None:
    """Refuse to change a decision; that none is deleted is refused already."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("create trigger decision_no_update before update on decision for each row execute function refuse()")
        op.execute("alter table decision enable always trigger decision_no_update")
        return
    op.execute(
        "create trigger decision_no_update before update on decision "
        "begin select raise(abort, 'a decision is kept as it was taken'); end"
    )


def downgrade() -> None:
    """Allow it again."""
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute("drop trigger decision_no_update on decision" if postgres else "drop trigger decision_no_update")
