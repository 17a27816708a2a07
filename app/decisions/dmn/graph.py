"""The requirements graph: what each decision needs, compiled, over one model and those that it imports."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.decisions.feel.run import Closure
from app.decisions.values.types import Type
from app.errors import DecisionError

Key = tuple[str, str]
"""A namespace and an id."""


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement: what is needed, and under which import's name it is seen."""

    key: Key
    alias: str | None


@dataclass(slots=True)
class Part:
    """One element of the graph."""

    key: Key
    kind: str
    name: str
    label: str
    type: Type
    needs: tuple[Need, ...] = ()
    logic: Closure | None = None
    open: bool = False
    called: str = ""
    """What people call it, where it is told otherwise than by its name."""


@dataclass(slots=True)
class Service(Part):
    """A decision service: decisions given and decisions answered."""

    outputs: tuple[Key, ...] = ()
    given: tuple[Key, ...] = ()


@dataclass(slots=True)
class Graph:
    """All parts by key; those of the main model also by id and by name."""

    namespace: str
    parts: dict[Key, Part] = field(default_factory=dict)

    def part(self, key: Key) -> Part:
        """The part that a requirement names; one that is missing is refused when it is asked for."""
        if key not in self.parts:
            raise DecisionError(f"{key[1]!r} is required, but does not exist")
        return self.parts[key]

    def find(self, asked: str, *kinds: str) -> Part | None:
        """The main model's part with this id or, failing that, this name."""
        mine = [part for part in self.parts.values() if part.key[0] == self.namespace and part.kind in kinds]
        tests: tuple[Callable[[Part], bool], ...] = (
            lambda part: part.key[1] == asked,
            lambda part: asked in {part.name, part.label},
        )
        return next((part for test in tests for part in mine if test(part)), None)
