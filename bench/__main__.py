"""Statements and commits of one completion, steps a second of whole cases, microseconds of one explained decision."""

import json
import time
from collections import Counter
from collections.abc import Iterator
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
from app.factory import create_app
from app.settings import Settings
from bench import tables

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 2_000


def main() -> None:
    tables.main()
    decision()
    whole_case()


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
            with counted(rooms) as completions:
                started = time.perf_counter()
                Play(rooms, Rules(rooms, story)).run()
                spent = time.perf_counter() - started
            told(rooms, spent, completions)


def told(rooms: Rooms, spent: float, completions: list[Counter[str]]) -> None:
    cases = rooms.queries.cases()
    commands = sum(rooms.audit.replay(one.id).commands for one in cases)
    print(
        f"{len(cases)} cases, {commands} commands in {spent:.2f} s with all around them: {commands / spent:.0f} steps/s"
    )
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


class Counting:
    """The use cases with one of them measured."""

    def __init__(self, cases: Any, complete: Any) -> None:
        self._cases, self.complete = cases, complete

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cases, name)


if __name__ == "__main__":
    try:
        main()
    except Problem as problem:
        print(json.dumps({"failed": str(problem)}, ensure_ascii=False))
        raise
