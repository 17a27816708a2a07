"""The store's databases, of either kind."""

from tests.unit.store.conftest import (
    app,
    database,
    keyring,
    opened,
    postgres_clones,
    postgres_server,
    sqlite_template,
    work,
)

__all__ = ["app", "database", "keyring", "opened", "postgres_clones", "postgres_server", "sqlite_template", "work"]
