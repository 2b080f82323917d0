"""Editions are recorded by one person and confirmed by another, end on a day, and carry the mapping of their clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import rfc8785
import sqlalchemy as sa
from alembic import op

revision = "20261125_1000"
down_revision = "20261125_0900"

KNOWN = (
    "1", "2", "2.1", "2.2", "2.3", "3", "3.1", "3.2", *(f"3.2({letter})" for letter in "abcdefghijk"), "3.3", "3.4", "3.5",
    "4", "4.1", "4.2", "4.3", "4.4", "5", "5.1", "6", "6.1",
)  # fmt: skip
"""The numbers of the starter edition as they were when this revision was written."""

STATE = "state in ('draft', 'recorded', 'adopted', 'superseded', 'withdrawn')"
RECORDED = "state = 'draft' or (adopted_on is not null and chair is not null and headteacher is not null and minute is not null)"
ADOPTION = (
    "state in ('draft', 'recorded') or (review_due is not null and digest is not null and adopted_at is not null"
    " and (length(digest) = 64 or (recorded_by is not null and confirmed_by is not null and recorded_by <> confirmed_by)))"
)
ENDED = "(state in ('superseded', 'withdrawn')) = (ended_on is not null)"
ORDER = "ended_on is null or ended_on >= adopted_on"
WITHDRAWAL = (
    "state <> 'withdrawn' or (withdrawal_reason is not null and (length(digest) = 64 or"
    " (withdrawal_by is not null and withdrawal_confirmed_by is not null and withdrawal_by <> withdrawal_confirmed_by)))"
)
KIND = "kind in ('heading', 'clause', 'guidance')"
BREACHABLE = "not breachable or (kind = 'clause' and left_out is null)"
OLD_STATE = "state in ('draft', 'adopted', 'withdrawn')"
OLD_ADOPTION = (
    "state = 'draft' or (adopted_on is not null and chair is not null and headteacher is not null and review_due is not null"
    " and digest is not null)"
)
EDITION_CHECKS = (
    ("state", STATE), ("recorded", RECORDED), ("adoption", ADOPTION), ("ended", ENDED), ("order", ORDER), ("withdrawal", WITHDRAWAL),
)  # fmt: skip

ALWAYS = (
    "id", "school_id", "title", "source_name", "source_digest", "front_matter", "imported_at", "imported_by",
    "adopted_on", "minute", "chair", "headteacher", "recorded_by", "recorded_at", "confirmed_by", "adopted_at", "digest",
)  # fmt: skip
"""What never changes on an edition once its adoption is confirmed; when its next review is due may."""
AT_THE_END = (
    "ended_on", "withdrawn_on", "withdrawal_reason", "withdrawal_by", "withdrawal_at", "withdrawal_confirmed_by",
    "withdrawal_confirmed_at",
)  # fmt: skip
"""What also never changes once it has ended."""
WRONG_WAY = (
    "(old.state = 'draft' and new.state not in ('draft', 'recorded'))"
    " or (old.state = 'recorded' and new.state not in ('draft', 'recorded', 'adopted'))"
    " or (old.state = 'adopted' and new.state not in ('adopted', 'superseded', 'withdrawn'))"
    " or (old.state in ('superseded', 'withdrawn') and new.state <> old.state)"
)


def _changes(is_not: str) -> tuple[str, str]:
    frozen = " or ".join(f"new.{one} {is_not} old.{one}" for one in ALWAYS)
    ended = " or ".join(f"new.{one} {is_not} old.{one}" for one in AT_THE_END)
    return frozen, ended


def sqlite_guards() -> Iterator[str]:
    """What may change on the row of an edition, and when its clauses may change at all."""
    for what, row in (("update", "old"), ("delete", "old"), ("insert", "new")):
        yield (
            f"create trigger clause_frozen_{what} before {what} on clause "
            f"when (select state from edition where id = {row}.edition_id) <> 'draft' "
            "begin select raise(abort, 'the clauses of an adopted edition are frozen'); end"
        )
    yield (
        "create trigger clause_stays before update on clause when new.edition_id is not old.edition_id "
        "begin select raise(abort, 'a clause stays in its edition'); end"
    )
    frozen, ended = _changes("is not")
    yield (
        "create trigger edition_frozen before update on edition when "
        f"(old.state in ('adopted', 'superseded', 'withdrawn') and ({frozen})) "
        f"or (old.state in ('superseded', 'withdrawn') and ({ended})) or {WRONG_WAY} "
        "begin select raise(abort, 'an adopted edition is frozen'); end"
    )
    yield (
        "create trigger edition_kept before delete on edition when old.state <> 'draft' "
        "begin select raise(abort, 'an adopted edition is kept'); end"
    )
    yield (
        "create trigger edition_begins before insert on edition when new.state <> 'draft' "
        "begin select raise(abort, 'an edition begins as a draft'); end"
    )


def sqlite_unguard() -> Iterator[str]:
    """The way back."""
    for name in ("edition_begins", "edition_kept", "edition_frozen", "clause_stays"):
        yield f"drop trigger {name}"
    for what in ("update", "delete", "insert"):
        yield f"drop trigger clause_frozen_{what}"


def postgres_guards() -> Iterator[str]:
    """The same on PostgreSQL; the guard of the clauses is there already and holds for the new state as well."""
    frozen, ended = _changes("is distinct from")
    yield (
        "create function refuse_edition() returns trigger language plpgsql as $$ begin "
        "if tg_op = 'INSERT' then if new.state <> 'draft' then raise exception 'an edition begins as a draft'; end if; return new; end if; "
        "if tg_op = 'DELETE' then if old.state <> 'draft' then raise exception 'an adopted edition is kept'; end if; return old; end if; "
        f"if (old.state in ('adopted', 'superseded', 'withdrawn') and ({frozen})) "
        f"or (old.state in ('superseded', 'withdrawn') and ({ended})) or {WRONG_WAY} "
        "then raise exception 'an adopted edition is frozen'; end if; return new; end $$"
    )
    yield (
        "create function refuse_moving() returns trigger language plpgsql as $$ begin "
        "if new.edition_id is distinct from old.edition_id then raise exception 'a clause stays in its edition'; end if; return new; end $$"
    )
    yield "create trigger edition_frozen before insert or update or delete on edition for each row execute function refuse_edition()"
    yield "alter table edition enable always trigger edition_frozen"
    yield "create trigger clause_stays before update on clause for each row execute function refuse_moving()"
    yield "alter table clause enable always trigger clause_stays"
    for table in ("edition", "clause"):
        yield f"create trigger {table}_no_truncate before truncate on {table} for each statement execute function refuse()"
        yield f"alter table {table} enable always trigger {table}_no_truncate"


def postgres_unguard() -> Iterator[str]:
    """The way back."""
    for table in ("clause", "edition"):
        yield f"drop trigger {table}_no_truncate on {table}"
    yield "drop trigger clause_stays on clause"
    yield "drop trigger edition_frozen on edition"
    yield "drop function refuse_moving()"
    yield "drop function refuse_edition()"


def new_in_edition() -> tuple[sa.Column[Any], ...]:
    """The columns that an edition gets, made anew for each run."""
    return (
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("source", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("minute", sa.String(200)),
        sa.Column("recorded_by", sa.Uuid()),
        sa.Column("recorded_at", sa.DateTime(timezone=True)),
        sa.Column("confirmed_by", sa.Uuid()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("withdrawn_on", sa.Date()),
        sa.Column("withdrawal_reason", sa.Text()),
        sa.Column("withdrawal_by", sa.Uuid()),
        sa.Column("withdrawal_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawal_confirmed_by", sa.Uuid()),
        sa.Column("withdrawal_confirmed_at", sa.DateTime(timezone=True)),
    )


def new_in_clause() -> tuple[sa.Column[Any], ...]:
    """The columns that a clause gets."""
    return (
        sa.Column("kind", sa.String(10), nullable=False, server_default="clause"),
        sa.Column("like_number", sa.String(20)),
        sa.Column("mapped", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("procedure", sa.String(100), nullable=False, server_default=""),
        sa.Column("question", sa.String(300), nullable=False, server_default=""),
        sa.Column("left_out", sa.String(500)),
        sa.Column("source_at", sa.Integer()),
    )


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _unfreeze() -> None:
    """Take the guards of the clauses away while the tables are made anew and old rows get their values."""
    if _is_postgres():
        op.execute("alter table clause disable trigger clause_frozen")
    else:
        for what in ("update", "delete", "insert"):
            op.execute(f"drop trigger clause_frozen_{what}")


def upgrade() -> None:
    """Add the columns, give the rows there are sensible values, then put the checks and guards on."""
    _unfreeze()
    for table, columns in (("edition", new_in_edition()), ("clause", new_in_clause())):
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table("edition") as batch:
        batch.drop_constraint(op.f("ck_edition_state"), type_="check")
        batch.drop_constraint(op.f("ck_edition_adoption"), type_="check")
        batch.alter_column("digest", type_=sa.String(80), existing_type=sa.String(64), existing_nullable=True)
    with op.batch_alter_table("path") as batch:
        batch.alter_column("procedure", type_=sa.String(100), existing_type=sa.String(30), existing_nullable=False)
    _old_rows()
    with op.batch_alter_table("edition") as batch:
        for name, rule in EDITION_CHECKS:
            batch.create_check_constraint(op.f(f"ck_edition_{name}"), rule)
    with op.batch_alter_table("clause") as batch:
        batch.create_check_constraint(op.f("ck_clause_kind"), KIND)
        batch.create_check_constraint(op.f("ck_clause_breachable"), BREACHABLE)
    if _is_postgres():
        op.execute("alter table clause enable always trigger clause_frozen")
    for statement in postgres_guards() if _is_postgres() else sqlite_guards():
        op.execute(statement)


EDITION = sa.table(
    "edition",
    sa.column("id", sa.Uuid()), sa.column("school_id", sa.Uuid()), sa.column("state", sa.String()), sa.column("adopted_on", sa.Date()),
    sa.column("adopted_at", sa.DateTime(timezone=True)), sa.column("imported_by", sa.Uuid()), sa.column("minute", sa.String()),
    sa.column("recorded_by", sa.Uuid()), sa.column("confirmed_by", sa.Uuid()), sa.column("recorded_at", sa.DateTime(timezone=True)),
    sa.column("ended_on", sa.Date()), sa.column("withdrawn_on", sa.Date()), sa.column("withdrawal_reason", sa.Text()),
    sa.column("imported_at", sa.DateTime(timezone=True)),
)  # fmt: skip
CLAUSE = sa.table(
    "clause",
    sa.column("number", sa.String()), sa.column("like_number", sa.String()), sa.column("mapped", sa.Boolean()),
    sa.column("kind", sa.String()), sa.column("text", sa.Text()), sa.column("breachable", sa.Boolean()),
)  # fmt: skip


def _old_rows() -> None:
    """Adopted editions were recorded and confirmed by one person; each ended on the day the next one was adopted."""
    bind = op.get_bind()
    bind.execute(sa.update(CLAUSE).values(mapped=True, like_number=sa.case((CLAUSE.c.number.in_(KNOWN), CLAUSE.c.number))))
    bind.execute(sa.update(CLAUSE).where(CLAUSE.c.text == "", sa.not_(CLAUSE.c.breachable)).values(kind="heading"))
    rows = bind.execute(
        sa.select(EDITION)
        .where(EDITION.c.state != "draft")
        .order_by(EDITION.c.school_id, EDITION.c.adopted_on.desc(), EDITION.c.adopted_at.desc())
    ).all()
    later: tuple[Any, date | None] = (None, None)
    for row in rows:
        values: dict[str, Any] = {
            "minute": "not kept at the time",
            "recorded_by": row.imported_by,
            "confirmed_by": row.imported_by,
            "adopted_at": row.adopted_at or row.imported_at,
            "recorded_at": row.adopted_at or row.imported_at,
        }
        if row.state == "withdrawn":  # it was never answered with
            values |= {"ended_on": row.adopted_on, "withdrawn_on": row.adopted_on, "withdrawal_reason": "not kept at the time"}
        elif row.school_id == later[0]:
            values |= {"state": "superseded", "ended_on": later[1]}
        bind.execute(sa.update(EDITION).where(EDITION.c.id == row.id).values(**values))
        if row.state != "withdrawn":
            later = (row.school_id, row.adopted_on)


def _digests_of_words() -> None:
    """A digest that covers the mapping becomes one of the words alone, as they were made before."""
    bind = op.get_bind()
    edition = sa.table("edition", sa.column("id", sa.Uuid()), sa.column("digest", sa.String()))
    clause = sa.table(
        "clause",
        *(sa.column(name) for name in ("position", "number", "parent", "heading", "text")),
        sa.column("edition_id", sa.Uuid()),
    )
    for key in bind.scalars(sa.select(edition.c.id).where(sa.func.length(edition.c.digest) > 64)).all():
        rows = bind.execute(
            sa.select(clause.c.number, clause.c.parent, clause.c.heading, clause.c.text)
            .where(clause.c.edition_id == key)
            .order_by(clause.c.position)
        )
        made = hashlib.sha256(rfc8785.dumps([[one or "" for one in row] for row in rows])).hexdigest()
        bind.execute(sa.update(edition).where(edition.c.id == key).values(digest=made))


def downgrade() -> None:
    """Take checks, guards and columns away; a superseded edition is adopted again, as it was called before."""
    if _is_postgres():
        op.execute("alter table clause disable trigger clause_frozen")
    for statement in postgres_unguard() if _is_postgres() else sqlite_unguard():
        op.execute(statement)
    with op.batch_alter_table("clause") as batch:
        batch.drop_constraint(op.f("ck_clause_kind"), type_="check")
        batch.drop_constraint(op.f("ck_clause_breachable"), type_="check")
        for column in new_in_clause():
            batch.drop_column(column.name)
    with op.batch_alter_table("edition") as batch:
        for name, _ in EDITION_CHECKS:
            batch.drop_constraint(op.f(f"ck_edition_{name}"), type_="check")
    op.execute("update edition set state = 'adopted' where state = 'superseded'")
    op.execute("update edition set state = 'draft' where state = 'recorded'")
    _digests_of_words()
    with op.batch_alter_table("edition") as batch:
        for column in new_in_edition():
            batch.drop_column(column.name)
        batch.alter_column("digest", type_=sa.String(64), existing_type=sa.String(80), existing_nullable=True)
        batch.create_check_constraint(op.f("ck_edition_state"), OLD_STATE)
        batch.create_check_constraint(op.f("ck_edition_adoption"), OLD_ADOPTION)
    op.execute("update path set procedure = substr(procedure, 1, 30)")
    with op.batch_alter_table("path") as batch:
        batch.alter_column("procedure", type_=sa.String(30), existing_type=sa.String(100), existing_nullable=False)
    if _is_postgres():
        op.execute("alter table clause enable always trigger clause_frozen")
    else:
        for what, row in (("update", "old"), ("delete", "old"), ("insert", "new")):
            op.execute(
                f"create trigger clause_frozen_{what} before {what} on clause "
                f"when (select state from edition where id = {row}.edition_id) <> 'draft' "
                "begin select raise(abort, 'the clauses of an adopted edition are frozen'); end"
            )
