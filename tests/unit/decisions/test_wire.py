from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.decisions.values import DaysTime, Range, YearsMonths
from app.decisions.wire import from_wire, to_wire
from app.errors import ExpressionError

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20)
SIMPLE = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=8),
    NUMBERS,
    st.dates(),
    st.times(),
    st.datetimes(timezones=st.one_of(st.none(), st.just(UTC))),
    st.integers(-5000, 5000).map(YearsMonths),
    st.integers(-(10**9), 10**9).map(lambda seconds: DaysTime(Decimal(seconds))),
)
VALUES = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(min_size=1, max_size=5).filter(lambda key: key[0] != "$"), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_a_value_that_travels_comes_back_the_same(value):
    assert from_wire(to_wire(value)) == value


def test_temporal_values_are_tagged():
    assert to_wire(date(2026, 9, 1)) == {"$date": "2026-09-01"}
    assert to_wire(time(10, 0)) == {"$time": "10:00:00"}
    assert to_wire(YearsMonths(14)) == {"$duration": "P1Y2M"}
    assert from_wire({"$datetime": "2026-09-01T10:00:00+08:00"}) == datetime(2026, 9, 1, 2, tzinfo=UTC)
    assert from_wire(to_wire(Range(Decimal(1), None, end_included=False))) == Range(
        Decimal(1), None, end_included=False
    )
    all_but_one = Range(Decimal(1), Decimal(1), outside=True)
    assert from_wire(to_wire(all_but_one)) == all_but_one
    assert isinstance(from_wire(3), Decimal)


@pytest.mark.parametrize("value", [1.5, {"$date": "gestern"}, {"$date": 3}])
def test_binary_fractions_and_broken_tags_are_refused(value):
    with pytest.raises(ExpressionError):
        from_wire(value)
