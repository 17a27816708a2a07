"""Accounts: a password that somebody else gave is marked until its owner chose another; people are found by role.

Whoever has an account by now chose its password, or has the one that the demo says.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("temporary", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_person_grant_role", "person_grant", ["role", "division", "person"])


def downgrade() -> None:
    op.drop_index("ix_person_grant_role", table_name="person_grant")
    op.drop_column("person", "temporary")
