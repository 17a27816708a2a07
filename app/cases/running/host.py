"""What the engine may ask of the product during a command: live from registers and tables, or from the record."""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from app.cases.delegates import Call, Delegate, Kind
from app.catalogue import Release
from app.decisions.wire import to_wire
from app.engine.host import Decided
from app.engine.steps import Moment
from app.errors import EngineError
from app.events.facts import DecisionMade, Fact, LookTaken, RecordWritten, TellQueued
from app.store.rows import Case
from app.store.unit import Work

Json = dict[str, Any]
Functions = Mapping[str, Callable[..., Any]]


class Releases(Protocol):
    """Where releases come from: the catalogue."""

    def release(self, number: int) -> Release: ...
    def in_force(self, on: date) -> Release: ...
    def in_force_at(self, now: datetime) -> Release: ...


def decided(release: Release, decision: str, scope: Json, now: datetime) -> Decided:
    """Make one decision by a release's table; the outcome leaves FEEL as wire JSON, with its explanation."""
    model = release.model(decision)
    explanation = model.decide(decision, scope, now=now, functions=release.functions)
    return Decided(to_wire(explanation.outcome), explanation.as_data(), release.number, model.hash)


class LiveHost:
    """Answers the engine from the unit of work that the command runs in."""

    def __init__(
        self,
        work: Work,
        case: Case,
        release: Release,
        releases: Releases,
        delegates: Mapping[str, Delegate],
        now: datetime,
    ) -> None:
        self._work, self._case, self._release = work, case, release
        self._releases, self._delegates, self._now = releases, delegates, now
        self.functions: Functions = release.functions

    def kind_of(self, delegate: str) -> Kind:
        return _known(self._delegates, delegate).kind

    def call(self, delegate: str, inputs: Json, ref: str) -> Json:
        run = _known(self._delegates, delegate).run
        if run is None:
            raise EngineError(f"{delegate} waits for an answer and can't be called inline")
        return run(Call(self._work, self._case, ref, inputs, self._now))

    def decide(self, decision: str, binding: str, scope: Json, moment: Moment, ref: str) -> Decided:
        del ref
        latest = binding == "latest"
        release = self._releases.in_force_at(moment.now) if latest else self._release
        return decided(release, decision, scope, moment.now)


class RecordedHost:
    """Answers the engine from one command's recorded facts, so that a replay calls nothing and writes nothing."""

    def __init__(
        self, facts: Sequence[Fact], release: Release, releases: Releases, delegates: Mapping[str, Delegate]
    ) -> None:
        self._release, self._releases, self._delegates = release, releases, delegates
        self.functions: Functions = release.functions
        self._answers: dict[str, deque[Json]] = defaultdict(deque)
        self._decided_by: dict[str, deque[int]] = defaultdict(deque)
        for fact in facts:
            if isinstance(fact, LookTaken):
                self._answers[fact.ref].append(fact.found)
            elif isinstance(fact, RecordWritten | TellQueued):
                self._answers[fact.ref].append(fact.result)
            elif isinstance(fact, DecisionMade):
                self._decided_by[fact.ref].append(fact.release)

    def kind_of(self, delegate: str) -> Kind:
        return _known(self._delegates, delegate).kind

    def call(self, delegate: str, inputs: Json, ref: str) -> Json:
        del inputs  # they are compared as facts
        if not self._answers[ref]:
            raise EngineError(f"the record holds no call of {delegate} at {ref}")
        return self._answers[ref].popleft()

    def decide(self, decision: str, binding: str, scope: Json, moment: Moment, ref: str) -> Decided:
        del binding  # the record names the release
        recorded = self._decided_by[ref]
        release = self._releases.release(recorded.popleft()) if recorded else self._release
        return decided(release, decision, scope, moment.now)


def _known(delegates: Mapping[str, Delegate], name: str) -> Delegate:
    if name not in delegates:
        raise EngineError(f"no delegate is called {name!r}")
    return delegates[name]
