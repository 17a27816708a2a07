"""The machine that runs diagrams: a state and a command go in, a step comes out; `cases` calls it, and nobody else."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from app.engine import commands, results, state
from app.engine.diagram.reader import read
from app.engine.diagram.rules import structure
from app.engine.host import Decided, Host
from app.engine.nodes.base import DiagramSpec
from app.engine.nodes.build import build
from app.engine.steps import Moment, Step, View
from app.engine.tokens.levels import Case
from app.engine.tokens.variables import Cells
from app.engine.tokens.walk import Walk
from app.errors import EngineError, ModelError, NotFound
from app.events.canonical import encode
from app.events.chain import digest

Wire = dict[str, Any]
_KEPT = 64
_cache: dict[str, dict[str, DiagramSpec]] = {}
_lock = Lock()


class Machine:
    """Runs the diagrams of one release. Its commands never change what they are given."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._specs = _specs(files)

    @property
    def processes(self) -> tuple[str, ...]:
        """The ids of the processes that can be opened."""
        return tuple(key for key, spec in self._specs.items() if spec.diagram.process == key)

    def open(self, process_id: str, data: Wire, host: Host, moment: Moment) -> Step:
        """Open a case on a process with these variables."""
        case = self.case(process_id, Walk(host, moment, Cells()))
        commands.begin(case, data)
        return results.step(case)

    def complete(self, state: bytes, ref: str, answers: Wire, host: Host, moment: Moment) -> Step:
        """A person completes a task; the answers are the task's own variables until its outputs are written."""
        return self._command(state, host, moment, lambda case: commands.complete(case, ref, answers))

    def receive(self, state: bytes, ref: str, payload: Wire, host: Host, moment: Moment) -> Step:
        """A message comes where it is waited for."""
        return self._command(state, host, moment, lambda case: commands.receive(case, ref, payload))

    def wake(self, state: bytes, ref: str, host: Host, moment: Moment) -> Step:
        """A time that was waited for has come."""
        return self._command(state, host, moment, lambda case: commands.wake(case, ref))

    def answer(self, state: bytes, ref: str, result: Wire, host: Host, moment: Moment) -> Step:
        """An outside system's answer comes."""
        return self._command(state, host, moment, lambda case: commands.answer(case, ref, result))

    def look(self, state: bytes) -> View:
        """Where a case stands and what can be seen there; nothing moves."""
        return results.view(self.load(state, _NOBODY, _NEVER))

    def case(self, process_id: str, walk: Walk) -> Case:
        """A case in memory, before its first move."""
        if process_id not in self.processes:
            raise NotFound(f"no diagram of this release holds the process {process_id!r}")
        return Case(self._specs[process_id], self._specs, walk)

    def load(self, blob: bytes, host: Host, moment: Moment) -> Case:
        return state.decode(blob, self._specs, lambda cells: Walk(host, moment, cells))

    def _command(self, blob: bytes, host: Host, moment: Moment, do: Callable[[Case], None]) -> Step:
        case = self.load(blob, host, moment)
        do(case)
        return results.step(case)


def _specs(files: Mapping[str, bytes]) -> dict[str, DiagramSpec]:
    """Read and build a set of diagrams once a process; whoever asks later shares what was built."""
    diagrams = {name: content for name, content in files.items() if name.endswith(".bpmn")}
    key = digest(encode({name: digest(content) for name, content in diagrams.items()}))
    with _lock:
        if key not in _cache:
            while len(_cache) >= _KEPT:
                _cache.pop(next(iter(_cache)))
            _cache[key] = _built(diagrams)
        return _cache[key]


def _built(diagrams: Mapping[str, bytes]) -> dict[str, DiagramSpec]:
    reading = read(diagrams)
    errors = [each for each in (*reading.findings, *structure(reading)) if each.severity == "error"]
    if errors:
        raise ModelError(errors)
    return build(reading.diagrams)


class _Nobody:
    """The host of a case that is only looked at."""

    functions: Mapping[str, Callable[..., Any]] = {}

    def kind_of(self, delegate: str) -> str:
        raise EngineError(f"{delegate} can't be called while looking")

    def call(self, delegate: str, _inputs: Wire, _ref: str) -> Wire:
        raise EngineError(f"{delegate} can't be called while looking")

    def decide(self, decision: str, _binding: str, _scope: Wire, _moment: Moment, _ref: str) -> Decided:
        raise EngineError(f"{decision} can't be taken while looking")


_NOBODY = _Nobody()
_NEVER = Moment(datetime(1, 1, 1, tzinfo=UTC))
