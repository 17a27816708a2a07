"""What the law calls things: titles of processes, names of elements, roles and divisions, read from a release."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from app.catalogue import Release

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Labels:
    """Words for ids; an id without a word is shown as it is, so that nothing is hidden."""

    elements: Mapping[str, str]
    messages: Mapping[str, str]
    decisions: Mapping[str, str]
    roles: Mapping[str, str]
    divisions: Mapping[str, str]
    services: Mapping[str, Any]

    def element(self, ref: str) -> str:
        """Name the element that a visit belongs to."""
        element = ref.rpartition("/")[2].partition("#")[0]
        return self.elements.get(element, element)

    def title(self, process: str) -> str:
        return self.elements.get(process, process)

    def office(self, role: str | None, division: str | None) -> str:
        """Name the office that a role in a division is."""
        place = self.divisions.get(division or "", "")
        return f"{place} {self.roles.get(role or '', role or '')}".strip()


_kept: dict[str, Labels] = {}


def labels(release: Release) -> Labels:
    """Give a release's words; read once a release, whose hash says whether it is the same."""
    if release.hash not in _kept:
        _kept[release.hash] = _read(release)
    return _kept[release.hash]


def _read(release: Release) -> Labels:
    elements: dict[str, str] = {}
    messages: dict[str, str] = {}
    decisions: dict[str, str] = {}
    for path, content in release.files.items():
        if path.startswith("bpmn/"):
            _diagram(content, elements, messages)
        elif path.startswith("dmn/"):
            _tables(content, decisions)
    roles = {role["code"]: role["name"] for role in release.reference("roles")}
    divisions = {place["code"]: place["name"] for place in release.reference("divisions")}
    return Labels(elements, messages, decisions, roles, divisions, release.reference("services"))


def _diagram(content: bytes, elements: dict[str, str], messages: dict[str, str]) -> None:
    for node in etree.fromstring(content, _PARSER).iter():
        if not isinstance(node.tag, str) or not node.tag.startswith(BPMN) or not node.get("name"):
            continue
        if node.tag == f"{BPMN}message":
            messages[node.get("name", "")] = _words(node) or node.get("name", "")
        elif node.get("id"):
            elements.setdefault(node.get("id", ""), node.get("name", "").replace("\n", ""))


def _words(node: Any) -> str:
    found = node.find(f"{BPMN}documentation")
    return (found.text or "").strip() if found is not None else ""


def _tables(content: bytes, decisions: dict[str, str]) -> None:
    for node in etree.fromstring(content, _PARSER).iter("{*}decision"):
        decisions[node.get("id", "")] = node.get("name", "") or node.get("id", "")
