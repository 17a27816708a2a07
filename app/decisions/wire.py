"""FEEL values to and from the tagged JSON in which they travel; anybody may call it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.decisions.feel.run import STEPS
from app.decisions.values.durations import DaysTime, YearsMonths, duration
from app.decisions.values.kinds import Range, Value, kind, weight
from app.decisions.values.temporal import read_date, read_datetime, read_time, spell
from app.errors import ExpressionError

_READERS: dict[str, Callable[[str], Value]] = {
    "$date": read_date,
    "$time": read_time,
    "$datetime": read_datetime,
    "$duration": duration,
}
_TAGS = {"date and time": "$datetime", "time": "$time", "date": "$date"}


def to_wire(value: Value) -> Any:
    """A FEEL value as wire JSON; ExpressionError for functions, which can't travel, and for what is endless to read."""
    if isinstance(value, (list, dict, tuple)):
        weight(list(value) if isinstance(value, tuple) else value, STEPS)
    return _wired(value)


def _wired(value: Value) -> Any:
    if value is None or isinstance(value, (bool, str, Decimal)):
        return value
    if isinstance(value, (list, tuple)):
        return [_wired(each) for each in value]
    if isinstance(value, dict):
        return {name: _wired(each) for name, each in value.items()}
    return _tagged(value)


def _tagged(value: Value) -> Any:
    tag = _TAGS.get(kind(value))
    if tag is not None:
        return {tag: spell(value)}
    if isinstance(value, (YearsMonths, DaysTime)):
        return {"$duration": str(value)}
    if isinstance(value, Range):
        edges = [value.start_included, value.end_included] + ([True] if value.outside else [])
        return {"$range": [_wired(value.start), _wired(value.end), *edges]}
    if isinstance(value, int):
        return Decimal(value)
    raise ExpressionError(f"{type(value).__name__} has no JSON form")


def from_wire(value: Any) -> Value:
    """Wire JSON as a FEEL value; ints become Decimal."""
    if isinstance(value, list):
        return [from_wire(each) for each in value]
    if isinstance(value, dict):
        return _untagged(value) if _is_tagged(value) else {name: from_wire(each) for name, each in value.items()}
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, float):
        raise ExpressionError("binary fractions can't enter rules; decode JSON numbers as Decimal")
    return value


def _is_tagged(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)) in {*_READERS, "$range"}


def _untagged(value: dict[str, Any]) -> Value:
    tag, content = next(iter(value.items()))
    if tag == "$range" and isinstance(content, list) and len(content) in {4, 5}:
        return Range(from_wire(content[0]), from_wire(content[1]), *map(bool, content[2:]))
    found = _READERS[tag](content) if isinstance(content, str) and tag in _READERS else None
    if found is None:
        raise ExpressionError(f"{content!r} is no {tag[1:]}")
    return found
