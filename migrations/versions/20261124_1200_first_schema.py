"""The first schema: schools and people, access, policy, casework, evidence, intake, notices, keys and the trail, with the database's own guards."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "20261124_1200"
down_revision = None

APPEND_ONLY = ("trail_event",)
NEVER_DELETED = ("trail_event", "trail_log", "trail_head", "custody", "stage_entry", "finding", "decision", "sanction")
BY_SCHOOL = (
    "case_file",
    "allegation",
    "involvement",
    "visit",
    "path",
    "stage_entry",
    "deadline",
    "contact",
    "decision",
    "finding",
    "sanction",
    "evidence",
    "custody",
    "draft",
    "receipt",
    "case_key",
    "trail_event",
)


def sqlite_guards() -> Iterator[str]:
    """Triggers that refuse to change or delete what must stay, also by INSERT OR REPLACE (recursive_triggers is on)."""
    for table in APPEND_ONLY:
        yield (
            f"create trigger {table}_no_update before update on {table} begin select raise(abort, '{table} is append-only'); end"
        )
    for table in NEVER_DELETED:
        yield (
            f"create trigger {table}_no_delete before delete on {table} "
            f"begin select raise(abort, '{table} rows are never deleted'); end"
        )
    for what, row in (("update", "old"), ("delete", "old"), ("insert", "new")):
        yield (
            f"create trigger clause_frozen_{what} before {what} on clause "
            f"when (select state from edition where id = {row}.edition_id) <> 'draft' "
            "begin select raise(abort, 'the clauses of an adopted edition are frozen'); end"
        )


def sqlite_unguard() -> Iterator[str]:
    """The way back."""
    for table in APPEND_ONLY:
        yield f"drop trigger {table}_no_update"
    for table in NEVER_DELETED:
        yield f"drop trigger {table}_no_delete"
    for what in ("update", "delete", "insert"):
        yield f"drop trigger clause_frozen_{what}"


def postgres_guards() -> Iterator[str]:
    """The same on PostgreSQL, on also when replication would skip triggers, with TRUNCATE refused and rows kept by school."""
    yield (
        "create function refuse() returns trigger language plpgsql as "
        "$$ begin raise exception '% is kept as it is', tg_table_name; end $$"
    )
    yield (
        "create function refuse_frozen() returns trigger language plpgsql as $$ declare found text; begin "
        "select state into found from edition where id = case when tg_op = 'INSERT' then new.edition_id else old.edition_id end; "
        "if found <> 'draft' then raise exception 'the clauses of an adopted edition are frozen'; end if; "
        "if tg_op = 'DELETE' then return old; end if; return new; end $$"
    )
    for table in APPEND_ONLY:
        yield from _trigger(table, "no_update", "update", "row")
    for table in NEVER_DELETED:
        yield from _trigger(table, "no_delete", "delete", "row")
        yield from _trigger(table, "no_truncate", "truncate", "statement")
    yield ("create trigger clause_frozen before insert or update or delete on clause for each row execute function refuse_frozen()")
    yield "alter table clause enable always trigger clause_frozen"
    for table in BY_SCHOOL:
        allowed = (
            "current_setting('app.schools', true) = '*' or school_id::text = any "
            "(string_to_array(coalesce(current_setting('app.schools', true), ''), ','))"
        )
        if table == "trail_event":
            allowed += " or school_id is null"
        yield f"alter table {table} enable row level security"
        yield f"alter table {table} force row level security"
        yield f"create policy by_school on {table} using ({allowed}) with check ({allowed})"


def _trigger(table: str, name: str, when: str, each: str) -> Iterator[str]:
    yield f"create trigger {table}_{name} before {when} on {table} for each {each} execute function refuse()"
    yield f"alter table {table} enable always trigger {table}_{name}"


def postgres_unguard() -> Iterator[str]:
    """The way back."""
    for table in BY_SCHOOL:
        yield f"drop policy by_school on {table}"
        yield f"alter table {table} no force row level security"
        yield f"alter table {table} disable row level security"
    yield "drop trigger clause_frozen on clause"
    for table in NEVER_DELETED:
        yield f"drop trigger {table}_no_truncate on {table}"
        yield f"drop trigger {table}_no_delete on {table}"
    for table in APPEND_ONLY:
        yield f"drop trigger {table}_no_update on {table}"
    yield "drop function refuse_frozen()"
    yield "drop function refuse()"


def upgrade() -> None:
    """Make every table, then the triggers and policies that guard them."""
    op.create_table(
        "attempt",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_key_at", "attempt", ["key", "at"], unique=False)
    op.create_table(
        "case_key",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_key")),
    )
    op.create_index(op.f("ix_case_key_school_id"), "case_key", ["school_id"], unique=False)
    op.create_table(
        "custody",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody")),
    )
    op.create_index("ix_custody_evidence", "custody", ["evidence_id", "at"], unique=False)
    op.create_table(
        "employer",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
    )
    op.create_table(
        "evidence",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("about_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sheet_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(kind = 'file') = (object_key is not null)", name=op.f("ck_evidence_object")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("object_key", name=op.f("uq_evidence_object_key")),
    )
    op.create_index("ix_evidence_case", "evidence", ["case_id"], unique=False)
    op.create_table(
        "school_key",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_school_key")),
    )
    op.create_table(
        "submission",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_submission")),
    )
    op.create_table(
        "trail_log",
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_log")),
        sa.UniqueConstraint("origin", name=op.f("uq_trail_log_origin")),
        sa.UniqueConstraint("school_id", name=op.f("uq_trail_log_school_id")),
    )
    op.create_table(
        "school",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("clock_set", sa.String(length=20), nullable=False),
        sa.Column("lado_name", sa.String(length=200), nullable=False),
        sa.Column("lado_phone", sa.String(length=60), nullable=False),
        sa.Column("lado_email", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_school_employer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    op.create_index(op.f("ix_school_employer_id"), "school", ["employer_id"], unique=False)
    op.create_table(
        "trail_event",
        sa.Column("log_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("opening", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["log_id"], ["trail_log.id"], name=op.f("fk_trail_event_log_id")),
        sa.PrimaryKeyConstraint("log_id", "seq", name=op.f("pk_trail_event")),
    )
    op.create_index("ix_trail_event_case", "trail_event", ["case_id", "at"], unique=False)
    op.create_table(
        "trail_head",
        sa.Column("log_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["log_id"], ["trail_log.id"], name=op.f("fk_trail_head_log_id")),
        sa.PrimaryKeyConstraint("log_id", name=op.f("pk_trail_head")),
    )
    op.create_table(
        "edition",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("front_matter", sa.Text(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chair", sa.String(length=200), nullable=True),
        sa.Column("headteacher", sa.String(length=200), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' or (adopted_on is not null and chair is not null and headteacher is not null and review_due is not null and digest is not null)",
            name=op.f("ck_edition_adoption"),
        ),
        sa.CheckConstraint("state in ('draft', 'adopted', 'withdrawn')", name=op.f("ck_edition_state")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_edition_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.create_index("ix_edition_in_force", "edition", ["school_id", "state", "adopted_on"], unique=False)
    op.create_table(
        "person",
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=20), nullable=False),
        sa.Column("job_title", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("on_roll_from", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(school_id is null) <> (employer_id is null)", name=op.f("ck_person_one_place")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_person_employer_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_person_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_employer_id"), "person", ["employer_id"], unique=False)
    op.create_index("ix_person_school_name", "person", ["school_id", "name"], unique=False)
    op.create_table(
        "account",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_home_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "appointment",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(school_id is null) <> (employer_id is null)", name=op.f("ck_appointment_one_place")),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_appointment_dates")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_appointment_employer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_appointment_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_employer_id"), "appointment", ["employer_id"], unique=False)
    op.create_index("ix_appointment_person", "appointment", ["person_id"], unique=False)
    op.create_index(op.f("ix_appointment_school_id"), "appointment", ["school_id"], unique=False)
    op.create_table(
        "case_file",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("manager", sa.String(length=30), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("limbs_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at is not null)", name=op.f("ck_case_file_closed")),
        sa.CheckConstraint("state in ('triage', 'routed', 'closed', 'not_within_policy')", name=op.f("ck_case_file_state")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_case_file_edition_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_case_file_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_file_reference")),
    )
    op.create_index("ix_case_list", "case_file", ["school_id", "logged_at"], unique=False)
    op.create_index("ix_case_state", "case_file", ["school_id", "state", "logged_at"], unique=False)
    op.create_table(
        "clause",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("parent", sa.String(length=20), nullable=True),
        sa.Column("heading", sa.String(length=300), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("breachable", sa.Boolean(), nullable=False),
        sa.Column("routes", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_clause_edition_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_clause_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_clause_edition_id_number")),
    )
    op.create_table(
        "draft",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_draft_author_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_draft_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_author", "draft", ["author_id", "saved_at"], unique=False)
    op.create_table(
        "notice",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_notice_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "once", name=op.f("uq_notice_person_id_once")),
    )
    op.create_index("ix_notice_due", "notice", ["state", "next_at"], unique=False)
    op.create_index("ix_notice_person", "notice", ["person_id", "made_at"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_receipt_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index("ix_receipt_person", "receipt", ["person_id", "at"], unique=False)
    op.create_table(
        "allegation",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Uuid(), nullable=True),
        sa.Column("clause_number", sa.String(length=20), nullable=False),
        sa.Column("act_index", sa.Integer(), nullable=True),
        sa.Column("met", sa.String(length=10), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("particulars_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("met in ('yes', 'may_be')", name=op.f("ck_allegation_met")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_allegation_case_id")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_allegation_clause_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_allegation_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allegation")),
    )
    op.create_index("ix_allegation_case", "allegation", ["case_id"], unique=False)
    op.create_index("ix_allegation_clause", "allegation", ["school_id", "clause_number"], unique=False)
    op.create_table(
        "factor",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_factor_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor")),
    )
    op.create_index(op.f("ix_factor_account_id"), "factor", ["account_id"], unique=False)
    op.create_table(
        "involvement",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_involvement_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_involvement_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_involvement_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement")),
    )
    op.create_index("ix_involvement_case", "involvement", ["case_id"], unique=False)
    op.create_index("ix_involvement_person", "involvement", ["person_id", "part", "case_id"], unique=False)
    op.create_table(
        "path",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("procedure", sa.String(length=30), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("waits_for", sa.String(length=30), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'accepted') = (stage is not null)", name=op.f("ck_path_stage")),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)",
            name=op.f("ck_path_decided"),
        ),
        sa.CheckConstraint("state in ('proposed', 'accepted', 'declined')", name=op.f("ck_path_state")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_path_case_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_path_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path")),
        sa.UniqueConstraint("case_id", "name", "procedure", name=op.f("uq_path_case_id_name_procedure")),
    )
    op.create_index("ix_path_case", "path", ["case_id"], unique=False)
    op.create_index("ix_path_filter", "path", ["school_id", "name", "stage"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_visit_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_visit_school_id")),
        sa.PrimaryKeyConstraint("person_id", "case_id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_case", "visit", ["case_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=True),
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_contact_case_id")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_contact_path_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_contact_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_case", "contact", ["case_id", "at"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=30), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_by", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_deadline_case_id")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_deadline_path_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_deadline_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_case", "deadline", ["case_id"], unique=False)
    op.create_index(
        "ix_deadline_open",
        "deadline",
        ["school_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("met_at is null and dropped_at is null"),
        postgresql_where=sa.text("met_at is null and dropped_at is null"),
    )
    op.create_table(
        "decision",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("equality_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_decision_path_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_decision_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_case", "decision", ["case_id", "at"], unique=False)
    op.create_table(
        "stage_entry",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_stage_entry_case_id")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_stage_entry_path_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_stage_entry_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_entry")),
    )
    op.create_index("ix_stage_entry_case", "stage_entry", ["case_id", "at"], unique=False)
    op.create_table(
        "finding",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=False),
        sa.Column("allegation_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(length=30), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["allegation_id"], ["allegation.id"], name=op.f("fk_finding_allegation_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_finding_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_finding_decision_id")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_finding_path_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_finding_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("allegation_id", "path_id", name=op.f("uq_finding_allegation_id_path_id")),
    )
    op.create_index("ix_finding_case", "finding", ["case_id"], unique=False)
    op.create_table(
        "sanction",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("live_from", sa.Date(), nullable=True),
        sa.Column("live_to", sa.Date(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("live_to is null or (live_from is not null and live_to >= live_from)", name=op.f("ck_sanction_live")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_sanction_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_sanction_decision_id")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_sanction_path_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_sanction_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
    )
    op.create_index("ix_sanction_case", "sanction", ["case_id"], unique=False)
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in postgres_guards() if postgres else sqlite_guards():
        op.execute(statement)


def downgrade() -> None:
    """Take the guards and every table away again."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in postgres_unguard() if postgres else sqlite_unguard():
        op.execute(statement)
    op.drop_index("ix_sanction_case", table_name="sanction")
    op.drop_table("sanction")
    op.drop_index("ix_finding_case", table_name="finding")
    op.drop_table("finding")
    op.drop_index("ix_stage_entry_case", table_name="stage_entry")
    op.drop_table("stage_entry")
    op.drop_index("ix_decision_case", table_name="decision")
    op.drop_table("decision")
    op.drop_index(
        "ix_deadline_open",
        table_name="deadline",
        sqlite_where=sa.text("met_at is null and dropped_at is null"),
        postgresql_where=sa.text("met_at is null and dropped_at is null"),
    )
    op.drop_index("ix_deadline_case", table_name="deadline")
    op.drop_table("deadline")
    op.drop_index("ix_contact_case", table_name="contact")
    op.drop_table("contact")
    op.drop_index("ix_visit_case", table_name="visit")
    op.drop_table("visit")
    op.drop_index(op.f("ix_sign_in_account_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index("ix_path_filter", table_name="path")
    op.drop_index("ix_path_case", table_name="path")
    op.drop_table("path")
    op.drop_index("ix_involvement_person", table_name="involvement")
    op.drop_index("ix_involvement_case", table_name="involvement")
    op.drop_table("involvement")
    op.drop_index(op.f("ix_factor_account_id"), table_name="factor")
    op.drop_table("factor")
    op.drop_index("ix_allegation_clause", table_name="allegation")
    op.drop_index("ix_allegation_case", table_name="allegation")
    op.drop_table("allegation")
    op.drop_index("ix_receipt_person", table_name="receipt")
    op.drop_table("receipt")
    op.drop_index("ix_notice_person", table_name="notice")
    op.drop_index("ix_notice_due", table_name="notice")
    op.drop_table("notice")
    op.drop_index("ix_draft_author", table_name="draft")
    op.drop_table("draft")
    op.drop_table("clause")
    op.drop_index("ix_case_state", table_name="case_file")
    op.drop_index("ix_case_list", table_name="case_file")
    op.drop_table("case_file")
    op.drop_index(op.f("ix_appointment_school_id"), table_name="appointment")
    op.drop_index("ix_appointment_person", table_name="appointment")
    op.drop_index(op.f("ix_appointment_employer_id"), table_name="appointment")
    op.drop_table("appointment")
    op.drop_table("account")
    op.drop_index("ix_person_school_name", table_name="person")
    op.drop_index(op.f("ix_person_employer_id"), table_name="person")
    op.drop_table("person")
    op.drop_index("ix_edition_in_force", table_name="edition")
    op.drop_table("edition")
    op.drop_table("trail_head")
    op.drop_index("ix_trail_event_case", table_name="trail_event")
    op.drop_table("trail_event")
    op.drop_index(op.f("ix_school_employer_id"), table_name="school")
    op.drop_table("school")
    op.drop_table("trail_log")
    op.drop_table("submission")
    op.drop_table("school_key")
    op.drop_index("ix_evidence_case", table_name="evidence")
    op.drop_table("evidence")
    op.drop_table("employer")
    op.drop_index("ix_custody_evidence", table_name="custody")
    op.drop_table("custody")
    op.drop_index(op.f("ix_case_key_school_id"), table_name="case_key")
    op.drop_table("case_key")
    op.drop_index("ix_attempt_key_at", table_name="attempt")
    op.drop_table("attempt")
