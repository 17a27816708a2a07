"""A whole table verified: gaps, overlaps, shadowed, repeated and unreachable rules, and cells that never hold."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from app.decisions.analysis.columns.axes import Axis
from app.decisions.analysis.columns.points import UnanalysedError
from app.decisions.analysis.cover import Mixture, mixtures, together
from app.decisions.analysis.outputs import Outputs
from app.decisions.analysis.reading import Dimensions
from app.decisions.analysis.texts import Flaw, Rule, Seen
from app.decisions.dmn import xml
from app.decisions.dmn.feel import ReadTable
from app.decisions.dmn.loading import Loader
from app.decisions.dmn.report import Report
from app.decisions.dmn.tables import Table
from app.errors import Finding, ModelError

_MOST_PAIRS = 20
_SINGLE = frozenset(("UNIQUE", "ANY", "FIRST", "PRIORITY"))


def flaws(table: ReadTable) -> list[Flaw]:
    """Everything wrong with one table that can be told without running it."""
    return list(_Verifying(table).flaws()) if _square(table.made) else []


def _square(table: Table) -> bool:
    """Whether every rule has a cell for each column; what has not is reported when it is loaded."""
    width, depth = len(table.columns), len(table.outputs)
    return bool(table.rules) and all(len(rule.cells) == width and len(rule.outputs) == depth for rule in table.rules)


class _Verifying:
    def __init__(self, table: ReadTable) -> None:
        self.table: Table = table.made
        self.dimensions = Dimensions(table)
        self.axes = self.dimensions.axes
        self.outputs = Outputs(table)
        self.rules = [Rule(rule.place, rule.id) for rule in self.table.rules]
        self.everything = (1 << len(self.rules)) - 1

    def flaws(self) -> Iterator[Flaw]:
        yield from self.dimensions.flaws
        yield from self.outputs.flaws()
        repeated = list(self._repeated())
        yield from repeated
        twins = {(flaw.rules[0].place, flaw.rules[1].place) for flaw in repeated}
        if self.table.policy.name in {"UNIQUE", "ANY"}:
            yield from islice(self._clashes(twins), _MOST_PAIRS)
        if self.table.policy.name in _SINGLE:
            yield from self._covering({later for _, later in twins})

    def _flaw(self, kind: str, rules: tuple[int, ...] = (), found: Mixture | None = None) -> Flaw:
        seen = () if found is None else self._example(found)
        return Flaw(kind, self.table.id, tuple(self.rules[place] for place in rules), seen)

    def _example(self, found: Mixture) -> tuple[Seen, ...]:
        """The values of the columns that any rule asks."""
        return tuple(
            Seen(axis.label, axis.expression, point.value, axis.plain)
            for axis, point in zip(self.axes, found.points, strict=True)
            if axis.asked
        )

    def _sure(self, found: Mixture) -> bool:
        return found.sure and not self.dimensions.tangled

    def _repeated(self) -> Iterator[Flaw]:
        """Rules with the same conditions and outputs: each once, beside the first that it repeats."""
        seen: dict[tuple[int, ...], list[int]] = {}
        for place in range(len(self.rules)):
            key = tuple(axis.holding(place) for axis in self.axes)
            if all(key):
                alike = seen.setdefault(key, [])
                first = next((each for each in alike if self.outputs.same(each, place)), None)
                alike.append(place)
                if first is not None:
                    yield self._flaw("duplicate", (first, place))

    def _clashes(self, twins: set[tuple[int, int]]) -> Iterator[Flaw]:
        """Pairs that hold together under UNIQUE, or that do and disagree under ANY."""
        kind = "overlap" if self.table.policy.name == "UNIQUE" else "conflict"
        where = [[axis.holding(place) for axis in self.axes] for place in range(len(self.rules))]
        for two in range(len(self.rules)):
            for one in range(two):
                pair = (self.rules[one].place, self.rules[two].place)
                if pair in twins or not all(a & b for a, b in zip(where[one], where[two], strict=True)):
                    continue
                found = together(self.axes, 1 << one | 1 << two)
                same = self.outputs.same(one, two) if kind == "conflict" else False
                if found is not None and same is not True:
                    sure = self._sure(found) and same is False
                    yield self._flaw(kind if sure else f"{kind}_maybe", (one, two), found)

    def _covering(self, repeated: set[int]) -> Iterator[Flaw]:
        """Gaps, and rules that others always go before."""
        order = self.outputs.order()
        if order is None:
            yield self._flaw("priority")
        try:
            if not any(output.default for output in self.table.outputs):
                yield from self._gaps()
            if order is not None and self.table.policy.name in {"FIRST", "PRIORITY"}:
                yield from self._shadowed(order, repeated)
        except UnanalysedError as why:
            yield self._flaw(str(why))

    def _gaps(self) -> Iterator[Flaw]:
        asked = [_without_null(axis) for axis in self.axes]
        found = self._uncovered(asked)
        if found is not None:
            yield self._flaw("gap" if self._sure(found) else "gap_maybe", (), found)
            return
        missing = self._uncovered(self.axes)
        if missing is not None and self._sure(missing):
            yield self._flaw("gap_null", (), missing)

    def _uncovered(self, axes: list[Axis]) -> Mixture | None:
        return next((each for each in mixtures(axes, self.everything) if not each.rules), None)

    def _shadowed(self, order: list[int], repeated: set[int]) -> Iterator[Flaw]:
        """Rules that hold somewhere and win nowhere, with those that win there; the order decides who wins."""
        axes = [axis.ordered(order) for axis in self.axes]
        winners = {_lowest(each.rules) for each in mixtures(axes, self.everything)}
        for rank, place in enumerate(order):
            if rank in winners or self.rules[place].place in repeated or together(axes, 1 << rank) is None:
                continue
            held = mixtures(axes, self.everything, within=1 << rank)
            before = sorted({order[_lowest(each.rules)] for each in held})
            best = min(held, key=lambda each: each.cost)
            flaw = self._flaw("shadowed", (place,), best if self._sure(best) else None)
            others = tuple(self.rules[each] for each in before)
            yield Flaw(flaw.kind, flaw.table, flaw.rules, flaw.example, others=others)


def _lowest(rules: int) -> int:
    return (rules & -rules).bit_length() - 1


def _without_null(axis: Axis) -> Axis:
    """The axis without null, unless the table reckons with null there."""
    points = tuple(point for point in axis.points if point.value is not None)
    return axis if axis.nulls or not points else axis.with_points(points)


def verify(
    data: bytes,
    imports: Mapping[str, bytes] | None = None,
    *,
    functions: Collection[str] | None = None,
) -> list[Flaw]:
    """The flaws of every decision table in a DMN file; a file that can't be loaded has findings instead."""
    try:
        root = xml.read(data)
        others = [xml.read(each) for each in (imports or {}).values()]
    except (ValueError, ModelError):
        return []
    report = Report("")
    loader = Loader(report, functions)
    graph = loader.load(root, {each.get("namespace") or "": each for each in others})
    tables = [] if report.errors else loader.texts[graph.namespace].tables
    return [flaw for table in tables for flaw in flaws(table)]


def table_findings(
    data: bytes,
    file: str,
    imports: Mapping[str, bytes] | None = None,
    *,
    functions: Collection[str] | None = None,
) -> list[Finding]:
    """The flaws of a file's tables as findings, the grave ones first."""
    severities = ("error", "warning", "note")
    found = dict.fromkeys(flaw.finding(file) for flaw in verify(data, imports, functions=functions))
    return sorted(found, key=lambda each: severities.index(each.severity))
