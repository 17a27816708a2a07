"""The decision tables of a release as models; only a table that imports needs the others of its release."""

import re
from collections.abc import Mapping

from app.catalogue.memory import Marks, Memory, marks
from app.decisions import Model, load

_IMPORTS = re.compile(rb"<(?:[\w.-]+:)?import\s")
MOST_KEPT = 128
_models: Memory[Model] = Memory(MOST_KEPT)


def others_for(content: bytes, tables: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The tables to import from; none for a table by itself: its hash then stays when others change."""
    return tables if _IMPORTS.search(content) else {}


def needed(file: str, tables: Mapping[str, bytes]) -> Marks:
    """What a table is loaded from: itself, and the others if it imports."""
    content = tables[file]
    return ((file, b""), *marks({file: content, **others_for(content, tables)}))


def model_of(file: str, tables: Mapping[str, bytes]) -> Model:
    """The model of one of these tables, compiled once a process; ModelError when it can't be."""
    content = tables[file]
    others = others_for(content, tables)
    return _models.once(needed(file, tables), lambda: load(content, imports=others, file=file))
