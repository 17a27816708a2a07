"""What the store reads of a step of the engine, which it may not import; the parts of a unit of work call it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

Wire = Any


class TaskLike(Protocol):
    """What the store reads of an open task of a step."""

    @property
    def ref(self) -> str: ...
    @property
    def process(self) -> str: ...
    @property
    def element(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def form(self) -> str | None: ...
    @property
    def role(self) -> str | None: ...
    @property
    def division(self) -> str | None: ...
    @property
    def step(self) -> str | None: ...
    @property
    def scripted(self) -> str | None: ...
    @property
    def limit(self) -> datetime | None: ...


class TimerLike(Protocol):
    """What the store reads of a timer of a step."""

    @property
    def ref(self) -> str: ...
    @property
    def due(self) -> datetime: ...


class WaitLike(Protocol):
    """What the store reads of a wait for a message."""

    @property
    def ref(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def key(self) -> str: ...


class AskLike(Protocol):
    """What the store reads of a question to an outside system."""

    @property
    def ref(self) -> str: ...
    @property
    def delegate(self) -> str: ...
    @property
    def inputs(self) -> dict[str, Wire]: ...


class EndedLike(Protocol):
    """What the store reads of a case's end."""

    @property
    def outcome(self) -> str: ...


class StepLike(Protocol):
    """What the store reads of a step of the engine: the state and the complete current sets."""

    @property
    def state(self) -> bytes: ...
    @property
    def tasks(self) -> Sequence[TaskLike]: ...
    @property
    def timers(self) -> Sequence[TimerLike]: ...
    @property
    def waits(self) -> Sequence[WaitLike]: ...
    @property
    def asks(self) -> Sequence[AskLike]: ...
    @property
    def ended(self) -> EndedLike | None: ...
