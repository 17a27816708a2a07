"""Working days, months, ages and the numbers people carry: pure reckoning, for every room above."""

from app.calendar.expressions import functions
from app.calendar.numbers import identity_number_birth_date, identity_number_valid, luhn_valid
from app.calendar.spans import (
    SHANGHAI,
    end_of_day,
    first_day_of_next_month,
    full_months_between,
    full_years_between,
    legal_day,
    month_of,
    months_after,
    start_of_day,
)
from app.calendar.working_days import FIXED_HOLIDAYS, Calendar, schedule_problems

__all__ = [
    "FIXED_HOLIDAYS",
    "SHANGHAI",
    "Calendar",
    "end_of_day",
    "first_day_of_next_month",
    "full_months_between",
    "full_years_between",
    "functions",
    "identity_number_birth_date",
    "identity_number_valid",
    "legal_day",
    "luhn_valid",
    "month_of",
    "months_after",
    "schedule_problems",
    "start_of_day",
]
