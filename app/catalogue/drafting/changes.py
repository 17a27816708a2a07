"""What differs between two sets of files, element by element: diagrams, tables, forms; doors show it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from app.catalogue.drafting.forms import parts_of_form, parts_of_json
from app.catalogue.drafting.parts import Part, Parts
from app.catalogue.drafting.xml import parts_of_diagram, parts_of_table

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
MOST_DETAILS = 40


@dataclass(frozen=True)
class Change:
    """One element that was added, removed or changed, and for changed ones what was and what is."""

    how: str
    id: str
    kind: str
    name: str
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class FileChange:
    """One file that differs; `silent` when its bytes differ but nothing that it means, `broken` when unreadable."""

    path: str
    how: str
    changes: tuple[Change, ...] = ()
    silent: bool = False
    broken: bool = False


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[FileChange]:
    """List the files that differ, by path."""
    paths = sorted({*before, *after})
    return [_file(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)]


def _file(path: str, before: bytes | None, after: bytes | None) -> FileChange:
    if before is None or after is None:
        return FileChange(path, ADDED if before is None else REMOVED)
    read = _reader(path)
    if read is None:
        return FileChange(path, CHANGED)
    try:
        found = tuple(_between(read(before), read(after)))
    except (etree.XMLSyntaxError, ValueError, RecursionError):
        return FileChange(path, CHANGED, broken=True)
    return FileChange(path, CHANGED, found, silent=not found)


def _reader(path: str) -> Callable[[bytes], Parts] | None:
    if path.startswith("bpmn/"):
        return parts_of_diagram
    if path.startswith("dmn/"):
        return parts_of_table
    if not path.endswith(".json"):
        return None
    form = path.count("/") == 1
    return lambda content: (parts_of_form if form else parts_of_json)(json.loads(content))


def _between(before: Parts, after: Parts) -> Iterator[Change]:
    for key, part in after.items():
        if key not in before:
            yield Change(ADDED, key, part.kind, part.name)
        elif details := tuple(_details(before[key], part)):
            yield Change(CHANGED, key, part.kind, part.name or before[key].name, details[:MOST_DETAILS])
    for key, part in before.items():
        if key not in after:
            yield Change(REMOVED, key, part.kind, part.name)


def _details(before: Part, after: Part) -> Iterator[tuple[str, str, str]]:
    for key in dict.fromkeys((*before.values, *after.values)):
        old, new = before.values.get(key), after.values.get(key)
        if old != new:
            yield after.labels.get(key) or before.labels.get(key, key), old or "", new or ""
