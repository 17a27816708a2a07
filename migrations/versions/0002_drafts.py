"""Drafts: what analysts change in the studio before it is a release."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers its rows only by INTEGER


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("number", BIG, nullable=False),
        sa.Column("base", BIG, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(length=80), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=80), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release", BIG, nullable=True),
        sa.ForeignKeyConstraint(["base"], ["release.number"], name=op.f("fk_draft_base")),
        sa.ForeignKeyConstraint(["release"], ["release.number"], name=op.f("fk_draft_release")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_draft")),
    )
    op.create_table(
        "draft_file",
        sa.Column("draft", BIG, autoincrement=False, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["blob"], ["blob.hash"], name=op.f("fk_draft_file_blob")),
        sa.ForeignKeyConstraint(["draft"], ["draft.number"], name=op.f("fk_draft_file_draft")),
        sa.PrimaryKeyConstraint("draft", "path", name=op.f("pk_draft_file")),
    )
    op.create_table(
        "draft_hand",
        sa.Column("draft", BIG, autoincrement=False, nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.number"], name=op.f("fk_draft_hand_draft")),
        sa.PrimaryKeyConstraint("draft", "login", name=op.f("pk_draft_hand")),
    )


def downgrade() -> None:
    for table in ("draft_hand", "draft_file", "draft"):
        op.drop_table(table)
