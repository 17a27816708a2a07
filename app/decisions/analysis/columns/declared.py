"""What a column's values may be: its type, its input's, and the constants of their allowed values."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.decisions.dmn import xml
from app.decisions.dmn.feel import ReadTable
from app.decisions.dmn.xml import Element
from app.decisions.feel import ast
from app.decisions.feel.ast import Tests
from app.decisions.feel.names import normal
from app.decisions.values.kinds import Value
from app.decisions.values.types import ANY, MISFIT, Type, fit
from app.errors import ExpressionError


@dataclass(frozen=True, slots=True)
class Declared:
    """The types that a column's value has to fit, and the cells that say which values they allow."""

    types: tuple[Type, ...]
    cells: tuple[Tests, ...]

    @property
    def type(self) -> Type:
        return next((each for each in self.types if each is not ANY), ANY)

    def allows(self, value: Value) -> bool:
        return value is None or all(fit(value, of) is not MISFIT for of in self.types)


def declared(table: ReadTable, column: Element) -> Declared:
    """Everything that the file says about the values of a column."""
    names = [each for each in _type_names(table, column) if each]
    types = tuple(table.texts.type(each, None) for each in names)
    root = column.getroottree().getroot()
    texts = [text for name in names for text in _restrictions(root, name, set())]
    own = xml.kid(column, "inputValues")
    if own is not None:
        texts.append(xml.text(own))
    return Declared(types or (ANY,), tuple(_read(table, texts)))


def _read(table: ReadTable, texts: list[str]) -> Iterator[Tests]:
    for text in texts:
        try:
            node = table.texts.parsed(text, table.reach.plus("?"), tests=True).node
        except ExpressionError:
            continue
        if isinstance(node, Tests):
            yield node


def _type_names(table: ReadTable, column: Element) -> Iterator[str | None]:
    inner = xml.kid(column, "inputExpression")
    yield xml.type_name(inner)
    name = normal(xml.text(inner))
    root = column.getroottree().getroot()
    for part in xml.kids(root, "inputData", "decision"):
        variable = xml.kid(part, "variable")
        if name in table.reach.names and (xml.name(variable) or xml.name(part)) == name:
            yield xml.type_name(variable)


def _restrictions(root: Element, name: str, seen: set[str]) -> Iterator[str]:
    """The allowed values of an item definition, of those that it rests on, and of its members."""
    plain = name.rpartition(":")[2]
    if plain in seen:
        return
    seen.add(plain)
    for element in xml.kids(root, "itemDefinition"):
        if xml.name(element) != plain:
            continue
        for each in element.iter():
            if xml.kind(each) in {"allowedValues", "typeConstraint"}:
                yield xml.text(each)
            if xml.kind(each) == "typeRef" and each.text:
                yield from _restrictions(root, normal(each.text), seen)


def outcomes(node: ast.Node) -> list[Value] | None:
    """The values that an expression can come to, where it lists them itself: `if ... then "a" else "b"`."""
    if isinstance(node, ast.Literal):
        return [node.value]
    if isinstance(node, ast.If):
        both = outcomes(node.then), outcomes(node.otherwise)
        return None if both[0] is None or both[1] is None else [*both[0], *both[1]]
    return None
