"""Months, ages and the edges of a day, reckoned in Asia/Shanghai; for the FEEL functions and the rooms above.

Where a month has no such day, its last day stands for it: 31 January and one month make 28 February, and who was born
on 29 February reaches an age on 28 February of a common year. So the Civil Code reckons years and months (article 202).
"""

import calendar as months
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def legal_day(value: date | datetime) -> date:
    """The day in Shanghai on which an instant falls; a date is its own day."""
    if isinstance(value, datetime):
        return (value.astimezone(SHANGHAI) if value.tzinfo else value).date()
    return value


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time(0, 0, 0), tzinfo=SHANGHAI)


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)


def months_after(day: date, count: int) -> date:
    """The same day so many months later (or earlier, when negative), or the month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def first_day_of_next_month(day: date) -> date:
    return months_after(day.replace(day=1), 1)


def month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def full_months_between(start: date, end: date) -> int:
    """How many months are full; the month is full on its corresponding day. Negative when the end comes first."""
    if end < start:
        return -full_months_between(end, start)
    count = (end.year - start.year) * 12 + end.month - start.month
    return count if months_after(start, count) <= end else count - 1


def full_years_between(start: date, end: date) -> int:
    """How many years are full, as an age is: reached on the birthday. Negative when the end comes first."""
    if end < start:
        return -full_years_between(end, start)
    return full_months_between(start, end) // 12
