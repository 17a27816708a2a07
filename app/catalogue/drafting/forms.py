"""Forms and reference lists as parts: each field, each entry; only the comparison calls it."""

import json
from collections.abc import Iterator
from typing import Any

from app.catalogue.drafting.parts import Part, Parts

NESTED = "components"
ORDER = "#order"
NAMES = ("code", "key", "id", "name", "value")


def parts_of_form(spec: Any) -> Parts:
    """Take a form apart: its fields by id, in whatever group they stand, and the form itself."""
    if not isinstance(spec, dict):
        return parts_of_json(spec)
    found = {"form": Part("form", str(spec.get("id", "")), dict(_flat(_own(spec))))}
    for place, field in _fields(spec, ""):
        kind, name = str(field.get("type", "")), str(field.get("label") or field.get("key") or field.get("text", ""))
        key = str(field.get("key") or field.get("id") or place)
        while key in found:  # two fields under one key: the checks say so, the list shows both
            key += "'"
        found[key] = Part(kind, name, dict(_flat(_own(field))))
    return found


def parts_of_json(value: Any) -> Parts:
    """Take any other JSON apart by its first level: entries of a list by code, keys of an object."""
    return {key: Part("entry", _called(each), dict(_flat(each))) for key, each in _entries(value)}


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        names = [_key(each) for each in value]
        unique = len(set(names)) == len(names) and "" not in names
        if unique and names:
            yield ORDER, ", ".join(names)
        yield from ((name if unique else str(n), each) for n, (name, each) in enumerate(zip(names, value, strict=True)))
    else:
        yield "=", value


def _key(value: Any) -> str:
    return next((str(value[name]) for name in NAMES if name in value), "") if isinstance(value, dict) else ""


def _called(value: Any) -> str:
    return str(value.get("name", "")) if isinstance(value, dict) else ""


def _fields(spec: dict[str, Any], place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, field in enumerate(spec.get(NESTED) or (), 1):
        if isinstance(field, dict):
            yield f"{place}{number}", field
            yield from _fields(field, f"{place}{number}.")


def _own(spec: dict[str, Any]) -> dict[str, Any]:
    """What a field says of itself, and the order of those in it; the program and the columns of an editor aside."""
    own = {name: value for name, value in spec.items() if name not in {NESTED, "exporter", "schemaVersion", "layout"}}
    inside = [_key(field) or "?" for field in spec.get(NESTED) or ()]
    return own | ({ORDER: ", ".join(inside)} if inside else {})


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, each in value.items():
            yield from _flat(each, f"{path}/{name}" if path else str(name))
    elif isinstance(value, list) and value:
        names = [_key(each) for each in value]
        unique = len(set(names)) == len(names) and "" not in names
        if unique:
            yield f"{path}/{ORDER}".lstrip("/"), ", ".join(names)
        for number, each in enumerate(value):
            yield from _flat(each, f"{path}/{names[number] if unique else number + 1}".lstrip("/"))
    else:
        yield path or "=", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
