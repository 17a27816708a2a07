"""One expression or one cell by itself: evaluated, tested, checked; used by diagrams and forms."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from app.decisions.builtins import BUILTINS
from app.decisions.feel.compile import Compiler
from app.decisions.feel.names import special
from app.decisions.feel.parser import parse, parse_tests
from app.decisions.feel.run import Closure, Run, Scope
from app.decisions.values.kinds import Value
from app.errors import ExpressionError

Functions = Mapping[str, Callable[..., Any]]
COMPILER = Compiler(BUILTINS)
BUILTIN_NAMES = frozenset(name for name in BUILTINS if special(name))


@lru_cache(maxsize=4096)
def _compiled(text: str, names: frozenset[str], *, tests: bool) -> Closure:
    read = parse_tests if tests else parse
    try:
        return COMPILER.node(read(text, names | BUILTIN_NAMES).node)
    except RecursionError as deep:
        raise ExpressionError(f"nested too deep: {text[:60]!r}...") from deep


def stripped(text: str) -> str:
    """The expression without the `=` that diagrams and forms put before it."""
    return text.strip().removeprefix("=")


def _names(scope: Mapping[str, Value], functions: Functions | None) -> frozenset[str]:
    found = {name for name in scope if special(name)}
    if functions:
        found.update(name for name in functions if special(name))
    return frozenset(found)


def evaluate(
    text: str, scope: Mapping[str, Value], *, now: datetime | None = None, functions: Functions | None = None
) -> Value:
    """The value of a FEEL expression; ExpressionError if it can't be read or never ends."""
    run = Run(now, functions or {})
    return finished(_compiled(stripped(text), _names(scope, functions), tests=False), Scope(run, scope))


def unary_test(
    text: str,
    value: Value,
    scope: Mapping[str, Value],
    *,
    now: datetime | None = None,
    functions: Functions | None = None,
) -> bool | None:
    """Whether a value meets a cell; None when it can't be told."""
    run = Run(now, functions or {})
    closure = _compiled(text.strip(), _names(scope, functions), tests=True)
    verdict = finished(closure, Scope(run, scope).inner({"?": value}))
    return verdict if isinstance(verdict, bool) else None


def finished(closure: Closure, scope: Scope) -> Value:
    """Run a closure; a stack that is full is an error like any other."""
    try:
        return closure(scope)
    except RecursionError as deep:
        raise ExpressionError("nested too deep to evaluate") from deep


def check_expression(text: str, known_functions: Collection[str]) -> list[str]:
    """What is wrong with an expression, without running it: its grammar, and functions that nobody has."""
    known = frozenset(name for name in known_functions if special(name))
    try:
        _compiled(stripped(text), known, tests=False)
        parsed = parse(stripped(text), known | BUILTIN_NAMES)
    except ExpressionError as wrong:
        return [wrong.detail]
    unknown = sorted(parsed.calls - set(BUILTINS) - set(known_functions))
    return [f"no function is called {name!r}" for name in unknown]


def free_names(text: str) -> set[str]:
    """The variables that an expression takes from its scope (not those that a filter's items may give)."""
    parsed = parse(stripped(text), BUILTIN_NAMES)
    return set(parsed.free - set(BUILTINS) - parsed.calls)
