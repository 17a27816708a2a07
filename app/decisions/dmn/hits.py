"""Hit policies: which of the rules that held give the outcome, and what it is."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from app.decisions.builtins.lists import maximum, minimum, total
from app.decisions.values.compare import equal
from app.decisions.values.kinds import Value
from app.decisions.values.text import literal
from app.errors import DecisionError

POLICIES = ("UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
AGGREGATORS: dict[str, Callable[[list[Value]], Value]] = {
    "SUM": total,
    "MIN": minimum,
    "MAX": maximum,
    "COUNT": lambda values: Decimal(len(values)),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that held: its place, its id, and a value for each output."""

    place: int
    id: str
    outputs: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A table's hit policy, with the allowed values of its outputs in order of priority."""

    name: str
    aggregator: str | None
    names: tuple[str, ...]
    priorities: tuple[tuple[Value, ...] | None, ...]
    table: str

    @property
    def many(self) -> bool:
        return self.name in {"COLLECT", "RULE ORDER", "OUTPUT ORDER"}

    @property
    def spelt(self) -> str:
        return f"{self.name} {self.aggregator}" if self.aggregator else self.name

    @property
    def nothing(self) -> Value:
        """The outcome when no rule held and there is no default: null, but a count of none is 0, as `count([])` is."""
        return Decimal(0) if self.aggregator == "COUNT" else None

    def result(self, outputs: tuple[Value, ...]) -> Value:
        if len(self.names) == 1:
            return outputs[0]
        return dict(zip(self.names, outputs, strict=True))

    def choose(self, hits: list[Hit]) -> tuple[list[Hit], Value]:
        """The rules that give the outcome, and the outcome; the hits are in rule order and not none."""
        if not self.many:
            chosen = self._one(hits)
            return [chosen], self.result(chosen.outputs)
        ordered = sorted(hits, key=self.rank) if self.name == "OUTPUT ORDER" else hits
        values = [self.result(hit.outputs) for hit in ordered]
        return ordered, AGGREGATORS[self.aggregator](values) if self.aggregator else values

    def _one(self, hits: list[Hit]) -> Hit:
        if self.name == "UNIQUE" and len(hits) > 1:
            raise self._clash("only one rule may hold, but several do", hits)
        if self.name == "ANY" and any(equal(list(hit.outputs), list(hits[0].outputs)) is not True for hit in hits):
            raise self._clash("the rules that hold must agree, but do not", hits)
        return min(hits, key=self.rank) if self.name == "PRIORITY" else hits[0]

    def _clash(self, what: str, hits: list[Hit]) -> DecisionError:
        told = ", ".join(f"{hit.id} ({hit.place}: {literal(self.result(hit.outputs))})" for hit in hits)
        return DecisionError(f"{self.table}, {self.name}: {what}: {told}", rules=[hit.id for hit in hits])

    def rank(self, hit: Hit) -> tuple[int, ...]:
        return tuple(_place(value, order) for value, order in zip(hit.outputs, self.priorities, strict=True))


def _place(value: Value, order: tuple[Value, ...] | None) -> int:
    if order is None:
        return 0
    return next((i for i, each in enumerate(order) if equal(value, each) is True), len(order))
