"""The whole product on a free port: what answers browsers, how its time goes on, and what its offices have on file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
from flask import Flask
from werkzeug.serving import make_server

from app.calendar import legal_day
from app.catalogue import read_folder
from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.factory import create_app
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
BEGINNING = datetime(2026, 8, 17, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Live:
    """The running product: where it answers, and the two ways in which its time goes on."""

    app: Flask
    address: str
    outside: str
    seats: dict[str, list[Any]] = field(default_factory=dict)  # who is logged in already, with the cookies
    looked_at: set[str] = field(default_factory=set)  # tasks whose page was checked already

    def settle(self) -> None:
        """Do what a commit made ready: ask and tell the outside systems."""
        with self.app.app_context():
            self.app.extensions["cases"].drain(self.app.extensions["now"]())

    def advance(self, days: int) -> None:
        """Let so many days pass on the simulated clock."""
        with self.app.app_context():
            self.app.extensions["cases"].advance(self.app.extensions["now"]() + timedelta(days=days))

    def day(self, after: int = 0) -> str:
        """Today, or the day so many days after, as forms take it: other stories may have let weeks pass."""
        with self.app.app_context():
            return (legal_day(self.app.extensions["now"]()) + timedelta(days=after)).isoformat()

    def on_file(self, id_no: str, **known: Any) -> None:
        """Let the offices outside hold something about a person."""
        httpx.post(f"{self.outside}/_people", json={"id_no": id_no} | known).raise_for_status()

    def holds_certificate(self, id_no: str, county: str, *, issued_on: str, level: int, **known: Any) -> None:
        """Take over a certificate for a physical disability that was issued before the product was there."""
        with self.app.app_context():
            rooms = Rooms(self.app)
            row = {"kind": "certificate", "id_no": id_no, "county": county, "issued_on": issued_on, "expires_on": None}
            row |= {"number": None, "reissue_count": 0, "levels": [{"category": "肢体", "level": Decimal(level)}]}
            Importer(rooms, rooms.people.login("federation_xd", "yijianshi-demo"), "stock").take(row | known)
        self.settle()

    def told(self, system: str, operation: str, number: str) -> list[Any]:
        """What an outside system was told of a case."""
        log = httpx.get(f"{self.outside}/_log", params={"system": system}).raise_for_status().json()
        return [
            one["payload"] for one in log if one["operation"] == operation and one["payload"].get("number") == number
        ]


@contextmanager
def going(folder: Path) -> Iterator[Live]:
    """The whole product in demo mode, with its outside systems, in a folder of its own."""
    with running(folder / "outside.sqlite3") as outside_url:
        app = create_app(inside(Settings(), folder, outside_url))
        with app.app_context():
            prepare(Rooms(app), read_folder(ROOT), BEGINNING)
        serving = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=serving.serve_forever, args=(0.02,), name="live", daemon=True)
        thread.start()
        yield Live(app, f"http://127.0.0.1:{serving.server_port}", outside_url)
        serving.shutdown()
        thread.join()
        serving.server_close()
