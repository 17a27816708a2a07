"""Wire values to an office's plain JSON and back, held to the table of operations; used by the client only."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from app.connectors.operations import Operation
from app.errors import OutsideRefused

Json = dict[str, Any]
_DEEPEST = 40


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "text": _text,
    "number": _number,
    "flag": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, dict) and set(value) == {"$date"},
    "list": lambda value: isinstance(value, list),
    "context": lambda value: isinstance(value, dict),
}


def pack(operation: Operation, payload: Json) -> bytes:
    """The request's body; a missing, unknown or wrong field is refused by its name, never by its value."""
    _hold(operation.fields, payload, open_ended=operation.open_ended)
    plain = _plain(payload, 0)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, default=_decimal).encode()


def unpack(operation: Operation, body: bytes) -> Json:
    """The fields that the table expects of an answer; whatever else the office says is dropped."""
    answer = json.loads(body or b"{}", parse_float=Decimal, parse_int=Decimal, parse_constant=_no_constant)
    if not isinstance(answer, dict):
        raise OutsideRefused("the answer is no JSON object")
    kept = {name: answer.get(name) for name in operation.answers}
    for name, kind in operation.answers.items():
        if kind.rstrip("?") == "date" and isinstance(kept[name], str):
            kept[name] = {"$date": kept[name]}
    _hold(operation.answers, kept)
    return kept


def _hold(fields: Mapping[str, str], values: Json, *, open_ended: bool = False) -> None:
    unknown = sorted(set(values) - set(fields))
    if unknown and not open_ended:
        raise OutsideRefused(f"fields that the office does not take: {', '.join(unknown)}")
    for name, kind in fields.items():
        value = values.get(name)
        if value is None and kind.endswith("?"):
            continue
        if not _KINDS[kind.rstrip("?")](value):
            raise OutsideRefused(f"field {name} must be a {kind.rstrip('?')}")


def _plain(value: Any, depth: int) -> Any:
    """Tagged dates, times and durations lose their tags: offices read ISO 8601 text."""
    if depth > _DEEPEST:
        raise OutsideRefused("the data is nested too deeply")
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)).startswith("$"):
            return next(iter(value.values()))
        return {key: _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    return value


def _decimal(value: Any) -> int | float:
    """Whole numbers stay whole; rates and amounts fit a float's fifteen digits, or are refused."""
    if not isinstance(value, Decimal) or not value.is_finite():
        raise OutsideRefused("a value that JSON can't hold")
    if value == value.to_integral_value():
        return int(value)
    if Decimal(repr(float(value))) != value:
        raise OutsideRefused("a number with more digits than offices can read")
    return float(value)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
