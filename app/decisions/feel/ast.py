"""The tree that the parser builds and the compiler turns into closures."""

from collections.abc import Iterator as Walk
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

from app.decisions.values.kinds import Value


class Node:
    """Any expression."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    value: Value


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    source: Node
    member: str


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Operators of one precedence, left to right: `1 + 2 - 3`."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Negate(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`and` or `or` over two or more."""

    word: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One unary test: a comparison with `?`, or an expression that is or gives the verdict."""

    operator: str
    operand: Node
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """A cell: some of the tests, or none of them when negated; no tests at all is `-`."""

    tests: tuple[Test, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Node
    tests: Tests


@dataclass(frozen=True, slots=True)
class TypeNode:
    """A type as written: a name, or list, range, context, function of others."""

    name: str
    parts: tuple["TypeNode", ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: TypeNode


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in domain`, or `name in domain..end`."""

    name: str
    domain: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    word: str
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Filter(Node):
    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A call by position, or by name when names are given."""

    callee: Node
    args: tuple[Node, ...]
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class AllBut(Node):
    """`(!= value)` as a value."""

    value: Node


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree with what it asks of its scope: names it must find, names a filter's item may give, functions it calls."""

    node: Node
    free: frozenset[str]
    soft: frozenset[str]
    calls: frozenset[str]
    given: frozenset[tuple[str, int | tuple[str, ...]]] = frozenset()
    """What each function that the text does not bind is given: how many arguments, or their names."""
    reread: frozenset[str] = frozenset()
    """Names that an entry of a context reads where an entry before it has set them."""


def below(part: object) -> Walk[Node]:
    """A node and every node in it."""
    if isinstance(part, tuple):
        for each in part:
            yield from below(each)
    elif isinstance(part, (Node, Iterator)):
        if isinstance(part, Node):
            yield part
        for each in fields(cast("Any", part)):
            yield from below(getattr(part, each.name))


def negated(tests: Sequence[Test]) -> Tests:
    return Tests(tuple(tests), negated=True)
