"""The calendar's functions as FEEL sees them: names with spaces, null for what can't be reckoned.

Handed to the engine, decisions and forms by the rooms above; a wrong kind of argument gives null, as FEEL does.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from app.calendar import numbers, spans
from app.calendar.working_days import Calendar


def functions(calendar: Calendar) -> dict[str, Callable[..., Any]]:
    """One table: the name in FEEL, and what it calls."""
    return {
        "working days after": _null_unless(_days_after(calendar), date, Decimal),
        "working days between": _null_unless(
            lambda start, end: Decimal(calendar.working_days_between(spans.legal_day(start), spans.legal_day(end))),
            date,
            date,
        ),
        "first day of next month": _null_unless(lambda day: spans.first_day_of_next_month(spans.legal_day(day)), date),
        "month of": _null_unless(lambda day: spans.month_of(spans.legal_day(day)), date),
        "start of day": _null_unless(lambda day: spans.start_of_day(spans.legal_day(day)), date),
        "end of day": _null_unless(lambda day: spans.end_of_day(spans.legal_day(day)), date),
        "full years between": _null_unless(_span(spans.full_years_between), date, date),
        "full months between": _null_unless(_span(spans.full_months_between), date, date),
        "identity number valid": _null_unless(numbers.identity_number_valid, str),
        "identity number birth date": _null_unless(numbers.identity_number_birth_date, str),
        "luhn valid": _null_unless(numbers.luhn_valid, str),
    }


def _null_unless(function: Callable[..., Any], *kinds: type) -> Callable[..., Any]:
    """The function, answering null when an argument is of another kind, missing, or out of reach."""

    def guarded(*arguments: Any) -> Any:
        if len(arguments) != len(kinds) or not all(map(isinstance, arguments, kinds)):
            return None
        try:
            return function(*arguments)
        except (ValueError, OverflowError):
            return None

    return guarded


def _days_after(calendar: Calendar) -> Callable[[date, Decimal], date | None]:
    def after(day: date, count: Decimal) -> date | None:
        if not count.is_finite() or count != count.to_integral_value():
            return None
        return calendar.working_days_after(spans.legal_day(day), int(count))

    return after


def _span(measure: Callable[[date, date], int]) -> Callable[[date, date], Decimal]:
    return lambda start, end: Decimal(measure(spans.legal_day(start), spans.legal_day(end)))
