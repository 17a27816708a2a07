"""What would eat memory or time is refused with a reason, or is null; nothing else comes out."""

import pytest

from app.decisions import evaluate
from app.errors import ExpressionError

DOUBLED = "(for i in 0..40 return if i = 0 then [1] else [partial[-1], partial[-1]])"
LONG = '(for i in 0..19 return if i = 0 then "a" else partial[-1] + partial[-1])[-1]'


@pytest.mark.parametrize(
    "text",
    [
        f"string({DOUBLED})",
        f"flatten({DOUBLED})",
        f"string join(for i in 1..1000 return {LONG.replace('i ', 'j ').replace('if j', 'if j')})",
        f'{{s: {LONG}, r: replace(s, "a", s)}}.r',
        f'{{s: {LONG}, r: replace(s, "a", s, "q")}}.r',
        "for i in 1..1000000000 return i",
        "some i in 1..1000000000 satisfies i < 0",
        "{f: function(x) f(x), r: f(1)}.r",
        "(" * 3000 + "1" + ")" * 3000,
        "1" + " + 1" * 10000,
    ],
)
def test_too_much_is_refused(text):
    with pytest.raises(ExpressionError):
        evaluate(text, {})


@pytest.mark.parametrize(
    "text",
    [
        "10 ** 100000",
        "exp(1e30)",
        '@"P1D" * 1e6144 * 10',
        'duration("P" + string join(for i in 1..5000 return "9") + "D")',
        '@"2026-01-01" + @"P1D" * 1e30',
        'time(10, 0, 0, @"P1D" * 1e30)',
        "[1][1e30]",
    ],
)
def test_what_no_number_or_date_can_hold_is_null(text):
    assert evaluate(text, {}) is None


def test_a_long_duration_still_has_parts():
    assert evaluate('(@"P1D" * 1e30).days = 1e30', {}) is True
    assert evaluate('string(@"P1D" * 1e30)', {}) == "P1" + "0" * 30 + "D"


def test_a_duration_of_too_many_digits_is_no_literal():
    with pytest.raises(ExpressionError):
        evaluate('@"P' + "9" * 5000 + 'D"', {})
