"""A stage for diagrams: every command is played twice, straight in memory and saved and loaded, and must agree."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.engine import commands, results
from app.engine.host import Decided
from app.engine.machine import Machine
from app.engine.steps import Moment, Step
from app.engine.tokens.levels import Case
from app.engine.tokens.variables import Cells
from app.engine.tokens.walk import Walk
from app.errors import NotFound
from app.events.facts import Fact

DIAGRAMS = Path(__file__).parent / "diagrams"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KINDS = {"registers.find": "look", "registers.record": "record", "outside.ask": "ask", "outside.tell": "tell"}


class Stand:
    """A host that answers from a table and remembers what it was asked."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers
        self.calls: list[tuple[str, dict[str, Any], str]] = []
        self.functions: Mapping[str, Callable[..., Any]] = {"twice": lambda number: number * 2}

    def kind_of(self, delegate: str) -> str:
        return KINDS.get(delegate, "look")

    def call(self, delegate: str, inputs: dict[str, Any], ref: str) -> dict[str, Any]:
        self.calls.append((delegate, inputs, ref))
        return self._answer(delegate, inputs)

    def decide(self, decision: str, binding: str, scope: dict[str, Any], _moment: Moment, ref: str) -> Decided:
        self.calls.append((decision, scope, ref))
        return Decided(self._answer(decision, scope), {"binding": binding}, 1, "abc")

    def _answer(self, name: str, inputs: dict[str, Any]) -> Any:
        if name not in self.answers:
            raise NotFound(name)
        answer = self.answers[name]
        return answer(inputs) if callable(answer) else answer


class Play:
    """One case, on the machine and straight in memory side by side."""

    def __init__(self, machine: Machine, answers: Mapping[str, Any]) -> None:
        self.machine = machine
        self.host, self._other = Stand(answers), Stand(answers)
        self.now = START
        self.step: Step
        self._case: Case

    def open(self, process: str, data: Mapping[str, Any], now: datetime = START) -> "Play":
        self.now = now
        self._case = self.machine.case(process, Walk(self._other, Moment(now), Cells()))
        commands.begin(self._case, dict(data))
        return self._agree(self.machine.open(process, dict(data), self.host, Moment(now)))

    def complete(self, ref: str, **answers: Any) -> "Play":
        return self._command("complete", ref, answers, Moment(self.now))

    def receive(self, ref: str, **payload: Any) -> "Play":
        return self._command("receive", ref, payload, Moment(self.now))

    def answer(self, ref: str, **result: Any) -> "Play":
        return self._command("answer", ref, result, Moment(self.now))

    def wake(self, ref: str, now: datetime | None = None) -> "Play":
        due = next((timer.due for timer in self.step.timers if timer.ref == ref), self.now)
        self.now = now or due
        moment = Moment(self.now, due)
        step = self.machine.wake(self.step.state, ref, self.host, moment)
        self._case.walk = Walk(self._other, moment, self._case.walk.cells)
        commands.wake(self._case, ref)
        return self._agree(step)

    def _command(self, name: str, ref: str, given: dict[str, Any], moment: Moment) -> "Play":
        before = bytes(self.step.state)
        step = getattr(self.machine, name)(self.step.state, ref, given, self.host, moment)
        assert self.step.state == before
        self._case.walk = Walk(self._other, moment, self._case.walk.cells)
        getattr(commands, name)(self._case, ref, given)
        return self._agree(step)

    def _agree(self, step: Step) -> "Play":
        straight = results.step(self._case)
        assert replace(straight, state=b"") == replace(step, state=b"")
        assert self.host.calls == self._other.calls
        self.step = step
        return self

    @property
    def tasks(self) -> list[str]:
        return [task.ref for task in self.step.tasks]

    @property
    def path(self) -> list[str]:
        return [f"{verb} {ref}" for verb, ref in self.of("TokensMoved")[0].path]

    def of(self, *kinds: str) -> list[Any]:
        return [fact for fact in self.step.facts if fact.kind in kinds]

    @property
    def kinds(self) -> list[str]:
        return [fact.kind for fact in self.step.facts]

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.step.facts


def files(*names: str) -> dict[str, bytes]:
    return {f"bpmn/{name}.bpmn": (DIAGRAMS / f"{name}.bpmn").read_bytes() for name in names}


@pytest.fixture
def play() -> Callable[..., Play]:
    """Open a case on the first of the diagrams named."""

    def opened(*names: str, now: datetime = START, answers: Mapping[str, Any] | None = None, **data: Any) -> Play:
        return Play(Machine(files(*names)), answers or {}).open(names[0], data, now)

    return opened


@pytest.fixture
def stand() -> Stand:
    """A host that has no answers."""
    return Stand({})


@pytest.fixture
def diagrams() -> Callable[..., dict[str, bytes]]:
    """The files of diagrams by name."""
    return files
