"""Equality, order and membership, each with null for "can't be told"."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from app.decisions.values.kinds import Range, Value, kind
from app.decisions.values.temporal import zone_of
from app.decisions.values.wide import Temporal, Wide, face, wall

_MICROSECOND = timedelta(microseconds=1)
_ORDERED = frozenset(
    (
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "years and months duration",
        "days and time duration",
    )
)


def equal(left: Value, right: Value) -> bool | None:
    """FEEL's `=`: null equals only null, and values of different kinds can't be told."""
    if left is None or right is None:
        return left is right
    which = kind(left)
    if which != kind(right):
        return None
    special = _EQUALITIES.get(which)
    return bool(left == right) if special is None else special(left, right)


def _equal_lists(left: list[Value], right: list[Value]) -> bool | None:
    if len(left) != len(right):
        return False
    return every(equal(a, b) for a, b in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, Value], right: dict[str, Value]) -> bool | None:
    if left.keys() != right.keys():
        return False
    return every(equal(value, right[name]) for name, value in left.items())


def _equal_ranges(left: Range, right: Range) -> bool | None:
    if _edges(left) != _edges(right):
        return False
    return every((equal(left.start, right.start), equal(left.end, right.end)))


def _edges(interval: Range) -> tuple[bool, bool, bool]:
    return interval.start_included, interval.end_included, interval.outside


_EQUALITIES: dict[str, Callable[[Value, Value], bool | None]] = {
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "time": lambda left, right: bool(second(left) == second(right)),
    "date and time": lambda left, right: bool(second(left) == second(right)),
}


def every(verdicts: Iterable[bool | None]) -> bool | None:
    """Three-valued and."""
    unknown = False
    for verdict in verdicts:
        if verdict is False:
            return False
        unknown = unknown or verdict is not True
    return None if unknown else True


def some(verdicts: Iterable[bool | None]) -> bool | None:
    """Three-valued or."""
    unknown = False
    for verdict in verdicts:
        if verdict is True:
            return True
        unknown = unknown or verdict is not False
    return None if unknown else False


Moment = tuple[str | None, int]


def moment(value: Temporal) -> Moment:
    """A time to the nanosecond: "UTC" and the instant when that is known, else the zone and the clock's face."""
    near = face(value)
    distance = zone_of(near)
    if distance is None:
        zone = getattr(near, "tzinfo", None)
        return None if zone is None else str(zone), wall(value)
    return "UTC", wall(value) - distance // _MICROSECOND * 1000


def second(value: Temporal) -> Moment:
    """What two times are compared by: FEEL tells them apart by their properties, of which the least is the second."""
    zone, nanos = moment(value)
    return zone, nanos // 1_000_000_000


def less(left: Value, right: Value) -> bool | None:
    """FEEL's `<`; null unless both are of one ordered kind."""
    which = kind(left)
    if which not in _ORDERED or which != kind(right):
        return None
    if which in {"time", "date and time"}:
        return _less_moment(left, right)
    if isinstance(left, Wide) or isinstance(right, Wide):
        return wall(left) < wall(right)
    return bool(left < right)


def _less_moment(left: Temporal, right: Temporal) -> bool | None:
    (zone, one), (other_zone, other) = second(left), second(right)
    return bool(one < other) if zone == other_zone else None


def at_most(left: Value, right: Value) -> bool | None:
    """FEEL's `<=`."""
    below = less(left, right)
    return None if below is None else below or equal(left, right)


def includes(interval: Range, value: Value) -> bool | None:
    """Whether a value lies within a range; an unbounded end holds for anything of the other end's kind."""
    if interval.outside:
        same = equal(interval.start, value)
        return None if same is None else not same
    if value is None or (interval.start is None and interval.end is None):
        return None
    above: bool | None = True
    below: bool | None = True
    if interval.start is not None:
        above = at_most(interval.start, value) if interval.start_included else less(interval.start, value)
    if interval.end is not None:
        below = at_most(value, interval.end) if interval.end_included else less(value, interval.end)
    return every((above, below))


def meets(value: Value, wanted: Value) -> bool | None:
    """Whether a value meets what a cell or `in` gives: an equal value, a range around it, or a list with such."""
    if isinstance(wanted, Range):
        return equal(value, wanted) if isinstance(value, Range) else includes(wanted, value)
    if isinstance(wanted, list):
        if isinstance(value, list) and equal(value, wanted):
            return True
        return any(_is_or_holds(each, value) for each in wanted)
    return equal(value, wanted)


def _is_or_holds(wanted: Value, value: Value) -> bool:
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return includes(wanted, value) is True
    return equal(value, wanted) is True


def contains(values: list[Value], value: Value) -> bool:
    """Whether a list holds an equal value."""
    return any(equal(each, value) is True for each in values)


def identity(value: Value) -> object:
    """A hashable stand-in: the same for two values just when those are equal, so that lists can be searched by hash."""
    if isinstance(value, list):
        return "list", tuple(map(identity, value))
    if isinstance(value, dict):
        return "context", frozenset((name, identity(each)) for name, each in value.items())
    if isinstance(value, Range):
        return identity(value.start), identity(value.end), *_edges(value)
    which = kind(value)
    if which in {"time", "date and time"}:
        return which, second(value)
    return which, id(value) if which == "unknown" else value
