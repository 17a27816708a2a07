"""Figures: indexes that hold all that is counted of a period's cases, of open cases and of open tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
NAMED = ["role", "name", "opened_at", "id"]


def upgrade() -> None:
    op.drop_index("ix_case__opened", table_name="case_")
    op.create_index("ix_case__opened", "case_", ["opened_at", "division", "process", "release"])
    op.create_index("ix_case__ended", "case_", ["ended_at", "division", "process", "opened_at", "release", "outcome"])
    _name_tasks_by([*NAMED, "division", "due_at", "case_no", "closed_at"])


def downgrade() -> None:
    _name_tasks_by(NAMED)
    op.drop_index("ix_case__ended", table_name="case_")
    op.drop_index("ix_case__opened", table_name="case_")
    op.create_index("ix_case__opened", "case_", ["opened_at"])


def _name_tasks_by(columns: list[str]) -> None:
    op.drop_index("ix_open_task_name", table_name="open_task")
    op.create_index("ix_open_task_name", "open_task", columns, sqlite_where=OPEN, postgresql_where=OPEN)
