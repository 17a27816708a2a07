"""Where a case stood after some of its facts: elements done, open, waiting or stopped, flows taken, level by level."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

DONE, ACTIVE, WAITING, STOPPED = "done", "active", "waiting", "stopped"
# Which facts begin or end a wait, and what is waited for.
WAITS: Final = {"TaskOpened": "task", "WaitOpened": "message", "TimerSet": "timer", "AskSent": "answer"}
OVER: Final = frozenset(
    {"TaskCompleted", "TaskWithdrawn", "WaitClosed", "MessageReceived", "TimerDropped", "TimerFired", "AnswerReceived"}
)
Calls = Callable[[str], Mapping[str, str]]
Targets = Callable[[str], Mapping[str, str]]


class Told(Protocol):
    """A fact, as far as the drawing reads it."""

    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Mark:
    """How an element stood: its state, how often it was entered, what it waited for, which fact touched it last."""

    state: str
    visits: int
    waits_for: str = ""
    seq: int = 0
    now: bool = False  # touched by the very fact that is looked at


@dataclass
class Level:
    """One drawn diagram in one run: the case's own, or a process that it called."""

    key: str
    process: str
    marks: dict[str, Mark] = field(default_factory=dict)
    flows: dict[str, int] = field(default_factory=dict)
    seq: int = 0


@dataclass
class Trail:
    """All levels that were begun, in the order they were begun."""

    levels: dict[str, Level]

    def of(self, key: str | None) -> Level:
        """The level asked for, or the one that was touched last."""
        return self.latest if key is None else self.levels.get(key, self.latest)

    @property
    def latest(self) -> Level:
        return max(self.levels.values(), key=lambda level: level.seq)


def trail(facts: Iterable[Told], process: str, calls: Calls, targets: Targets) -> Trail:
    """Follow the facts, in order; `calls` gives a process's called processes, `targets` where its flows lead."""
    follower = _Follower(process, calls, targets)
    for fact in facts:
        follower.take(fact)
    return follower.stand()


@dataclass
class _Visits:
    """What happened at one element."""

    entered: int = 0
    open: set[str] = field(default_factory=set)
    waits: dict[str, str] = field(default_factory=dict)
    parked: int = 0
    stopped: bool = False
    seq: int = 0


class _Follower:
    """Takes fact after fact."""

    def __init__(self, process: str, calls: Calls, targets: Targets) -> None:
        self._calls, self._targets = calls, targets
        self.levels = {"": Level("", process)}
        self.visits: dict[tuple[str, str], _Visits] = {}
        self.seq = 0

    def take(self, fact: Told) -> None:
        self.seq = fact.seq
        if fact.kind == "TokensMoved":
            for verb, ref in fact.body["path"]:
                self._move(verb, ref)
        elif fact.kind == "CaseEnded":
            self._close("")
        ref = fact.body.get("ref") or fact.body.get("task")
        if isinstance(ref, str):
            self._wait(fact.kind, ref)

    def stand(self) -> Trail:
        for (key, element), visits in self.visits.items():
            mark = self._mark(visits)
            if mark is not None:
                self.levels[key].marks[element] = mark
        return Trail(self.levels)

    def _mark(self, visits: _Visits) -> Mark | None:
        waits_for = next(iter(visits.waits.values()), "join" if visits.parked > 0 else "")
        if waits_for and waits_for != "task":
            state = WAITING
        elif visits.open or waits_for:
            state = ACTIVE
        elif visits.stopped:
            state = STOPPED
        elif visits.entered:
            state = DONE
        else:
            return None
        return Mark(state, visits.entered, waits_for, visits.seq, visits.seq == self.seq)

    def _wait(self, kind: str, ref: str) -> None:
        visits = self._at(ref)
        if kind in WAITS:
            visits.waits[ref] = WAITS[kind]
        elif kind in OVER:
            visits.waits.pop(ref, None)

    def _move(self, verb: str, ref: str) -> None:
        if verb == "flow":
            self._flow(ref)
            return
        visits = self._at(ref)
        if verb == "enter":
            visits.entered += 1
            visits.open.add(ref)
            visits.parked, visits.stopped = 0, False
            return
        visits.open.discard(ref)
        visits.waits.pop(ref, None)
        visits.stopped = verb == "cancel" and not visits.open
        self._close(f"{ref}/")

    def _flow(self, ref: str) -> None:
        level, name = self._level(ref)
        level.flows[name] = level.flows.get(name, 0) + 1
        target = self._targets(level.process).get(name)
        if target:
            self._at(f"{ref.rpartition('/')[0]}/{target}".lstrip("/")).parked += 1

    def _close(self, below: str) -> None:
        """What ran inside is over, and so is whatever waited in it."""
        for (key, _element), visits in self.visits.items():
            if not below or f"{key}/".startswith(below):
                visits.open.clear()
                visits.waits.clear()
                visits.parked = 0

    def _at(self, ref: str) -> _Visits:
        level, name = self._level(ref)
        visits = self.visits.setdefault((level.key, name.partition("#")[0]), _Visits())
        visits.seq = self.seq
        return visits

    def _level(self, ref: str) -> tuple[Level, str]:
        """The drawn diagram that a place belongs to: an opened subprocess is drawn inside its own."""
        *way, name = ref.split("/")
        level = self.levels[""]
        walked: list[str] = []
        for step in way:
            walked.append(step)
            called = self._calls(level.process).get(step.partition("#")[0])
            if called:
                key = "/".join(walked)
                level = self.levels.setdefault(key, Level(key, called))
        level.seq = self.seq
        return level, name
