"""Passwords, kept as argon2 hashes; login takes the same work whether the account exists or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import Refused

SHORTEST, LONGEST = 8, 200
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


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody logs in with this")
