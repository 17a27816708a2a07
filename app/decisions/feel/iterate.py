"""`for`, `some` and `every`: one variable after another over lists and ranges."""

from collections.abc import Callable
from collections.abc import Iterator as Values
from decimal import Decimal

from app.decisions.feel.ast import Iterator, Node
from app.decisions.feel.run import Closure, Run, Scope
from app.decisions.values.compare import every, less, some
from app.decisions.values.kinds import Range, Value, kind
from app.decisions.values.numbers import whole
from app.decisions.values.wide import DAY_NANOS, moved, wall

Domain = tuple[str, Closure, Closure | None]


class NoDomainError(Exception):
    """What stands after `in` can't be walked; the whole expression is null, for the reason given if it has one."""


def _counted(start: Value, end: Value) -> Values[Value]:
    """From one end to the other, up or down, both included."""
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        first, last = whole(start), whole(end)
        if first is None or last is None:
            raise _unwalkable(start, end)
        step = 1 if first <= last else -1
        yield from (Decimal(each) for each in range(first, last + step, step))
    elif kind(start) == kind(end) == "date":
        days = (wall(end) - wall(start)) // DAY_NANOS
        step = 1 if days >= 0 else -1
        yield from (moved(start, day * DAY_NANOS) for day in range(0, days + step, step))
    else:
        raise _unwalkable(start, end)


def _unwalkable(start: Value, end: Value) -> NoDomainError:
    return NoDomainError() if start is None or end is None else NoDomainError(f"{kind(start)}..{kind(end)}")


def _walked(interval: Range) -> Values[Value]:
    if interval.outside or less(interval.end, interval.start) is not False:
        raise _unwalkable(interval.start, interval.end)
    for value in _counted(interval.start, interval.end):
        if (value == interval.start and not interval.start_included) or (
            value == interval.end and not interval.end_included
        ):
            continue
        yield value


def domain(run: Run, value: Value) -> Values[Value]:
    """The values to walk over; a single value is a list of itself."""
    if value is None:
        raise NoDomainError
    if isinstance(value, Range):
        values: Values[Value] = _walked(value)
    else:
        values = iter(value if isinstance(value, list) else [value])
    for each in values:
        run.tick()
        yield each


def scopes(scope: Scope, iterators: tuple[Domain, ...]) -> Values[Scope]:
    """One scope for every combination, the last variable turning fastest."""
    (name, first, last), rest = iterators[0], iterators[1:]
    value = first(scope)
    values = domain(scope.run, value) if last is None else _between(scope, value, last)
    for each in values:
        inner = scope.inner({name: each})
        if rest:
            yield from scopes(inner, rest)
        else:
            yield inner


def _between(scope: Scope, start: Value, last: Closure) -> Values[Value]:
    for each in _counted(start, last(scope)):
        scope.run.tick()
        yield each


def compile_for(iterators: tuple[Domain, ...], body: Closure) -> Closure:
    def results(scope: Scope) -> Value:
        found: list[Value] = []
        base = scope.inner({"partial": found})
        try:
            for inner in scopes(base, iterators):
                found.append(body(inner))  # noqa: PERF401 - `partial` sees the list grow
        except NoDomainError as none:
            return _nothing(scope.run, none)
        return found

    return results


def compile_quantified(word: str, iterators: tuple[Domain, ...], body: Closure) -> Closure:
    fold = some if word == "some" else every

    def verdict(scope: Scope) -> Value:
        try:
            return fold(_truth(body(inner)) for inner in scopes(scope, iterators))
        except NoDomainError as none:
            return _nothing(scope.run, none)

    return verdict


def _nothing(run: Run, none: NoDomainError) -> None:
    for reason in none.args:
        run.note("no result", reason)


def _truth(value: Value) -> bool | None:
    """What is neither true nor false spoils the whole."""
    if value is not None and not isinstance(value, bool):
        raise NoDomainError(f"satisfies {kind(value)}")
    return value


def domains(iterators: tuple[Iterator, ...], compile_node: Callable[[Node], Closure]) -> tuple[Domain, ...]:
    return tuple(
        (
            each.name,
            compile_node(each.domain),
            None if each.end is None else compile_node(each.end),
        )
        for each in iterators
    )
