"""What goes into and comes out of one command of the machine, as frozen values; any room above may read them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.events.facts import Fact

Wire = Any


@dataclass(frozen=True)
class Moment:
    """When a command happens; `due` is the time that a fired timer was set for."""

    now: datetime
    due: datetime | None = None


@dataclass(frozen=True)
class OpenTask:
    """A task that waits for a person; `scripted` and `step` are the diagram's, passed on as written.

    `limit`, in UTC: when the first of its boundary timers comes, as long as the timer runs.
    """

    ref: str
    process: str
    element: str
    name: str
    form: str | None
    role: str | None
    division: str | None
    step: str | None
    scripted: str | None
    limit: datetime | None = None


@dataclass(frozen=True)
class Timer:
    """A time that the case waits for, in UTC."""

    ref: str
    due: datetime


@dataclass(frozen=True)
class Wait:
    """A message that the case waits for, by name and key."""

    ref: str
    message: str
    key: str


@dataclass(frozen=True)
class Ask:
    """A question to an outside system whose answer the case waits for."""

    ref: str
    delegate: str
    inputs: dict[str, Wire]


@dataclass(frozen=True)
class Ended:
    """The case is over, with the outcome that its end event names."""

    outcome: str


@dataclass(frozen=True)
class Step:
    """One command's result: the new state, its hash, what happened, and all that the case now waits for."""

    state: bytes
    hash: str
    facts: tuple[Fact, ...]
    tasks: tuple[OpenTask, ...]
    timers: tuple[Timer, ...]
    waits: tuple[Wait, ...]
    asks: tuple[Ask, ...]
    ended: Ended | None
    variables: dict[str, Wire]


@dataclass(frozen=True)
class OpenElement:
    """An element where the case stands, with the variables that are visible there, the task's own among them."""

    ref: str
    process: str
    element: str
    kind: str
    name: str
    variables: dict[str, Wire]


@dataclass(frozen=True)
class View:
    """A look at a case: where it stands, the variables of each scope by path, its end."""

    process: str
    elements: tuple[OpenElement, ...]
    scopes: dict[str, dict[str, Wire]]
    tasks: tuple[OpenTask, ...]
    timers: tuple[Timer, ...]
    waits: tuple[Wait, ...]
    asks: tuple[Ask, ...]
    ended: Ended | None = field(default=None)
