"""DMN files loaded and asked: the way in for everyone who needs a decision made."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.decisions.dmn import xml
from app.decisions.dmn.deciding import Deciding, ServiceFunction
from app.decisions.dmn.feel import ReadTable
from app.decisions.dmn.graph import Graph, Part, Service
from app.decisions.dmn.loading import Loader
from app.decisions.dmn.report import Report
from app.decisions.dmn.xml import Element
from app.decisions.explanation import Explanation
from app.decisions.feel.run import Run
from app.decisions.values.kinds import Value
from app.errors import DecisionError, Finding, ModelError

Functions = Mapping[str, Callable[..., Any]]


class Model:
    """A loaded DMN model; it holds no state, so threads and cases may share it."""

    def __init__(
        self, graph: Graph, digest: str, asked: Mapping[str | None, set[str]], tables: Sequence[ReadTable] = ()
    ) -> None:
        self.graph = graph
        self.tables = tables
        self.hash = digest
        self._asked = asked

    @property
    def decisions(self) -> list[str]:
        """The ids of the model's own decisions, in file order."""
        return [key[1] for key, part in self.graph.parts.items() if self._own(part) and part.kind == "decision"]

    def labels(self, decision: str) -> dict[str, str]:
        """What people call the parts of a decision's outcome, by their names."""
        owner = self._part(decision).key[1]
        made = [table.made for table in self.tables if table.reach.owner == owner]
        return {each.name: each.label for table in made for each in table.outputs if each.label}

    def _own(self, part: Part) -> bool:
        return part.key[0] == self.graph.namespace

    def inputs(self, decision: str) -> list[str]:
        """The names of the inputs that a decision rests on, its required decisions' included."""
        found: dict[str, None] = {}
        self._collect(self._part(decision), found, set())
        return list(found)

    def _collect(self, part: Part, found: dict[str, None], seen: set[tuple[str, str]]) -> None:
        if part.key in seen:
            return
        seen.add(part.key)
        if part.kind == "inputData":
            found[part.name] = None
        if part.open:
            found.update(dict.fromkeys(sorted(self._asked.get(part.key[1], ()))))
        for need in part.needs:
            self._collect(self.graph.part(need.key), found, seen)

    def decide(
        self,
        decision: str,
        context: Mapping[str, Value],
        *,
        now: datetime | None = None,
        functions: Functions | None = None,
        explain: bool = True,
    ) -> Explanation:
        """Make a decision, named by id or name; DecisionError when the rules clash or there is no such decision.

        With `explain=False` tables ask only as many cells as the outcome needs, and tell no rules.
        """
        part = self._part(decision)
        return Deciding(self.graph, context, Run(now, functions or {}, explain), self.hash).decide(part.key)

    def invoke(
        self,
        name: str,
        arguments: Mapping[str, Value],
        *,
        now: datetime | None = None,
        functions: Functions | None = None,
    ) -> Value:
        """Call a business knowledge model or a decision service by its arguments' names."""
        part = self.graph.find(name, "businessKnowledgeModel", "decisionService")
        if part is None:
            raise DecisionError(f"nothing to invoke is called {name!r}")
        run = Run(now, functions or {})
        deciding = Deciding(self.graph, {}, run, self.hash)
        if isinstance(part, Service):
            return ServiceFunction(deciding, part).call_named(run, dict(arguments))
        function = deciding.value(part)
        return None if function is None else function.call_named(run, dict(arguments))

    def _part(self, decision: str) -> Part:
        part = self.graph.find(decision, "decision")
        if part is None:
            raise DecisionError(f"no decision is called {decision!r}")
        return part


def load(
    data: bytes,
    imports: Mapping[str, bytes] | None = None,
    *,
    functions: Collection[str] | None = None,
    file: str = "",
    strict: bool = True,
) -> Model:
    """Compile a DMN file; ModelError with every finding if anything in it can't be honoured.

    `functions` names what the host will offer; without it, unknown functions are warnings only.
    With `strict=False` what can't be honoured is refused when it is asked, not at once.
    """
    report = Report(file)
    model = _compiled(data, imports or {}, functions, report)
    if model is None or (strict and report.errors):
        raise ModelError(report.errors)
    return model


def findings(
    data: bytes,
    file: str,
    imports: Mapping[str, bytes] | None = None,
    *,
    functions: Collection[str] | None = None,
) -> list[Finding]:
    """Everything in a DMN file that is malformed or not supported, without running it."""
    report = Report(file)
    _compiled(data, imports or {}, functions, report)
    return report.findings


def _compiled(
    data: bytes, imports: Mapping[str, bytes], functions: Collection[str] | None, report: Report
) -> Model | None:
    root = _root(data, report, report.file)
    if root is None:
        return None
    others = {name: _root(each, report, name) for name, each in imports.items()}
    by_namespace = {each.get("namespace") or "": each for each in others.values() if each is not None}
    loader = Loader(report, functions)
    graph = loader.load(root, by_namespace)
    return Model(graph, _digest(data, imports), loader.asked, loader.texts[graph.namespace].tables)


def _root(data: bytes, report: Report, file: str) -> Element | None:
    try:
        return xml.read(data)
    except ModelError as wrong:
        for found in wrong.findings:
            report.mistake(file or None, found)
        return None


def _digest(data: bytes, imports: Mapping[str, bytes]) -> str:
    """One hash over the file and all it may import, so that an explanation names exactly the rules it used."""
    whole = hashlib.sha256(data)
    for name in sorted(imports):
        whole.update(hashlib.sha256(imports[name]).digest())
    return whole.hexdigest()
