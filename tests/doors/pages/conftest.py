"""The whole product behind a browser without JavaScript: pages are read, forms are filled in and sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from app.catalogue import read_folder
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.factory import create_app
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
MORNING = datetime(2026, 8, 17, 1, tzinfo=UTC)
PASSWORD = "yijianshi-demo"
JPEG = b"\xff\xd8\xff\xe0 a photograph"
APPLICATION: dict[str, Any] = {
    "items": ["cert_new"],
    "name": "示例·张三",
    "sex": "男",
    "ethnicity": "汉族",
    "marital_status": "未婚",
    "education": "高中",
    "id_no": "１４０１０５１９９００１０１２１１８",
    "hukou_type": "农业户口",
    "native_place": "山西太原",
    "hukou_county": "140105",
    "hukou_address": "示例路1号",
    "residence_county": "140105",
    "residence_address": "示例路1号",
    "phone": "13800000000",
    "categories": ["肢体"],
    "delivery": "mail",
    "mail_address": "示例路1号",
    "consent": "on",
}
PAPERS = ("paper_id_card", "paper_hukou", "photo")


class Reader:
    """Somebody with a browser: goes to pages and sends the form that stands there."""

    def __init__(self, app: Flask, address: str) -> None:
        self.client = app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address
        self.answer: TestResponse | None = None

    def open(self, path: str) -> html.HtmlElement:
        self.answer = self.client.get(path, follow_redirects=True)
        return self.page

    @property
    def page(self) -> html.HtmlElement:
        assert self.answer is not None
        return html.fromstring(self.answer.get_data(as_text=True))

    @property
    def status(self) -> int:
        assert self.answer is not None
        return self.answer.status_code

    @property
    def path(self) -> str:
        assert self.answer is not None
        return self.answer.request.path

    def send(self, path: str, values: dict[str, Any] | None = None, files: dict[str, Any] | None = None) -> Any:
        """Send values with the tokens of the page that is open."""
        kept = {i.get("name"): i.get("value") for i in self.page.xpath("//main//input[@type='hidden']")}
        token = {"csrf-token": self.page.xpath("string(//input[@name='csrf-token']/@value)")}
        papers = {slot: (BytesIO(content), name) for slot, (content, name) in (files or {}).items()}
        data = token | kept | (values or {}) | papers
        self.answer = self.client.post(path, data=data, content_type="multipart/form-data", follow_redirects=True)
        return self.page

    def login(self, login: str) -> "Reader":
        self.open("/login")
        self.send("/login", {"login": login, "password": PASSWORD})
        assert self.status == 200, login
        return self

    def apply(self, papers: tuple[str, ...] = PAPERS, **changed: Any) -> str:
        """Hand in an application and give the case's id."""
        self.open("/apply")
        photos = {slot: (JPEG, f"{slot}.jpg") for slot in papers}
        self.send("/apply", APPLICATION | {"do": "submit"} | changed, photos)
        assert self.path.endswith("/received"), self.page.xpath("//*[@class='summary']//a/text()")
        return self.path.split("/")[2]

    def task_of(self, number: str) -> str:
        """Find the address of the task of a case in a caseworker's list, whichever page it stands on."""
        page = self.open("/tasks")
        while not (found := page.xpath("string(//tr[contains(., $n)]//th/a/@href)", n=number)):
            onward = page.xpath("//nav[@class='pages']/a[@rel='next']/@href")
            assert onward, f"no task of {number}"
            page = self.open(onward[0])
        return str(found)

    def words(self) -> str:
        return " ".join(self.page.xpath("string(//main)").split())


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with product(tmp_path_factory.mktemp("pages")) as made:
        yield made


@contextmanager
def product(folder: Path, law: Path = ROOT) -> Iterator[Flask]:
    """The whole product in a folder of its own, at work on one morning by the files of one law."""
    with running(folder / "outside.sqlite3") as outside_url:
        made = create_app(inside(Settings(), folder, outside_url))
        with made.app_context():
            prepare(Rooms(made), read_folder(law), MORNING)
        yield made


@pytest.fixture
def reader(app: Flask, request: pytest.FixtureRequest) -> Reader:
    """A browser of its own address, so that one test's tries don't count for another's."""
    number = abs(hash(request.node.nodeid))
    return Reader(app, f"10.{number % 250}.{number // 250 % 250}.{number // 62500 % 250}")


@pytest.fixture
def applicant(reader: Reader) -> Reader:
    return reader.login("applicant1")


@pytest.fixture
def another(app: Flask, reader: Reader) -> Any:
    """Make one more browser."""
    return lambda login: Reader(app, reader.client.environ_base["REMOTE_ADDR"]).login(login)


@pytest.fixture
def newcomer(app: Flask, another: Any) -> Reader:
    """Somebody with an account of their own, who has filed nothing yet."""
    with app.app_context():
        login = f"newcomer-{token_hex(4)}"
        app.extensions["people"].register(login, "示例新人", PASSWORD, app.extensions["now"]())
    reader: Reader = another(login)
    return reader


@pytest.fixture
def settle(app: Flask) -> Any:
    """Let everything that goes out go out."""

    def settled() -> None:
        with app.app_context():
            app.extensions["cases"].drain(app.extensions["now"]())

    return settled
