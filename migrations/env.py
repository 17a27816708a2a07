"""How migrations reach the database: on the app's own engine, in one transaction."""

from alembic import context
from flask import current_app

from app.store import models
from app.store.db import Instant

database = current_app.extensions["migrate"].db
metadata = models.StreamRow.metadata


def render(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column types as the plain ones they stand on: migrations must not change when the app does."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    with database.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, compare_type=True, render_item=render)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    context.configure(url=database.engine.url, target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    run()
