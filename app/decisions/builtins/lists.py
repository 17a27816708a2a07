"""Built-in functions on lists."""

import functools
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from app.decisions.builtins.signature import count, table
from app.decisions.feel.run import STEPS, Run
from app.decisions.mistakes import wrong
from app.decisions.values import compare
from app.decisions.values.arithmetic import OPERATIONS
from app.decisions.values.compare import contains, equal, identity, less
from app.decisions.values.kinds import Value, kind
from app.decisions.values.numbers import FEEL, whole

_ZERO = Decimal(0)


def _extreme(values: list[Value], *, smallest: bool) -> Value:
    """The least or the greatest; null for none, or when two can't be ordered."""
    if not values:
        return None
    best = values[0]
    if len(values) == 1:
        return best if less(best, best) is not None else None
    for value in values[1:]:
        below = less(value, best)
        if below is None:
            return None
        if below is smallest and equal(value, best) is not True:
            best = value
    return best


def minimum(values: list[Value]) -> Value:
    return _extreme(values, smallest=True)


def maximum(values: list[Value]) -> Value:
    return _extreme(values, smallest=False)


def total(values: list[Value]) -> Value:
    """The sum of numbers, or of durations of one kind; null for none."""
    if not values or not _summable(values):
        return None
    return functools.reduce(OPERATIONS["+"], values)


def _summable(values: list[Value]) -> bool:
    return len({kind(value) for value in values}) == 1 and (
        isinstance(values[0], Decimal) or kind(values[0]).endswith("duration")
    )


def _numbers(values: list[Value]) -> bool:
    return bool(values) and all(isinstance(value, Decimal) for value in values)


def _mean(values: list[Value]) -> Value:
    whole_sum = total(values)
    return None if whole_sum is None else OPERATIONS["/"](whole_sum, Decimal(len(values)))


def _product(values: list[Value]) -> Value:
    return functools.reduce(FEEL.multiply, values) if _numbers(values) else None


def _median(values: list[Value]) -> Value:
    if not _numbers(values):
        return None
    ordered, middle = sorted(values), len(values) // 2
    if len(values) % 2:
        return ordered[middle]
    return FEEL.divide(FEEL.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def _stddev(values: list[Value]) -> Value:
    if not _numbers(values) or len(values) < 2:
        return None
    mean = _mean(values)
    if mean is None:
        return None
    squares = [FEEL.power(FEEL.subtract(value, mean), Decimal(2)) for value in values]
    return FEEL.sqrt(FEEL.divide(total(squares), Decimal(len(values) - 1)))


def _mode(values: list[Value]) -> Value:
    if not values:
        return []
    if not _numbers(values):
        return None
    counts: dict[Decimal, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values())
    return sorted(value for value, times in counts.items() if times == most)


def _all(values: list[Value]) -> Value:
    return compare.every(values)


def _any(values: list[Value]) -> Value:
    return compare.some(values)


def _place(values: list[Value], position: Decimal, *, past_end: int = 0) -> int | None:
    """A one-based position, counted from the end when negative, as an index."""
    place = whole(position.to_integral_value("ROUND_DOWN"))
    if not place or place > len(values) + past_end or -place > len(values):
        return None
    return place - 1 if place > 0 else len(values) + place


def _sublist(values: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    begin = _place(values, start)
    size = None if length is None else whole(length)
    if begin is None or (length is not None and size is None):
        return None
    if size is None:
        return values[begin:]
    return None if size < 0 or begin + size > len(values) else values[begin : begin + size]


def _insert(values: list[Value], position: Decimal, item: Value) -> Value:
    place = _place(values, position)
    return None if place is None else [*values[:place], item, *values[place:]]


def _remove(values: list[Value], position: Decimal) -> Value:
    place = _place(values, position)
    return None if place is None else values[:place] + values[place + 1 :]


def _replace_at(values: list[Value], position: Decimal, item: Value) -> Value:
    place = _place(values, position)
    return None if place is None else [*values[:place], item, *values[place + 1 :]]


def _replace_where(run: Run, values: list[Value], match: Value, item: Value) -> Value:
    verdicts = [match.call(run, [value, item]) for value in values]
    if any(not isinstance(verdict, bool) for verdict in verdicts):
        return None
    return [item if hit else value for value, hit in zip(values, verdicts, strict=True)]


def _index_of(values: list[Value], match: Value) -> Value:
    return [count(i) for i, value in enumerate(values, 1) if equal(value, match) is True]


def distinct(values: list[Value]) -> list[Value]:
    """Each value once, in order; told apart by hash, so that long lists stay quick."""
    kept: dict[object, Value] = {}
    for value in values:
        kept.setdefault(identity(value), value)
    return list(kept.values())


def _union(*lists: list[Value]) -> Value:
    return distinct([value for each in lists for value in each])


def _flatten(values: list[Value]) -> Value:
    """One flat list, without recursion: lists may lie deep."""
    flat: list[Value] = []
    stack = [iter(values)]
    while stack:
        value = next(stack[-1], _END)
        if value is _END:
            stack.pop()
        elif isinstance(value, list):
            stack.append(iter(value))
        else:
            flat.append(value)
            if len(flat) > STEPS:
                raise wrong("value_large")
    return flat


_END = object()


def _sort(run: Run, values: list[Value], precedes: Value = None) -> Value:
    run.tick(len(values) * max(len(values).bit_length(), 1))
    if precedes is None:
        if any(less(one, other) is None for one, other in pairwise(values)):
            return None
        return sorted(values, key=functools.cmp_to_key(lambda one, other: -1 if less(one, other) else 1))
    if len(precedes.parameters()) != 2:
        return None

    def order(one: Value, other: Value) -> int:
        if precedes.call(run, [one, other]) is True:
            return -1
        return 1 if precedes.call(run, [other, one]) is True else 0

    return sorted(values, key=functools.cmp_to_key(order))


def _pair(name: str, function: Callable[[list[Value]], Value]) -> tuple[tuple[str, Callable[..., Value]], ...]:
    """A function that takes one list, or its items one by one."""
    return (
        (f"{name}(list: list)", function),
        (f"{name}(items...: any!)", lambda *values: function(list(values))),
    )


LISTS = table(
    *_pair("min", minimum),
    *_pair("max", maximum),
    *_pair("sum", total),
    *_pair("mean", _mean),
    *_pair("product", _product),
    *_pair("median", _median),
    *_pair("stddev", _stddev),
    *_pair("mode", _mode),
    *_pair("all", _all),
    *_pair("any", _any),
    ("count(list: list)", lambda values: count(len(values))),
    ("sublist(list: list, start position: number, length: number?)", _sublist),
    ("append(list: list, item...: any!)", lambda values, *items: values + list(items)),
    ("concatenate(list...: list)", lambda *lists: [value for each in lists for value in each]),
    ("insert before(list: list, position: number, newItem: any!)", _insert),
    ("remove(list: list, position: number)", _remove),
    ("reverse(list: list)", lambda values: values[::-1]),
    ("flatten(list: list)", _flatten),
)
SEARCHES = table(
    ("list contains(list: list, element: any!)", contains),
    ("index of(list: list, match: any!)", _index_of),
    ("union(list...: list)", _union),
    ("distinct values(list: list)", distinct),
    walks=True,
)
WITH_FUNCTIONS = table(
    ("sort(list: list, precedes: function?)", _sort),
    ("list replace(list: list, position: number, newItem: any!)", lambda _run, *args: _replace_at(*args)),
    ("list replace(list: list, match: function, newItem: any!)", _replace_where),
    with_run=True,
)
