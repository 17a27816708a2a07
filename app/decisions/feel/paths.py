"""What stands after a dot or in brackets: members of contexts, parts of dates and durations, filters."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.decisions.feel.run import Closure, Run, Scope, exact
from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.kinds import Range, Value
from app.decisions.values.numbers import whole
from app.decisions.values.temporal import spell_zone
from app.decisions.values.wide import Wide, face, opened, year


def _offset(value: Value) -> Value:
    distance = face(value).utcoffset()
    return None if distance is None else DaysTime.of(distance)


def _zone(value: Value) -> Value:
    zone = face(value).tzinfo
    return zone.key if isinstance(zone, ZoneInfo) else spell_zone(zone) or None


def _second(value: Value) -> Value:
    near, _, nanos = opened(value)
    return Decimal(near.second) + Decimal(near.microsecond * 1000 + nanos) / 1_000_000_000


_DATE: dict[str, Callable[[Value], Value]] = {
    "year": lambda value: Decimal(year(value)),
    "month": lambda value: Decimal(face(value).month),
    "day": lambda value: Decimal(face(value).day),
    "weekday": lambda value: Decimal(face(value).isoweekday()),
}
_TIME: dict[str, Callable[[Value], Value]] = {
    "hour": lambda value: Decimal(face(value).hour),
    "minute": lambda value: Decimal(face(value).minute),
    "second": _second,
    "time offset": _offset,
    "timezone": _zone,
}
_PARTS: dict[type, dict[str, Callable[[Value], Value]]] = {
    date: _DATE,
    time: _TIME,
    datetime: _DATE | _TIME,
    YearsMonths: {
        "years": lambda value: Decimal(int(value.months / 12)),
        "months": lambda value: Decimal(value.months - int(value.months / 12) * 12),
    },
    DaysTime: {
        "days": lambda value: Decimal(value.parts()[0]),
        "hours": lambda value: Decimal(value.parts()[1]),
        "minutes": lambda value: Decimal(value.parts()[2]),
        "seconds": lambda value: value.parts()[3],
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}


def member(run: Run, value: Value, name: str) -> Value:
    """`value.name`; of a list, the list of its items' members."""
    if isinstance(value, dict):
        return exact(value.get(name))
    if isinstance(value, list):
        run.tick(len(value))
        return [member(run, each, name) for each in value]
    part = _PARTS.get(type(value.face if isinstance(value, Wide) else value), {}).get(name)
    return None if part is None else part(value)


def compile_path(source: Closure, name: str) -> Closure:
    return lambda scope: member(scope.run, source(scope), name)


def compile_filter(source: Closure, condition: Closure) -> Closure:
    """`list[condition]`: an index when the condition is a number, else the items for which it is true."""

    def kept(scope: Scope) -> Value:
        value = source(scope)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not items:
            return None if isinstance(condition(_item_scope(scope, None)), Decimal) else []
        return _kept(scope, items, condition)

    return kept


def _kept(scope: Scope, items: list[Value], condition: Closure) -> Value:
    found: list[Value] = []
    for item in items:
        scope.run.tick()
        verdict = condition(_item_scope(scope, item))
        if isinstance(verdict, Decimal):
            return _indexed(items, verdict)
        if verdict is not None and not isinstance(verdict, bool):
            return scope.run.answered(None, "list[{}]", verdict)
        if verdict is True:
            found.append(item)
    return found


def _item_scope(scope: Scope, item: Value) -> Scope:
    outer = scope.inner({"item": item})
    return outer.inner(item) if isinstance(item, dict) else outer


def _indexed(items: list[Value], index: Decimal) -> Value:
    place = whole(index)
    if place is None or place == 0 or abs(place) > len(items):
        return None
    return exact(items[place - 1 if place > 0 else place])
