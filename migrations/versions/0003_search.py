"""Search over cases: what each was asked for and what came of it, and the ways in by division and process."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers its rows only by INTEGER


def upgrade() -> None:
    op.create_table(
        "case_item",
        sa.Column("case_no", BIG, autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["case_no"], ["case_.no"], name=op.f("fk_case_item_case_no")),
        sa.PrimaryKeyConstraint("case_no", "item", name=op.f("pk_case_item")),
    )
    op.create_index("ix_case_item_found", "case_item", ["item", "outcome"])
    op.create_index("ix_case_item_outcome", "case_item", ["outcome"])
    op.create_index("ix_case__division", "case_", ["division", "no"])
    op.create_index("ix_case__process", "case_", ["process", "no"])
    op.create_index("ix_case__outcome", "case_", ["outcome", "no"])


def downgrade() -> None:
    for name in ("ix_case__outcome", "ix_case__process", "ix_case__division"):
        op.drop_index(name, table_name="case_")
    op.drop_table("case_item")
