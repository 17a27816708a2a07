"""One expression or one cell by itself: evaluated, tested, checked; used by diagrams and forms."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from app.decisions.builtins import BUILTINS
from app.decisions.builtins.signature import Builtin
from app.decisions.feel.ast import Parsed
from app.decisions.feel.compile import Compiler
from app.decisions.feel.names import special
from app.decisions.feel.parser import parse, parse_tests
from app.decisions.feel.run import Closure, Run, Scope
from app.decisions.feel.tokens import half_width
from app.decisions.mistakes import choice, misread, mistake, wrong
from app.decisions.values.kinds import Value
from app.errors import ExpressionError, Finding

Functions = Mapping[str, Callable[..., Any]]
COMPILER = Compiler(BUILTINS)
BUILTIN_NAMES = frozenset(name for name in BUILTINS if special(name))


@lru_cache(maxsize=4096)
def _compiled(text: str, names: frozenset[str], *, tests: bool) -> Closure:
    read = parse_tests if tests else parse
    try:
        return COMPILER.node(read(text, names | BUILTIN_NAMES).node)
    except RecursionError as deep:
        raise wrong("deep") from deep


def stripped(text: str) -> str:
    """The expression with a space for the `=` that diagrams and forms put before it, so that places stay true."""
    whole = text.strip()
    return f" {whole[1:]}" if whole.startswith("=") else whole


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
        raise wrong("deep") from deep


def check_expression(text: str, known_functions: Collection[str] | None, names: Collection[str] = ()) -> list[Finding]:
    """What is wrong with an expression, without running it: its grammar, its functions and what they are given.

    Without known functions, any function may be one of the host's; `names` are the variables known where it stands.
    """
    known = frozenset(name for name in known_functions or () if special(name))
    try:
        _compiled(stripped(text), known, tests=False)
        parsed = parse(stripped(text), known | BUILTIN_NAMES)
    except ExpressionError as refused:
        return [refused.finding]
    told = [*full_width(stripped(text), parsed), *unknown_functions(parsed, known_functions), *reread(parsed, names)]
    return told + misgiven(parsed, known_functions or ())


def reread(parsed: Parsed, names: Collection[str]) -> list[Finding]:
    """Variables that an entry of a context hides from the entries after it, which read them."""
    return [mistake("reread", name=name) for name in sorted(parsed.reread & (parsed.free | set(names)))]


def full_width(text: str, parsed: Parsed) -> list[Finding]:
    """Names that hold a full-width sign: nobody who may declare a name calls a variable so."""
    signs = ((name, next(filter(half_width, name), None)) for name in sorted(parsed.free | parsed.calls))
    return [
        misread(
            text, max(text.find(name), 0) + name.index(sign), "full_width", found=sign, wanted=half_width(sign)
        ).finding
        for name, sign in signs
        if sign is not None
    ]


def unknown_functions(parsed: Parsed, known: Collection[str] | None) -> list[Finding]:
    if known is None:
        return []
    return [mistake("function", name=name) for name in sorted(parsed.calls - set(BUILTINS) - set(known))]


def misgiven(parsed: Parsed, own: Collection[str]) -> list[Finding]:
    """Built-in functions that are given what none of their forms takes, so that they are always null."""
    found = []
    for name, given in sorted(parsed.given, key=str):
        function = None if name in own else BUILTINS.get(name)
        if isinstance(function, Builtin) and not function.takes(given):
            found.append(_misgiven(function, given))
    return found


def _misgiven(function: Builtin, given: int | tuple[str, ...]) -> Finding:
    if isinstance(given, int):
        return mistake("arity", name=function.name, count=given, takes=choice(function.counts()))
    forms = " | ".join(", ".join(each.name for each in form.parameters) for form in function.signatures)
    return mistake("parameters", name=function.name, given=", ".join(given), takes=forms)


def free_names(text: str, known_functions: Collection[str] = ()) -> set[str]:
    """The variables that an expression takes from its scope (not those that a filter's items may give)."""
    known = frozenset(name for name in known_functions if special(name))
    parsed = parse(stripped(text), known | BUILTIN_NAMES)
    return set(parsed.free - set(BUILTINS) - parsed.calls)
