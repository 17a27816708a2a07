"""One evaluation: its scope, its moment, its budget and what it noted; nothing of it outlives the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from app.decisions.mistakes import wrong
from app.decisions.values.kinds import Range, Value, kind, weight

ZONE = ZoneInfo("Asia/Shanghai")
STEPS = 200_000
DEPTH = 40
CHARACTERS = 100
"""So many characters of text cost a step."""
NOTES = 20
MISSING = object()
_HOLDERS = frozenset((list, dict, Range))


@dataclass(slots=True)
class Run:
    """The budget and the moment of one evaluation."""

    now: datetime | None = None
    functions: Mapping[str, Any] = field(default_factory=dict)
    explains: bool = True
    steps: int = STEPS
    depth: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)

    def tick(self, count: int = 1) -> None:
        """Pay for work; the evaluation that has spent its budget is stopped, whatever it was doing."""
        self.steps -= count
        if self.steps < 0:
            raise wrong("steps", most=STEPS)

    def weigh(self, value: Value) -> None:
        """Pay for walking through all that a value holds, before it is done."""
        if type(value) in _HOLDERS:
            self.tick(weight(value, max(self.steps, 0)))

    def write(self, text: str) -> None:
        """Pay for a text that was made or read, by its length."""
        self.tick(len(text) // CHARACTERS)

    def enter(self) -> None:
        self.tick()
        self.depth += 1
        if self.depth > DEPTH:
            raise wrong("calls", most=DEPTH)

    def leave(self) -> None:
        self.depth -= 1

    def note(self, what: str, detail: str) -> None:
        """Keep what a caseworker should know though the answer stands: a value that did not fit, say."""
        if len(self.notes) < NOTES and (what, detail) not in self.notes:
            self.notes.append((what, detail))

    def answered(self, result: Value, spelt: str, *values: Value) -> Value:
        """The result of an operation; that there is none, of values that are there, is noted."""
        if result is None and not any(value is None for value in values):
            self.note("no result", spelt.format(*map(kind, values)))
        return result

    def moment(self) -> datetime | None:
        """The command's time on the clocks of China; None when the caller gave no time."""
        if self.now is None:
            return None
        return self.now if self.now.tzinfo is None else self.now.astimezone(ZONE)

    def today(self) -> date | None:
        moment = self.moment()
        return None if moment is None else moment.date()


class Scope:
    """Names and their values, inside another scope."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, run: Run, names: Mapping[str, Value], parent: "Scope | None" = None) -> None:
        self.run = run
        self.names = names
        self.parent = parent

    def find(self, name: str) -> Value:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return MISSING

    def inner(self, names: Mapping[str, Value]) -> "Scope":
        return Scope(self.run, names, self)


Closure = Callable[[Scope], Value]


def exact(value: Value) -> Value:
    """Numbers from Python code as FEEL numbers, so that no binary fraction ever meets a rule."""
    if type(value) is int:
        return Decimal(value)
    if type(value) is float:
        return Decimal(repr(value))
    if isinstance(value, timezone):
        return None
    return None if isinstance(value, timedelta) else value
