"""A table's dimensions: its axes, the columns that can't be analysed, and the cells that never hold."""

from collections.abc import Iterator
from itertools import combinations

from app.decisions.analysis.columns.axes import Axis, AxisReader, Point
from app.decisions.analysis.columns.points import UnanalysedError
from app.decisions.analysis.texts import Flaw, Rule
from app.decisions.dmn import xml
from app.decisions.dmn.feel import ReadTable
from app.errors import ExpressionError


class Dimensions:
    """The axes of one table, and what was found wrong while they were read."""

    def __init__(self, table: ReadTable, *, whole: bool = False) -> None:
        self.table = table
        self.whole = whole
        self.flaws: list[Flaw] = []
        self.axes = [self._axis(places) for places in self._places()]
        asked = [axis for axis in self.axes if axis.asked]
        self.tangled = any(one.names & two.names for one, two in combinations(asked, 2))

    def _places(self) -> list[list[int]]:
        """The columns by what they ask; those that ask the same are one axis."""
        found: dict[tuple[str, str], list[int]] = {}
        for place, column in enumerate(xml.kids(self.table.element, "input")):
            inner = xml.kid(column, "inputExpression")
            asked = " ".join(xml.text(inner).split()), str(xml.type_name(inner))
            found.setdefault(asked, []).append(place)
        return list(found.values())

    def _axis(self, places: list[int]) -> Axis:
        reader = AxisReader(self.table, places, whole=self.whole)
        try:
            axis = reader.axis()
        except UnanalysedError as why:
            return self._unknown(reader, str(why))
        except ExpressionError:
            return self._unknown(reader, "unreadable")
        self.flaws += self._dead(reader, axis, places)
        return axis

    def _unknown(self, reader: AxisReader, why: str) -> Axis:
        """An axis of which only this is known: that a rule which asks nothing of it holds."""
        label = reader.column.get("label") or reader.text
        self.flaws.append(Flaw(why, self.table.made.id, details=(("column", label),)))
        cells = [[rule.cells[place] is None for place in reader.places] for rule in self.table.made.rules]
        free = sum(1 << place for place, row in enumerate(cells) if all(row))
        everything = (1 << len(cells)) - 1
        masks = {everything, free, *(free | 1 << place for place in range(len(cells)))}
        points = tuple(Point(None, mask, sure=False) for mask in sorted(masks))
        return Axis(label, reader.text, tuple(reader.places), frozenset(), points, nulls=True, plain=False)

    def _dead(self, reader: AxisReader, axis: Axis, places: list[int]) -> Iterator[Flaw]:
        """Cells of the axis that hold nowhere, and parts of cells."""
        label = axis.label
        for number, rule in enumerate(self.table.made.rules):
            if axis.holding(number):
                yield from self._parts(reader, number, label)
                continue
            cells = [reader.written(place)[number] for place in places]
            lone = [place for place, cell in zip(places, cells, strict=True) if cell not in {"", "-"}]
            kind = "never" if len(lone) == 1 else "unreachable"
            details = (("column", label), ("cell", "; ".join(cells)), ("type", reader.declared.type.name))
            yield Flaw(kind, self.table.made.id, (Rule(rule.place, rule.id),), details=details)

    def _parts(self, reader: AxisReader, number: int, label: str) -> Iterator[Flaw]:
        rule = self.table.made.rules[number]
        for place in reader.places:
            for part in reader.dead_parts(place, number):
                cell = reader.written(place)[number]
                details = (("column", label), ("cell", cell), ("part", part))
                yield Flaw("never_part", self.table.made.id, (Rule(rule.place, rule.id),), details=details)
