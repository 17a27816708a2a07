"""What a release calls its own codes: processes, messages, decisions, columns, fields and choices, by their names."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from app.events.canonical import decode

CODE: Final = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
BARE: Final = re.compile(r"[a-z]\w*")
NAMED: Final = (("value", "label"), ("key", "label"), ("code", "name"))
Pair = tuple[str, str]


def codes(files: Mapping[str, bytes]) -> dict[str, str]:
    """Every code of a release that has a name of its own.

    Of several names the first stands; a field's single word that means this here and that there ("none") has none.
    """
    found: dict[str, list[str]] = {}
    for told in (_diagrams, _tables, _forms):
        for code, name in told(files):
            if name and BARE.fullmatch(code):
                found.setdefault(code, []).append(name)
    sure = {code for code, _ in _diagrams(files)}
    return {code: names[0] for code, names in found.items() if code in sure or "_" in code or len({*names}) == 1}


def _diagrams(files: Mapping[str, bytes]) -> Iterator[Pair]:
    """Processes by their names, and messages by the events that wait for them."""
    roots = [_root(content) for path, content in files.items() if path.startswith("bpmn/")]
    yield from ((each.get("id", ""), each.get("name", "")) for root in roots for each in root.iter("{*}process"))
    for root in roots:
        messages = {each.get("id"): each.get("name", "") for each in root.iter("{*}message")}
        for waiting in root.iter("{*}messageEventDefinition", "{*}receiveTask"):
            event = waiting if waiting.get("name") else waiting.getparent()
            yield messages.get(waiting.get("messageRef"), ""), event.get("name", "")


def _tables(files: Mapping[str, bytes]) -> Iterator[Pair]:
    """Decisions by their names, columns by their labels."""
    roots = [_root(content) for path, content in files.items() if path.startswith("dmn/")]
    yield from ((each.get("id", ""), each.get("name", "")) for root in roots for each in root.iter("{*}decision"))
    for root in roots:
        for column in root.iter("{*}input"):
            asked = (column.findtext("{*}inputExpression/{*}text") or "").strip()
            if BARE.fullmatch(asked):
                yield asked, column.get("label", "")
        yield from ((each.get("name", ""), each.get("label", "")) for each in root.iter("{*}output"))


def _forms(files: Mapping[str, bytes]) -> Iterator[Pair]:
    """Forms and registers by their titles; fields, choices and entries of lists by their labels."""
    for path, content in files.items():
        if path.startswith("forms/") and path.endswith(".json") and not path.startswith("forms/i18n/"):
            whole = decode(content)
            if isinstance(whole, dict) and isinstance(whole.get("title"), str):
                yield path.rpartition("/")[2].removesuffix(".json"), whole["title"]
            yield from _labels(whole)


def _labels(held: Any) -> Iterator[Pair]:
    if isinstance(held, list):
        yield from (pair for one in held for pair in _labels(one))
    if isinstance(held, dict):
        yield from ((str(held.get(code)), _text(held.get(name))) for code, name in NAMED)
        yield from ((key, _text(one.get("title"))) for key, one in held.items() if isinstance(one, dict))
        yield from (pair for one in held.values() for pair in _labels(one))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _root(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(content, parser)
