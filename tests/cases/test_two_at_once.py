"""Two who take over the same certificate or right at the same moment, on either database: it is held once."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread, current_thread
from typing import Any

import pytest
from sqlalchemy import event

from app.catalogue import read_folder
from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.factory import create_app
from app.settings import Settings
from app.store.db import db
from tests.cases.console import NOBODY, ROOT
from tests.cases.product import NOW

ID_NO = "140105199001010001"
HEAD_START = 1.0  # seconds
COUNTIES = {
    "first": "140105",
    "second": "140403",
}  # each numbers its cases by itself, and nothing else keeps them apart
ROWS = {
    "certificate": {"issued_on": "2021-01-10", "levels": "肢体:2"},
    "right": {"benefit": "care_subsidy", "rate": 1, "since": "2026-01", "name": "示例", "long_term_care": True},
}


@pytest.fixture
def rooms(tmp_path: Path, database: str) -> Iterator[Rooms]:
    """The whole release on a database of its own."""
    app = create_app(replace(inside(Settings(), tmp_path, NOBODY), database_url=database))
    with app.app_context():
        found = Rooms(app)
        prepare(found, read_folder(ROOT), NOW)
        yield found
        db.engine.dispose()


@dataclass
class Race:
    """Two imports of one row: the first keeps what it wrote to itself while the second could overtake it."""

    rooms: Rooms
    row: dict[str, Any]
    outcomes: dict[str, str | None] = field(default_factory=dict)
    written: Event = field(default_factory=Event)
    second_done: Event = field(default_factory=Event)

    def hold_back(self, _connection, _cursor, statement, *_rest) -> None:
        if current_thread().name == "first" and statement.startswith("INSERT INTO register_entry"):
            self.written.set()
            self.second_done.wait(HEAD_START)

    def first(self) -> None:
        self.outcomes["first"] = self._taken("first")

    def second(self) -> None:
        self.written.wait()
        self.outcomes["second"] = self._taken("second")
        self.second_done.set()

    def _taken(self, source: str) -> str | None:
        with self.rooms.app.app_context():
            own = Rooms(self.rooms.app)
            importer = Importer(own, own.people.scripted("federation", COUNTIES[source]), source)
            return own.cases.outcome(importer.take(self.row | {"county": COUNTIES[source]}))


@pytest.mark.parametrize(("kind", "register"), [("certificate", "certificates"), ("right", "entitlements")])
def test_of_two_imports_at_one_moment_one_is_taken_and_the_other_says_so(rooms, kind, register):
    race = Race(rooms, ROWS[kind] | {"kind": kind, "id_no": ID_NO})
    event.listen(db.engine, "after_cursor_execute", race.hold_back)
    threads = [Thread(target=race.first, name="first"), Thread(target=race.second, name="second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    event.remove(db.engine, "after_cursor_execute", race.hold_back)
    assert race.outcomes == {"first": "imported", "second": "known"}
    assert len(rooms.queries.register(register, ID_NO)) == 1
