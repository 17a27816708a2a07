"""Statutory clocks as a diagram sets them: the property `clock` of an element, read when a token enters it."""

from typing import Any

from app.decisions.wire import to_wire
from app.engine.tokens.walk import Walk
from app.errors import EngineError
from app.events.facts import ClockEnded, ClockStarted, ClockStopped, Fact

TEXTS = {"start": ("name", "message", "key"), "stop": ("name",), "end": ("name",)}


def moved(walk: Walk, text: str, names: dict[str, int], ref: str, where: str) -> Fact:
    """Tell what the property says: a context of `name`, `do` and, to start, `days`, `message` and `key`."""
    told = to_wire(walk.feel(text, names, where))
    do = told.get("do") if isinstance(told, dict) else None
    if do not in TEXTS or not all(isinstance(told.get(name), str) and told[name] for name in TEXTS[do]):
        raise EngineError(f"{where}: the clock {text} gave {told!r}, which starts, stops and ends none")
    if do == "start":
        return ClockStarted(ref, told["name"], _days(told.get("days"), where), told["message"], told["key"])
    return (ClockStopped if do == "stop" else ClockEnded)(ref, told["name"])


def _days(days: Any, where: str) -> int:
    if not isinstance(days, str | bytes | dict | list) and days is not None and days == int(days) > 0:
        return int(days)
    raise EngineError(f"{where}: a clock runs a whole number of working days, not {days!r}")
