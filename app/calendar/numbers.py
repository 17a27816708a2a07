"""Check digits of the numbers that people carry: identity numbers (GB 11643) and bank cards (Luhn)."""

import re
from datetime import date

_IDENTITY = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CARD = re.compile(r"[0-9]{12,19}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_OLDEST_YEAR = 1850


def identity_number_birth_date(number: str) -> date | None:
    """The birth date that an identity number carries; none when the number can't be one."""
    text = number.upper()
    if not _IDENTITY.fullmatch(text):
        return None
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None
    return born if born.year >= _OLDEST_YEAR else None


def identity_number_valid(number: str) -> bool:
    """Eighteen characters, a real birth date, and the check digit of ISO 7064 MOD 11-2; a small x counts as X."""
    if identity_number_birth_date(number) is None:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1].upper()


def luhn_valid(number: str) -> bool:
    """Twelve to nineteen digits, spaces between groups allowed, whose Luhn sum ends in nought."""
    text = number.replace(" ", "")
    if not _CARD.fullmatch(text):
        return False
    digits = [int(digit) for digit in reversed(text)]
    return sum(sum(divmod(digit * (1 + place % 2), 10)) for place, digit in enumerate(digits)) % 10 == 0
