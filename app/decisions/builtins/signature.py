"""Built-in functions by their signatures, written as the specification does: `substring(string: string, ...)`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.decisions.feel.run import Run
from app.decisions.values.kinds import Value, kind
from app.decisions.values.numbers import NOT_A_NUMBER
from app.decisions.values.types import ANY, BUILT_IN, Type

_MISFIT = object()
_GROUPS: dict[str, frozenset[str]] = {
    "temporal": frozenset(("date", "time", "date and time")),
    "day": frozenset(("date", "date and time")),
    "comparable": frozenset(
        ("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration")
    ),
    "duration": frozenset(("days and time duration", "years and months duration")),
}


_SILENT = frozenset(("all", "any", "get value"))
"""Functions of which null is an answer like any other."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `optional` may be left out, `nullable` may be null, `many` takes all that follow."""

    name: str
    type: str
    optional: bool
    nullable: bool
    many: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    function: Callable[..., Value]

    def bind(self, args: Sequence[Value]) -> list[Value] | None:
        spread = self.spread(len(args))
        return None if spread is None else _fitted(args, spread)

    def spread(self, count: int) -> tuple[Parameter, ...] | None:
        """The parameters that so many arguments meet; None if it does not take so many."""
        if self.parameters and self.parameters[-1].many:
            fixed = self.parameters[:-1]
            return fixed + (self.parameters[-1],) * (count - len(fixed)) if count > len(fixed) else None
        least = sum(not each.optional for each in self.parameters)
        return self.parameters[:count] if least <= count <= len(self.parameters) else None

    def in_order(self, names: Collection[str]) -> list[str]:
        """Those of the names that are parameters, in the order of these."""
        return [each.name for each in self.parameters if each.name in names]

    def named(self, names: Collection[str]) -> bool:
        """Whether all these names are parameters, and none is missing that must be given."""
        mine = {each.name for each in self.parameters}
        return mine.issuperset(names) and all(each.optional or each.name in names for each in self.parameters)

    def bind_named(self, args: dict[str, Value]) -> list[Value] | None:
        if not self.named(args):
            return None
        last = max((i for i, each in enumerate(self.parameters) if each.name in args), default=-1)
        given = self.parameters[: last + 1]
        fitted = [_fit(args[each.name], each) if each.name in args else None for each in given]
        return None if any(value is _MISFIT for value in fitted) else fitted


def _fitted(args: Sequence[Value], parameters: Sequence[Parameter]) -> list[Value] | None:
    fitted = [_fit(arg, each) for arg, each in zip(args, parameters, strict=True)]
    return None if any(value is _MISFIT for value in fitted) else fitted


def _fit(value: Value, parameter: Parameter) -> Value:
    if value is None:
        return None if parameter.nullable else _MISFIT
    if parameter.type == "any":
        return value
    if parameter.type == "list":
        return value if isinstance(value, list) else [value]
    wanted = _GROUPS.get(parameter.type) or (parameter.type,)
    if kind(value) in wanted:
        return value
    if isinstance(value, list) and len(value) == 1 and kind(value[0]) in wanted:
        return value[0]
    return _MISFIT


@dataclass(frozen=True, eq=False)
class Builtin:
    """A built-in function: the first signature that the arguments fit is called; null if none does."""

    name: str
    signatures: tuple[Signature, ...]
    with_run: bool = False
    walks: bool = False

    def parameters(self) -> tuple[tuple[str, Type], ...]:
        return tuple((each.name, BUILT_IN.get(each.type, ANY)) for each in self.signatures[0].parameters)

    def takes(self, given: int | tuple[str, ...]) -> bool:
        """Whether any form takes so many arguments, or arguments so named."""
        if isinstance(given, int):
            return any(each.spread(given) is not None for each in self.signatures)
        return any(each.named(given) for each in self.signatures)

    def counts(self) -> tuple[str, ...]:
        """How many arguments it takes: `1`, `2`, and `3+` for three or more."""
        most = max(len(each.parameters) for each in self.signatures)
        counts = [str(count) for count in range(most + 1) if self.takes(count)]
        return (*counts[:-1], f"{counts[-1]}+") if self.takes(most + 1) else tuple(counts)

    def taking(self, count: int) -> Iterator[tuple[Type, ...]]:
        """The types of so many parameters, in each of the ways to call it with so many."""
        for each in self.signatures:
            spread = each.spread(count)
            if spread is not None:
                yield tuple(BUILT_IN.get(parameter.type, ANY) for parameter in spread)

    def call(self, run: Run, args: Sequence[Value]) -> Value:
        return self._first(run, [(each, each.bind(args)) for each in self.signatures], lambda: map(kind, args))

    def call_named(self, run: Run, args: dict[str, Value]) -> Value:
        """By name; where several forms have these names, as with `before`, the one that has them in this order."""
        forms = sorted(self.signatures, key=lambda each: each.in_order(args) != list(args))
        bound = [(each, each.bind_named(args)) for each in forms]
        return self._first(run, bound, lambda: (f"{name}: {kind(each)}" for name, each in args.items()))

    def _first(
        self, run: Run, bound: list[tuple[Signature, list[Value] | None]], told: Callable[[], Iterable[str]]
    ) -> Value:
        fitting = next(((signature, args) for signature, args in bound if args is not None), None)
        if fitting is None:
            run.note("arguments", f"{self.name}({', '.join(told())})")
            return None
        value = self._result(run, *fitting)
        if isinstance(value, str):
            run.write(value)
        if value is None and self.name not in _SILENT:
            run.note("no result", f"{self.name}({', '.join(told())})")
        return value

    def _result(self, run: Run, signature: Signature, args: list[Value]) -> Value:
        self._pay(run, args)
        try:
            return signature.function(run, *args) if self.with_run else signature.function(*args)
        except NOT_A_NUMBER:
            return None

    def _pay(self, run: Run, args: list[Value]) -> None:
        """A step for each item that will be looked at; for each value inside those, too, by functions that walk."""
        run.tick()
        for arg in args:
            if self.walks:
                run.weigh(arg)
            elif isinstance(arg, list):
                run.tick(len(arg))
            if isinstance(arg, str):
                run.write(arg)


Table = dict[str, Builtin]


def table(*rows: tuple[str, Callable[..., Value]], with_run: bool = False, walks: bool = False) -> Table:
    """Functions by name from their signatures, in the order in which those are tried.

    `with_run` hands them the evaluation first; those that `walks` go through all that their arguments hold.
    """
    found: dict[str, list[Signature]] = {}
    for text, function in rows:
        name, _, rest = text.partition("(")
        parameters = tuple(_parameter(each) for each in rest.rstrip(")").split(",") if each.strip())
        found.setdefault(name, []).append(Signature(parameters, function))
    return {name: Builtin(name, tuple(signatures), with_run, walks) for name, signatures in found.items()}


def _parameter(text: str) -> Parameter:
    name, _, of = text.strip().partition(": ")
    return Parameter(
        name.rstrip("."), of.rstrip("?!"), optional="?" in of, nullable="!" in of, many=name.endswith("...")
    )


def count(value: int) -> Decimal:
    return Decimal(value)
