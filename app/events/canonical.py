"""One canonical JSON for hashing and sealing: sorted keys, NFC, normalised decimals; any room above may call."""

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from types import NoneType
from typing import Any, NoReturn
from unicodedata import normalize

from app.errors import Refused, ReservedKey

Pairs = Callable[[list[tuple[str, Any]]], dict[str, Any]]
DEEPEST = 100
PLAIN_DIGITS = 40
MOST_ORDERS, LONGEST_ORDER = 4096, 1000
_ORDERS: dict[tuple[Any, ...], list[tuple[Any, str]]] = {}


def encode(wire: Any) -> bytes:
    """Give the one spelling of a wire value; equal values give equal bytes."""
    return _encoded(_text(wire, 0))


def members(body: Mapping[str, Any]) -> dict[str, bytes]:
    """Spell an object's values one by one, for who needs them both by themselves and whole."""
    return {key: _encoded(_text(value, 1)) for key, value in body.items()}


def joined(spelt: Mapping[str, bytes]) -> bytes:
    """Give the spelling of an object whose values are spelt already."""
    return b"{" + b",".join([_encoded(key) + spelt[name] for name, key in _members(tuple(spelt))]) + b"}"


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


def _no_constant(name: str) -> NoReturn:
    raise Refused(f"{name} is no number that can be kept.")


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as broken:
        raise Refused("The text holds half a character (a lone surrogate).") from broken


def _text(value: Any, depth: int) -> str:
    write = _WRITERS.get(type(value))
    return write(value, depth) if write is not None else _derived(value, depth)


def _derived(value: Any, depth: int) -> str:
    """Spell what is of a kind made from one of those below; the order tells which."""
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value, depth)
    raise TypeError(f"{type(value).__name__} is no wire value: {value!r}")


def _quoted(text: str, _depth: int = 0) -> str:
    return encode_basestring(text if text.isascii() else normalize("NFC", text))


def _constant(value: bool | None, _depth: int) -> str:
    return "null" if value is None else "true" if value else "false"


def _whole(value: int, _depth: int) -> str:
    return str(value)


def _number(value: Decimal, _depth: int) -> str:
    short = str(value)
    if short.isdigit() and len(short) <= PLAIN_DIGITS:
        return short
    if not value.is_finite():
        raise TypeError(f"{value} is no JSON number")
    if value == 0:
        return "0"
    least = _stripped(value)
    return format(least, "f") if abs(least.adjusted()) < PLAIN_DIGITS else str(least)


def _stripped(value: Decimal) -> Decimal:
    """Drop trailing zeros without rounding to the context's precision, as Decimal.normalize would."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    end = len(digits)
    while end > 1 and digits[end - 1] == 0:
        end -= 1
    return Decimal((sign, digits[:end], exponent + len(digits) - end))


def _list(value: Sequence[Any], depth: int) -> str:
    inner = _deeper(depth)
    return "[" + ",".join([_text(item, inner) for item in value]) + "]"


def _object(value: Mapping[Any, Any], depth: int) -> str:
    inner = _deeper(depth)
    return "{" + ",".join([spelt + _text(value[key], inner) for key, spelt in _members(tuple(value))]) + "}"


def _deeper(depth: int) -> int:
    if depth >= DEEPEST:
        raise Refused(f"The data is nested deeper than {DEEPEST} levels.")
    return depth + 1


def _members(keys: tuple[Any, ...]) -> list[tuple[Any, str]]:
    """Put keys in their order, each as it is spelt before its value: most objects have the keys of one before."""
    known = _ORDERS.get(keys)
    return _ordered(keys) if known is None else known


def _ordered(keys: tuple[Any, ...]) -> list[tuple[Any, str]]:
    spelt = {_quoted(_key(key)): key for key in keys}
    if len(spelt) != len(keys):
        raise Refused("Two keys are the same text in Unicode normal form.")
    order = [(spelt[text], f"{text}:") for text in sorted(spelt)]
    if len(_ORDERS) < MOST_ORDERS and sum(map(len, keys)) < LONGEST_ORDER:  # whoever sends keys can't fill the memory
        _ORDERS[keys] = order
    return order


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{key!r} is no wire key")
    return key


_WRITERS: dict[type, Callable[[Any, int], str]] = {
    str: _quoted,
    bool: _constant,
    NoneType: _constant,
    Decimal: _number,
    int: _whole,
    dict: _object,
    list: _list,
    tuple: _list,
    Mapping: _object,
}
