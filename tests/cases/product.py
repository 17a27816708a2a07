"""A product with a small release of its own: two county offices, an applicant, and outside systems that keep a log."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from app.calendar import SHANGHAI
from app.cases.office import Office
from app.catalogue import Release, read_folder
from app.cli.rooms import Rooms
from app.cli.scratch import inside
from app.errors import OutsideUnavailable
from app.events.actor import Actor
from app.factory import create_app
from app.identity import Grant, Person
from app.settings import Settings
from app.store import reads
from app.store.db import db
from app.store.keyring import Keyring
from app.store.records import facts_of
from app.store.rows import Command, GrantRecord, NewPerson, Record
from app.store.unit import unit

Json = dict[str, Any]
RELEASE = Path(__file__).parent / "release"
COUNTY, NEXT_COUNTY = "140105", "140106"
NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
UNTIL = datetime(2026, 9, 9, 0, tzinfo=SHANGHAI)
SUBJECT = "14010519900101123X"


def somebody(number: int, login: str, name: str, role: str, division: str) -> Person:
    return Person(f"6b1e7f4e-0000-7000-8000-00000000000{number}", login, name, (Grant(role, division, ""),))


MEI = somebody(1, "mei", "梅", "federation", COUNTY)
LAN = somebody(2, "lan", "兰", "federation", COUNTY)
FAR = somebody(3, "far", "远", "federation", NEXT_COUNTY)
APPLICANT = somebody(4, "applicant", "王小明", "applicant", "0")
OPERATOR = somebody(5, "operator", "运维", "operator", "0")
PEOPLE = (MEI, LAN, FAR, APPLICANT, OPERATOR)
CITIZEN = Actor("message", "citizen")


@dataclass
class Outside:
    """The outside systems: what arrives is appended to a file that outlives the process; `down` they take nothing."""

    log: Path
    down: bool = False
    tries: list[str] = field(default_factory=list)
    heard: Callable[[str], object] = lambda _moment: None

    def ask(self, system: str, operation: str, payload: Json, key: str) -> Json:
        self.tell(system, operation, payload, key)
        return {"relief": f"compared {payload['declared']}"}

    def tell(self, system: str, operation: str, payload: Json, key: str) -> Json:
        self.tries.append(key)
        if self.down:
            raise OutsideUnavailable(f"{system}.{operation}")
        line = json.dumps([key, f"{system}.{operation}", payload], sort_keys=True).encode() + b"\n"
        file = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, line)
        os.close(file)
        self.heard(f"after {system}.{operation} was sent")
        return {}

    def arrived(self) -> list[tuple[str, str, Json]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [tuple(json.loads(line)) for line in lines]


@dataclass
class SystemClock:
    """The clock by which retries wait, apart from the clock of the law."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


class Product:
    """One product in a folder that can be emptied and put back as it was after any step."""

    def __init__(self, folder: Path, database: str | None = None, system: Callable[[], datetime] | None = None) -> None:
        """Make a product, on another database than the folder's own if one is named, or join the one that is there."""
        self.place = folder / "place"
        new = not self.place.exists()
        self.place.mkdir(parents=True, exist_ok=True)
        settings = inside(Settings(), self.place, "http://127.0.0.1:9")
        self.app: Flask = create_app(replace(settings, database_url=database or settings.database_url))
        self.system, self.outside = system or SystemClock(), Outside(self.place / "outside.log")
        self.rooms = Rooms(self.app)
        old: Office = self.app.extensions["cases"]
        parts = (old.commands, old.papers, self.rooms.people.name_of, self.rooms.clock)
        self.cases = Office(*parts, self.outside, self.system)
        if new:
            with self.inside():
                self._prepare()
            self.keep(folder / "start")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Work in the product; no connection is left open, so that its folder can be copied."""
        with self.app.app_context():
            yield
            db.engine.dispose()

    def keep(self, folder: Path) -> None:
        shutil.copytree(self.place, folder)

    def put_back(self, folder: Path) -> None:
        shutil.rmtree(self.place)
        shutil.copytree(folder, self.place)
        self.outside.tries.clear()
        self.outside.down, self.system.now = False, NOW

    @property
    def keyring(self) -> Keyring:
        return self.cases.commands.keyring

    @property
    def release(self) -> Release:
        release: Release = self.rooms.catalogue.release(1)
        return release

    def facts(self, case_id: str) -> list[Record]:
        return facts_of(case_id, keyring=self.keyring)

    def kinds(self, case_id: str) -> list[str]:
        return [record.fact.kind for record in self.facts(case_id)]

    def open(self, process: str = "errand", now: datetime = NOW, key: str = "open", **data: Any) -> str:
        given = {"person": SUBJECT, "county": COUNTY, "until": instant(UNTIL)} | data
        return self.cases.open(process, given, by=APPLICANT, now=now, key=key, division=COUNTY)

    def task(self, name: str) -> str:
        """The id of the one open task of this name."""
        (found,) = [one.task for one in self.rooms.queries.scripts() if one.name == name]
        return str(found)

    def whole(self) -> list[str]:
        """What is wrong with the chains, and what comes out otherwise when every case is run again."""
        wrong = [str(broken) for broken in self.rooms.audit.verify()]
        for case in reads.cases():
            wrong += self.rooms.audit.replay(case.id).differences
        return wrong

    def _prepare(self) -> None:
        self.rooms.upkeep.migrate()
        files = read_folder(RELEASE)
        with unit(NOW, keyring=self.keyring) as work:
            told = {"approver": None, "note": "", "effective_on": date(2026, 1, 1)}
            work.publish(files, Command("publish", Actor("person", "author"), NOW), **told)
            for one in PEOPLE:
                grants = tuple(GrantRecord(grant.role, grant.division) for grant in one.roles)
                work.add_person(NewPerson(one.id, one.login, one.name, None, grants))


def instant(at: datetime) -> Json:
    return {"$datetime": at.isoformat()}
