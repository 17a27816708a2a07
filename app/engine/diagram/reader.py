"""From the XML of diagrams to their models, with a finding for all that can't run; the engine room calls it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.engine.diagram import elements, xml
from app.engine.diagram.model import ELEMENTS, Diagram, Element, Flow
from app.engine.diagram.remedies import SILENT, UNSUPPORTED
from app.engine.diagram.texts import finding
from app.errors import Finding

GOOD_ID = re.compile(r"[^\s/#]+")


@dataclass
class Reading:
    """What was read: diagrams by key (a process id, or process id:subprocess id) and what was found wrong."""

    diagrams: dict[str, Diagram] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    roots: dict[str, xml.Node] = field(default_factory=dict)


def read(files: Mapping[str, bytes]) -> Reading:
    """Read every diagram among the files, in the order of their names."""
    reading = Reading()
    for file in sorted(files):
        if file.endswith(".bpmn"):
            _FileReader(file, reading).read(files[file])
    return reading


class _FileReader:
    """Reads one file; what it finds goes to the reading it was given."""

    def __init__(self, file: str, reading: Reading) -> None:
        self.file = file
        self.reading = reading
        self.seen: set[str] = set()

    def find(self, key: str, element: str | None, **details: object) -> None:
        self.reading.findings.append(finding(key, self.file, element, **details))

    def read(self, content: bytes) -> None:
        try:
            root = xml.parse(content)
        except xml.NotXml as broken:
            self.find("not_xml", None, detail=broken)
            return
        self.reading.roots[self.file] = root
        processes = [each for each in xml.bpmn(root, "process") if each.get("isExecutable") == "true"]
        if len(processes) != 1:
            self.find("processes", None, count=len(processes))
        self.messages = {each.get("id"): each for each in xml.bpmn(root, "message")}
        for process in processes:
            self._process(process)

    def _process(self, process: xml.Node) -> None:
        key = process.get("id") or ""
        if key in self.reading.diagrams:
            self.find("duplicate", key, id=key)
        elif not GOOD_ID.fullmatch(key):
            self.find("nameless", key, kind="process")
        else:
            self._level(process, key, key)

    def _level(self, node: xml.Node, key: str, process: str) -> None:
        """Read a process or the inside of a subprocess, then the subprocesses in it."""
        found = dict(self._elements(node, process))
        incoming, outgoing = defaultdict(list), defaultdict(list)
        for flow in self._flows(node, found):
            outgoing[flow.source].append(flow)
            incoming[flow.target].append(flow)
        joined = {
            name: replace(element, incoming=tuple(incoming[name]), outgoing=tuple(outgoing[name]))
            for name, element in found.items()
        }
        starts = [name for name, element in joined.items() if element.kind == "startEvent"]
        if len(starts) != 1:
            self.find("start", key, id=key, count=len(starts))
        if not any(element.kind == "endEvent" for element in joined.values()):
            self.find("no_end", key, id=key)
        self.reading.diagrams[key] = Diagram(key, process, self.file, joined, starts[0] if starts else "")

    def _elements(self, node: xml.Node, process: str) -> Iterator[tuple[str, Element]]:
        for child in node:
            kind = xml.local(child)
            if xml.space(child) != xml.BPMN or kind in SILENT:
                continue
            if kind not in ELEMENTS:
                self._unsupported(child, kind)
                continue
            element = self._element(child, kind, process)
            if element is not None:
                yield element.id, element

    def _element(self, child: xml.Node, kind: str, process: str) -> Element | None:
        name = child.get("id") or ""
        if not GOOD_ID.fullmatch(name):
            self.find("nameless", name or None, kind=kind)
            return None
        if name in self.seen:
            self.find("duplicate", name, id=name)
            return None
        self.seen.add(name)
        for problem in elements.unsupported(child, kind):
            self._unsupported(child, problem)
        element, missing = elements.read(child, kind, self.messages)
        for what in missing:
            self.find("missing", name, kind=kind, what=what)
        if kind == "subProcess":
            element = replace(element, inner=f"{process}:{name}")
            self._level(child, f"{process}:{name}", process)
        return element

    def _unsupported(self, child: xml.Node, kind: str) -> None:
        remedy, remedy_zh = UNSUPPORTED.get(kind, UNSUPPORTED["*"])
        self.find("unsupported", child.get("id"), kind=kind, remedy=remedy, remedy_zh=remedy_zh)

    def _flows(self, node: xml.Node, found: Mapping[str, Element]) -> Iterator[Flow]:
        for child in xml.bpmn(node, "sequenceFlow"):
            name, source, target = child.get("id") or "", child.get("sourceRef") or "", child.get("targetRef") or ""
            if source not in found or target not in found:
                self.find("dangling", name, source=source, target=target)
            elif name in self.seen or not GOOD_ID.fullmatch(name):
                self.find("duplicate", name, id=name)
            else:
                self.seen.add(name)
                conditions = xml.bpmn(child, "conditionExpression")
                yield Flow(name, source, target, xml.text(conditions[0]) if conditions else None)
