"""The dimensions of a table: each column's values as points, each point with the rules whose cell holds there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from app.decisions.analysis.columns.cells import Atom, Ground
from app.decisions.analysis.columns.declared import Declared, declared, outcomes
from app.decisions.analysis.columns.points import UnanalysedError, values_of
from app.decisions.analysis.columns.trials import trials
from app.decisions.builtins import BUILTINS
from app.decisions.dmn import xml
from app.decisions.dmn.feel import ReadTable
from app.decisions.dmn.xml import Element
from app.decisions.feel.ast import Literal, Parsed, Tests
from app.decisions.feel.names import normal
from app.decisions.feel.run import Closure, Run, Scope
from app.decisions.values.compare import equal
from app.decisions.values.kinds import Value, kind
from app.decisions.values.text import literal
from app.decisions.values.types import ANY, ContextType, FunctionType, ListType, RangeType, unrestricted
from app.errors import ExpressionError

_MOST_ATOMS = 8
_KINDS = (
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "years and months duration",
    "days and time duration",
)


@dataclass(frozen=True, slots=True)
class Point:
    """Values that no cell of an axis tells apart: one of them, the rules (a bit each) that hold there.

    Not `sure` when a condition that can't be settled was taken to hold or not to hold.
    """

    value: Value
    rules: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """The columns that ask one expression: `nulls` if the cells speak of null, `plain` if it is an input by itself."""

    label: str
    expression: str
    places: tuple[int, ...]
    names: frozenset[str]
    points: tuple[Point, ...]
    nulls: bool
    plain: bool

    @property
    def place(self) -> int:
        return self.places[0]

    @property
    def asked(self) -> bool:
        return len({point.rules for point in self.points}) > 1

    def holding(self, place: int) -> int:
        """The points at which a rule's cells hold, a bit each."""
        return sum(1 << at for at, point in enumerate(self.points) if point.rules >> place & 1)

    def with_points(self, points: tuple[Point, ...]) -> "Axis":
        return replace(self, points=points)

    def ordered(self, order: Sequence[int]) -> "Axis":
        """The axis with the rules' bits in another order."""
        points = (
            replace(point, rules=sum((point.rules >> place & 1) << rank for rank, place in enumerate(order)))
            for point in self.points
        )
        return replace(self, points=tuple(points))


class AxisReader:
    """Reads the axis of one column, with the columns that ask the same; `whole` keeps points alike to the rules."""

    def __init__(self, table: ReadTable, places: Sequence[int], *, whole: bool = False) -> None:
        self.table = table
        self.whole = whole
        self.places = places
        self.column = list(xml.kids(table.element, "input"))[places[0]]
        self.text = xml.text(xml.kid(self.column, "inputExpression"))
        self.declared: Declared = declared(table, self.column)
        of = unrestricted(self.declared.type)
        self.ground = Ground(table.texts.compiler, isinstance(of, (ListType, ContextType, RangeType, FunctionType)))

    def axis(self) -> Axis:
        cells = [self._cells(place) for place in self.places]
        asked = any(cell is not None for column in cells for cell in column)
        nulls = self._nulls(cells)
        points = tuple(self._points(cells)) if asked else (Point(None, (1 << len(self._rules())) - 1),)
        parsed = self._parsed(self.text, tests=False)
        names = frozenset[str]() if parsed is None else parsed.free - set(BUILTINS) - parsed.calls
        label = self.column.get("label") or self.text
        plain = normal(self.text) in names
        return Axis(label, self.text, tuple(self.places), names, points, nulls, plain)

    def _rules(self) -> list[Element]:
        return list(xml.kids(self.table.element, "rule"))

    def _parsed(self, text: str, *, tests: bool) -> Parsed | None:
        try:
            return self.table.texts.parsed(text, self.table.reach.plus("?"), tests=tests)
        except (ExpressionError, RecursionError):
            return None

    def _cells(self, place: int) -> list[Closure | None]:
        """The column's cells, with their conditions as names; None for a cell that asks nothing."""
        return [self._cell(text) for text in self.written(place)]

    def written(self, place: int) -> list[str]:
        """The texts of a column's cells."""
        return [xml.text(list(xml.kids(rule, "inputEntry"))[place]) for rule in self._rules()]

    def dead_parts(self, place: int, rule: int) -> list[str]:
        """The constants among several in a cell that are none of the column's values."""
        parsed = self._parsed(self.written(place)[rule], tests=True)
        tests = parsed.node.tests if parsed is not None and isinstance(parsed.node, Tests) else ()
        plain = [test.operand for test in tests if not test.operator and isinstance(test.operand, Literal)]
        if len(tests) < 2 or self.ground.compound:
            return []
        values = [*self._values(), None]
        return [literal(each.value) for each in plain if not any(equal(each.value, value) for value in values)]

    def _cell(self, text: str) -> Closure | None:
        if text in {"", "-"}:
            return None
        parsed = self._parsed(text, tests=True)
        if parsed is None or not isinstance(parsed.node, Tests):
            raise ExpressionError(text)
        return self.table.texts.compiler.node(self.ground.read(parsed.node, alone=self.alone(parsed)))

    def alone(self, parsed: Parsed) -> bool:
        """Whether a cell asks of its own value only."""
        own = set(BUILTINS) - {"today", "now"} | {"?"}
        return not (parsed.free - own) and not (parsed.calls - own) and not (parsed.soft & self.table.reach.names)

    def _nulls(self, cells: list[list[Closure | None]]) -> bool:
        """Whether the table reckons with no value here: a cell names null, or holds for it."""
        nothing = _bound(None, self._settled(None))
        held = any(cell is not None and cell(nothing) is True for column in cells for cell in column)
        return held or self.ground.asks_null

    def _points(self, cells: list[list[Closure | None]]) -> Iterator[Point]:
        """The sure points first, so that they stand for the others of their rules."""
        if len(self.ground.atoms) > _MOST_ATOMS:
            raise UnanalysedError("conditions")
        found: dict[tuple[int, object], Point] = {}
        for point in (*self._tried(cells), *self._supposed(cells)):
            key = point.rules, literal(point.value) if self.whole else point.value is None
            if key not in found or (point.sure and not found[key].sure):
                found[key] = point
        yield from found.values()

    def _tried(self, cells: list[list[Closure | None]]) -> Iterator[Point]:
        """Each value as the engine itself would see it; conditions on other inputs are taken both ways."""
        open_atoms = [atom for atom in self.ground.atoms.values() if atom.closure is None]
        listed = self._listed()
        nothing = [None] if listed is None or None in listed else []
        for value in [*self._values(), *self._trials(), *nothing]:
            settled = self._settled(value)
            masks = {_mask(cells, value, settled | each) for each in _both(open_atoms)}
            yield from (Point(value, mask, len(masks) == 1) for mask in sorted(masks))

    def _supposed(self, cells: list[list[Closure | None]]) -> Iterator[Point]:
        """Each value with its conditions taken both ways: what no trial came upon may be all the same."""
        if any(atom.closure for atom in self.ground.atoms.values()):
            for value in self._values() or self._trials()[:1] or [None]:
                for each in _both(self.ground.atoms.values()):
                    yield Point(value, _mask(cells, value, each), sure=False)

    def _settled(self, value: Value) -> dict[str, Value]:
        """What the conditions that ask of this value alone say of it."""
        return {each.name: _verdict(each.closure, value) for each in self.ground.atoms.values() if each.closure}

    def _values(self) -> list[Value]:
        """The values of the column's kind, or of the kinds that its cells name, that are allowed."""
        listed = self._listed()
        found = self._divided() if listed is None else listed
        return [each for each in found if each is not None and self._allowed(each)]

    def _listed(self) -> list[Value] | None:
        parsed = self._parsed(self.text, tests=False)
        return None if parsed is None else outcomes(parsed.node)

    def _divided(self) -> list[Value]:
        ground = Ground(self.table.texts.compiler, self.ground.compound)
        for cell in self.declared.cells:
            ground.read(cell)
        constants = [*self.ground.constants, *ground.constants]
        prefixes = [*self.ground.prefixes, *ground.prefixes]
        of = unrestricted(self.declared.type)
        wanted = (
            [of.name] if of is not ANY else [name for name in _KINDS if name in set(map(kind, [*constants, *prefixes]))]
        )
        ordered = self.ground.ordered or ground.ordered
        return [
            value for name in wanted or ["string"] for value in values_of(name, constants, prefixes, ordered=ordered)
        ]

    def _trials(self) -> list[Value]:
        if not self.ground.atoms:
            return []
        constants = [*self.ground.tried, *self.ground.constants]
        return [each for each in trials(self.declared.type, constants, self.ground.members) if self._allowed(each)]

    def _allowed(self, value: Value) -> bool:
        allowed = self.table.made.columns[self.places[0]].allowed
        return self.declared.allows(value) and (allowed is None or allowed(_bound(value, {})) is True)


def _bound(value: Value, settled: dict[str, Value]) -> Scope:
    return Scope(Run(), {**settled, "?": value})


def _verdict(closure: Closure, value: Value) -> bool | None:
    try:
        found = closure(_bound(value, {}))
    except ExpressionError:
        return None
    return found if isinstance(found, bool) else None


def _mask(cells: list[list[Closure | None]], value: Value, settled: dict[str, Value]) -> int:
    """The rules whose cells hold, a bit each."""
    scope = _bound(value, settled)
    found = -1
    for column in cells:
        held = (cell is None or cell(scope) is True for cell in column)
        found &= sum(1 << place for place, holds in enumerate(held) if holds)
    return found


def _both(atoms: Iterable[Atom]) -> Iterator[dict[str, Value]]:
    names = [each.name for each in atoms]
    for verdicts in product((True, False), repeat=len(names)):
        yield dict(zip(names, verdicts, strict=True))
