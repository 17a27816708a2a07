"""Unary tests to closures: each says true, false or null (can't be told) of the value in `?`."""

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from app.decisions.feel.ast import Literal, Negate, Node, RangeOf, Test, Tests
from app.decisions.feel.run import Closure, Scope
from app.decisions.values.compare import at_most, equal, less, meets, some
from app.decisions.values.kinds import Value

Verdict = bool | None


def unequal(left: Value, right: Value) -> Verdict:
    same = equal(left, right)
    return None if same is None else not same


COMPARISONS: dict[str, Callable[[Value, Value], Verdict]] = {
    "=": equal,
    "!=": unequal,
    "<": less,
    "<=": at_most,
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: at_most(right, left),
}


def compile_tests(cell: Tests, compile_node: Callable[..., Closure]) -> Closure:
    """A closure over a scope in which `?` is bound."""
    if not cell.tests:
        return lambda _scope: True
    tests = [_compile(test, compile_node) for test in cell.tests]
    if len(tests) > 1 and not cell.negated:
        return _one_of(cell.tests, tests)
    if cell.negated:
        return _none_of(tests)
    return tests[0]


def _one_of(cells: tuple[Test, ...], tests: list[Closure]) -> Closure:
    """Some of several; constants of one kind are looked up at once, and give what asking each would."""
    values = [None if each.operator or each.asks else _constant(each.operand) for each in cells]
    of = type(values[0])
    wanted = frozenset(values)
    quick = of in _PLAIN and all(type(value) is of for value in values)

    def verdict(scope: Scope) -> Verdict:
        if quick:
            value = scope.find("?")
            if type(value) is of:
                return value in wanted
        return some(test(scope) for test in tests)

    return verdict


_PLAIN = frozenset((Decimal, str, bool, date))
_ORDERS: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _constant(node: Node | None) -> Value:
    """The value of a literal of a kind that Python compares as FEEL does, else null."""
    if isinstance(node, Negate) and isinstance(node.operand, Literal) and isinstance(node.operand.value, Decimal):
        return node.operand.value.copy_negate()
    return node.value if isinstance(node, Literal) and type(node.value) in _PLAIN else None


def _quick(test: Test, slow: Closure) -> Closure:
    """The test with a short way for values of the constant's own type, which most are."""
    operand = test.operand
    if isinstance(operand, RangeOf) and not test.operator:
        return _quick_range(operand, slow)
    wanted = _constant(operand)
    compare: Callable[[Value, Value], bool] = _ORDERS.get(test.operator, operator.eq)
    if wanted is None or test.operator == "!=" or (test.operator in _ORDERS and isinstance(wanted, bool)):
        return slow
    of = type(wanted)

    def verdict(scope: Scope) -> Verdict:
        value = scope.find("?")
        return compare(value, wanted) if type(value) is of else slow(scope)

    return verdict


def _quick_range(interval: RangeOf, slow: Closure) -> Closure:
    start, end = _constant(interval.start), _constant(interval.end)
    of = type(start)
    if of not in _PLAIN or of is bool or type(end) is not of:
        return slow
    above = _ORDERS["<=" if interval.start_included else "<"]
    below = _ORDERS["<=" if interval.end_included else "<"]

    def verdict(scope: Scope) -> Verdict:
        value = scope.find("?")
        return above(start, value) and below(value, end) if type(value) is of else slow(scope)

    return verdict


def _none_of(tests: list[Closure]) -> Closure:
    def verdict(scope: Scope) -> Verdict:
        found = some(test(scope) for test in tests)
        return None if found is None else not found

    return verdict


def _compile(test: Test, compile_node: Callable[..., Closure]) -> Closure:
    slow = _general(test, compile_node)
    return slow if test.asks else _quick(test, slow)


def _general(test: Test, compile_node: Callable[..., Closure]) -> Closure:
    operand = compile_node(test.operand)
    if test.operator:
        compare = COMPARISONS[test.operator]
        return lambda scope: compare(scope.find("?"), _weighed(scope, operand))
    if isinstance(test.operand, RangeOf):
        return lambda scope: _within(scope.find("?"), _weighed(scope, operand))
    if test.asks:
        return lambda scope: _boolean(operand(scope))
    return lambda scope: meets(scope.find("?"), _weighed(scope, operand))


def _weighed(scope: Scope, operand: Closure) -> Value:
    """What the value is to be compared with, the comparison paid for."""
    wanted = operand(scope)
    scope.run.weigh(wanted)
    return wanted


def _within(value: Value, interval: Value) -> Verdict:
    """A range with an end that is null or not comparable tells nothing."""
    return None if interval is None else meets(value, interval)


def _boolean(value: Value) -> Verdict:
    return value if isinstance(value, bool) else None
