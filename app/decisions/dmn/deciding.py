"""Making a decision: its requirements first, each once, with an explanation of every one."""

from collections.abc import Mapping
from typing import Any

from app.decisions.dmn.graph import Graph, Key, Part, Service
from app.decisions.explanation import Explanation
from app.decisions.expressions import finished
from app.decisions.feel.functions import checked
from app.decisions.feel.run import Closure, Run, Scope
from app.decisions.values.kinds import Value
from app.decisions.values.types import Type
from app.errors import DecisionError


class Deciding:
    """One evaluation of a graph: what was given, and what has been decided so far."""

    def __init__(self, graph: Graph, given: Mapping[str, Value], run: Run, model: str) -> None:
        self.graph = graph
        self.given = given
        self.run = run
        self.model = model
        self.made: dict[Key, Explanation] = {}
        self.set: dict[Key, Value] = {}
        self.under_way: set[Key] = set()

    def decide(self, key: Key) -> Explanation:
        if key not in self.made:
            self.made[key] = self._decide(self.graph.part(key))
        return self.made[key]

    def _decide(self, part: Part) -> Explanation:
        if part.key in self.under_way:
            raise DecisionError(f"{part.label} requires itself")
        self.under_way.add(part.key)
        tables, notes = self.run.tables, self.run.notes
        self.run.tables, self.run.notes = [], []
        scope, given, requires = self._scope(part)
        value = None if part.logic is None else finished(part.logic, scope)
        self.run.weigh(value)
        value = checked(value, part.type, self.run, part.name)
        made = Explanation(
            part.key[1],
            part.label,
            self.model,
            value,
            given,
            tuple(self.run.tables),
            requires,
            tuple(self._missing(given)) + tuple(self.run.notes),
            {each.name: each.called for each in map(self.graph.part, (need.key for need in part.needs))},
        )
        self.run.tables, self.run.notes = tables, notes
        self.under_way.discard(part.key)
        return made

    def _missing(self, given: dict[str, Value]) -> list[tuple[str, str]]:
        return [("not given", name) for name, value in given.items() if value is None and name not in self.given]

    def _scope(self, part: Part) -> tuple[Scope, dict[str, Value], tuple[Explanation, ...]]:
        """What a part sees, the inputs among that, and the decisions among that."""
        names: dict[str, Value] = {}
        given: dict[str, Value] = {}
        requires: list[Explanation] = []
        for need in part.needs:
            found = self.graph.part(need.key)
            value = self.value(found)
            if found.kind == "inputData":
                given[found.name] = value
            if need.key in self.made:
                requires.append(self.made[need.key])
            target = names.setdefault(need.alias, {}) if need.alias else names
            target[found.name] = value
        outer = Scope(self.run, self.given) if part.open else None
        return Scope(self.run, names, outer), given, tuple(requires)

    def value(self, part: Part) -> Value:
        """What a name of the graph stands for."""
        if part.key in self.set:
            return self.set[part.key]
        if part.kind == "inputData":
            return self._input(part)
        if part.kind == "decision":
            return self.decide(part.key).outcome
        if isinstance(part, Service):
            return ServiceFunction(self, part)
        return None if part.logic is None else self._knowledge(part.logic, part)

    def _knowledge(self, logic: Closure, part: Part) -> Value:
        """A business knowledge model as a function; it may call itself by its name."""
        outer, _, _ = self._scope(part)
        own: dict[str, Value] = {}
        own[part.name] = made = logic(Scope(self.run, own, outer))
        return made

    def _input(self, part: Part) -> Value:
        namespace = part.key[0]
        exact = self.given.get(f"{{{namespace}}}{part.name}")
        value = exact if exact is not None else self.given.get(part.name)
        return checked(value, part.type, self.run, part.name)


class ServiceFunction:
    """A decision service as something that FEEL can call."""

    def __init__(self, deciding: Deciding, service: Service) -> None:
        self.deciding = deciding
        self.service = service
        self.name = service.name
        self.parts = [deciding.graph.part(key) for key in service.given]

    def parameters(self) -> tuple[tuple[str, Type], ...]:
        return tuple((part.name, part.type) for part in self.parts)

    def call(self, run: Run, args: "list[Value]") -> Value:
        if len(args) != len(self.parts):
            run.note("arguments", self.name)
            return None
        return self.call_named(run, {part.name: arg for part, arg in zip(self.parts, args, strict=True)})

    def call_named(self, run: Run, args: dict[str, Any]) -> Value:
        """Decide the outputs anew with what is given; a value that does not fit its type is null."""
        if not args.keys() <= {part.name for part in self.parts}:
            run.note("arguments", self.name)
            return None
        run.enter()
        inner = Deciding(self.deciding.graph, {}, run, self.deciding.model)
        for part in self.parts:
            inner.set[part.key] = checked(args.get(part.name), part.type, run, part.name)
        try:
            outputs = [self.deciding.graph.part(key) for key in self.service.outputs]
            made = {part.name: inner.value(part) for part in outputs}
        finally:
            run.leave()
        value = next(iter(made.values())) if len(made) == 1 else made
        return checked(value, self.service.type, run, self.name)
