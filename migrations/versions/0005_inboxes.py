"""Inboxes: the day by which each open task's case must be done, and indexes for their orders."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
INDEXES = {
    "ix_open_task_due": ["role", "due_at", "opened_at", "id"],
    "ix_open_task_name": ["role", "name", "opened_at", "id"],
}
# What the running clocks of open cases say; from now on whoever keeps a clock keeps this, too.
FILL = """
UPDATE open_task SET due_at = (
    SELECT min(coalesce(due_at, rang_at)) FROM statutory_clock
    WHERE statutory_clock.case_no = open_task.case_no AND ended_at IS NULL AND since IS NOT NULL
) WHERE closed_at IS NULL
"""


def upgrade() -> None:
    op.add_column("open_task", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(FILL)
    for name, columns in INDEXES.items():
        op.create_index(name, "open_task", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="open_task")
    op.drop_column("open_task", "due_at")
