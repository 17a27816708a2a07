"""The hash chain over facts: salted commitments to values, and links from fact to fact; store and audit call it."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash, HashAlgorithm
from cryptography.hazmat.primitives.hmac import HMAC

from app.errors import Refused
from app.events.canonical import encode, members

GENESIS = "0" * 64
_ALGORITHMS: dict[str, HashAlgorithm] = {"sm3": SM3(), "sha256": SHA256()}


def digest(content: bytes, algorithm: str = "sm3") -> str:
    hasher = Hash(_named(algorithm))
    hasher.update(content)
    return hasher.finalize().hex()


def salt(salt_key: bytes, stream: str, seq: int, name: str) -> bytes:
    """Derive the salt of one value, so that an evidence packet can open that value and no other."""
    hasher = HMAC(salt_key, SHA256())
    hasher.update(encode([stream, seq, name]))
    return hasher.finalize()


def commitment(value_salt: bytes, value: Any, algorithm: str = "sm3") -> str:
    """Commit to a value without telling it: whoever is given the salt can check the value."""
    return digest(value_salt + encode(value), algorithm)


def commitments(
    salt_key: bytes, stream: str, seq: int, body: Mapping[str, Any], algorithm: str = "sm3"
) -> dict[str, str]:
    return committed(salt_key, stream, seq, members(body), algorithm)


def committed(
    salt_key: bytes, stream: str, seq: int, spelt: Mapping[str, bytes], algorithm: str = "sm3"
) -> dict[str, str]:
    """Commit to values that are spelt already."""
    return {name: digest(salt(salt_key, stream, seq, name) + value, algorithm) for name, value in sorted(spelt.items())}


def link(record: Mapping[str, Any], prev: str, algorithm: str = "sm3") -> str:
    """Chain one record (its open fields and the commitments to its values) to the hash before it."""
    return digest(encode([prev, record]), algorithm)


def _named(algorithm: str) -> HashAlgorithm:
    if algorithm not in _ALGORITHMS:
        raise Refused(f"Unknown hash algorithm {algorithm!r}: use {' or '.join(_ALGORITHMS)}.")
    return _ALGORITHMS[algorithm]
