"""What can be called: functions written in FEEL, and functions of the host."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.decisions.feel.run import Closure, Run, Scope, exact
from app.decisions.values.kinds import Value
from app.decisions.values.types import ANY, MISFIT, Type, fit
from app.errors import Problem


@dataclass(frozen=True, eq=False)
class Lambda:
    """A function with a FEEL body, remembering the scope it was written in."""

    params: tuple[tuple[str, Type], ...]
    body: Closure
    scope: Scope
    result: Type = ANY
    name: str = ""

    def parameters(self) -> tuple[tuple[str, Type], ...]:
        return self.params

    def call(self, run: Run, args: Sequence[Value]) -> Value:
        if len(args) != len(self.params):
            run.note("arguments", f"{self.name}({len(args)})")
            return None
        return self.call_named(run, {name: arg for (name, _), arg in zip(self.params, args, strict=True)})

    def call_named(self, run: Run, args: dict[str, Value]) -> Value:
        if args.keys() != {name for name, _ in self.params}:
            run.note("arguments", f"{self.name}({', '.join(args)})")
            return None
        bound = {name: fitted(args[name], of, run) for name, of in self.params}
        if any(value is MISFIT for value in bound.values()):
            run.note("argument type", self.name)
            return None
        run.enter()
        try:
            return checked(self.body(self.scope.inner(bound)), self.result, run, self.name)
        finally:
            run.leave()


@dataclass(frozen=True, eq=False)
class HostFunction:
    """A Python function handed in by the caller; it says null by returning None and refuses by a Problem."""

    name: str
    function: Callable[..., Value]

    def parameters(self) -> tuple[tuple[str, Type], ...]:
        names = inspect.signature(self.function).parameters
        return tuple((name.replace("_", " "), ANY) for name in names)

    def call(self, run: Run, args: Sequence[Value]) -> Value:
        return self._answer(run, list(args), {})

    def call_named(self, run: Run, args: dict[str, Value]) -> Value:
        return self._answer(run, [], {name.replace(" ", "_"): value for name, value in args.items()})

    def _answer(self, run: Run, args: list[Value], named: dict[str, Value]) -> Value:
        run.enter()
        try:
            inspect.signature(self.function).bind(*args, **named)
            return exact(self.function(*args, **named))
        except Problem:
            raise
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as wrong:
            run.note("host function", f"{self.name}: {wrong}")
            return None
        finally:
            run.leave()


def checked(value: Value, of: Type, run: Run, name: str) -> Value:
    """The value as one of its declared type, or null with a note."""
    found = fitted(value, of, run)
    if found is MISFIT:
        run.note("type", f"{name}: {of.name}")
        return None
    return found


def fitted(value: Value, of: Type, run: Run) -> Value:
    """The value as one of the type, or MISFIT; the walk through it is paid for."""
    if of is ANY:
        return value
    run.weigh(value)
    return fit(value, of)
