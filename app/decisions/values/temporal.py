"""Reading, spelling and moving dates, times and dates with times."""

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.wide import (
    CYCLE_YEARS,
    Temporal,
    Wide,
    based,
    dated,
    face,
    moved,
    opened,
    settled,
    wall,
    year,
    zoned,
)

_DATE = re.compile(r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)", re.ASCII)
_ZONE = r"([Zz]|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*)?"
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(\.\d{1,9})?" + _ZONE, re.ASCII)
_END_OF_DAY = re.compile(r"24:00:00(?:\.0+)?(?![\d.])", re.ASCII)
_LONGEST_OFFSET = timedelta(hours=18)
_DAY = 86_400 * 10**9


def read_date(text: str) -> Any:
    found = _DATE.fullmatch(text)
    if found is None or int(found[1]) == 0:
        return None
    try:
        return dated(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def read_time(text: str) -> time | Wide | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        zone = read_zone(found[5])
        micros, nanos = divmod(int((found[4] or ".0")[1:].ljust(9, "0")), 1000)
        return timed(time(int(found[1]), int(found[2]), int(found[3]), micros, zone), nanos)
    except ValueError:
        return None


def timed(at: time, nanos: int) -> time | Wide:
    return Wide(at, 0, nanos) if nanos else at


def read_datetime(text: str) -> Any:
    """Read a date with a time; a date alone is its midnight."""
    day, found, clock = text.partition("T")
    ends = _END_OF_DAY.match(clock)
    on, at = read_date(day), read_time("00" + clock[2:] if ends else clock) if found else time()
    if on is None or at is None:
        return None
    try:
        return combined(moved(on, _DAY) if ends else on, at)
    except ValueError:
        return None


def combined(on: date | Wide, at: time | Wide) -> Any:
    """A date (of a date and time only the date) with a time of day."""
    day, cycles, _ = opened(on)
    clock, _, nanos = opened(at)
    return settled(datetime.combine(day, clock), cycles, nanos)


@lru_cache(maxsize=256)
def read_zone(text: str | None) -> tzinfo | None:
    """Read `Z`, `+08:00` or `@Asia/Shanghai`; ValueError when there is no such zone."""
    if text is None:
        return None
    if text in {"Z", "z"}:
        return UTC
    if text.startswith("@"):
        return _named(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    if minutes > 59 or any(second > 59 for second in seconds):
        raise ValueError(text)
    return offset(timedelta(hours=hours, minutes=minutes, seconds=sum(seconds)) * (-1 if text[0] == "-" else 1))


def offset(delta: timedelta) -> timezone:
    if abs(delta) > _LONGEST_OFFSET:
        raise ValueError(delta)
    return timezone(delta)


def _named(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as missing:
        raise ValueError(name) from missing


def spell_zone(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    delta = zone.utcoffset(None) or timedelta()
    if not delta:
        return "Z"
    seconds = abs(int(delta.total_seconds()))
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{'-' if delta < timedelta() else '+'}{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")


def spell_time(value: Temporal) -> str:
    near, _, nanos = opened(value)
    below = near.microsecond * 1000 + nanos
    fraction = f".{below:09}".rstrip("0") if below else ""
    return f"{near.hour:02}:{near.minute:02}:{near.second:02}{fraction}{spell_zone(near.tzinfo)}"


def spell(value: Any) -> str:
    """The ISO text that FEEL's own functions read back."""
    near = face(value)
    if isinstance(near, time):
        return spell_time(value)
    whole = year(value)
    day = f"{'-' if whole < 0 else ''}{abs(whole):04}-{near.month:02}-{near.day:02}"
    return f"{day}T{spell_time(value)}" if isinstance(near, datetime) else day


def midnight(value: date | Wide) -> Any:
    """A date as a date and time: midnight UTC, as the specification has it."""
    near, cycles, _ = opened(value)
    if isinstance(near, datetime):
        return value
    return settled(datetime(near.year, near.month, near.day, tzinfo=UTC), cycles)


def zone_of(value: Temporal) -> timedelta | None:
    """The value's distance from UTC, if it has one; a named zone on a bare time has none."""
    near = face(value)
    return near.utcoffset() if isinstance(near, (datetime, time)) else None


def add_months(value: date | Wide, months: int) -> Any:
    """Move by months; the day is cut to the last of a shorter month. ValueError past the last year."""
    near, cycles, nanos = based(value)
    years, month = divmod(near.year * 12 + near.month - 1 + months, 12)
    more, years = divmod(years, CYCLE_YEARS)
    whole = years + CYCLE_YEARS * 5
    last = calendar.monthrange(whole, month + 1)[1]
    moved_to = near.replace(year=whole, month=month + 1, day=min(near.day, last))
    return settled(moved_to, cycles + more - 5, nanos)


def add_duration(value: Temporal, by: YearsMonths | DaysTime) -> Any:
    """Move a date, time or date and time; None where FEEL has no such sum."""
    try:
        if isinstance(face(value), time):
            return _move_time(value, by) if isinstance(by, DaysTime) else None
        assert not isinstance(value, time)
        if isinstance(by, YearsMonths):
            return add_months(value, by.months)
        return _move_date(value, by.nanos())
    except (ValueError, OverflowError):
        return None


def _move_date(value: Any, nanos: int) -> Any:
    """By the calendar; with a named zone by the instant, so that the zone's own clock changes count."""
    near = face(value)
    if not isinstance(near, datetime) or not isinstance(near.tzinfo, ZoneInfo):
        return moved(value, nanos)
    return zoned(moved(zoned(value, UTC), nanos), near.tzinfo)


def _move_time(value: Temporal, by: DaysTime) -> time | Wide:
    near = face(value)
    micros, nanos = divmod((wall(value) + by.nanos()) % _DAY, 1000)
    at = datetime.combine(date.min, time.min) + timedelta(microseconds=micros)
    return timed(at.time().replace(tzinfo=near.tzinfo), nanos)
