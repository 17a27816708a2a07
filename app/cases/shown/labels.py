"""What the law calls things: titles of processes, names of elements, roles and divisions, read from a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from app.catalogue import Release

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CALLED = "{http://camunda.org/schema/zeebe/1.0}calledElement"
STEPS = ("ask", "Event")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Process:
    """The words of one process: its title, its elements' names, which are steps, and what each call activity calls."""

    title: str = ""
    elements: Mapping[str, str] = field(default_factory=dict)
    steps: frozenset[str] = frozenset()  # tasks and events, which do something; gateways only lead on
    calls: Mapping[str, str] = field(default_factory=dict)


NO_PROCESS = Process()


@dataclass(frozen=True)
class Labels:
    """Words for ids; an id without a word is shown as it is, so that nothing is hidden."""

    processes: Mapping[str, "Process"]
    messages: Mapping[str, str]
    decisions: Mapping[str, str]
    roles: Mapping[str, str]
    divisions: Mapping[str, str]
    services: Mapping[str, Any]

    def element(self, ref: str, process: str) -> str:
        """Name the element of a visit in a case of this process."""
        found, element = self._where(ref, process)
        return found.elements.get(element, element)

    def is_step(self, ref: str, process: str) -> bool:
        """Say whether the element of a visit is a task or an event."""
        found, element = self._where(ref, process)
        return element in found.steps

    def _where(self, ref: str, process: str) -> tuple["Process", str]:
        """Find the process that a visit's element stands in: called processes use the same ids for other things."""
        found, element = NO_PROCESS, ""
        for visit in ref.split("/"):
            element = visit.partition("#")[0]
            found = self.processes.get(process, NO_PROCESS)
            process = found.calls.get(element, process)
        return found, element

    def title(self, process: str) -> str:
        return self.processes.get(process, NO_PROCESS).title or process

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
    processes: dict[str, Process] = {}
    messages: dict[str, str] = {}
    decisions: dict[str, str] = {}
    for path, content in release.files.items():
        if path.startswith("bpmn/"):
            _diagram(content, processes, messages)
        elif path.startswith("dmn/"):
            _tables(content, decisions)
    roles = {role["code"]: role["name"] for role in release.reference("roles")}
    divisions = {place["code"]: place["name"] for place in release.reference("divisions")}
    return Labels(processes, messages, decisions, roles, divisions, release.reference("services"))


def _diagram(content: bytes, processes: dict[str, Process], messages: dict[str, str]) -> None:
    root = etree.fromstring(content, _PARSER)
    for message in root.iter(f"{BPMN}message"):
        if name := message.get("name"):
            messages[name] = _words(message) or name
    for process in root.iter(f"{BPMN}process"):
        named = [node for node in process.iter(f"{BPMN}*") if node.get("id") and node.get("name")]
        called = [(node.get("id", ""), node.find(f".//{CALLED}")) for node in process.iter(f"{BPMN}callActivity")]
        processes[process.get("id", "")] = Process(
            _plain(process),
            {node.get("id", ""): _plain(node) for node in named},
            frozenset(node.get("id", "") for node in named if etree.QName(node).localname.endswith(STEPS)),
            {element: found.get("processId", "") for element, found in called if found is not None},
        )


def _plain(node: Any) -> str:
    """A name without the line breaks that its shape in the diagram needs."""
    return str(node.get("name", "")).replace("\n", "")


def _words(node: Any) -> str:
    found = node.find(f"{BPMN}documentation")
    return (found.text or "").strip() if found is not None else ""


def _tables(content: bytes, decisions: dict[str, str]) -> None:
    for node in etree.fromstring(content, _PARSER).iter("{*}decision"):
        decisions[node.get("id", "")] = node.get("name", "") or node.get("id", "")
