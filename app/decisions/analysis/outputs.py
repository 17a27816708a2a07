"""What rules give, where that is constant: for conflicts and priorities, and against the outputs' allowed values."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.decisions.analysis.columns.cells import constant
from app.decisions.analysis.texts import Flaw, Rule
from app.decisions.dmn import xml
from app.decisions.dmn.feel import ReadTable
from app.decisions.dmn.hits import Hit
from app.decisions.dmn.tables import Output
from app.decisions.dmn.xml import Element
from app.decisions.feel.run import Run, Scope
from app.decisions.values.compare import equal
from app.decisions.values.kinds import Value
from app.decisions.values.text import literal
from app.decisions.values.types import ANY, MISFIT, fit, unrestricted
from app.errors import ExpressionError


@dataclass(frozen=True, slots=True)
class Given:
    """An output cell: its text, and its value if it always gives the same."""

    text: str
    steady: bool
    value: Value


class Outputs:
    """The output cells of a table."""

    def __init__(self, table: ReadTable) -> None:
        self.table = table
        self.columns: tuple[Output, ...] = table.made.outputs
        self.elements = list(xml.kids(table.element, "output"))
        self.rows = [
            [self._given(xml.text(cell)) for cell in xml.kids(rule, "outputEntry")]
            for rule in xml.kids(table.element, "rule")
        ]

    def _given(self, text: str) -> Given:
        if text in {"", "-"}:
            return Given(text, steady=True, value=None)
        try:
            node = self.table.texts.parsed(text, self.table.reach, tests=False).node
        except (ExpressionError, RecursionError):
            return Given(text, steady=False, value=None)
        return Given(text, *constant(node, self.table.texts.compiler))

    def same(self, one: int, two: int) -> bool | None:
        """Whether two rules give the same; None when that depends on the inputs."""
        pairs = list(zip(self.rows[one], self.rows[two], strict=True))
        if all(a.text == b.text for a, b in pairs):
            return True
        if any(a.steady and b.steady and equal(a.value, b.value) is not True for a, b in pairs):
            return False
        return True if all(a.text == b.text or (a.steady and b.steady) for a, b in pairs) else None

    def order(self) -> list[int] | None:
        """The places of the rules in the order in which they win; None when outputs that rank them are not constant."""
        policy = self.table.made.policy
        places = list(range(len(self.rows)))
        if policy.name != "PRIORITY":
            return places
        ranking = [each is not None for each in policy.priorities]
        if any(ranks and not cell.steady for row in self.rows for ranks, cell in zip(ranking, row, strict=True)):
            return None
        values = [tuple(cell.value for cell in row) for row in self.rows]
        return sorted(places, key=lambda place: policy.rank(Hit(place, "", values[place])))

    def flaws(self) -> Iterator[Flaw]:
        for rule, row in zip(self.table.made.rules, self.rows, strict=True):
            for place, cell in enumerate(row):
                yield from self._checked(place, cell, (Rule(rule.place, rule.id),))
        for place, element in enumerate(self.elements):
            default = xml.kid(element, "defaultOutputEntry")
            if default is not None:
                yield from self._checked(place, self._given(xml.text(default)), ())

    def _checked(self, place: int, cell: Given, rules: tuple[Rule, ...]) -> Iterator[Flaw]:
        if not cell.steady or cell.value is None:
            return
        column = self.columns[place]
        value = fit(cell.value, column.type)
        kind = "output_type" if value is MISFIT else "output" if self._refused(column, value) else None
        if kind:
            of = unrestricted(column.type)
            details = (
                ("output", _label(self.elements[place])),
                ("value", literal(cell.value)),
                ("type", column.type.name if column.type is not ANY else of.name),
            )
            yield Flaw(kind, self.table.made.id, rules or (Rule(0, self.table.made.id),), details=details)

    def _refused(self, column: Output, value: Value) -> bool:
        return column.allowed is not None and column.allowed(Scope(Run(), {"?": value})) is not True


def _label(element: Element) -> str:
    return element.get("label") or xml.name(element) or xml.identity(element)
