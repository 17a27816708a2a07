"""Reading, spelling and moving dates, times and dates with times."""

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.decisions.values.durations import DaysTime, YearsMonths

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_ZONE = r"(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*)?"
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(\.\d+)?" + _ZONE, re.ASCII)
_END_OF_DAY = re.compile(r"24:00:00(?:\.0+)?(?![\d.])", re.ASCII)
_LONGEST_OFFSET = timedelta(hours=18)


def read_date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        zone = read_zone(found[5])
        micros = int((found[4] or ".0")[1:7].ljust(6, "0"))
        return time(int(found[1]), int(found[2]), int(found[3]), micros, zone)
    except ValueError:
        return None


def read_datetime(text: str) -> datetime | None:
    """Read a date with a time; a date alone is its midnight."""
    day, found, clock = text.partition("T")
    ends = _END_OF_DAY.match(clock)
    on, at = read_date(day), read_time("00" + clock[2:] if ends else clock) if found else time()
    if on is None or at is None or (ends and on == date.max):
        return None
    return datetime.combine(on + timedelta(days=1) if ends else on, at)


@lru_cache(maxsize=256)
def read_zone(text: str | None) -> tzinfo | None:
    """Read `Z`, `+08:00` or `@Asia/Shanghai`; ValueError when there is no such zone."""
    if text is None:
        return None
    if text == "Z":
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


def spell_time(value: time | datetime) -> str:
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{fraction}{spell_zone(value.tzinfo)}"


def spell(value: date | time) -> str:
    """The ISO text that FEEL's own functions read back."""
    if isinstance(value, datetime):
        return f"{value.year:04}-{value.month:02}-{value.day:02}T{spell_time(value)}"
    return spell_time(value) if isinstance(value, time) else value.isoformat()


def midnight(value: date) -> datetime:
    """A date as a date and time: midnight UTC, as the specification has it."""
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)


def zone_of(value: date | time) -> timedelta | None:
    """The value's distance from UTC, if it has one; a named zone on a bare time has none."""
    return value.utcoffset() if isinstance(value, (datetime, time)) else None


def add_months(value: date, months: int) -> date:
    """Move by months; the day is cut to the last of a shorter month. ValueError outside years 1 to 9999."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(year)
    last = calendar.monthrange(year, month + 1)[1]
    return value.replace(year=year, month=month + 1, day=min(value.day, last))


def add_duration(value: date | time, by: YearsMonths | DaysTime) -> date | time | None:
    """Move a date, time or date and time; None where FEEL has no such sum."""
    try:
        if isinstance(value, time):
            return _move_time(value, by) if isinstance(by, DaysTime) else None
        if isinstance(by, YearsMonths):
            return add_months(value, by.months)
        return _move_date(value, by)
    except (ValueError, OverflowError):
        return None


def _move_date(value: date, by: DaysTime) -> date:
    if not isinstance(value, datetime):
        return (midnight(value) + by.as_timedelta()).date()
    if isinstance(value.tzinfo, ZoneInfo):
        return (value.astimezone(UTC) + by.as_timedelta()).astimezone(value.tzinfo)
    return value + by.as_timedelta()


def _move_time(value: time, by: DaysTime) -> time:
    anchor = datetime.combine(date(2000, 1, 2), value.replace(tzinfo=None))
    wrapped = DaysTime(by.seconds % Decimal(86400))
    return (anchor + wrapped.as_timedelta()).time().replace(tzinfo=value.tzinfo)
