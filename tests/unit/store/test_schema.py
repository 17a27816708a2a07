"""Migrations make exactly the tables that the models describe, and take them away again."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app.store import schema
from app.store.db import Tables, db
from tests.unit.store.conftest import make_app


def test_upgrading_from_zero_equals_the_models_and_downgrading_leaves_nothing(empty_database):
    app = make_app(empty_database)
    with app.app_context():
        assert schema.current() is None
        schema.upgrade()
        assert schema.current() == schema.head()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Tables.metadata) == []
        schema.downgrade()
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        schema.upgrade()
        db.engine.dispose()


def test_every_migration_has_a_number_and_a_readable_name():
    names = sorted(path.name for path in (schema.FOLDER / "versions").glob("*.py"))
    assert all(name[:4].isdigit() and name[4] == "_" for name in names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
