"""Ranges and callables, and the kind of every FEEL value: what decides which values can meet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from app.decisions.mistakes import wrong
from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.wide import Wide

Value = Any
"""A FEEL value: None, bool, str, Decimal, date, time, datetime, a duration, list, dict, Range or Callee."""


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends, or all but those; an end that is None and open is unbounded."""

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True
    outside: bool = False


class Callee(Protocol):
    """Anything that FEEL text can call."""

    name: str

    def call(self, run: Any, args: Sequence[Value]) -> Value: ...
    def call_named(self, run: Any, args: dict[str, Value]) -> Value: ...
    def parameters(self) -> tuple[tuple[str, Any], ...]: ...


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    str: "string",
    Decimal: "number",
    int: "number",
    datetime: "date and time",
    date: "date",
    time: "time",
    YearsMonths: "years and months duration",
    DaysTime: "days and time duration",
    list: "list",
    dict: "context",
    Range: "range",
}


def kind(value: Value) -> str:
    """The name of the value's kind; anything unknown to FEEL is a function if it can be called."""
    found = _KINDS.get(type(value))
    if found is not None:
        return found
    if isinstance(value, Wide):
        return _KINDS[type(value.face)]
    if hasattr(value, "call_named"):
        return "function"
    return next((name for cls, name in _KINDS.items() if cls is not type(None) and isinstance(value, cls)), "unknown")


def as_list(value: Value) -> list[Value]:
    """FEEL's singleton lists: null is no list, any other value a list of itself."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


DEEPEST = 100


def weight(value: Value, most: int) -> int:
    """How many values there are in a value, however often it holds the same; ExpressionError past `most`, or too deep.

    What walks a value asks this first: a list of a list twice over, forty times, is small to make and endless to walk.
    """
    found, level = 0, [value]
    for _ in range(DEEPEST):
        inner: list[Value] = []
        for parts in map(_held, level):
            found += len(parts)
            if found > most:
                raise wrong("value_large")
            inner += parts
        if not inner:
            return found
        level = inner
    raise wrong("value_deep", most=DEEPEST)


def _held(value: Value) -> Sequence[Value]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return tuple(value.values())
    return (value.start, value.end) if isinstance(value, Range) else ()


Closure = Callable[[Any], Value]
