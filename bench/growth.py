"""What grows with what is asked, and not with what waits or is over: one wake, one page of an inbox, finished cases."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track
from sqlalchemy import event, func, insert, select
from sqlalchemy.engine import Engine

from app.cases.shown.inbox import Choice
from app.catalogue import read_folder
from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.events.actor import SYSTEM
from app.factory import create_app
from app.settings import Settings
from app.store.db import db
from app.store.ids import new_id
from app.store.models import CaseRow, JobRow, OpenTaskRow
from bench.weighing import weighed

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 8, 17, 1, tzinfo=UTC)
FEDERATION, CIVIL_AFFAIRS = "federation_xd", "civil_affairs_xd"
DUE, WAITING = 100, 10_000
OPEN, CLOSED, COUNTIES, LOOKS = 10_000, 50_000, 10, 200
PEOPLE = 150
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
T = TypeVar("T")


def wake() -> None:
    """A hundred due timers among a hundred that wait, then among ten thousand."""
    for waiting in (DUE, WAITING):
        with product() as (rooms, _):
            for number in shown(range(DUE), "cases with a timer"):
                certificate(rooms, number, "2017-10-01")
            rooms.cases.drain(NOW)
            due = timers(waiting)
            with counted() as told:
                wall, processor = time.perf_counter(), time.process_time()
                fired = rooms.cases.tick(due)
                spent = f"{time.perf_counter() - wall:.2f} s ({time.process_time() - processor:.2f} s of the processor)"
            print(f"one wake, {fired} timers due and {waiting} waiting: {told['statements']} statements, {spent}")


def timers(waiting: int) -> datetime:
    """Let so many timers wait in a year long after those that are there, and give the instant when these are due."""
    with db.engine.begin() as connection:
        due, case = connection.execute(select(func.max(JobRow.due_at), func.max(JobRow.case_no))).one()
        row = {"case_no": case, "kind": "timer", "due_at": due + 3650 * DAY, "attempts": 0, "status": "ready"}
        connection.execute(insert(JobRow), [row | {"ref": f"Waiting#{number}"} for number in range(waiting)])
    at: datetime = due
    return at


def tasks(case: str, opened: int, closed: int) -> None:
    """Lay tasks before the federations of ten counties, open ones and closed ones."""
    with db.engine.begin() as connection:
        number = connection.scalar(select(CaseRow.no).where(CaseRow.id == case))
        one = {"case_no": number, "process": "bench", "element": "Look", "name": "bench", "role": "federation"}
        rows = [
            one
            | {"id": new_id(), "ref": f"Look#{closed}.{each}", "division": f"1401{each % COUNTIES:02d}"}
            | {"opened_at": NOW + each * SECOND, "closed_at": NOW + each * SECOND if closed else None}
            for each in range(opened + closed)
        ]
        connection.execute(insert(OpenTaskRow), rows)


def inbox() -> None:
    """The first page of a county's inbox among ten thousand open tasks, without and with what is closed."""
    with product() as (rooms, _):
        case = certificate(rooms, 0, "2025-10-01")
        by = rooms.people.named(FEDERATION)
        for closed in (0, CLOSED):
            tasks(case, 0 if closed else OPEN, closed)
            spent: list[float] = []
            for _ in shown(range(LOOKS), "looks at the inbox"):
                with counted() as told:
                    started = time.perf_counter()
                    page = rooms.queries.inbox(by, NOW, Choice())
                    spent.append((time.perf_counter() - started) * 1e3)
            cuts = quantiles(spent, n=20)
            print(
                f"first page of the inbox ({len(page.items)} of {OPEN} open tasks, {closed} closed ones):"
                f" {told['statements']} statements, {cuts[9]:.1f} ms median, {cuts[-1]:.1f} ms p95"
            )


def storage() -> None:
    """Certificates and rights of some hundred people, ended by a death."""
    with product() as (rooms, folder):
        for number in shown(range(PEOPLE), "lives of a certificate and a right"):
            certificate(rooms, number, "2025-10-01")
            right(rooms, number)
            died = {"kind": "death", "on": {"$date": "2026-08-16"}, "note": ""}
            told = {"actor": SYSTEM, "now": NOW, "message_id": f"died:{number}"}
            rooms.cases.receive("change_reported", who(number), died, **told)
            rooms.cases.drain(NOW)
        rooms.cases.advance(datetime(2026, 12, 1, tzinfo=UTC))
        db.engine.dispose()
        weighed(folder / "yijianshi.sqlite3")


@contextmanager
def product() -> Iterator[tuple[Rooms, Path]]:
    with TemporaryDirectory() as folder, running(Path(folder) / "outside.sqlite3") as outside_url:
        app = create_app(inside(Settings(), Path(folder), outside_url))
        with app.app_context():
            rooms = Rooms(app)
            prepare(rooms, read_folder(ROOT), NOW)
            yield rooms, Path(folder)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Counts SQL statements while the block runs."""
    told: Counter[str] = Counter()

    def count(*_: Any) -> None:
        told["statements"] += 1

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def shown(these: Iterable[T], what: str) -> Iterable[T]:
    """A bar on a terminal, and nothing elsewhere; figures go to the standard output alone."""
    console = Console(stderr=True)
    return track(these, what, console=console, transient=True, disable=not sys.stderr.isatty())


def who(number: int) -> str:
    """An identity number of the right length; imports don't check it."""
    return f"140105{number:012d}"


def certificate(rooms: Rooms, number: int, issued: str) -> str:
    row = {"kind": "certificate", "id_no": who(number), "county": "140105", "number": None, "issued_on": issued}
    row |= {"expires_on": None, "reissue_count": 0, "levels": [{"category": "肢体", "level": 2}]}
    case: str = Importer(rooms, rooms.people.named(FEDERATION), "bench").take(row)
    return case


def right(rooms: Rooms, number: int) -> str:
    row = {"kind": "right", "id_no": who(number), "benefit": "living_subsidy", "rate": 1, "since": "2025-01"}
    row |= {"name": "示例", "phone": "13800000000", "county": "140105", "number": "X", "relief": "dibao"}
    case: str = Importer(rooms, rooms.people.named(CIVIL_AFFAIRS), "bench").take(row | {"long_term_care": None})
    return case
