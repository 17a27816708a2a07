"""Dates and times that Python's own can't hold: years beyond 1 to 9999, and nanoseconds.

The calendar repeats itself every 400 years, weekdays included, so a far date is a near one and a count of cycles.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

CYCLE_YEARS, CYCLE_DAYS = 400, 146_097
LAST_YEAR = 999_999_999
_BASE = 2000
DAY_NANOS = 86_400 * 10**9

Face = date | time


@dataclass(frozen=True, slots=True)
class Wide:
    """A date, time or date and time: a near one (`face`), 400-year cycles away from it, some nanoseconds later."""

    face: Face
    cycles: int
    nanos: int


Temporal = date | time | Wide


def opened(value: Temporal) -> tuple[Any, int, int]:
    """The near date or time, the cycles, and the nanoseconds below a microsecond."""
    return (value.face, value.cycles, value.nanos) if isinstance(value, Wide) else (value, 0, 0)


def face(value: Temporal) -> Any:
    """What the value shows on calendar and clock, but for its year and its nanoseconds."""
    return value.face if isinstance(value, Wide) else value


def year(value: date | Wide) -> int:
    near, cycles, _ = opened(value)
    return int(near.year + CYCLE_YEARS * cycles)


def settled(near: Face, cycles: int = 0, nanos: int = 0) -> Any:
    """The value in its one form: Python's own where that can hold it. ValueError beyond the last year."""
    if isinstance(near, time):
        return Wide(near, 0, nanos) if nanos else near
    whole = near.year + CYCLE_YEARS * cycles
    if 1 <= whole <= 9999:
        near, cycles = near.replace(year=whole), 0
    elif abs(whole) > LAST_YEAR:
        raise ValueError(whole)
    else:
        cycles, rest = divmod(whole - _BASE, CYCLE_YEARS)
        near = near.replace(year=_BASE + rest)
    return Wide(near, cycles, nanos) if cycles or nanos else near


def dated(whole_year: int, month: int, day: int) -> Any:
    """A date of any year that FEEL knows; ValueError when there is none."""
    cycles, rest = divmod(whole_year - _BASE, CYCLE_YEARS)
    return settled(date(_BASE + rest, month, day), cycles)


def based(value: date | Wide) -> tuple[Any, int, int]:
    """The date so that its near one is within the first cycle, where days can be added without falling off."""
    near, cycles, nanos = opened(value)
    more, rest = divmod(near.year - _BASE, CYCLE_YEARS)
    return near.replace(year=_BASE + rest), cycles + more, nanos


def wall(value: Temporal) -> int:
    """Nanoseconds on the value's own calendar and clock, its zone left out: what values of one zone are compared by."""
    near, cycles, nanos = opened(value)
    days = near.toordinal() + cycles * CYCLE_DAYS if isinstance(near, date) else 0
    clock = 0
    if isinstance(near, (datetime, time)):
        clock = ((near.hour * 60 + near.minute) * 60 + near.second) * 1_000_000 + near.microsecond
    return days * DAY_NANOS + clock * 1000 + nanos


def moved(value: date | Wide, nanos: int) -> Any:
    """The date, or date and time, so many nanoseconds later on its own calendar and clock."""
    near, cycles, rest = based(value)
    micros, rest = divmod(rest + nanos, 1000)
    more, micros = divmod(micros, CYCLE_DAYS * 86_400_000_000)
    at = near if isinstance(near, datetime) else datetime.combine(near, time.min)
    later = at + timedelta(microseconds=micros)
    if not isinstance(near, datetime):
        return settled(later.date(), cycles + more)
    return settled(later, cycles + more, rest)


def zoned(value: datetime | Wide, zone: tzinfo | None) -> Any:
    """The same instant on a zone's clocks; where Python has no rules for the year, by the rules of its like."""
    near, cycles, nanos = opened(value)
    try:
        return settled(near.astimezone(zone), cycles, nanos)
    except OverflowError:
        near, cycles, nanos = based(value)
        return settled(near.astimezone(zone), cycles, nanos)
