"""What the engine needs of whoever runs it: delegates, decisions and calendar functions; `cases` implements it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.engine.steps import Moment


@dataclass(frozen=True)
class Decided:
    """What a decision came to, with its explanation, the release it was taken from and the hash of its model."""

    outcome: Any
    explanation: Any
    release: int
    model: str


class Host(Protocol):
    """The engine's outside. Whatever it raises fails the whole command, and nothing has happened."""

    @property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """Functions that FEEL expressions may call."""
        ...

    def kind_of(self, delegate: str) -> str:
        """What a delegate does: look, record, ask or tell."""
        ...

    def call(self, delegate: str, inputs: dict[str, Any], ref: str) -> dict[str, Any]:
        """Run a delegate that looks, records or tells, and give back its result."""
        ...

    def decide(self, decision: str, binding: str, scope: dict[str, Any], moment: Moment, ref: str) -> Decided:
        """Take a decision over the variables visible at a task, as FEEL values."""
        ...
