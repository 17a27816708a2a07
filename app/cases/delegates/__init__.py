"""What a service task may ask of the product: generic delegates that take their parameters from the diagram.

A *look* reads our own registers, a *record* writes them in the same transaction, a *tell* goes outward after the
commit, an *ask* waits for an outside answer. None of them can commit. `app.wiring.DELEGATES` binds each name once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from app.store.rows import Case
from app.store.unit import Work

Kind = Literal["look", "record", "ask", "tell"]
Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One visit of a service task: whose case, which visit, what the diagram hands over, and when."""

    work: Work
    case: Case
    ref: str
    inputs: Json
    now: datetime

    @property
    def key(self) -> str:
        """The idempotency key of everything this visit sends: the case and the visit of the task."""
        return f"{self.case.id}:{self.ref}"


@dataclass(frozen=True)
class Delegate:
    """A delegate's kind, the inputs a diagram must map, those it may map, and what it does inline (an ask: nothing)."""

    kind: Kind
    inputs: tuple[str, ...]
    run: Callable[[Call], Json] | None = None
    optional: tuple[str, ...] = ()
