"""The database, a leaf that imports no table: engine, kinds of transaction, column types; store and factory call it."""

from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, DateTime, Dialect, Engine, Integer, MetaData, TypeDecorator, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, registry

from app.errors import Refused
from app.settings import Settings
from app.store.turns import Turns

BUSY_SECONDS = 15
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Tables(DeclarativeBase):
    """Common ground of all tables: constraints have names, so that migrations can take them away again."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={int: BigInteger().with_variant(Integer(), "sqlite")},
    )


db = SQLAlchemy(model_class=Tables)
TURNS: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; SQLite, which has no zones, keeps its UTC text."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} names no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def attach(app: Flask, settings: Settings) -> None:
    """Give an app its database: `DATABASE_URL` decides which, and both behave alike from here on."""
    url = driver_url(settings.database_url)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True} if url.startswith("postgresql") else {}
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _make_folder(db.engine)
            _ready_sqlite(db.engine, settings.sqlite_synchronous)


def driver_url(url: str) -> str:
    """Name the driver: people write `postgres://` or `postgresql://`, the product speaks psycopg 3."""
    scheme, _, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg://{rest}"
    if scheme not in {"sqlite", "postgresql+psycopg"}:  # the rest of it may be a password
        raise Refused("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return url


@contextmanager
def reading() -> Generator[Connection]:
    """Open a connection for reading: each statement sees what is committed, and nothing stays locked or open."""
    with db.engine.connect().execution_options(**_options("", "AUTOCOMMIT")) as connection:
        yield connection


@contextmanager
def snapshot() -> Generator[Connection]:
    """Open a connection on which all statements see one moment of the database."""
    with db.engine.connect().execution_options(**_options("BEGIN", "REPEATABLE READ")) as connection:
        yield connection


@contextmanager
def writing() -> Generator[Connection]:
    """Open the connection of one unit of work, the only writer on SQLite; the unit decides whether it commits."""
    turn = TURNS.setdefault(db.engine, Turns()).taken() if db.engine.dialect.name == "sqlite" else nullcontext()
    options = _options("BEGIN IMMEDIATE", "READ COMMITTED")
    with turn, db.engine.connect().execution_options(**options) as connection:
        yield connection


def _options(begin: str, level: str) -> dict[str, str]:
    """SQLite is told how to begin; its driver's isolation levels would bring back the deferred BEGIN."""
    return {"sqlite_begin": begin} if db.engine.dialect.name == "sqlite" else {"isolation_level": level}


def _make_folder(engine: Engine) -> None:
    database = make_url(str(engine.url)).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _ready_sqlite(engine: Engine, synchronous: str) -> None:
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN would be deferred, and lose races late
        for pragma in (
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "foreign_keys = ON",
            f"busy_timeout = {BUSY_SECONDS * 1000}",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def on_begin(connection: Connection) -> None:
        if begin := connection.get_execution_options().get("sqlite_begin", "BEGIN"):
            connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
