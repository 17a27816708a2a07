"""The monthly comparison over many rights: seconds, memory, and every difference told exactly once, though cut off."""

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.catalogue import read_folder
from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.events.actor import SYSTEM
from app.events.facts import MessageReceived
from app.factory import create_app
from app.settings import Settings
from app.store import reads
from app.store.rows import NewEntry
from app.store.unit import unit

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 8, 17, 1, tzinfo=UTC)
EVERY = 167  # 0.6 % of the rights differ, as in a usual month
PIECE = 2_000


def main(rights: int = 100_000) -> None:
    with TemporaryDirectory() as folder, running(Path(folder) / "outside.sqlite3") as outside_url:
        app = create_app(inside(Settings(), Path(folder), outside_url))
        with app.app_context():
            rooms = Rooms(app)
            prepare(rooms, read_folder(ROOT), NOW)
            differing = {number: opened(rooms, number) for number in range(0, rights, EVERY)}
            rooms.cases.drain(NOW)
            standing(rooms, [number for number in range(rights) if number not in differing])
            compared(rooms, rights, differing)


def who(number: int) -> str:
    """An identity number of the right length; registers don't check it."""
    return f"140105{number:012d}"


def opened(rooms: Rooms, number: int) -> str:
    """A right with its open case: these are told a difference."""
    row = {"kind": "right", "id_no": who(number), "benefit": "living_subsidy", "rate": 1, "since": "2025-01"}
    row |= {"name": "示例", "phone": "13800000000", "county": "140105", "number": "X", "relief": "dibao"}
    taken = Importer(rooms, rooms.people.named("civil_affairs_xd"), "bench").take(row | {"long_term_care": None})
    rooms.cases.drain(NOW)
    [right] = reads.opened_by(reads.case(taken).no)
    return right.id


def standing(rooms: Rooms, numbers: list[int]) -> None:
    """The rights without a difference: entries of the register, without cases."""
    entry = {"benefit": "living_subsidy", "rate": 1, "first_month": "2025-01", "last_month": None, "county": "140105"}
    keyring = rooms.cases.commands.keyring
    for start in range(0, len(numbers), PIECE):
        with unit(NOW, keyring=keyring) as work:
            for number in numbers[start : start + PIECE]:
                new = NewEntry(
                    "entitlements", who(number), "living_subsidy", date(2025, 1, 1), None, entry, f"b:{number}"
                )
                work.record(new)


def rows(rights: int) -> Iterator[dict[str, Any]]:
    for number in range(rights):
        died = "2026-08-10" if number % EVERY == 0 else None
        yield {"id_no": who(number), "relief": "dibao", "died_on": died}


def compared(rooms: Rooms, rights: int, differing: dict[int, str]) -> None:
    """Cut the first run off in the middle, let the second go through, and count what each case was told."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    first = rooms.comparison.run(rows(rights), "2026-08", actor=SYSTEM, now=NOW)
    for _ in range(rights // 2):
        next(first)
    first.close()
    half = time.perf_counter() - started
    started = time.perf_counter()
    done = sum(len(one.differences) for one in rooms.comparison.run(rows(rights), "2026-08", actor=SYSTEM, now=NOW))
    whole = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    told = Counter(heard(rooms, case) for case in differing.values())
    print(f"{rights} rights compared, {done} differ: {whole:.1f} s, peak memory +{grown:.0f} MB", end="; ")
    print(f"first cut off after half ({half:.1f} s); lost {told[0]}, doubled {len(differing) - told[0] - told[1]}")


def heard(rooms: Rooms, case: str) -> int:
    return sum(isinstance(one.fact, MessageReceived) for one in rooms.queries.record(case))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
