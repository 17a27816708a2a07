"""Decision tables: read and compiled once, then evaluated with a trace of every cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import compress

from app.decisions.dmn import xml
from app.decisions.dmn.feel import Reach, Texts
from app.decisions.dmn.hits import AGGREGATORS, POLICIES, Hit, Policy
from app.decisions.dmn.xml import Element
from app.decisions.explanation import RuleTrace, TableTrace
from app.decisions.feel.functions import checked
from app.decisions.feel.run import Closure, Run, Scope
from app.decisions.mistakes import mistake
from app.decisions.values.kinds import Value
from app.decisions.values.text import literal
from app.decisions.values.types import Type
from app.errors import DecisionError, ExpressionError, Finding

_VERDICTS = {True: "T", False: "F", None: "N"}


@dataclass(frozen=True, slots=True)
class Column:
    """An input column."""

    label: str
    asks: str
    value: Closure
    type: Type
    allowed: Closure | None

    def met(self, scope: Scope) -> Value:
        """The value that meets the column's cells; one that is not allowed counts as null, with a note."""
        value = checked(self.value(scope), self.type, scope.run, self.label)
        if value is not None and self.allowed and self.allowed(scope.inner({"?": value})) is not True:
            scope.run.note("value not allowed", f"{self.label}: {literal(value)}")
            return None
        return value


@dataclass(frozen=True, slots=True)
class Output:
    """An output column."""

    name: str
    type: Type
    allowed: Closure | None
    default: Closure | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: a cell for each input (None for `-`), an expression for each output."""

    place: int
    id: str
    label: str
    annotation: str
    cells: tuple[Closure | None, ...]
    outputs: tuple[Closure, ...]
    asks: tuple[str, ...] = ()
    traces: dict[str, RuleTrace] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A compiled decision table."""

    id: str
    policy: Policy
    columns: tuple[Column, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    asks: tuple[str, ...] = ()

    def __call__(self, scope: Scope) -> Value:
        met = [(column, column.met(scope)) for column in self.columns]
        for _, value in met:
            scope.run.weigh(value)
        inners = [scope.inner({"?": value}) for _, value in met]
        scope.run.tick(len(self.rules) * (1 + len(self.columns)))
        traces = [_traced(rule, inners) for rule in self.rules] if scope.run.explains else ()
        held = [trace.held for trace in traces] if traces else [_holds(rule, inners) for rule in self.rules]
        hits = [Hit(rule.place, rule.id, self._outputs(rule, scope)) for rule in compress(self.rules, held)]
        chosen, value = self.policy.choose(hits) if hits else ([], self._default(scope))
        if not scope.run.explains:
            return value
        told = tuple((column.label, value) for column, value in met)
        ids = tuple(hit.id for hit in chosen)
        by_default, labels = not hits and self._has_default, {each.name: each.label for each in self.outputs}
        made = TableTrace(self.id, self.policy.spelt, told, tuple(traces), ids, by_default, labels, self.asks)
        scope.run.tables.append(made)
        return value

    def _outputs(self, rule: Rule, scope: Scope) -> tuple[Value, ...]:
        values: list[Value] = []
        for closure, output in zip(rule.outputs, self.outputs, strict=True):
            value = checked(closure(scope), output.type, scope.run, output.name or self.id)
            if value is not None and output.allowed and output.allowed(scope.inner({"?": value})) is not True:
                raise DecisionError(f"{self.id}: rule {rule.id} gives {literal(value)}, which is not an allowed value")
            values.append(value)
        return tuple(values)

    @property
    def _has_default(self) -> bool:
        return any(output.default for output in self.outputs)

    def _default(self, scope: Scope) -> Value:
        if self._has_default:
            values = tuple(None if each.default is None else each.default(scope) for each in self.outputs)
            return (
                [self.policy.result(values)]
                if self.policy.many and not self.policy.aggregator
                else (self.policy.result(values))
            )
        return self.policy.nothing


_TRACES = 64


def _traced(rule: Rule, scopes: list[Scope]) -> RuleTrace:
    """The rule with every cell asked; rules come out in few ways, so what was told once is told again."""
    cells = "".join([_verdict(cell, scope) for cell, scope in zip(rule.cells, scopes, strict=True)])
    trace = rule.traces.get(cells)
    if trace is None:
        trace = RuleTrace(rule.id, rule.label, rule.annotation, cells, rule.asks)
        if len(rule.traces) < _TRACES:
            rule.traces[cells] = trace
    return trace


def _holds(rule: Rule, scopes: list[Scope]) -> bool:
    """Whether every cell holds; the first that does not decides."""
    for cell, scope in zip(rule.cells, scopes, strict=True):
        if cell is not None and cell(scope) is not True:
            return False
    return True


def _verdict(cell: Closure | None, scope: Scope) -> str:
    if cell is None:
        return "-"
    verdict = cell(scope)
    return _VERDICTS[verdict if isinstance(verdict, bool) else None]


class TableReader:
    """Reads one <decisionTable>."""

    def __init__(self, element: Element, texts: Texts, reach: Reach, name: str) -> None:
        self.element = element
        self.texts = texts
        self.reach = reach
        self.id = element.get("id") or name
        self.broken: list[Finding] = []

    def table(self) -> Table:
        columns = tuple(self._column(each) for each in xml.kids(self.element, "input"))
        outputs = tuple(self._output(each) for each in xml.kids(self.element, "output"))
        rules = tuple(self._rule(i, each) for i, each in enumerate(xml.kids(self.element, "rule"), 1))
        known = len(self.texts.report.findings)
        self._check(columns, outputs, rules)
        policy = self._policy(tuple(output.name for output in outputs))
        self.broken = self.texts.report.findings[known:]
        return Table(self.id, policy, columns, outputs, rules, tuple(column.asks for column in columns))

    def _policy(self, names: tuple[str, ...]) -> Policy:
        name = self.element.get("hitPolicy", "UNIQUE")
        aggregator = self.element.get("aggregation")
        if name not in POLICIES or (aggregator and aggregator not in AGGREGATORS):
            wanted = f"{name} {aggregator or ''}".strip()
            self.texts.report.mistake(self.id, mistake("hit_policy", name=wanted))
        if aggregator and (name != "COLLECT" or len(names) != 1):
            self.texts.report.mistake(self.id, mistake("aggregation"))
        orders = tuple(self._order(each, name) for each in xml.kids(self.element, "output"))
        return Policy(name, aggregator, names, orders, self.id)

    def _order(self, output: Element, policy: str) -> tuple[Value, ...] | None:
        values = xml.kid(output, "outputValues")
        if values is None:
            if policy in {"PRIORITY", "OUTPUT ORDER"} and len(list(xml.kids(self.element, "output"))) == 1:
                self.texts.report.mistake(self.id, mistake("no_order", name=policy))
            return None
        if policy not in {"PRIORITY", "OUTPUT ORDER"}:
            return None
        listed = self.texts.expression(f"[{xml.text(values)}]", Reach(), self.id)
        try:
            return tuple(listed(Scope(Run(), {})))
        except (ExpressionError, TypeError):
            return None

    def _column(self, element: Element) -> Column:
        inner = xml.kid(element, "inputExpression")
        text = xml.text(inner) if inner is not None else ""
        at = element.get("id") or self.id
        return Column(
            element.get("label") or text,
            text,
            self.texts.expression(text, self.reach, at),
            self.texts.type(xml.type_name(inner), at),
            self._allowed(xml.kid(element, "inputValues"), at),
        )

    def _allowed(self, values: Element | None, at: str) -> Closure | None:
        return None if values is None else self.texts.cell(xml.text(values), self.reach.plus("?"), at)

    def _output(self, element: Element) -> Output:
        at = element.get("id") or self.id
        default = xml.kid(element, "defaultOutputEntry")
        return Output(
            xml.name(element),
            self.texts.type(xml.type_name(element), at),
            self._allowed(xml.kid(element, "outputValues"), at),
            self.texts.expression(xml.text(default), self.reach, at)
            if default is not None and xml.text(default)
            else None,
            element.get("label") or "",
        )

    def _rule(self, place: int, element: Element) -> Rule:
        rule = element.get("id") or f"{self.id}/{place}"
        seen = self.reach.plus("?")
        asks = tuple(xml.text(each) for each in xml.kids(element, "inputEntry"))
        cells = tuple(self.texts.cell(text, seen, rule) for text in asks)
        outputs = tuple(self._output_entry(each, rule) for each in xml.kids(element, "outputEntry"))
        label = element.get("label") or ""
        return Rule(place, rule, label, "；".join(_notes(element)), cells, outputs, asks)

    def _output_entry(self, element: Element, rule: str) -> Closure:
        written = xml.text(element)
        if written in {"", "-"}:
            return lambda _scope: None
        return self.texts.expression(written, self.reach, rule)

    def _check(self, columns: tuple[Column, ...], outputs: tuple[Output, ...], rules: Iterable[Rule]) -> None:
        report = self.texts.report
        if not outputs:
            zh = ("决策表没有输出列", "请至少添加一个输出列。")
            report.error(self.id, "The table has no output.", "Add an output column.", zh)
        names = [output.name for output in outputs]
        if len(names) > 1 and (len(set(names)) < len(names) or "" in names):
            zh = ("多个输出列必须各有名称", "请给每个输出列起不同的名称。")
            report.error(self.id, "Several outputs need a name each.", "Name each output column.", zh)
        for rule in rules:
            if len(rule.cells) != len(columns) or len(rule.outputs) != len(outputs):
                zh = ("规则的单元格数与列数不符", "请补齐或删除单元格。")
                report.error(rule.id, "The rule has too few or too many cells.", "Give it a cell for each column.", zh)


def _notes(element: Element) -> list[str]:
    """What the rule says of itself: its description and its annotations."""
    return [note for note in map(xml.text, xml.kids(element, "description", "annotationEntry")) if note]
