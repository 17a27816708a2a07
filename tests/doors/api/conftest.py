"""The whole product behind a test client: a scratch installation with the demo people and one applicant."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

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
from app.events.canonical import decode
from app.factory import create_app
from app.forms import Form
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
MORNING = datetime(2026, 8, 17, 1, tzinfo=UTC)
APPLICANT = ("wanghai", "correct horse battery")
STAFF_PASSWORD = "yijianshi-demo"
Ask = Callable[..., TestResponse]


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = inside(Settings(), tmp_path_factory.mktemp("api"), "http://127.0.0.1:1")
    made = create_app(settings)
    made.config["RATELIMIT_ENABLED"] = False
    with made.app_context():
        rooms = Rooms(made)
        prepare(rooms, read_folder(ROOT), MORNING)
        rooms.people.register(APPLICANT[0], "王海", APPLICANT[1], MORNING)
    yield made
