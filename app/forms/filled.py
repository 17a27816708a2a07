"""A form as it stands while it is filled in: what was entered, what is shown, what is required; only forms uses it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from app.decisions import evaluate
from app.decisions.wire import from_wire
from app.forms.parts import Part, walk
from app.forms.reading import entered, guessed

ROUNDS: Final = 6  # a field shown by a field shown by a field: deeper chains than this are not written


@dataclass(frozen=True)
class Around:
    """What stands around a form: the case's variables, host functions, the command's time, the reader's language."""

    context: Mapping[str, Any] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    now: datetime | None = None
    lang: str = "zh"

    def holds(self, text: str, scope: Mapping[str, Any]) -> bool:
        """Whether FEEL says true; null is not true."""
        return bool(text) and evaluate(text, scope, now=self.now, functions=self.functions) is True

    def value(self, text: str, scope: Mapping[str, Any]) -> Any:
        """Give what FEEL gives."""
        return evaluate(text, scope, now=self.now, functions=self.functions)


class Filled:
    """Answers laid over a form's parts."""

    def __init__(self, parts: Sequence[Part], raw: Mapping[str, Any], around: Around) -> None:
        """Read what was entered and find out which parts are shown."""
        self.parts, self.around = tuple(parts), around
        self.entered = {p.key: entered(p, raw.get(p.key)) for p in walk(parts) if p.asked}
        self.hidden = self._hidden()

    @cached_property
    def context(self) -> dict[str, Any]:
        """The case's variables as FEEL values."""
        return {name: from_wire(value) for name, value in self.around.context.items()}

    def scope(self, hidden: frozenset[str] | None = None) -> dict[str, Any]:
        """Give what FEEL sees: the case's variables, and over them the answers of the parts that are shown."""
        gone = self.hidden if hidden is None else hidden
        seen = {
            p.key: None if p.at in gone else feel(guessed(p, self.entered[p.key])) for p in walk(self.parts) if p.asked
        }
        return self.context | seen

    def shown(self) -> Iterator[Part]:
        """The parts that ask for an answer now, in the form's order."""
        return (p for p in walk(self.parts) if p.asked and p.at not in self.hidden)

    def required(self, part: Part) -> bool:
        """Whether an answer must be given: always, or because of another answer."""
        if part.rules.get("required") is True:
            return True
        return self.around.holds(part.properties.get("required_if", ""), self._now)

    @cached_property
    def _now(self) -> dict[str, Any]:
        return self.scope()

    def _hidden(self) -> frozenset[str]:
        hidden: frozenset[str] = frozenset()
        for _ in range(ROUNDS):
            scope = self.scope(hidden)
            found = frozenset(self._gone(self.parts, scope, above=False))
            if found == hidden:
                break
            hidden = found
        return hidden

    def _gone(self, parts: Sequence[Part], scope: Mapping[str, Any], *, above: bool) -> Iterator[str]:
        for part in parts:
            gone = above or self.around.holds(part.hide, scope)
            if gone:
                yield part.at
            yield from self._gone(part.inside, scope, above=gone)


def feel(value: Any) -> Any:
    """Give an answer as a FEEL value: sizes of files are numbers, the rest is one already."""
    if isinstance(value, list):
        return [from_wire(dict(v)) if isinstance(v, Mapping) else v for v in value]
    return value
