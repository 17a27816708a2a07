"""The engine behind the DMN conformance kit's runner: one JSON request a line in, one JSON answer a line out."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.decisions.model import Model, load
from app.decisions.values.durations import duration
from app.decisions.values.kinds import Range, Value, kind
from app.decisions.values.numbers import spelt
from app.decisions.values.temporal import read_date, read_datetime, read_time
from app.decisions.values.text import literal, simple
from app.errors import Problem

_READERS: dict[str, Callable[[str], Value]] = {
    "number": Decimal,
    "date": read_date,
    "time": read_time,
    "dateTime": read_datetime,
    "duration": duration,
}
_TAGS = {
    "number": "number",
    "date": "date",
    "time": "time",
    "date and time": "dateTime",
    "days and time duration": "duration",
    "years and months duration": "duration",
}


_NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""The kit asks for the kind of `now()` only."""


def read(value: Any) -> Value:
    """The kit's form of a value as a FEEL value."""
    if isinstance(value, list):
        return [read(each) for each in value]
    if not isinstance(value, dict):
        return value
    tag, content = value["@"], value["v"]
    if tag == "context":
        return {name: read(each) for name, each in content.items()}
    return _READERS[tag](content)


def write(value: Value) -> Any:
    """A FEEL value in the kit's form."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, list):
        return [write(each) for each in value]
    if isinstance(value, dict):
        return {"@": "context", "v": {name: write(each) for name, each in value.items()}}
    if isinstance(value, Range):
        return {"@": "range", "v": literal(value)}
    if kind(value) not in _TAGS:
        return {"@": "function"}
    return {"@": _TAGS[kind(value)], "v": spelt(value) if isinstance(value, Decimal) else simple(value)}


@lru_cache(maxsize=8)
def _model(path: str) -> Model:
    file = Path(path)
    others = {each.name: each.read_bytes() for each in sorted(file.parent.glob("*.dmn")) if each != file}
    return load(file.read_bytes(), others, strict=False)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """One request answered; what the engine refuses is told as an error."""
    given = {f"{{{space}}}{name}" if space else name: read(value) for name, space, value in request["inputs"]}
    try:
        model = _model(request["dmn"])
        if request["kind"] == "decision":
            return {"result": write(model.decide(request["name"], given, now=_NOW).outcome)}
        return {"result": write(_asked(model.invoke(request["invocable"], given), request))}
    except (Problem, OSError) as refused:
        return {"error": str(refused)}


def _asked(value: Value, request: dict[str, Any]) -> Value:
    """Of a service with several outputs, the one that the case looks at."""
    name = request["name"]
    return value[name] if name != request["invocable"] and isinstance(value, dict) and name in value else value


def serve(lines: Iterable[str]) -> Iterable[str]:
    """The answers to requests, line by line."""
    for line in lines:
        yield json.dumps(answer(json.loads(line)), ensure_ascii=True)


def main() -> None:
    """Answer standard input on standard output until there are no more questions."""
    for line in serve(sys.stdin):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
