"""The first check: whether a file may be read at all, by its name, size, XML without entities, JSON of sane depth."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from app.catalogue.checks.texts import finding
from app.catalogue.folder import LARGEST_FILE, MOST_FILES
from app.errors import Finding
from app.events.canonical import no_twins

LONGEST_NAME = 200
DEEPEST = 100


@dataclass
class Sifted:
    """Files that can be read safely, their JSON and XML once parsed, and what was wrong with the others."""

    files: dict[str, bytes] = field(default_factory=dict)
    json: dict[str, Any] = field(default_factory=dict)
    xml: dict[str, etree._Element] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def sift(files: Mapping[str, bytes]) -> Sifted:
    """Sort the files into those that later checks may open and those that get a finding here."""
    sifted = Sifted()
    if len(files) > MOST_FILES:
        sifted.findings.append(finding("too_many_files", "", None, count=len(files), most=MOST_FILES))
        return sifted
    for name in sorted(files):
        problem = _named(name) or _sized(name, files[name]) or _parsed(name, files[name], sifted)
        if problem:
            sifted.findings.append(problem)
        else:
            sifted.files[name] = files[name]
    return sifted


def _named(name: str) -> Finding | None:
    path = PurePosixPath(name)
    strange = path.is_absolute() or ".." in path.parts or "\\" in name or not name.isprintable()
    if strange or len(name) > LONGEST_NAME or str(path) != name:
        return finding("bad_name", name[:LONGEST_NAME], None)
    return None


def _sized(name: str, content: bytes) -> Finding | None:
    if len(content) > LARGEST_FILE:
        return finding("too_large", name, None, size=len(content), most=LARGEST_FILE)
    return None


def _parsed(name: str, content: bytes, sifted: Sifted) -> Finding | None:
    parse = _PARSERS.get(PurePosixPath(name).suffix)
    return parse(name, content, sifted) if parse else None


def _xml(name: str, content: bytes, sifted: Sifted) -> Finding | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        return finding("not_xml", name, None, detail=broken)
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        return finding("doctype", name, None)
    sifted.xml[name] = root
    return None


def _json(name: str, content: bytes, sifted: Sifted) -> Finding | None:
    try:
        value = json.loads(content.decode(), object_pairs_hook=no_twins, parse_constant=_no_constant)
    except (ValueError, RecursionError) as broken:
        return finding("not_json", name, None, detail=broken)
    if _depth(value) > DEEPEST:
        return finding("not_json", name, None, detail=f"nested more than {DEEPEST} deep")
    sifted.json[name] = value
    return None


_PARSERS: Mapping[str, Callable[[str, bytes, Sifted], Finding | None]] = {
    ".bpmn": _xml,
    ".dmn": _xml,
    ".json": _json,
}


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _depth(value: Any) -> int:
    """Level by level, without recursion: the depth is what is in doubt."""
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return depth
