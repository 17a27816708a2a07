"""Values of variables: numbered, never changed, kept outside SpiffWorkflow, whose tokens only carry name -> number."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.decisions.wire import from_wire
from app.errors import EngineError
from app.events.canonical import encode
from app.events.chain import digest

Names = dict[str, int]


class Cells:
    """All values of a case by number. A later value has a higher number, so that a join can tell which is newer."""

    def __init__(self, values: Mapping[int, Any] | None = None, last: int = 0) -> None:
        self.values: dict[int, Any] = dict(values or {})
        self.last = last
        self._feel: dict[int, Any] = {}
        self._digests: dict[int, str] = {}

    def put(self, wire: Any) -> int:
        self.last += 1
        self.values[self.last] = wire
        return self.last

    def put_all(self, wires: Mapping[str, Any]) -> Names:
        return {name: self.put(wire) for name, wire in wires.items()}

    def wire(self, names: Mapping[str, int]) -> dict[str, Any]:
        return {name: self.values[cell] for name, cell in names.items()}

    def feel(self, names: Mapping[str, int]) -> dict[str, Any]:
        """The values as FEEL sees them, converted once a command."""
        scope = {}
        for name, cell in names.items():
            if cell not in self._feel:
                self._feel[cell] = from_wire(self.values[cell])
            scope[name] = self._feel[cell]
        return scope

    def digests(self, names: Mapping[str, int]) -> dict[str, str]:
        """Stand in for the values where a state is hashed."""
        return {name: self.digest(cell) for name, cell in names.items()}

    def digest(self, cell: int) -> str:
        if cell not in self._digests:
            self._digests[cell] = digest(encode(self.values[cell]))
        return self._digests[cell]

    def keep_only(self, used: set[int]) -> None:
        """Forget the values that no token can see any more."""
        self.values = {cell: wire for cell, wire in self.values.items() if cell in used}


def newest(many: Iterable[Mapping[str, int]]) -> Names:
    """Join what several branches see: of each name the value written last, whole, never mixed."""
    joined: Names = {}
    for names in many:
        for name, cell in names.items():
            joined[name] = max(cell, joined.get(name, 0))
    return joined


def placed(old: Any, path: tuple[str, ...], wire: Any, where: str) -> Any:
    """Put a value at a path inside a context, as a new context; the old one stays as it is."""
    if not path:
        return wire
    if old is not None and (not isinstance(old, dict) or any(key.startswith("$") for key in old)):
        raise EngineError(f"{where} writes a key into a value that is no context")
    context = dict(old or {})
    context[path[0]] = placed(context.get(path[0]), path[1:], wire, where)
    return context
