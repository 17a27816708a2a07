"""Statutory clocks: how long an office may take, stopped while it waits for the applicant."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "statutory_clock",
        sa.Column("case_no", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("days", BIG, nullable=False),
        sa.Column("used", BIG, nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("stopped_by", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rang_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_statutory_clock_case_no")),
        sa.PrimaryKeyConstraint("case_no", "name", name=op.f("pk_statutory_clock")),
    )
    op.create_index("ix_statutory_clock_due", "statutory_clock", ["due_at"])


def downgrade() -> None:
    op.drop_table("statutory_clock")
