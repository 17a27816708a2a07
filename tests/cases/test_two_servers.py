"""Two servers on one database: started at the same moment, they share the work; one is killed, and nothing is lost."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from app.cli.rooms import Rooms
from app.cli.scratch import inside
from app.connectors.simulators.serving import running
from app.events.facts import Fact, TaskCompleted
from app.factory import create_app
from app.identity import passwords
from app.settings import Settings
from app.store import reads
from app.store.db import db
from app.store.ids import new_id
from app.store.rows import GrantRecord, NewPerson
from app.store.unit import unit
from tests.unit.store.conftest import empty_database

__all__ = ["empty_database"]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("killing")]
ROOT = Path(__file__).resolve().parents[2]
NEWBORN = ROOT / "examples" / "newborn"
OFFICES = ("police", "health", "insurance")
PAPERS = ("paper_birth", "paper_id_card", "paper_hukou")
PASSWORD, LONGEST, CASES = "two servers share this", 120.0, 6
BIRTH = {
    "items": ["hukou", "vaccination", "insurance"],
    "child_name": "李安",
    "sex": "女",
    "name": "李敏",
    "id_no": "140105199003070012",
    "phone": "13900000000",
    "county": "140105",
    "consent": True,
}
Json = dict[str, Any]


@dataclass
class Server:
    """One `yijianshi serve` of its own process."""

    process: subprocess.Popen[str]
    address: str = ""

    def ready(self) -> "Server":
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"http://\S+", line):
                self.address = found[0]
                return self
        raise AssertionError("the server ended before it said its address")

    def ask(self, who: str, method: str, path: str, body: Json | None = None, **more: Any) -> httpx.Response:
        return httpx.request(method, self.address + path, auth=(who, PASSWORD), json=body, timeout=LONGEST, **more)


@dataclass
class Shared:
    """What both servers work on, opened by the test, too; and a way to start one."""

    settings: Settings
    rooms: Rooms
    start: Callable[[], Server]


@pytest.fixture
def shared(tmp_path: Path, empty_database: str) -> Iterator[Shared]:
    started: list[Server] = []
    with running(tmp_path / "outside.sqlite3") as outside_url:
        settings = replace(inside(Settings(), tmp_path, outside_url), database_url=empty_database, demo=False)
        environment = {
            "DATABASE_URL": settings.database_url,
            "YIJIANSHI_SECRET_KEY_FILE": settings.secret_key_file,
            "YIJIANSHI_KEYS_FILE": settings.keys_file,
            "YIJIANSHI_PAPERS_DIR": settings.papers_dir,
            "YIJIANSHI_OUTSIDE_URL": outside_url,
            "YIJIANSHI_OUTSIDE_FILE": settings.outside_file,
        }

        def start() -> Server:
            command = [sys.executable, "-c", "from app.factory import main; main()"]
            command += ["serve", "--port", "0", "--law", str(NEWBORN)]
            told = os.environ | {name: str(value) for name, value in environment.items()}
            started.append(Server(subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True)))
            return started[-1]

        app = create_app(settings)
        with app.app_context():
            yield Shared(settings, Rooms(app), start)
            db.engine.dispose()
        for one in started:
            one.process.kill()
            one.process.wait()


def test_two_that_start_at_once_share_the_work_and_what_one_left_the_other_does(shared: Shared) -> None:
    both = [server.ready() for server in [shared.start(), shared.start()]]
    assert len(shared.rooms.catalogue.history()) == 1
    session_of_one_counts_at_the_other(*both)
    staffed(shared)
    with ThreadPoolExecutor(CASES) as people:
        cases = list(people.map(lambda number: filed(both, number), range(CASES)))
    assert len({case["number"] for case in cases}) == CASES
    tasks = until(lambda: waiting(both[1]), lambda found: len(found) == CASES * len(OFFICES))
    mine, theirs = tasks[: len(tasks) // 2], tasks[len(tasks) // 2 :]
    with ThreadPoolExecutor(len(both)) as people:
        for task in mine:
            answers = sorted(people.map(lambda server, task=task: decided(server, *task).status_code, both))
            assert answers == [200, 409]
    first, second = both
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    for task in theirs:
        assert decided(second, *task).status_code == 200
    until(lambda: [reads.case(case["id"]).outcome for case in cases], all)
    for case in cases:
        done = Counter(one.fact.task for one in shared.rooms.queries.record(case["id"]) if is_done(one.fact))
        assert list(done.values()) == [1] * len(OFFICES), done
        assert shared.rooms.audit.verify(case["id"]) == []
        assert shared.rooms.audit.replay(case["id"]).differences == ()
    births = shared.rooms.queries.register("births", str(BIRTH["id_no"]))
    assert sorted(entry["key"] for entry in births) == [birth(number) for number in range(CASES)]


def session_of_one_counts_at_the_other(first: Server, second: Server) -> None:
    with httpx.Client(timeout=LONGEST) as visitor:
        page = visitor.get(f"{first.address}/register").text
        sign = re.search(r'name="csrf-token" value="([^"]+)"', page)
        assert sign
        given = {"csrf-token": sign[1], "login": "li-min", "name": "李敏", "password": PASSWORD, "again": PASSWORD}
        assert visitor.post(f"{first.address}/register", data=given).status_code == 302
        assert "李敏" in visitor.get(f"{second.address}/apply").text


def staffed(shared: Shared) -> None:
    """A parent and somebody in each office: these are made by hand where nothing is a demo."""
    kept = passwords.hashed(PASSWORD)
    roles = {"parent": GrantRecord("applicant", "0"), **{one: GrantRecord(one, "140105", one) for one in OFFICES}}
    with unit(shared.rooms.now(), keyring=shared.rooms.cases.commands.keyring) as work:
        for login, grant in roles.items():
            work.add_person(NewPerson(new_id(), login, login, kept, (grant,)))


def filed(both: list[Server], number: int) -> Json:
    """Hand an application in at one server, and once more at the other, as somebody does whose answer was lost."""
    here, there = both if number % 2 else reversed(both)
    papers = {slot: [uploaded(here, slot, number)] for slot in PAPERS}
    answers = BIRTH | papers | {"born_on": "2026-08-10", "birth_certificate": birth(number)}
    key = {"Idempotency-Key": f"birth-{number}"}
    opened = here.ask("parent", "POST", "/api/cases", {"answers": answers}, headers=key)
    assert opened.status_code == 201, opened.text
    again = there.ask("parent", "POST", "/api/cases", {"answers": answers}, headers=key)
    assert again.json()["id"] == opened.json()["id"]
    found: Json = opened.json()
    return found


def uploaded(server: Server, slot: str, number: int) -> Json:
    content = {"file": (f"{slot}.pdf", f"%PDF-1.4 {slot} {number}".encode())}
    made = httpx.post(
        f"{server.address}/api/papers?slot={slot}", files=content, auth=("parent", PASSWORD), timeout=LONGEST
    )
    assert made.status_code == 201, made.text
    return {"paper": made.json()["id"], "name": f"{slot}.pdf", "size": 1}


def waiting(server: Server) -> list[tuple[str, str]]:
    """The open tasks of each office, with who does them."""
    lists = {one: server.ask(one, "GET", "/api/tasks?size=100").json()["items"] for one in OFFICES}
    return [(office, task["id"]) for office, tasks in lists.items() for task in tasks]


def decided(server: Server, office: str, task: str) -> httpx.Response:
    answers = {"answers": {"decision": "accept", "number": f"XD-{office}"}}
    return server.ask(office, "POST", f"/api/tasks/{task}/complete", answers)


def birth(number: int) -> str:
    return f"A12345678{number}"


def is_done(fact: Fact) -> bool:
    return isinstance(fact, TaskCompleted)


def until(look: Callable[[], Any], enough: Callable[[Any], bool]) -> Any:
    ends = monotonic() + LONGEST
    while not enough(found := look()):
        assert monotonic() < ends, found
        sleep(0.1)
    return found
