"""Built-in functions that make and read dates, times and durations."""

from datetime import date, datetime, time
from decimal import Decimal

from app.decisions.builtins.signature import count, table
from app.decisions.values.durations import DaysTime, YearsMonths, duration
from app.decisions.values.kinds import Value
from app.decisions.values.numbers import FEEL, whole
from app.decisions.values.temporal import (
    combined,
    midnight,
    offset,
    read_date,
    read_datetime,
    read_time,
    read_zone,
    timed,
)
from app.decisions.values.wide import Wide, dated, face, opened, settled, wall, year, zoned

Day = date | Wide

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _int(value: Decimal) -> int:
    found = whole(value)
    if found is None:
        raise ValueError(value)
    return found


def _date_of(value: Day) -> Day:
    near, cycles, _ = opened(value)
    return settled(near.date(), cycles) if isinstance(near, datetime) else value


def _date(year_: Decimal, month: Decimal, day: Decimal) -> Value:
    return dated(_int(year_), _int(month), _int(day))


def _time_of(value: Value) -> Value:
    near, _, nanos = opened(value)
    if isinstance(near, time):
        return value
    return timed(midnight(near).timetz(), nanos)


def _time(hour: Decimal, minute: Decimal, second: Decimal, zone: DaysTime | None = None) -> Value:
    seconds, fraction = divmod(second, 1)
    micros, nanos = divmod(int(FEEL.multiply(fraction, Decimal(1_000_000_000))), 1000)
    info = None if zone is None else offset(zone.as_timedelta())
    return timed(time(_int(hour), _int(minute), int(seconds), micros, info), nanos)


def _in_zone(value: Value, zone: str) -> Value:
    """The same clock time in a named zone, or the same instant when the value already has one."""
    info = read_zone(zone if zone == "Z" or zone[:1] in "+-" else f"@{zone}")
    near, cycles, nanos = opened(value)
    if near.tzinfo is None:
        return settled(near.replace(tzinfo=info), cycles, nanos)
    return zoned(value, info)


def _years_months(start: Day, end: Day) -> YearsMonths:
    """Whole months from one day to another; times of day don't count."""
    first, last = _date_of(start), _date_of(end)
    return -_whole_months(last, first) if wall(last) < wall(first) else _whole_months(first, last)


def _whole_months(start: Day, end: Day) -> YearsMonths:
    near, far = face(start), face(end)
    months = (year(end) - year(start)) * 12 + far.month - near.month
    return YearsMonths(months - (far.day < near.day))


def _week(value: Day) -> Decimal:
    return count(face(value).isocalendar().week)


def _day_of_year(value: Day) -> Decimal:
    return count(face(value).timetuple().tm_yday)


def _duration(text: str) -> Value:
    return duration(text)


TEMPORAL = table(
    ("date(from: string)", read_date),
    ("date(from: day)", _date_of),
    ("date(year: number, month: number, day: number)", _date),
    ("time(from: string)", read_time),
    ("time(from: temporal)", _time_of),
    ("time(hour: number, minute: number, second: number, offset: days and time duration?!)", _time),
    ("date and time(from: string)", read_datetime),
    ("date and time(date: day, time: time)", combined),
    ("date and time(date: date and time, timezone: string)", _in_zone),
    ("duration(from: string)", _duration),
    ("years and months duration(from: day, to: day)", _years_months),
    ("day of year(date: day)", _day_of_year),
    ("day of week(date: day)", lambda value: _DAYS[face(value).weekday()]),
    ("month of year(date: day)", lambda value: _MONTHS[face(value).month - 1]),
    ("week of year(date: day)", _week),
)
CLOCK = table(
    ("now()", lambda run: run.moment()),
    ("today()", lambda run: run.today()),
    with_run=True,
)
