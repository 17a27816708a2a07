"""The codes that a model's tables ask for and give: what people can only read if somebody gives them words."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.decisions.dmn import xml
from app.decisions.dmn.feel import ReadTable
from app.decisions.feel.ast import Call, Compare, If, Literal, Name, Node, Path, Test, below
from app.decisions.model import Model
from app.errors import ExpressionError


@dataclass(frozen=True)
class Code:
    """One text that a table's cells name, with its field: an input's or an output's name, or the column's label."""

    element: str
    field: str
    label: str
    text: str


def codes_of(model: Model) -> list[Code]:
    """Every text of the model's tables, each once a column; a rule's own id is none."""
    return list(dict.fromkeys(code for table in model.tables for code in _of(table)))


def _of(table: ReadTable) -> Iterator[Code]:
    """The texts of the cells, of the allowed values and of the default outcome."""
    for column in xml.kids(table.element, "input"):
        asks = xml.text(xml.kid(column, "inputExpression"))
        label = column.get("label") or asks
        for rule, cell in [*_cells(table, column, "inputEntry"), *_beside(column, "inputValues")]:
            for name, text in _asked(table, cell, asks if asks.isidentifier() else label):
                yield Code(rule, name, label, text)
    outputs = list(xml.kids(table.element, "output"))
    own = {xml.identity(rule) for rule in xml.kids(table.element, "rule")}
    for output in outputs:
        name = xml.name(output) if len(outputs) > 1 else table.reach.owner or ""
        label = output.get("label") or name
        for rule, cell in [*_cells(table, output, "outputEntry"), *_beside(output, "defaultOutputEntry")]:
            yield from (Code(rule, name, label, text) for text in _given(table, cell) if text not in own)
        for at, cell in _beside(output, "outputValues"):
            yield from (Code(at, field, label, text) for field, text in _asked(table, cell, name) if text not in own)


def _cells(table: ReadTable, column: xml.Element, kind: str) -> Iterator[tuple[str, str]]:
    """The rules' ids with their texts in a column."""
    place = list(xml.kids(table.element, xml.kind(column))).index(column)
    for rule in xml.kids(table.element, "rule"):
        yield xml.identity(rule), xml.text(list(xml.kids(rule, kind))[place])


def _beside(column: xml.Element, kind: str) -> Iterator[tuple[str, str]]:
    """The column's id with what is written for it as a whole."""
    yield from ((xml.identity(column), xml.text(each)) for each in xml.kids(column, kind))


def _asked(table: ReadTable, cell: str, name: str) -> Iterator[tuple[str, str]]:
    if cell.strip() in {"", "-"}:
        return
    for part in below(_read(table, cell, tests=True)):
        if isinstance(part, Test) and not part.asks and part.operator in {"", "=", "!="}:
            yield from ((name, text) for text in _text(part.operand))
        elif isinstance(part, Compare):
            field = part.left.member if isinstance(part.left, Path) else name
            yield from ((field, text) for text in _text(part.right))
        elif isinstance(part, Call) and part.callee == Name("list contains"):
            yield from ((name, text) for text in _text(part.args[-1]))


def _given(table: ReadTable, written: str) -> Iterator[str]:
    if written.strip() in {"", "-"}:
        return
    whole = _read(table, written, tests=False)
    for part in (whole.then, whole.otherwise) if isinstance(whole, If) else (whole,):
        yield from _text(part)


def _text(node: Node | None) -> Iterator[str]:
    if isinstance(node, Literal) and isinstance(node.value, str):
        yield node.value


def _read(table: ReadTable, text: str, *, tests: bool) -> Node | None:
    """The tree of a text; one that can't be read has a finding already."""
    try:
        return table.texts.parsed(text, table.reach.plus("?"), tests=tests).node
    except ExpressionError:
        return None
