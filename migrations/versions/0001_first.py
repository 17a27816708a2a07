"""The first tables: cases and their facts, what waits, registers, papers, releases, people, the clock.

A migration takes short locks only: add columns with no default or a constant one, build indexes apart.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers its rows only by INTEGER


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_blob")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "demo_clock",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("now", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_clock")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "message",
        sa.Column("no", BIG, nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key_index", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=80), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_message")),
        sa.UniqueConstraint("id", name=op.f("uq_message_id")),
    )
    op.create_index(
        "ix_message_match",
        "message",
        ["name", "key_index"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
        sa.UniqueConstraint("subject", name=op.f("uq_person_subject")),
    )
    op.create_table(
        "release",
        sa.Column("number", BIG, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("approver", sa.String(length=80), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_release")),
    )
    op.create_index(op.f("ix_release_effective_on"), "release", ["effective_on"], unique=False)
    op.create_table(
        "stream",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
        sa.UniqueConstraint("name", name=op.f("uq_stream_name")),
    )
    op.create_table(
        "case_",
        sa.Column("no", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("process", sa.String(length=80), nullable=False),
        sa.Column("release", BIG, nullable=False),
        sa.Column("division", sa.String(length=20), nullable=True),
        sa.Column("applicant", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["no"], ["stream.id"], name=op.f("fk_case__no")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_case_")),
        sa.UniqueConstraint("id", name=op.f("uq_case__id")),
        sa.UniqueConstraint("number", name=op.f("uq_case__number")),
    )
    op.create_index(op.f("ix_case__applicant"), "case_", ["applicant"], unique=False)
    op.create_index("ix_case__opened", "case_", ["opened_at"], unique=False)
    op.create_index(op.f("ix_case__subject"), "case_", ["subject"], unique=False)
    op.create_table(
        "command",
        sa.Column("no", BIG, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("stream", BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=80), nullable=True),
        sa.Column("actor_role", sa.String(length=40), nullable=True),
        sa.Column("actor_division", sa.String(length=20), nullable=True),
        sa.Column("product", sa.String(length=20), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["stream"], ["stream.id"], name=op.f("fk_command_stream")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_command")),
        sa.UniqueConstraint("key", name=op.f("uq_command_key")),
    )
    op.create_table(
        "person_grant",
        sa.Column("person", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("division", sa.String(length=20), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_person_grant_person")),
        sa.PrimaryKeyConstraint("person", "role", "division", name=op.f("pk_person_grant")),
    )
    op.create_table(
        "release_file",
        sa.Column("release", BIG, autoincrement=False, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["blob"], ["blob.hash"], name=op.f("fk_release_file_blob")),
        sa.ForeignKeyConstraint(["release"], ["release.number"], name=op.f("fk_release_file_release")),
        sa.PrimaryKeyConstraint("release", "path", name=op.f("pk_release_file")),
    )
    op.create_table(
        "case_state",
        sa.Column("case_no", BIG, autoincrement=False, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_case_state_case_no")),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_case_state")),
    )
    op.create_table(
        "delivery",
        sa.Column("message_no", BIG, autoincrement=False, nullable=False),
        sa.Column("case_no", BIG, autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_delivery_case_no")),
        sa.ForeignKeyConstraint(["message_no"], ["message.no"], name=op.f("fk_delivery_message_no")),
        sa.PrimaryKeyConstraint("message_no", "case_no", name=op.f("pk_delivery")),
    )
    op.create_table(
        "fact",
        sa.Column("stream", BIG, nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("command", BIG, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("algorithm", sa.String(length=10), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["command"], ["command.no"], name=op.f("fk_fact_command")),
        sa.ForeignKeyConstraint(["stream"], ["stream.id"], name=op.f("fk_fact_stream")),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_fact")),
    )
    op.create_table(
        "job",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_no", BIG, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_job_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("case_no", "kind", "ref", name=op.f("uq_job_case_no_kind_ref")),
    )
    op.create_index(
        "ix_job_due",
        "job",
        ["kind", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'ready'"),
        postgresql_where=sa.text("status = 'ready'"),
    )
    op.create_index(
        "ix_job_incident",
        "job",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'incident'"),
        postgresql_where=sa.text("status = 'incident'"),
    )
    op.create_table(
        "open_task",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_no", BIG, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("process", sa.String(length=80), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("form", sa.String(length=80), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("division", sa.String(length=20), nullable=True),
        sa.Column("step", sa.String(length=80), nullable=True),
        sa.Column("scripted", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.Column("closed_how", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_open_task_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_task")),
    )
    op.create_index(op.f("ix_open_task_case_no"), "open_task", ["case_no"], unique=False)
    op.create_index(
        "ix_open_task_claimed",
        "open_task",
        ["claimed_by"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_open_task_inbox",
        "open_task",
        ["role", "division", "opened_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_open_task_wide",
        "open_task",
        ["role", "opened_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_no", BIG, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_outbox_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(op.f("ix_outbox_case_no"), "outbox", ["case_no"], unique=False)
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'ready'"),
        postgresql_where=sa.text("status = 'ready'"),
    )
    op.create_index(
        "ix_outbox_incident",
        "outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'incident'"),
        postgresql_where=sa.text("status = 'incident'"),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("owner", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_no", BIG, nullable=True),
        sa.Column("slot", sa.String(length=80), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_paper_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("file", name=op.f("uq_paper_file")),
    )
    op.create_index(op.f("ix_paper_case_no"), "paper", ["case_no"], unique=False)
    op.create_index(op.f("ix_paper_owner"), "paper", ["owner"], unique=False)
    op.create_index("ix_paper_same", "paper", ["owner", "slot", "content"], unique=False)
    op.create_table(
        "register_entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("key_index", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("case_no", BIG, nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_register_entry_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("register", "source", name=op.f("uq_register_entry_register_source")),
    )
    op.create_index(op.f("ix_register_entry_case_no"), "register_entry", ["case_no"], unique=False)
    op.create_index("ix_register_entry_find", "register_entry", ["register", "subject"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_no", BIG, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.Column("key_index", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_subscription_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("case_no", "ref", name=op.f("uq_subscription_case_no_ref")),
    )
    op.create_index("ix_subscription_match", "subscription", ["message", "key_index"], unique=False)


def downgrade() -> None:
    # A table takes its indexes with it.
    for table in (
        "subscription",
        "register_entry",
        "paper",
        "outbox",
        "open_task",
        "job",
        "fact",
        "delivery",
        "case_state",
        "release_file",
        "person_grant",
        "command",
        "case_",
        "stream",
        "release",
        "person",
        "message",
        "lease",
        "demo_clock",
        "counter",
        "blob",
    ):
        op.drop_table(table)
