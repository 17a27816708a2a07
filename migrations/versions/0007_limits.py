"""Limits: a task's own, as the timer at its edge was set; it is due then, or with its case's clocks if sooner.

Tasks that are open already keep the day that the clocks say: which timer stands at which task no table holds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("open_task", sa.Column("limit_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("open_task", "limit_at")
