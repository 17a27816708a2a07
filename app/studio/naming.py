"""Which kind a file of the law is and what it calls itself, for people who look for it; the studio's pages call it."""

import json
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from app.web.look.language import lang, law


def kind_of(path: str) -> str:
    """Which editor opens a file: `bpmn`, `dmn`, `form`, or none for `other`."""
    parts = PurePosixPath(path)
    if parts.suffix in {".bpmn", ".dmn"} and len(parts.parts) == 2:
        return parts.suffix.removeprefix(".")
    return "form" if path.startswith("forms/") and len(parts.parts) == 2 and parts.suffix == ".json" else "other"


def title(path: str, content: bytes | None) -> str:
    """Name a diagram, table or form in the reader's language; any other file goes by its place in the folder."""
    if kind_of(path) == "other":
        return path.partition("/")[2]
    return law(_named(path, content or b"", lang())) or PurePosixPath(path).stem


@lru_cache(maxsize=1024)
def _named(path: str, content: bytes, language: str) -> str:
    """The name as the file writes it; nothing where a draft can't be read, which its checks tell."""
    try:
        found = _of_form(content, language) if kind_of(path) == "form" else _of_drawing(path, content)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    return found.replace("\n", "")


def _of_drawing(path: str, content: bytes) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    named = [root] if kind_of(path) == "dmn" else root.iter("{*}process")
    return next((name for node in named if (name := node.get("name"))), "")


def _of_form(content: bytes, language: str) -> str:
    form: Any = json.loads(content)
    said = form.get("properties") if isinstance(form, dict) else None
    if not isinstance(said, dict):
        return ""
    return str((language == "en" and said.get("title_en")) or said.get("title") or "")
