"""Months, ages and edges of a day: the cases that law offices argue about, and properties over all days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import calendar

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2008, 9, 1), date(2024, 8, 31), 15),
        (date(2008, 9, 1), date(2024, 9, 1), 16),
        (date(2008, 2, 29), date(2025, 2, 27), 16),
        (date(2008, 2, 29), date(2025, 2, 28), 17),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2024, 1, 1), date(2024, 1, 1), 0),
        (date(2024, 1, 2), date(2023, 1, 2), -1),
    ],
)
def test_an_age_is_reached_on_the_birthday(born, on, years):
    assert calendar.full_years_between(born, on) == years


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2025, 9, 1), date(2026, 8, 31), 11),
        (date(2025, 9, 1), date(2026, 9, 1), 12),
    ],
)
def test_a_month_is_full_on_its_corresponding_day(start, end, months):
    assert calendar.full_months_between(start, end) == months


def test_a_month_after_the_thirty_first_ends_with_the_shorter_month():
    assert calendar.months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert calendar.months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert calendar.months_after(date(2026, 3, 31), -1) == date(2026, 2, 28)


def test_the_next_month_after_december_is_january_of_the_next_year():
    assert calendar.first_day_of_next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    assert calendar.month_of(date(2026, 12, 31)) == "2026-12"


def test_an_instant_belongs_to_its_day_in_shanghai():
    assert calendar.legal_day(datetime(2026, 8, 31, 16, 0, tzinfo=UTC)) == date(2026, 9, 1)
    assert calendar.end_of_day(date(2026, 9, 1)).isoformat() == "2026-09-01T23:59:59+08:00"
    assert calendar.start_of_day(date(2026, 9, 1)).isoformat() == "2026-09-01T00:00:00+08:00"


@given(DAYS, st.integers(0, 600))
def test_so_many_months_later_so_many_months_are_full(day, count):
    assert calendar.full_months_between(day, calendar.months_after(day, count)) == count


@given(DAYS, DAYS)
def test_full_years_never_fall_as_time_passes(start, end):
    first, second = sorted((start, end))
    assert calendar.full_years_between(date(1900, 1, 1), first) <= calendar.full_years_between(date(1900, 1, 1), second)
    assert calendar.full_years_between(first, second) == -calendar.full_years_between(second, first)


@given(DAYS)
def test_the_first_of_the_next_month_is_the_day_after_the_last_of_this(day):
    first = calendar.first_day_of_next_month(day)
    assert first.day == 1
    assert calendar.month_of(first - timedelta(days=1)) == calendar.month_of(day)
