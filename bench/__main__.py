"""Statements and commits of one completion, steps a second of whole cases, microseconds of one explained decision."""

import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.catalogue import read_folder
from app.cli.policy.play import MORNING, Play, at
from app.cli.policy.rules import Rules
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.decisions import load
from app.errors import Problem
from app.events.canonical import decode
from app.events.facts import TokensMoved
from app.factory import create_app
from app.settings import Settings
from bench import comparing, growth, overdue, tables
from bench.asking import Measurement, asked
from bench.weighing import weighed

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 2_000


def main(arguments: list[str]) -> None:
    """Take every measurement, or those that are named."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # the invented systems' access log is no figure
    for name in asked(arguments, MEASURED):
        MEASURED[name].take()


def decision() -> None:
    """One table with its explanation, as its case would ask."""
    model = load((ROOT / "dmn" / "pension.dmn").read_bytes())
    given = {
        "certificate_valid": True, "age": 30, "in_school": False, "state_staff": False,
        "employee_pension": False, "overall_level": 2,
    }  # fmt: skip
    now = datetime(2026, 9, 1, tzinfo=UTC)
    started = time.perf_counter()
    for _ in range(ROUNDS):
        model.decide("pension", given, now=now)
    print(f"one decision with explanation: {(time.perf_counter() - started) / ROUNDS * 1e6:.0f} microseconds")


def whole_case() -> None:
    """The demo's case from submission to the last cancellation, state saved at every step."""
    story = decode((ROOT / "forms" / "reference" / "demo.json").read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder, running(Path(folder) / "outside.sqlite3") as outside_url:
        app = create_app(inside(Settings(), Path(folder), outside_url))
        with app.app_context():
            rooms = Rooms(app)
            first = date.fromisoformat(story["submitted_on"])
            prepare(rooms, read_folder(ROOT), at(first, MORNING))
            warm(rooms)
            with measured(rooms) as spent, counted(rooms) as completions:
                Play(rooms, Rules(rooms, story)).run()
            told(rooms, spent, completions)
        weighed(Path(folder) / "yijianshi.sqlite3")


def warm(rooms: Rooms) -> None:
    """Compile what the release in force holds, as a server that has run for a while has done."""
    release = rooms.catalogue.in_force_at(rooms.now())
    kept = [release.machine, release.functions, release.calendar]
    kept += [*map(release.form, release.forms), *map(release.model, release.decisions)]
    print(f"one release compiled before the case: {len(kept)} parts")


@contextmanager
def measured(rooms: Rooms) -> Iterator[Counter[str]]:
    """Measures every command, by the clock on the wall and by the processor: whole, from its first read to its commit.

    Outside it stay the worker's rounds, the outside systems and the reading of pages.
    """
    spent: Counter[str] = Counter()
    depth: list[str] = []
    commands = rooms.cases.commands

    def timing(act: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **named: Any) -> Any:
            depth.append("")
            wall, processor = time.perf_counter(), time.thread_time()
            try:
                return act(*args, **named)
            finally:
                depth.pop()
                if not depth:
                    spent["wall"] += int((time.perf_counter() - wall) * 1e6)
                    spent["processor"] += int((time.thread_time() - processor) * 1e6)

        return timed

    for name in ("open", "run", "wake", "wake_due", "deliver"):
        setattr(commands, name, timing(getattr(commands, name)))
    yield spent


def told(rooms: Rooms, spent: Counter[str], completions: list[Counter[str]]) -> None:
    cases = rooms.queries.cases()
    replays = [rooms.audit.replay(one.id) for one in cases]
    commands = sum(one.commands for one in replays)
    done = sum(entry[0] == "leave" for one in cases for entry in moves(rooms, one.id))
    print(
        f"{len(cases)} cases, {commands} commands, {done} elements completed; state loaded and saved by every command"
    )
    for clock in ("processor", "wall"):
        seconds = spent[clock] / 1e6
        rates = f"{done / seconds:.0f} elements/s, {commands / seconds:.0f} commands/s"
        print(f"inside the commands, {seconds:.2f} s by {clock}: {rates}")
    inside = sum(one["microseconds"] for one in completions) / 1e6
    rate = len(completions) / inside
    print(f"{len(completions)} tasks completed in {inside:.2f} s inside the use case: {rate:.0f} tasks/s")
    for name in ("statements", "commits", "microseconds"):
        values = sorted(one[name] for one in completions)
        print(f"{name} of one completion (median, most): {values[len(values) // 2]}, {values[-1]}")
    started = time.perf_counter()
    for one in cases:
        rooms.audit.replay(one.id)
    print(f"verified replay: {len(cases) / (time.perf_counter() - started):.0f} cases/s")


@contextmanager
def counted(rooms: Rooms) -> Iterator[list[Counter[str]]]:
    """Counts SQL statements and commits of every completed task."""
    found: list[Counter[str]] = []
    now: Counter[str] = Counter()
    complete = rooms.cases.complete

    def completed(*args: Any, **named: Any) -> Any:
        now.clear()
        started = time.perf_counter()
        try:
            return complete(*args, **named)
        finally:
            found.append(now + Counter(microseconds=int((time.perf_counter() - started) * 1e6)))

    event.listen(Engine, "before_cursor_execute", lambda *_: now.update(["statements"]))
    event.listen(Engine, "commit", lambda _: now.update(["commits"]))
    rooms.cases = Counting(rooms.cases, completed)
    yield found


def moves(rooms: Rooms, case_id: str) -> Iterator[list[str]]:
    for record in rooms.queries.record(case_id):
        if isinstance(record.fact, TokensMoved):
            yield from record.fact.path


class Counting:
    """The use cases with one of them measured."""

    def __init__(self, cases: Any, complete: Any) -> None:
        self._cases, self.complete = cases, complete

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cases, name)


MEASURED = {
    "tables": Measurement(tables.main, "microseconds an answer of a table of ten rules, here and by other engines"),
    "decision": Measurement(decision, "microseconds of one decision with its explanation"),
    "case": Measurement(whole_case, "a whole case: steps, tasks and replays a second, statements, commits, KB kept"),
    "wake": Measurement(growth.wake, "statements and seconds of a hundred due timers, while few and while many wait"),
    "overdue": Measurement(overdue.main, "seconds, statements and memory of ten thousand timers due at once"),
    "inbox": Measurement(growth.inbox, "statements and milliseconds of an inbox's first page among many tasks"),
    "storage": Measurement(growth.storage, "KB kept of a case, table by table"),
    "comparing": Measurement(comparing.main, "seconds and memory of the monthly comparison of 100,000 rights"),
}


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Problem as problem:
        sys.exit(json.dumps({"failed": str(problem)}, ensure_ascii=False))
