"""The functions as FEEL calls them: Decimals in and out, null for what can't be reckoned."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from app.calendar import SHANGHAI, Calendar, functions

FEEL = functions(Calendar({}))


def test_names_and_values_are_those_of_feel():
    assert FEEL["working days after"](date(2027, 6, 4), Decimal(5)) == date(2027, 6, 11)
    assert FEEL["working days between"](date(2027, 6, 4), date(2027, 6, 11)) == Decimal(5)
    assert FEEL["full years between"](date(2009, 3, 15), date(2027, 3, 15)) == Decimal(18)
    assert FEEL["full months between"](date(2026, 1, 31), date(2026, 2, 28)) == Decimal(1)
    assert FEEL["first day of next month"](date(2026, 12, 3)) == date(2027, 1, 1)
    assert FEEL["month of"](datetime(2026, 8, 1, 0, 30, tzinfo=SHANGHAI)) == "2026-08"
    assert FEEL["identity number birth date"]("140105200903159018") == date(2009, 3, 15)
    assert FEEL["luhn valid"]("6222020000000000") is False


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("working days after", (date(2027, 6, 4), Decimal("1.5"))),
        ("working days after", (date(2027, 6, 4), Decimal("NaN"))),
        ("working days after", (date(2027, 6, 4), Decimal(-1))),
        ("working days after", (None, Decimal(1))),
        ("working days after", (date(9999, 12, 30), Decimal(9))),
        ("first day of next month", (date(9999, 12, 30),)),
        ("identity number valid", (None,)),
        ("full years between", ("2009-03-15", date(2027, 3, 15))),
        ("month of", ()),
    ],
)
def test_what_cannot_be_reckoned_is_null(name, arguments):
    assert FEEL[name](*arguments) is None
