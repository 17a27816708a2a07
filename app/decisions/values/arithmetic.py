"""The six operators on numbers, strings, dates, times and durations; null where there is no result."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from app.decisions.values.compare import moment
from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.kinds import Value, kind
from app.decisions.values.numbers import FEEL, NOT_A_NUMBER
from app.decisions.values.temporal import add_duration, midnight
from app.decisions.values.wide import Temporal, Wide

LONGEST_TEXT = 1_000_000
_TEMPORAL = (date, time, Wide)


def is_number(value: Value) -> bool:
    return isinstance(value, Decimal)


def is_day(value: Value) -> bool:
    return kind(value) in {"date", "date and time"}


def add(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal):
        return FEEL.add(left, right) if isinstance(right, Decimal) else None
    if isinstance(left, str):
        return left + right if isinstance(right, str) and len(left) + len(right) <= LONGEST_TEXT else None
    if isinstance(left, (YearsMonths, DaysTime)):
        return _add_duration(left, right)
    if isinstance(left, _TEMPORAL) and isinstance(right, (YearsMonths, DaysTime)):
        return add_duration(left, right)
    return None


def _add_duration(left: YearsMonths | DaysTime, right: Value) -> Value:
    if isinstance(right, _TEMPORAL):
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
    if is_day(left) and is_day(right):
        return _between(midnight(left), midnight(right))
    return _between(left, right) if kind(left) == kind(right) == "time" else None


def _between(left: Temporal, right: Temporal) -> DaysTime | None:
    """From one to the other, if both are on one clock."""
    (zone, one), (other_zone, other) = moment(left), moment(right)
    return DaysTime(FEEL.divide(Decimal(one - other), Decimal(1_000_000_000))) if zone == other_zone else None


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
    if not (isinstance(left, Decimal) and isinstance(right, Decimal)):
        return None
    raised = FEEL.power(left, right) if left or right else Decimal(1)
    return raised if raised.is_finite() else None


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
