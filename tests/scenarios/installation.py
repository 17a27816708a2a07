"""An installation for one scenario: a prepared database copied, a simulated clock, and offices that answer as told."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.calendar import legal_day
from app.cases.office import Office
from app.catalogue import read_folder
from app.cli.rooms import Rooms
from app.cli.scratch import inside
from app.connectors.operations import OPERATIONS
from app.connectors.packing import pack
from app.errors import OutsideRefused, OutsideUnavailable
from app.factory import create_app
from app.settings import Settings
from app.store import db

ROOT = Path(__file__).resolve().parents[2]
BEGINNING = datetime(2020, 1, 1, 1, tzinfo=UTC)
NOWHERE = "http://127.0.0.1:9"  # nothing listens there: an office that is reached by HTTP fails the scenario
Json = dict[str, Any]
ANSWERS: dict[tuple[str, str], Callable[[Json], Json]] = {
    ("identity", "verify"): lambda _: {"verified": True},
    ("e_certificate", "held"): lambda asked: {"held": asked["kinds"]},
    ("civil_affairs", "relief_compare"): lambda asked: {"relief": asked["declared"]},
    ("civil_affairs", "death_compare"): lambda _: {"died_on": None},
    ("human_resources", "pension_status"): lambda asked: dict(asked["declared"]),
    ("pension_system", "compare"): lambda _: {"matched": True, "reason": ""},
}


class Offices:
    """The outside systems, played: they answer what was declared unless a table says otherwise, or are down."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Json]] = []
        self.answers: dict[str, Json] = {}
        self.away: dict[str, type[Exception]] = {}
        self._seen: set[str] = set()

    def ask(self, system: str, operation: str, payload: Json, key: str) -> Json:
        self._arrive(system, operation, payload, key)
        name = f"{system}.{operation}"
        return self.answers[name] if name in self.answers else ANSWERS[system, operation](payload)

    def tell(self, system: str, operation: str, payload: Json, key: str) -> object:
        return self._arrive(system, operation, payload, key)

    def _arrive(self, system: str, operation: str, payload: Json, key: str) -> None:
        """Take what an office takes by the table of operations; the same key again counts once."""
        pack(OPERATIONS[system, operation], payload)
        name = f"{system}.{operation}"
        if name in self.away:
            raise self.away[name](f"{name} is away")
        if key not in self._seen:
            self._seen.add(key)
            self.told.append((name, payload))

    def be(self, name: str, how: str, answer: Json) -> None:
        """Be `down`, `refusing`, `back`, or answer this from now on."""
        self.away.pop(name, None)
        if how in {"down", "refusing"}:
            self.away[name] = OutsideUnavailable if how == "down" else OutsideRefused
        elif how != "back":
            self.answers[name] = answer


class Installations:
    """One product, migrated and given the release once; every scenario finds it as it was then."""

    def __init__(self, folder: Path) -> None:
        """Take an empty folder to live in."""
        self._place, self._start = folder / "place", folder / "start"
        self._place.mkdir()
        self._app = create_app(inside(Settings(), self._place, NOWHERE))
        with self._app.app_context():
            self._prepare(Rooms(self._app))
            db.db.engine.dispose()
        shutil.copytree(self._place, self._start)

    @contextmanager
    def fresh(self, offices: Offices) -> Iterator[Rooms]:
        """Open the product anew, with these offices outside; retries wait by the simulated clock."""
        shutil.rmtree(self._place)
        shutil.copytree(self._start, self._place)
        with self._app.app_context():
            found = self._app.extensions
            old: Office = found["cases"]
            names, clock = found["people"].name_of, found["clock"]
            found["cases"] = Office(old.commands, old.papers, names, clock, offices, clock.now)
            try:
                yield Rooms(self._app)
            finally:
                db.db.engine.dispose()

    @staticmethod
    def _prepare(rooms: Rooms) -> None:
        rooms.upkeep.migrate()
        rooms.clock.set(BEGINNING)
        day = legal_day(BEGINNING)
        rooms.catalogue.publish(
            read_folder(ROOT), author="seed", approver="seed-review", note="", effective_on=day, now=BEGINNING
        )
