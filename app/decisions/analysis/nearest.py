"""Why not: the nearest rule, and the smallest change of inputs that would make it give the outcome wished for."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from app.decisions.analysis.columns.axes import Axis, Point
from app.decisions.analysis.columns.points import UnanalysedError
from app.decisions.analysis.cover import Cost, Mixture, mixtures, places
from app.decisions.analysis.outputs import Outputs
from app.decisions.analysis.reading import Dimensions
from app.decisions.analysis.telling import Change, WhyNot
from app.decisions.dmn.feel import ReadTable
from app.decisions.explanation import Explanation, TableTrace
from app.decisions.model import Model
from app.decisions.values.compare import equal, less
from app.decisions.values.kinds import Value
from app.errors import DecisionError, ExpressionError

_MOST_TRIES = 50
Asking = Callable[[Mapping[str, Value]], Explanation]


def why_not(
    model: Model,
    decision: str,
    context: Mapping[str, Value],
    wanted: Value = None,
    *,
    fixed: Collection[str] = (),
    now: datetime | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
) -> WhyNot | None:
    """The smallest change of inputs that would give another outcome; None where the decision's table has none.

    `wanted` is the outcome wished for, or some of its parts ({"eligible": True}); without it any other outcome will
    do. Inputs in `fixed` stay as they are. What is found was decided once with the change made, unless it changes a
    column that is no input by itself.
    """

    def asking(given: Mapping[str, Value]) -> Explanation:
        return model.decide(decision, given, now=now, functions=functions)

    explanation = asking(context)
    table = next((each for each in model.tables if each.reach.owner == explanation.decision), None)
    trace = next((each for each in explanation.tables if table is not None and each.id == table.made.id), None)
    if table is None or trace is None:
        return None
    return _Search(table, trace, explanation, context, wanted, fixed).nearest(asking)


@lru_cache(maxsize=128)
def _read(table: ReadTable) -> tuple[tuple[Axis, ...], Outputs]:
    return tuple(Dimensions(table, whole=True).axes), Outputs(table)


class _Search:
    """One table, the values that met it, and the outcome wished for."""

    def __init__(
        self,
        table: ReadTable,
        trace: TableTrace,
        explanation: Explanation,
        context: Mapping[str, Value],
        wanted: Value,
        fixed: Collection[str],
    ) -> None:
        self.table = table.made
        self.trace = trace
        self.explanation = explanation
        self.context = context
        self.wanted = wanted
        axes, self.outputs = _read(table)
        self.order = self.outputs.order() or list(range(len(self.table.rules)))
        self.axes = [self._around(axis, fixed).ordered(self.order) for axis in axes]

    def _around(self, axis: Axis, fixed: Collection[str]) -> Axis:
        """The axis with the value that met it first, then the values it could change to."""
        rules = self.trace.rules
        held = sum(1 << place for place, rule in enumerate(rules) if set(_cells(axis, rule.cells)) <= {"T", "-"})
        met = Point(self.trace.columns[axis.place][1], held)
        others = () if axis.names & set(fixed) else axis.points
        changed = [point for point in others if point.value is not None and equal(point.value, met.value) is not True]
        return axis.with_points((met, *changed))

    def nearest(self, asking: Asking) -> WhyNot | None:
        """The cheapest change that does give what is wished."""
        try:
            found = sorted(self._mixtures(), key=lambda each: each.cost)
        except UnanalysedError:
            return None
        tries = (
            self._tried(self.order[winner], self._changes(mixture), asking)
            for mixture in found
            if (winner := next(places(mixture.rules), None)) is not None and self._may_give(self.order[winner])
        )
        return next((made for made in islice(tries, _MOST_TRIES) if made is not None), None)

    def _mixtures(self) -> list[Mixture]:
        """The cheapest changes: for each set of rules, or for each rule where all that hold give something."""
        count = len(self.table.rules)
        if self.table.policy.name in {"UNIQUE", "ANY"}:
            return self._apart((1 << count) - 1)
        if not self.table.policy.many:
            return mixtures(self.axes, (1 << count) - 1, self._price)
        return [
            mixture
            for rank in range(count)
            for mixture in mixtures(self.axes, 1 << rank, self._price, within=1 << rank)
        ]

    def _apart(self, everything: int) -> list[Mixture]:
        """Rules that clash where the nearest change leads hide no farther one, unless the table is too large."""
        try:
            return mixtures(self.axes, everything, self._price, whole=True)
        except UnanalysedError:
            return mixtures(self.axes, everything, self._price)

    def _price(self, axis: Axis, point: Point) -> Cost:
        """How much a change is: how many columns, whether of plain inputs, whether sure, and how far."""
        met = axis.points[0]
        if point is met:
            return (0, 0, 0, 0, 0)
        made_up = isinstance(point.value, (list, dict))
        return 1, int(not axis.plain), int(not point.sure), int(made_up), _distance(axis, met.value, point.value)

    def _may_give(self, place: int) -> bool:
        """Whether a rule did not give the outcome, and has no constant output other than those wished for."""
        if self.table.rules[place].id in self.trace.chosen:
            return False
        names = [output.name for output in self.table.outputs]
        wanted = self.wanted if isinstance(self.wanted, dict) else dict.fromkeys(names[:1], self.wanted)
        cells = dict(zip(names, self.outputs.rows[place], strict=True))
        return self.wanted is None or all(
            name in cells and (not cells[name].steady or equal(cells[name].value, value) is True)
            for name, value in wanted.items()
        )

    def _changes(self, mixture: Mixture) -> tuple[Change, ...]:
        return tuple(
            Change(axis.label, axis.expression, axis.plain, axis.points[0].value, point.value)
            for axis, point in zip(self.axes, mixture.points, strict=True)
            if point is not axis.points[0]
        )

    def _tried(self, place: int, changes: tuple[Change, ...], asking: Asking) -> WhyNot | None:
        """The answer, if deciding with the change gives the outcome; changes of other columns can't be tried."""
        rule = self.table.rules[place]
        found = WhyNot(self.explanation.decision, self.explanation.name, rule.place, rule.id, rule.annotation, changes)
        if not all(change.plain and change.name in {*self.explanation.given, *self.context} for change in changes):
            return found
        try:
            then = asking({**self.context, **{change.name: change.then for change in changes}})
        except (DecisionError, ExpressionError):
            return None
        if rule.id not in then.matched or not self._wished(then.outcome):
            return None
        return found.after(then)

    def _wished(self, outcome: Value) -> bool:
        if self.wanted is None:
            return equal(outcome, self.explanation.outcome) is not True
        each = outcome if isinstance(outcome, list) else [outcome]
        return any(_holds(one, self.wanted) for one in each)


def _holds(outcome: Value, wanted: Value) -> bool:
    if isinstance(wanted, dict) and isinstance(outcome, dict):
        return all(name in outcome and equal(outcome[name], value) is True for name, value in wanted.items())
    return equal(outcome, wanted) is True


def _cells(axis: Axis, cells: str) -> list[str]:
    return [cells[place] for place in axis.places]


def _distance(axis: Axis, met: Value, then: Value) -> int:
    """How many of the axis' values lie between two."""
    low, high = (met, then) if less(met, then) is True else (then, met)
    between = (point.value for point in axis.points[1:])
    return sum(less(low, each) is True and less(each, high) is True for each in between)
