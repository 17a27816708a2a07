"""Passwords, kept as argon2 hashes; login takes the same work whether the account exists or not."""

from functools import cache
from hashlib import sha256
from secrets import choice

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import Refused

SHORTEST, LONGEST = 8, 200
CHOSEN = 10  # the fewest characters of a password that somebody chooses
STAMP_DIGITS = 16
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another: i l o 0 1
PARTS, PART = 4, 4
_hasher = PasswordHasher()
_for_show = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hashed(password: str, *, shown: bool = False) -> str:
    """Hash a password for keeping; what is too short or too long is refused.

    Work protects what is secret: a password that is `shown` to everybody, on the login page of a demo, is given none.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(f"A password has {SHORTEST} to {LONGEST} characters.")
    return (_for_show if shown else _hasher).hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Check a password against the kept hash; without one the same work is done in vain."""
    if len(password) > LONGEST:
        return False
    try:
        return _hasher.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def stamp(kept: str | None) -> str:
    """Give what tells one kept hash from another, and nothing of it; nothing where there is no password."""
    return sha256(kept.encode()).hexdigest()[:STAMP_DIGITS] if kept else ""


def invented() -> str:
    """Make a password for somebody else to begin with: easy to read out and to copy, hard to guess (79 bits)."""
    return "-".join("".join(choice(LETTERS) for _ in range(PART)) for _ in range(PARTS))


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody logs in with this")
