"""Trees to closures: all looking-up that can be done before a value is known is done here, once."""

from collections.abc import Callable, Mapping
from typing import Any

from app.decisions.feel import ast
from app.decisions.feel.functions import HostFunction, Lambda
from app.decisions.feel.iterate import compile_for, compile_quantified, domains
from app.decisions.feel.paths import compile_filter, compile_path
from app.decisions.feel.run import MISSING, Closure, Scope, exact
from app.decisions.feel.tests import COMPARISONS, compile_tests
from app.decisions.mistakes import wrong
from app.decisions.values.arithmetic import OPERATIONS, negate
from app.decisions.values.compare import at_most, every, less, some
from app.decisions.values.kinds import Range, Value, kind
from app.decisions.values.types import (
    ANY,
    BUILT_IN,
    ContextType,
    FunctionType,
    ListType,
    Named,
    RangeType,
    Type,
    unrestricted,
)


class Compiler:
    """Compiles with the built-in functions and the model's types in reach."""

    def __init__(self, builtins: Mapping[str, Value], types: Mapping[str, Type] | None = None) -> None:
        self.builtins = builtins
        self.types: Mapping[str, Type] = {} if types is None else types

    def node(self, node: ast.Node) -> Closure:
        return _WAYS[type(node)](self, node)

    def nodes(self, nodes: tuple[ast.Node, ...]) -> list[Closure]:
        return [self.node(each) for each in nodes]

    def type(self, written: ast.TypeNode) -> Type:
        parts = tuple(self.type(part) for part in written.parts)
        if parts and written.name in {"list", "range"}:
            return ListType(parts[0]) if written.name == "list" else RangeType(parts[0])
        if written.fields:
            return ContextType(tuple(zip(written.fields, parts, strict=True)))
        if parts:
            return FunctionType(parts[:-1], parts[-1])
        return self.named(written.name)

    def named(self, name: str) -> Type:
        if name in self.types:
            return Named(name, self.types)
        if name in BUILT_IN:
            return BUILT_IN[name]
        raise wrong("type", name=name)


def _literal(_: Compiler, node: ast.Literal) -> Closure:
    value = node.value
    return lambda _scope: value


def _name(self: Compiler, node: ast.Name) -> Closure:
    name, builtin = node.name, self.builtins.get(node.name)

    def look(scope: Scope) -> Value:
        found = scope.find(name)
        if found is not MISSING:
            return exact(found)
        host = scope.run.functions.get(name)
        if host is not None:
            return HostFunction(name, host)
        if builtin is None:
            scope.run.note("unknown name", name)
        return builtin

    return look


def _path(self: Compiler, node: ast.Path) -> Closure:
    return compile_path(self.node(node.source), node.member)


def _chain(self: Compiler, node: ast.Chain) -> Closure:
    first = self.node(node.first)
    rest = [(operator, OPERATIONS[operator], self.node(operand)) for operator, operand in node.rest]

    def result(scope: Scope) -> Value:
        value = first(scope)
        for spelt, operation, operand in rest:
            left, right = value, operand(scope)
            value = operation(left, right)
            if value is None:
                scope.run.answered(None, f"{{}} {spelt} {{}}", left, right)
            elif type(value) is str:
                scope.run.write(value)
        return value

    return result


def _negate(self: Compiler, node: ast.Negate) -> Closure:
    operand = self.node(node.operand)

    def result(scope: Scope) -> Value:
        value = operand(scope)
        return scope.run.answered(negate(value), "-{}", value)

    return result


def _logic(self: Compiler, node: ast.Logic) -> Closure:
    operands = self.nodes(node.operands)
    fold = every if node.word == "and" else some
    return lambda scope: fold(operand(scope) for operand in operands)


def _compare(self: Compiler, node: ast.Compare) -> Closure:
    compare, left, right = COMPARISONS[node.operator], self.node(node.left), self.node(node.right)
    spelt = f"{{}} {node.operator} {{}}"

    def verdict(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        scope.run.weigh(one)
        found = compare(one, other)
        return scope.run.answered(None, spelt, one, other) if found is None else found

    return verdict


def _between(self: Compiler, node: ast.Between) -> Closure:
    value, low, high = self.node(node.value), self.node(node.low), self.node(node.high)

    def verdict(scope: Scope) -> Value:
        it, least, most = value(scope), low(scope), high(scope)
        found = every((at_most(least, it), at_most(it, most)))
        return scope.run.answered(found, "{} between {} and {}", it, least, most)

    return verdict


def _in(self: Compiler, node: ast.In) -> Closure:
    value, tests = self.node(node.value), compile_tests(node.tests, self.node)
    return lambda scope: tests(scope.inner({"?": value(scope)}))


def _tests(self: Compiler, node: ast.Tests) -> Closure:
    return compile_tests(node, self.node)


def _instance(self: Compiler, node: ast.InstanceOf) -> Closure:
    value, of = self.node(node.value), self.type(node.type)

    def verdict(scope: Scope) -> Value:
        it = value(scope)
        scope.run.weigh(it)
        return unrestricted(of).holds(it)

    return verdict


def _if(self: Compiler, node: ast.If) -> Closure:
    condition, then, otherwise = self.node(node.condition), self.node(node.then), self.node(node.otherwise)
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


def _for(self: Compiler, node: ast.For) -> Closure:
    return compile_for(domains(node.iterators, self.node), self.node(node.body))


def _quantified(self: Compiler, node: ast.Quantified) -> Closure:
    return compile_quantified(node.word, domains(node.iterators, self.node), self.node(node.body))


def _filter(self: Compiler, node: ast.Filter) -> Closure:
    return compile_filter(self.node(node.source), self.node(node.condition))


def _call(self: Compiler, node: ast.Call) -> Closure:
    callee, args, names = self.node(node.callee), self.nodes(node.args), node.names

    def result(scope: Scope) -> Value:
        scope.run.tick()
        function = callee(scope)
        if kind(function) != "function":
            scope.run.note("no function", str(getattr(node.callee, "name", kind(function))))
            return None
        values = [arg(scope) for arg in args]
        if names is None:
            return function.call(scope.run, values)
        return function.call_named(scope.run, dict(zip(names, values, strict=True)))

    return result


def _list(self: Compiler, node: ast.ListOf) -> Closure:
    items = self.nodes(node.items)
    return lambda scope: [item(scope) for item in items]


def _context(self: Compiler, node: ast.ContextOf) -> Closure:
    return context([(key, self.node(value)) for key, value in node.entries])


def context(entries: list[tuple[str, Closure]]) -> Closure:
    """A context whose later entries see the earlier ones."""

    def result(scope: Scope) -> Value:
        made: dict[str, Value] = {}
        inner = scope.inner(made)
        for key, value in entries:
            made[key] = value(inner)
        return made

    return result


def _range(self: Compiler, node: ast.RangeOf) -> Closure:
    start = None if node.start is None else self.node(node.start)
    end = None if node.end is None else self.node(node.end)
    given = [each for each in (start, end) if each is not None]

    def result(scope: Scope) -> Value:
        ends = [each(scope) for each in given]
        if len(ends) == 2 and (None in ends or not _ordered(*ends)):
            return scope.run.answered(None, "{}..{}", *ends)
        first, last = (ends[0] if start else None), (ends[-1] if end else None)
        return Range(first, last, node.start_included, node.end_included)

    return result


def _all_but(self: Compiler, node: ast.AllBut) -> Closure:
    value = self.node(node.value)

    def result(scope: Scope) -> Value:
        it = value(scope)
        return Range(it, it, outside=True)

    return result


def _ordered(start: Value, end: Value) -> bool:
    return kind(start) == kind(end) and less(end, start) is not None


def _function(self: Compiler, node: ast.FunctionOf) -> Closure:
    params = tuple((name, ANY if of is None else self.type(of)) for name, of in node.parameters)
    body = self.node(node.body)
    return lambda scope: Lambda(params, body, scope)


_WAYS: dict[type, Callable[[Compiler, Any], Closure]] = {
    ast.Literal: _literal,
    ast.Name: _name,
    ast.Path: _path,
    ast.Chain: _chain,
    ast.Negate: _negate,
    ast.Logic: _logic,
    ast.Compare: _compare,
    ast.Between: _between,
    ast.In: _in,
    ast.Tests: _tests,
    ast.InstanceOf: _instance,
    ast.If: _if,
    ast.For: _for,
    ast.Quantified: _quantified,
    ast.Filter: _filter,
    ast.Call: _call,
    ast.ListOf: _list,
    ast.ContextOf: _context,
    ast.RangeOf: _range,
    ast.AllBut: _all_but,
    ast.FunctionOf: _function,
}
