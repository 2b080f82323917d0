"""A clock that follows another keeps by whom it was started, extended or moved, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_1611"
down_revision = "20261125_1640"


def upgrade() -> None:
    """Add both columns; those of clocks so far stay empty."""
    op.add_column("deadline", sa.Column("follows_by", sa.Uuid(), nullable=True))
    op.add_column("deadline", sa.Column("because_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """The way back."""
    op.drop_column("deadline", "because_sealed")
    op.drop_column("deadline", "follows_by")
