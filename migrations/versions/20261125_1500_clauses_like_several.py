"""A clause can correspond to several clauses of the starter edition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_1500"
down_revision = "20261125_1400"


def upgrade() -> None:
    """Add the further clauses; no clause so far has any."""
    op.add_column("clause", sa.Column("also_like", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """The way back."""
    op.drop_column("clause", "also_like")
