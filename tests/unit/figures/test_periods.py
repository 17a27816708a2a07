"""A period is told in weeks, months or years, without a gap, and its name in an address means the days it says."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.figures import Period
from app.figures import stretch

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
DAY = timedelta(days=1)


@given(DAYS, st.integers(0, 3650))
def test_the_parts_of_a_period_make_the_whole(first, length):
    period = Period(first, first + length * DAY)
    parts = period.slices()
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    assert all(after.first == before.last + DAY for before, after in pairwise(parts))
    assert all(one.first <= one.last for one in parts)
    assert len(parts) <= 25


@given(DAYS, st.integers(0, 3650))
def test_only_the_first_and_the_last_part_are_cut(first, length):
    parts = Period(first, first + length * DAY).slices()
    assert all(one.whole for one in parts[1:-1])


@pytest.mark.parametrize(
    ("first", "last", "of"),
    [
        ("2026-08-01", "2026-08-31", "week"),
        ("2026-08-01", "2026-09-01", "month"),
        ("2026-01-01", "2027-12-31", "month"),
        ("2026-01-01", "2028-01-01", "year"),
    ],
)
def test_a_longer_period_is_told_in_longer_parts(first, last, of):
    parts = Period(date.fromisoformat(first), date.fromisoformat(last)).slices()
    assert {one.of for one in parts} == {of}


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_name_means_its_days(key, first, last):
    assert stretch.period_of(key) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "key", ["", "2026-13", "2026-00", "2026-Q5", "1999", "2100", "2026-8", "２０２６", "between", "x"]
)
def test_what_is_no_name_means_nothing(key):
    assert stretch.period_of(key) is None


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("2026-01", "2025-12", "2026-02"),
        ("2026-Q1", "2025-Q4", "2026-Q2"),
        ("2025", "2024", "2026"),
        ("2026-08", "2026-07", ""),
        ("2000", "", "2001"),
        ("between", "", ""),
    ],
)
def test_one_steps_to_the_period_beside_but_not_into_the_future(key, before, after):
    assert stretch.beside(key, date(2026, 8, 17)) == (before, after)


def test_ten_years_are_not_too_long_and_a_day_more_is():
    assert not Period(date(2016, 8, 17), date(2026, 8, 16)).too_long
    assert Period(date(2016, 8, 17), date(2026, 8, 17)).too_long
