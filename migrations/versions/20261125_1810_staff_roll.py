"""The staff roll writes beside the stages that somebody has left, or is back, by nobody's hand; and a date of birth has its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "20261125_1810"
down_revision = "20261125_1830"

TABLE = "protection_entry"
BEFORE = (
    "suspended", "letter", "review", "lifted", "meeting", "agreed", "done", "may_tell", "strand", "removal", "referral",
    "restriction", "restriction_end", "file",
)  # fmt: skip
ADDED = ("leaving", "born")
OF = ("letter", "review", "lifted", "agreed", "done")
REFUSED = (("no_update", "update"), ("no_delete", "delete"))


@contextmanager
def let_go() -> Iterator[None]:
    """Rows of this table are never changed: what refuses it steps aside while the table itself is, and is put back."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, _ in REFUSED:
        op.execute(f"drop trigger if exists {TABLE}_{name}" if sqlite else f"alter table {TABLE} disable trigger {TABLE}_{name}")
    yield
    for name, when in REFUSED:
        op.execute(
            f"create trigger {TABLE}_{name} before {when} on {TABLE} "
            f"begin select raise(abort, '{TABLE} rows are kept as they are'); end"
            if sqlite
            else f"alter table {TABLE} enable always trigger {TABLE}_{name}"
        )


def rules(kinds: tuple[str, ...], of: tuple[str, ...], *, nullable: bool) -> None:
    """Say anew which kinds there are, which belong to an earlier row, and whether a row may be by nobody."""
    listed, belong = (", ".join(f"'{one}'" for one in names) for names in (kinds, of))
    with op.batch_alter_table(TABLE) as batch:
        for name in ("kind", "of"):
            batch.drop_constraint(op.f(f"ck_{TABLE}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{TABLE}_kind"), f"kind in ({listed})")
        batch.create_check_constraint(op.f(f"ck_{TABLE}_of"), f"kind not in ({belong}) or of_id is not null")
        batch.alter_column("by", existing_type=sa.Uuid(), nullable=nullable)


def upgrade() -> None:
    """Make room for them."""
    with let_go():
        rules((*BEFORE, *ADDED), (*OF, "leaving"), nullable=True)


def downgrade() -> None:
    """The way back: what has no place any more goes, and what the roll wrote is by whoever logged the case."""
    with let_go():
        op.execute(f"delete from {TABLE} where kind in ({', '.join(repr(one) for one in ADDED)})")
        op.execute(f'update {TABLE} set "by" = (select logged_by from case_file where case_file.id = case_id) where "by" is null')
        rules(BEFORE, OF, nullable=False)
