"""The six operators on numbers, strings, dates, times and durations; null where there is no result."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal

from app.decisions.values.compare import moment
from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.kinds import Value
from app.decisions.values.numbers import FEEL, NOT_A_NUMBER
from app.decisions.values.temporal import add_duration, midnight

LONGEST_TEXT = 1_000_000


def is_number(value: Value) -> bool:
    return isinstance(value, Decimal)


def add(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal):
        return FEEL.add(left, right) if isinstance(right, Decimal) else None
    if isinstance(left, str):
        return left + right if isinstance(right, str) and len(left) + len(right) <= LONGEST_TEXT else None
    if isinstance(left, (YearsMonths, DaysTime)):
        return _add_duration(left, right)
    if isinstance(left, (date, time)) and isinstance(right, (YearsMonths, DaysTime)):
        return add_duration(left, right)
    return None


def _add_duration(left: YearsMonths | DaysTime, right: Value) -> Value:
    if isinstance(right, (date, time)):
        return add_duration(right, left)
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return YearsMonths(left.months + right.months)
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return DaysTime(FEEL.add(left.seconds, right.seconds))
    return None


def subtract(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal):
        return FEEL.subtract(left, right) if isinstance(right, Decimal) else None
    if isinstance(right, (YearsMonths, DaysTime)):
        return None if isinstance(left, str) else add(left, -right)
    if isinstance(left, date) and isinstance(right, date):
        return _between_dates(left, right)
    if isinstance(left, time) and isinstance(right, time):
        return _between_times(left, right)
    return None


def _between_dates(left: date, right: date) -> DaysTime | None:
    first, second = midnight(left), midnight(right)
    if (first.tzinfo is None) != (second.tzinfo is None):
        return None
    if first.tzinfo is None:
        return DaysTime.of(first - second)
    return DaysTime.of(first.astimezone(UTC) - second.astimezone(UTC))


def _between_times(left: time, right: time) -> DaysTime | None:
    (zone, one), (other_zone, other) = moment(left), moment(right)
    if zone != other_zone:
        return None
    if zone == "UTC":
        return DaysTime.of(one - other)
    day = date(2000, 1, 1)
    return DaysTime.of(datetime.combine(day, one) - datetime.combine(day, other))


def multiply(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return FEEL.multiply(left, right)
    if isinstance(left, Decimal):
        left, right = right, left
    if not isinstance(right, Decimal):
        return None
    if isinstance(left, YearsMonths):
        return YearsMonths(int(FEEL.multiply(Decimal(left.months), right)))
    return DaysTime(FEEL.multiply(left.seconds, right)) if isinstance(left, DaysTime) else None


def divide(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal):
        return FEEL.divide(left, right) if isinstance(right, Decimal) else None
    if isinstance(left, YearsMonths):
        return _divide_months(left, right)
    if isinstance(left, DaysTime):
        return _divide_seconds(left, right)
    return None


def _divide_months(left: YearsMonths, right: Value) -> Value:
    if isinstance(right, Decimal):
        return YearsMonths(int(FEEL.divide(Decimal(left.months), right)))
    if isinstance(right, YearsMonths):
        return FEEL.divide(Decimal(left.months), Decimal(right.months))
    return None


def _divide_seconds(left: DaysTime, right: Value) -> Value:
    if isinstance(right, Decimal):
        return DaysTime(FEEL.divide(left.seconds, right))
    return FEEL.divide(left.seconds, right.seconds) if isinstance(right, DaysTime) else None


def power(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return FEEL.power(left, right)
    return None


def negate(value: Value) -> Value:
    if isinstance(value, Decimal):
        return FEEL.minus(value)
    return -value if isinstance(value, (YearsMonths, DaysTime)) else None


def safely(operation: Callable[[Value, Value], Value]) -> Callable[[Value, Value], Value]:
    """The operation with null where numbers overflow, divide by zero, or have no result."""

    def result(left: Value, right: Value) -> Value:
        try:
            return operation(left, right)
        except NOT_A_NUMBER:
            return None

    return result


OPERATIONS: dict[str, Callable[[Value, Value], Value]] = {
    "+": safely(add),
    "-": safely(subtract),
    "*": safely(multiply),
    "/": safely(divide),
    "**": safely(power),
}
