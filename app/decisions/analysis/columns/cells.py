"""A cell taken apart: constants that divide the values of its column, and conditions that have to be tried."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from app.decisions.builtins import BUILTINS
from app.decisions.feel import ast
from app.decisions.feel.compile import Compiler
from app.decisions.feel.run import Closure, Run, Scope
from app.decisions.values.kinds import Range, Value
from app.decisions.values.text import literal
from app.errors import ExpressionError

_SEEN = ast.Name("?")
_ORDERS = frozenset(("<", "<=", ">", ">="))
_STEADY = (ast.Literal, ast.Negate, ast.Chain, ast.Call, ast.ListOf, ast.RangeOf, ast.Path, ast.Name)


@dataclass(slots=True)
class Atom:
    """A condition that constants don't settle: tried on values, or taken both ways if it asks of other inputs."""

    name: str
    closure: Closure | None


@dataclass(slots=True)
class Ground:
    """What the cells of one column compare its value with."""

    compiler: Compiler
    compound: bool = False
    constants: list[Value] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    tried: list[Value] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    ordered: bool = False
    asks_null: bool = False
    atoms: dict[str, Atom] = field(default_factory=dict)

    def read(self, cell: ast.Tests, *, alone: bool = True) -> ast.Tests:
        """The cell with its conditions as names; `alone` when it can see nothing but its own value."""
        return ast.Tests(tuple(self._test(test, alone) for test in cell.tests), cell.negated)

    def _test(self, test: ast.Test, alone: bool) -> ast.Test:
        if test.asks:
            return ast.Test("", self._part(test.operand, alone), asks=True)
        if self._compared(test.operator, test.operand):
            return test
        return ast.Test("", self._atom(ast.Tests((test,)), alone), asks=True)

    def _part(self, node: ast.Node, alone: bool) -> ast.Node:
        if isinstance(node, ast.Logic):
            return ast.Logic(node.word, tuple(self._part(each, alone) for each in node.operands))
        if isinstance(node, ast.Call) and _is_not(node):
            return ast.Call(node.callee, (self._part(node.args[0], alone),))
        if self._plain(node):
            return node
        return self._atom(node, alone)

    def _plain(self, node: ast.Node) -> bool:
        """Whether a condition only compares the value with constants."""
        if isinstance(node, ast.Literal):
            return True
        if isinstance(node, ast.Compare):
            sides = (node.left, node.right)
            return _SEEN in sides and self._compared(node.operator, sides[sides[0] == _SEEN])
        if isinstance(node, ast.Call) and node.callee == ast.Name("starts with"):
            return self._begins(node)
        if isinstance(node, ast.Between) and node.value == _SEEN:
            return self._compared("<", node.low) and self._compared("<", node.high)
        if isinstance(node, ast.In) and node.value == _SEEN:
            return all(not each.asks and self._compared(each.operator, each.operand) for each in node.tests.tests)
        return False

    def _begins(self, node: ast.Call) -> bool:
        """Whether a condition asks for a constant beginning, which divides texts as plainly as a comparison does."""
        found, prefix = constant(node.args[-1], self.compiler)
        if self.compound or node.names or node.args[:-1] != (_SEEN,) or not found or not isinstance(prefix, str):
            return False
        self.prefixes.append(prefix)
        return True

    def _compared(self, operator: str, operand: ast.Node) -> bool:
        found, value = constant(operand, self.compiler)
        if not found:
            return False
        values = list(_ends(value))
        if any(isinstance(each, dict) or (self.compound and each is not None) for each in values):
            return False
        self.ordered = self.ordered or operator in _ORDERS or isinstance(operand, ast.RangeOf)
        self.asks_null = self.asks_null or None in values
        self.constants += values
        return True

    def _atom(self, node: ast.Node, alone: bool) -> ast.Name:
        key = repr(node)
        if key not in self.atoms:
            self.atoms[key] = Atom(f"$ {len(self.atoms)}", self.compiler.node(node) if alone else None)
            for each in nodes(node):
                self._tried(each)
        return ast.Name(self.atoms[key].name)

    def _tried(self, node: ast.Node) -> None:
        """Keep the constants and members of a condition: values are made of them to try it on."""
        if isinstance(node, ast.Path):
            self.members.add(node.member)
        if isinstance(node, ast.Name):
            self.members.add(node.name)
        found, value = constant(node, self.compiler) if not isinstance(node, ast.Path) else (False, None)
        if found:
            self.tried += [each for each in _ends(value) if not isinstance(each, (list, dict))]


def _is_not(node: ast.Call) -> bool:
    return node.callee == ast.Name("not") and len(node.args) == 1 and not node.names


def constant(node: ast.Node, compiler: Compiler) -> tuple[bool, Value]:
    """Whether a text always has one value, and that value; what depends on the moment has none."""
    if isinstance(node, ast.Literal):
        return True, node.value
    if any(not isinstance(each, _STEADY) or not _own(each) for each in nodes(node)):
        return False, None
    if isinstance(node, ast.Name):
        return False, None
    try:
        value = compiler.node(node)(Scope(Run(), {}))
        literal(value)
    except (ExpressionError, RecursionError, ValueError, OverflowError):  # a value too long to be written is none
        return False, None
    return value is not None, value


def _own(node: ast.Node) -> bool:
    return not isinstance(node, ast.Name) or (node.name in BUILTINS and node.name != "?")


def _ends(value: Value) -> Iterator[Value]:
    if isinstance(value, Range):
        yield from (end for end in (value.start, value.end) if end is not None)
    elif isinstance(value, list):
        for each in value:
            yield from _ends(each)
    else:
        yield value


def nodes(node: Any) -> Iterator[ast.Node]:
    """A tree's nodes, the root first."""
    if isinstance(node, ast.Node):
        yield node
    if isinstance(node, (ast.Node, ast.Iterator)) and is_dataclass(node):
        for each in fields(node):
            yield from nodes(getattr(node, each.name))
    elif isinstance(node, tuple):
        for each in node:
            yield from nodes(each)
