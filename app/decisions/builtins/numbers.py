"""Built-in functions on numbers."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
)

from app.decisions.builtins.signature import table
from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.kinds import Value
from app.decisions.values.numbers import FEEL, whole

_SCALES = range(-6111, 6177)
_TWO = Decimal(2)
_EXACT = Context(prec=12_400, Emin=-6176, Emax=6144, traps=[DivisionByZero, InvalidOperation])
"""A context in which no remainder of two FEEL numbers is rounded, nor too large to be found."""


def _rounding(mode: str) -> Callable[..., Value]:
    def rounded(value: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
        places = whole(FEEL.to_integral_value(scale.quantize(Decimal(1), rounding=ROUND_DOWN)))
        if places is None or places not in _SCALES:
            return None
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and -exponent <= places:
            return value
        return value.quantize(Decimal(1).scaleb(-places), rounding=mode, context=FEEL)

    return rounded


def _abs(value: Value) -> Value:
    if isinstance(value, YearsMonths):
        return YearsMonths(abs(value.months))
    return DaysTime(value.seconds.copy_abs()) if isinstance(value, DaysTime) else FEEL.abs(value)


def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """The remainder with the divisor's sign."""
    rest = _EXACT.remainder(dividend, divisor)
    return FEEL.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else FEEL.plus(rest)


def _even(value: Decimal) -> Value:
    return _EXACT.remainder(value, _TWO) == 0


def _odd(value: Decimal) -> Value:
    return abs(_EXACT.remainder(value, _TWO)) == 1


NUMBERS = table(
    ("decimal(n: number, scale: number)", _rounding(ROUND_HALF_EVEN)),
    ("floor(n: number, scale: number?)", _rounding(ROUND_FLOOR)),
    ("ceiling(n: number, scale: number?)", _rounding(ROUND_CEILING)),
    ("round up(n: number, scale: number)", _rounding(ROUND_UP)),
    ("round down(n: number, scale: number)", _rounding(ROUND_DOWN)),
    ("round half up(n: number, scale: number)", _rounding(ROUND_HALF_UP)),
    ("round half down(n: number, scale: number)", _rounding(ROUND_HALF_DOWN)),
    ("abs(n: number)", _abs),
    ("abs(n: duration)", _abs),
    ("modulo(dividend: number, divisor: number)", _modulo),
    ("sqrt(number: number)", FEEL.sqrt),
    ("log(number: number)", lambda value: FEEL.ln(value) if value > 0 else None),
    ("exp(number: number)", FEEL.exp),
    ("odd(number: number)", _odd),
    ("even(number: number)", _even),
)
