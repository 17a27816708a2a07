"""Ten thousand timers due at once, as after downtime: seconds, statements, memory, and what pages bear meanwhile."""

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import quantiles
from threading import Event, Thread, get_ident

from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from app.cli.rooms import Rooms
from app.errors import Refused
from app.events.facts import TimerFired
from app.store.db import reading
from app.store.models import CommandRow, FactRow, JobRow
from bench.growth import NOW, certificate, product, shown

MANY = 10_000
FIRST_ISSUED = date(2017, 10, 1)
PAUSE = 0.05
PAGES = ("/", "/login", "/health")


def main() -> None:
    """Let certificates of many days reach their ninth year while nothing runs, then wake them all in one tick."""
    with product() as (rooms, _):
        for number in shown(range(MANY), "cases with a timer"):
            certificate(rooms, number, (FIRST_ISSUED + timedelta(days=number % 300)).isoformat())
        rooms.cases.drain(NOW)
        with reading() as connection:
            last = connection.scalar(select(func.max(JobRow.due_at)).where(JobRow.kind == "timer"))
        before = memory()
        with counted() as told, visitors(rooms) as seen:
            wall, processor = time.perf_counter(), time.thread_time()
            fired = rooms.cases.tick(last)
            seconds, busy = time.perf_counter() - wall, time.thread_time() - processor
        refuse_unless_once_and_in_order(fired)
        print(f"{fired} timers due at once: {seconds:.1f} s ({busy:.1f} s of the processor), each once and in order")
        print(
            f"one wake: {seconds / fired * 1e3:.2f} ms, {told['statements'] / fired:.1f} statements,"
            f" {told['commits'] / fired:.2f} commits; memory grew by {memory() - before:.0f} MB"
        )
        for what, spent in (("page", seen.pages), ("command of a person", seen.commands)):
            cuts = quantiles(spent, n=20)
            print(f"one {what} meanwhile: {cuts[9]:.1f} ms median, {cuts[-1]:.1f} ms p95, {max(spent):.1f} ms most")


@dataclass
class Visits:
    """How many milliseconds pages and commands took while the timers were woken."""

    pages: list[float] = field(default_factory=list)
    commands: list[float] = field(default_factory=list)


@contextmanager
def visitors(rooms: Rooms) -> Iterator[Visits]:
    """Somebody who reads pages and somebody who reports changes, one after the other, until the block ends."""
    seen, over = Visits(), Event()
    both = [Thread(target=visit, args=(rooms.app, seen, over)), Thread(target=command, args=(rooms, seen, over))]
    for one in both:
        one.start()
    yield seen
    over.set()
    for one in both:
        one.join()


def visit(app: Flask, seen: Visits, over: Event) -> None:
    number = 0
    while not over.wait(PAUSE):
        started = time.perf_counter()
        app.test_client().get(PAGES[number % len(PAGES)])
        seen.pages.append((time.perf_counter() - started) * 1e3)
        number += 1


def command(rooms: Rooms, seen: Visits, over: Event) -> None:
    with rooms.app.app_context():
        number = MANY
        while not over.wait(PAUSE):
            started = time.perf_counter()
            certificate(rooms, number, "2026-01-01")
            seen.commands.append((time.perf_counter() - started) * 1e3)
            number += 1


def refuse_unless_once_and_in_order(fired: int) -> None:
    """Compare what was recorded with what was due: one firing a case, in the order of the instants."""
    recorded = select(FactRow.stream, CommandRow.at).join(CommandRow, CommandRow.no == FactRow.command)
    with reading() as connection:
        rows = connection.execute(recorded.where(FactRow.kind == TimerFired.kind).order_by(FactRow.command)).all()
    streams, instants = Counter(row.stream for row in rows), [row.at for row in rows]
    if (fired, len(rows), len(streams)) != (MANY, MANY, MANY) or instants != sorted(instants):
        raise Refused(f"{fired} fired, {len(rows)} recorded of {len(streams)} cases, of {MANY} due.")


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Counts the statements and commits of this thread's tick; others have connections of their own."""
    told: Counter[str] = Counter()
    mine = get_ident()

    def statement(*_: object) -> None:
        told["statements"] += get_ident() == mine

    def commit(_: object) -> None:
        told["commits"] += get_ident() == mine

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)


def memory() -> float:
    """The most that this process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 if sys.platform == "linux" else 1024 * 1024)
