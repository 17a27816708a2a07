"""Two processes let time pass on one database; one is killed in the midst of what is due, and the other goes on."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import select

from app.events.facts import TimerFired
from app.store import reads
from app.store.db import reading
from app.store.models import CommandRow, LeaseRow
from tests.cases.product import HOUR, RELEASE, UNTIL, Product, instant
from tests.cases.ticking import LATE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("killing")]
CASES, NAMES = 20, ("first", "second", "third")
LONGEST = 120.0  # seconds, on a machine that has much else to do
Ticking = subprocess.Popen[str]


@pytest.fixture
def shared(tmp_path: Path, database: str) -> Iterator[tuple[Product, Callable[[], Ticking]]]:
    """A product with many timers overdue, and a way to start a process that fires them."""
    product = Product(tmp_path / "shared", database)
    command = [sys.executable, "-m", "tests.cases.ticking", str(tmp_path / "shared"), database]
    started: list[Ticking] = []

    def start() -> Ticking:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen(command, cwd=RELEASE.parents[2], **pipes))
        assert _line(started[-1].stdout) == "ready"
        return started[-1]

    with product.inside():
        for number in range(CASES):
            dues = {name: instant(UNTIL + (number + CASES * at) * HOUR) for at, name in enumerate(NAMES)}
            product.open("dates", key=str(number), **dues)
        yield product, start
    for process in started:
        process.kill()
        process.wait()


def test_what_one_left_over_the_other_does_once_and_in_order(shared: tuple[Product, Callable[[], Ticking]]) -> None:
    product, start = shared
    both = [start(), start()]
    for process in both:
        _go(process)
    _until(lambda: len(_fired()) >= CASES // 2)
    first = next(process for process in both if process.pid == int(_lease()[0].rpartition(":")[2]))
    first.send_signal(signal.SIGKILL)
    first.wait()
    left, (_, until) = len(_fired()), _lease()
    assert left < CASES * len(NAMES)
    second = next(process for process in both if process is not first)
    assert datetime.fromisoformat(_line(second.stdout)) >= until
    _until(lambda: len(_fired()) == CASES * len(NAMES) and not reads.due_timers(LATE))
    second.terminate()
    assert second.wait(timeout=LONGEST) == 0
    assert _fired() == sorted(_fired())
    facts = [one.fact for case in reads.cases() for one in product.facts(case.id)]
    assert sorted(fact.ref for fact in facts if isinstance(fact, TimerFired)) == sorted(
        f"{name.title()}#1" for name in NAMES for _ in range(CASES)
    )
    assert product.whole() == []


def test_a_process_that_ends_well_gives_the_lease_back_at_once(shared: tuple[Product, Callable[[], Ticking]]) -> None:
    _, start = shared
    process = start()
    _go(process)
    _until(lambda: bool(_fired()))
    process.terminate()
    assert process.wait(timeout=LONGEST) == 0
    with reading() as connection:
        assert connection.execute(select(LeaseRow.holder)).all() == []


def _fired() -> list[datetime]:
    """The instants of the timers that fired, in the order in which they were written."""
    query = select(CommandRow.at).where(CommandRow.key.startswith("wake:")).order_by(CommandRow.no)
    with reading() as connection:
        return list(connection.execute(query).scalars())


def _lease() -> tuple[str, datetime]:
    with reading() as connection:
        holder, until = connection.execute(select(LeaseRow.holder, LeaseRow.until)).one()
    return holder, until


def _line(output: IO[str] | None) -> str:
    assert output is not None
    return output.readline().strip()


def _go(process: Ticking) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def _until(so: Callable[[], bool]) -> None:
    ends = time.monotonic() + LONGEST
    while not so():
        assert time.monotonic() < ends, f"{len(_fired())} fired in {LONGEST} seconds"
        time.sleep(0.02)
