"""Built-in functions that make and read dates, times and durations."""

from datetime import date, datetime, time
from decimal import Decimal

from app.decisions.builtins.signature import count, table
from app.decisions.values.durations import DaysTime, YearsMonths, duration
from app.decisions.values.kinds import Value
from app.decisions.values.numbers import FEEL, whole
from app.decisions.values.temporal import midnight, offset, read_date, read_datetime, read_time, read_zone

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


def _date_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _date(year: Decimal, month: Decimal, day: Decimal) -> date:
    return date(_int(year), _int(month), _int(day))


def _time_of(value: date | time) -> time:
    if isinstance(value, time):
        return value
    at = midnight(value)
    return at.timetz()


def _time(hour: Decimal, minute: Decimal, second: Decimal, zone: DaysTime | None = None) -> time:
    seconds, fraction = divmod(second, 1)
    micros = int(FEEL.multiply(fraction, Decimal(1000000)))
    info = None if zone is None else offset(zone.as_timedelta())
    return time(_int(hour), _int(minute), int(seconds), micros, info)


def _combined(on: date, at: time) -> datetime:
    return datetime.combine(_date_of(on), at)


def _in_zone(value: datetime, zone: str) -> datetime:
    """The same clock time in a named zone, or the same instant when the value already has one."""
    info = read_zone(zone if zone == "Z" or zone[:1] in "+-" else f"@{zone}")
    return value.replace(tzinfo=info) if value.tzinfo is None else value.astimezone(info)


def _years_months(start: date, end: date) -> YearsMonths:
    """Whole months from one day to another; times of day don't count."""
    first, last = _date_of(start), _date_of(end)
    return -_whole_months(last, first) if last < first else _whole_months(first, last)


def _whole_months(start: date, end: date) -> YearsMonths:
    months = (end.year - start.year) * 12 + end.month - start.month
    return YearsMonths(months - (end.day < start.day))


def _week(value: date) -> Decimal:
    return count(value.isocalendar().week)


def _day_of_year(value: date) -> Decimal:
    return count(value.timetuple().tm_yday)


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
    ("date and time(from: day)", midnight),
    ("date and time(date: day, time: time)", _combined),
    ("date and time(date: date and time, timezone: string)", _in_zone),
    ("duration(from: string)", _duration),
    ("duration(from: duration)", lambda value: value),
    ("years and months duration(from: day, to: day)", _years_months),
    ("day of year(date: day)", _day_of_year),
    ("day of week(date: day)", lambda value: _DAYS[value.weekday()]),
    ("month of year(date: day)", lambda value: _MONTHS[value.month - 1]),
    ("week of year(date: day)", _week),
)
CLOCK = table(
    ("now()", lambda run: run.moment()),
    ("today()", lambda run: run.today()),
    with_run=True,
)
