"""The whole product behind a test client: scratch installation, outside systems, demo people, one applicant."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.catalogue import read_folder
from app.cli.policy import paper
from app.cli.policy.compare import plain
from app.cli.policy.rules import Rules
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.events.canonical import decode, encode
from app.factory import create_app
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
MORNING = datetime(2026, 8, 17, 1, tzinfo=UTC)
PASSWORD = "yijianshi-demo"
APPLICANT = "wanghai"
COUNTS = {"open_cases": 3, "open_tasks": 2, "incidents": 1, "due_jobs": 0}
Json = dict[str, Any]
Ask = Callable[..., TestResponse]


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with product(tmp_path_factory.mktemp("api")) as made:
        yield made


@contextmanager
def product(folder: Path) -> Iterator[Flask]:
    """The whole product in a folder of its own, with two applicants."""
    with running(folder / "outside.sqlite3") as outside_url:
        made = create_app(inside(Settings(), folder, outside_url))
        made.extensions.setdefault("counts", lambda _now: COUNTS)
        with made.app_context():
            rooms = Rooms(made)
            prepare(rooms, read_folder(ROOT), MORNING)
            rooms.people.register(APPLICANT, "示例·王海", PASSWORD, MORNING)
            rooms.people.register("somebody", "别人", PASSWORD, MORNING)
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def ask(client: FlaskClient) -> Ask:
    """Ask as somebody with a password; `body` is sent as canonical JSON, `raw` as it is."""

    def asked(who: str | None, method: str, path: str, body: Any = None, raw: bytes | None = None, **more: Any) -> Any:
        sent = encode(body) if raw is None and body is not None else raw
        auth = (who, PASSWORD) if who else None
        return client.open(path, method=method, auth=auth, data=sent, content_type="application/json", **more)

    return asked


@pytest.fixture
def settle(app: Flask) -> Callable[[], None]:
    """Let everything that goes out go out."""

    def settled() -> None:
        with app.app_context():
            app.extensions["cases"].drain(app.extensions["now"]())

    return settled


@pytest.fixture(scope="session")
def scripted(app: Flask) -> Json:
    """What the demo's invented applicant fills in, papers left out."""
    with app.app_context():
        rooms = Rooms(app)
        rules = Rules(rooms, decode((ROOT / "forms" / "reference" / "demo.json").read_bytes()))
        form = rooms.catalogue.release(1).form("application")
        given = {key: plain(rules.ask(text)) for key, text in form.scripted.items()}
        slots = {slot.key for slot in form.files()}
    return {key: value for key, value in given.items() if key not in slots or value}


@pytest.fixture
def application(client: FlaskClient, app: Flask, scripted: Json) -> Json:
    """The same with its papers handed in first."""
    with app.app_context():
        slots = {slot.key for slot in app.extensions["catalogue"].release(1).form("application").files()}
    return {key: [upload(client, key)] if key in slots else value for key, value in scripted.items()}


def upload(client: FlaskClient, slot: str, who: str = APPLICANT) -> Json:
    made = paper.fitting(".png" if slot == "photo" else "")
    content = made.content + uuid4().bytes  # the same content again would be the paper of an earlier case
    part = {"file": (BytesIO(content), f"../paper.{made.suffix}")}
    answer = client.post(f"/api/papers?slot={slot}", data=part, auth=(who, PASSWORD))
    assert answer.status_code == 201, answer.text
    return {"paper": answer.json["id"], "name": "a name of the program's own", "size": 1}
