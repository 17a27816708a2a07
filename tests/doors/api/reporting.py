"""A product of its own behind a real port, and outside systems that report to it by themselves."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
from flask import Flask
from werkzeug.serving import make_server

from app.catalogue import read_folder
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors import load
from app.connectors.simulators.reports import Reporting
from app.connectors.simulators.serving import running
from app.factory import create_app
from app.settings import Settings
from tests.doors.api.conftest import MORNING, ROOT

Json = dict[str, Any]
SOON = 15.0
MAILED = {
    "name": "示例·王海",
    "phone": "13900000000",
    "county": "140105",
    "id_no": "140105199001019556",
    "delivery": "mail",
    "mail_address": "示例地址1号",
}


class Outskirts:
    """The product, and what happens between it and the systems outside."""

    def __init__(self, app: Flask, port: int, simulators: str, tokens: dict[str, str]) -> None:
        """Hold the parts; the product answers at its port only while `up`."""
        self.app, self.port, self.simulators, self.tokens = app, port, simulators, tokens

    @contextmanager
    def up(self) -> Iterator[None]:
        """Answer at the port while the block runs."""
        serving = make_server("127.0.0.1", self.port, self.app, threaded=True)
        thread = Thread(target=serving.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            serving.shutdown()
            thread.join()
            serving.server_close()

    def mail(self, number: str) -> str:
        """Make a certificate and give it to the courier; the case then waits for its delivery."""
        with self.app.app_context():
            rooms = Rooms(self.app)
            by, now = rooms.people.named("federation_xd"), rooms.now()
            told = {"by": by, "now": now, "key": f"mail:{number}"}
            case: str = rooms.cases.open("delivery", MAILED | {"certificate_number": number}, division="140105", **told)
            [task] = [one.task for one in rooms.queries.scripts() if one.case_id == case]
            rooms.cases.complete(task, {"made_on": {"$date": "2026-08-17"}}, **told | {"key": f"made:{number}"})
            rooms.cases.drain(now)
        return case

    def facts(self, case: str, kind: str) -> list[Any]:
        with self.app.app_context():
            return [one.fact for one in Rooms(self.app).queries.record(case) if type(one.fact).__name__ == kind]

    def order(self, path: str, **body: Any) -> Json:
        answer = httpx.post(f"{self.simulators}/{path}", json=body, trust_env=False)
        answer.raise_for_status()
        told: Json = answer.json()
        return told

    def report(self, key: str, until: Callable[[Json], bool] = lambda one: one["status"] is not None) -> Json:
        """The report about something, once it is as wanted."""
        ends = time.monotonic() + SOON
        while time.monotonic() < ends:
            told: list[Json] = httpx.get(f"{self.simulators}/_reports", trust_env=False).json()
            found = [one for one in told if one["key"] == key and until(one)]
            if found:
                return found[0]
            time.sleep(0.05)
        raise AssertionError(f"no such report about {key}: {told}")


@contextmanager
def outskirts(folder: Path) -> Iterator[Outskirts]:
    """Everything in a folder; couriers here are quick, and shown tokens are those of the demo's file."""
    systems = load(folder / "outside.json", invent=True)
    tokens = {name: one.reports_with for name, one in systems.items()}
    script = json.loads((ROOT / "forms" / "reference" / "outside.json").read_bytes())["systems"]
    script["logistics"]["delivered"]["seconds"] = 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    reporting = Reporting(f"http://127.0.0.1:{port}", tokens, script)
    secrets = {name: one.secret for name, one in systems.items()}
    with running(folder / "outside.sqlite3", secrets=secrets, reporting=reporting) as address:
        app = create_app(inside(Settings(), folder, address))
        with app.app_context():
            prepare(Rooms(app), read_folder(ROOT), MORNING)
        yield Outskirts(app, port, address, tokens)
