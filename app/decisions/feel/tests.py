"""Unary tests to closures: each says true, false or null (can't be told) of the value in `?`."""

from collections.abc import Callable

from app.decisions.feel.ast import RangeOf, Test, Tests
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
    if cell.negated:
        return _none_of(tests)
    return tests[0] if len(tests) == 1 else lambda scope: some(test(scope) for test in tests)


def _none_of(tests: list[Closure]) -> Closure:
    def verdict(scope: Scope) -> Verdict:
        found = some(test(scope) for test in tests)
        return None if found is None else not found

    return verdict


def _compile(test: Test, compile_node: Callable[..., Closure]) -> Closure:
    operand = compile_node(test.operand)
    if test.operator:
        compare = COMPARISONS[test.operator]
        return lambda scope: compare(scope.find("?"), operand(scope))
    if isinstance(test.operand, RangeOf):
        return lambda scope: _within(scope.find("?"), operand(scope))
    if test.asks:
        return lambda scope: _boolean(operand(scope))
    return lambda scope: meets(scope.find("?"), operand(scope))


def _within(value: Value, interval: Value) -> Verdict:
    """A range with an end that is null or not comparable tells nothing."""
    return None if interval is None else meets(value, interval)


def _boolean(value: Value) -> Verdict:
    return value if isinstance(value, bool) else None
