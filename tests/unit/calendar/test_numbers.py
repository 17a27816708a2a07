"""Check digits: one wrong or swapped digit never passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import identity_number_birth_date, identity_number_valid, luhn_valid

GOOD = "140105200903159018"


@pytest.mark.parametrize("number", [GOOD, "11010519491231002X", "11010519491231002x"])
def test_a_number_with_its_check_digit_is_valid(number):
    assert identity_number_valid(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "140105200903159017",
        GOOD[:-1],
        GOOD + "0",
        "140105200902309018",
        "１４０１０５200903159018",
        "X40105200903159018",
    ],
)
def test_a_number_that_cannot_be_one_is_not_valid(number):
    assert not identity_number_valid(number)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_changed_digit_never_passes(place, by):
    changed = GOOD[:place] + str((int(GOOD[place]) + by) % 10) + GOOD[place + 1 :]
    assert not identity_number_valid(changed)


def test_the_birth_date_is_read_from_the_number():
    assert str(identity_number_birth_date(GOOD)) == "2009-03-15"


@given(st.text(max_size=24))
def test_any_text_gets_an_answer(text):
    assert identity_number_valid(text) in {True, False}
    assert luhn_valid(text) in {True, False}


@given(st.text("0123456789", min_size=11, max_size=18))
def test_exactly_one_last_digit_satisfies_luhn(body):
    assert sum(luhn_valid(body + last) for last in "0123456789") == 1


def test_a_card_number_may_be_written_in_groups():
    assert luhn_valid("4111 1111 1111 1111")
    assert not luhn_valid("4111 1111 1111 1112")
