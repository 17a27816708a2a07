"""Working days from the yearly schedules, the fallback for a year without one, and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import Calendar, schedule_problems

YEAR_2026 = {
    "year": 2026,
    "holidays": [*(f"2026-10-0{day}" for day in range(1, 8)), "2026-09-25"],
    "makeup": ["2026-09-20", "2026-10-10"],
    "source": "国务院办公厅通知",
}
OFFICE = Calendar({2026: YEAR_2026})
DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 20), True),  # a Sunday worked to make up
        (date(2026, 9, 25), False),  # a Friday off
        (date(2026, 9, 26), False),
        (date(2026, 5, 1), True),  # the published year's list is the whole truth
        (date(2027, 5, 1), False),
        (date(2027, 10, 1), False),  # no schedule yet: the fixed holidays
        (date(2027, 10, 4), True),
    ],
)
def test_a_day_is_worked_as_the_schedule_says(day, worked):
    assert OFFICE.is_working_day(day) is worked


def test_a_notice_of_five_working_days_skips_the_holiday_week():
    assert OFFICE.working_days_after(date(2026, 9, 30), 5) == date(2026, 10, 13)


def test_the_day_itself_is_not_counted_and_nought_changes_nothing():
    assert OFFICE.working_days_after(date(2026, 8, 3), 1) == date(2026, 8, 4)
    assert OFFICE.working_days_after(date(2026, 8, 1), 0) == date(2026, 8, 1)


def test_a_year_without_a_schedule_says_that_it_is_provisional():
    assert OFFICE.provisional(2027)
    assert not OFFICE.provisional(2026)


@given(DAYS, st.integers(0, 200))
def test_counting_on_and_counting_between_agree(day, count):
    reached = OFFICE.working_days_after(day, count)
    assert OFFICE.working_days_between(day, reached) == count
    assert count == 0 or OFFICE.is_working_day(reached)


@given(DAYS, st.integers(0, 50), st.integers(0, 50))
def test_counting_in_two_goes_ends_on_the_same_day(day, first, second):
    in_two = OFFICE.working_days_after(OFFICE.working_days_after(day, first), second)
    assert in_two == OFFICE.working_days_after(day, first + second)


@pytest.mark.parametrize("count", [-1, 1_000_000])
def test_a_count_out_of_reach_is_refused(count):
    with pytest.raises(ValueError, match="number of working days"):
        OFFICE.working_days_after(date(2026, 1, 1), count)


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ([], "number `year`"),
        ({"year": 2026, "holidays": "2026-01-01", "makeup": []}, "`holidays` is a list"),
        ({"year": 2026, "holidays": ["2025-01-01"], "makeup": []}, "not a day of 2026"),
        ({"year": 2026, "holidays": ["2026-13-01"], "makeup": []}, "not a date"),
        ({"year": 2026, "holidays": [], "makeup": ["2026-08-03"]}, "no weekend day"),
        ({"year": 2026, "holidays": ["2026-08-01"], "makeup": ["2026-08-01"]}, "both a holiday and worked"),
    ],
)
def test_a_faulty_schedule_is_told_in_words(schedule, said):
    assert said in " ".join(schedule_problems(schedule))


def test_a_calendar_is_not_built_from_a_faulty_schedule():
    with pytest.raises(ValueError, match="schedule of 2026"):
        Calendar({2026: {"holidays": ["2025-01-01"], "makeup": []}})
