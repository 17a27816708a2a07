"""Anchors: up to which fact each stream is bound by one, and an index of the streams that grew since.

What the anchors so far bound is sealed, and no migration holds the key: the first anchor after this binds every stream.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GROWN = sa.text("seq > anchored")


def upgrade() -> None:
    op.add_column("stream", sa.Column("anchored", BIG, server_default=sa.text("0"), nullable=False))
    op.create_index("ix_stream_grown", "stream", ["id"], sqlite_where=GROWN, postgresql_where=GROWN)


def downgrade() -> None:
    op.drop_index("ix_stream_grown", table_name="stream")
    op.drop_column("stream", "anchored")
