"""FEEL's arithmetic context (decimal128) and how a number is spelt."""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow

FEEL = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow]
)
NOT_A_NUMBER = (DecimalException, OverflowError, ValueError)
"""What an operation on numbers raises when it has no result; FEEL then answers null."""


def number(text: str) -> Decimal | None:
    try:
        value = FEEL.create_decimal(text)
    except DecimalException:
        return None
    return value if value.is_finite() else None


def spelt(value: Decimal) -> str:
    """The number without trailing zeros and, within reason, without an exponent."""
    if not value:
        return "0"
    if abs(value.adjusted()) > 40:
        return str(value.normalize(FEEL))
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def split(value: Decimal) -> tuple[int, Decimal]:
    """The whole part and the rest of a number that is not negative, of whatever size."""
    whole_part = int(value)
    return whole_part, FEEL.subtract(value, Decimal(whole_part)) if value.adjusted() < FEEL.prec else Decimal(0)


def whole(value: Decimal) -> int | None:
    """The number as an int when it is one, and small enough to be an index or a count."""
    if value.adjusted() > 18 or value != value.to_integral_value():
        return None
    return int(value)
