"""One canonical JSON for hashing and sealing: sorted keys, NFC, normalised decimals; any room above may call."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, NoReturn
from unicodedata import normalize

from app.errors import Refused, ReservedKey

Pairs = Callable[[list[tuple[str, Any]]], dict[str, Any]]
DEEPEST = 100
PLAIN_DIGITS = 40


def encode(wire: Any) -> bytes:
    """Give the one spelling of a wire value; equal values give equal bytes."""
    try:
        return _text(wire, 0).encode()
    except UnicodeEncodeError as broken:
        raise Refused("The text holds half a character (a lone surrogate).") from broken


def decode(text: bytes | str, pairs: Pairs | None = None) -> Any:
    """Read JSON into wire values: every number becomes a Decimal, never a float; `pairs` makes the objects."""
    return json.loads(
        text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_constant, object_pairs_hook=pairs
    )


def no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; a key that is written twice would be read one way here and another way elsewhere."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key is written twice in one object")
    return made


def refuse_reserved(value: Any) -> None:
    """People's input may not use the keys that tag dates and times (`$date`, ...), at any depth."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if str(key).startswith("$"):
                raise ReservedKey(str(key))
            refuse_reserved(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            refuse_reserved(inner)


def _text(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if value is None or value is True or value is False:
        return _CONSTANTS[value]
    if isinstance(value, (Decimal, int)):
        return _number(value)
    if depth >= DEEPEST:
        raise Refused(f"The data is nested deeper than {DEEPEST} levels.")
    if isinstance(value, (dict, Mapping)):  # dict first: the abstract class is slow to ask
        return _object(value, depth + 1)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([_text(item, depth + 1) for item in value]) + "]"
    raise TypeError(f"{type(value).__name__} is no wire value: {value!r}")


_CONSTANTS = {None: "null", True: "true", False: "false"}


def _quoted(text: str) -> str:
    return encode_basestring(text if text.isascii() else normalize("NFC", text))


def _number(value: Decimal | int) -> str:
    if isinstance(value, int):
        return str(value)
    if not value.is_finite():
        raise TypeError(f"{value} is no JSON number")
    if value == 0:
        return "0"
    short = _stripped(value)
    return format(short, "f") if abs(short.adjusted()) < PLAIN_DIGITS else str(short)


def _stripped(value: Decimal) -> Decimal:
    """Drop trailing zeros without rounding to the context's precision, as Decimal.normalize would."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    end = len(digits)
    while end > 1 and digits[end - 1] == 0:
        end -= 1
    return Decimal((sign, digits[:end], exponent + len(digits) - end))


def _object(value: Mapping[Any, Any], depth: int) -> str:
    members = {_quoted(_key(key)): inner for key, inner in value.items()}
    if len(members) != len(value):
        raise Refused("Two keys are the same text in Unicode normal form.")
    return "{" + ",".join([f"{key}:{_text(members[key], depth)}" for key in sorted(members)]) + "}"


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{key!r} is no wire key")
    return key


def _no_constant(name: str) -> NoReturn:
    raise Refused(f"{name} is no number that can be kept.")
