"""A product that every test finds as it was on its first morning."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from app.store.db import db
from tests.cases.console import Console
from tests.cases.console import made as made_whole
from tests.cases.product import Product
from tests.unit.store.conftest import database, postgres_clones, postgres_server, sqlite_template

__all__ = ["database", "postgres_clones", "postgres_server", "sqlite_template"]  # a migrated database of either kind


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, Path]:
    folder = tmp_path_factory.mktemp("cases")
    return Product(folder), folder / "start"


@pytest.fixture
def product(made: tuple[Product, Path]) -> Iterator[Product]:
    found, start = made
    found.put_back(start)
    with found.inside():
        yield found


@pytest.fixture
def statements(product: Product) -> Iterator[list[str]]:
    """What the database was told from here on, commits among it."""
    told: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        told.append(statement)

    def commit(_connection):
        told.append("COMMIT")

    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(db.engine, "commit", commit)
    yield told
    event.remove(db.engine, "before_cursor_execute", note)
    event.remove(db.engine, "commit", commit)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    made_whole(folder)
    return folder


@pytest.fixture
def console(whole: Path, tmp_path: Path) -> Console:
    """The console on a product of its own."""
    shutil.copytree(whole, tmp_path / "product")
    return Console(tmp_path / "product")
