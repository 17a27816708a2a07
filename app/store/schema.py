"""Migrations: the only way tables come to be, up and down; command line, factory and tests call it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from flask_migrate import downgrade as _downgrade
from flask_migrate import upgrade as _upgrade
from sqlalchemy import func, select

from app.store.db import db, reading

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
migrate = Migrate(db=db, directory=str(FOLDER))


def attach_migrations(app: Flask) -> None:
    migrate.init_app(app)


def upgrade(revision: str = "head") -> None:
    """Bring the tables up to a revision, the newest unless another is named."""
    _upgrade(str(FOLDER), revision)


def downgrade(revision: str = "base") -> None:
    """Take the tables down to a revision; `base` removes them all with everything in them."""
    _downgrade(str(FOLDER), revision)


def let_go() -> None:
    """Close every connection to the tables; who needs one next opens it anew."""
    db.engine.dispose()


def head() -> str | None:
    """Name the newest revision that this product knows."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def current() -> str | None:
    """Name the revision that the database is at; None before its first migration."""
    with reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def alone() -> Iterator[None]:
    """Let nobody else prepare this database meanwhile: processes that start together wait for each other here.

    Who is killed lets go. On PostgreSQL the database itself holds them apart, whatever machines they run on.
    """
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("preparing", 0))))
            yield
        return
    folder = os.open(Path(db.engine.url.database or ".").resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
