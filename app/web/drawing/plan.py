"""What a BPMN file says about its own drawing: boxes and arrows with their places; the drawing room only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

from app.errors import Problem

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
CONTAINERS = ("participant", "lane", "subProcess")
Node = Any  # lxml publishes no name for the type of its elements
Point = tuple[float, float]


class NotDrawable(Problem):
    """The file is no diagram that can be drawn."""

    zh = "这个流程图无法绘制。"


@dataclass(frozen=True)
class Bounds:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Box:
    """One shape: what it is, what it is called, where it stands, and in whose lane."""

    id: str
    kind: str
    name: str
    at: Bounds
    label: Bounds | None = None
    event: str = ""  # message, timer, terminate ... of an event
    calls: str = ""  # the process that a call activity calls
    lane: str = ""
    interrupting: bool = True

    @property
    def shape(self) -> str:
        """The family of shapes: event, gateway, frame (pool, lane, opened subprocess), note or task."""
        for family, ending in (("event", "Event"), ("gateway", "Gateway"), ("note", "Annotation")):
            if self.kind.endswith(ending):
                return family
        return "frame" if self.kind in CONTAINERS else "task"


@dataclass(frozen=True)
class Arrow:
    """One flow, with the points it is led by."""

    id: str
    kind: str
    name: str
    points: tuple[Point, ...]
    label: Bounds | None = None
    target: str = ""
    default: bool = False


@dataclass(frozen=True)
class Plan:
    """A whole diagram: the process it draws, frames first, so that nothing is covered."""

    process: str
    name: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    calls: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # how it may end -> names of such end events

    @cached_property
    def targets(self) -> Mapping[str, str]:
        """Where each flow leads."""
        return {arrow.id: arrow.target for arrow in self.arrows if arrow.kind == "sequenceFlow"}

    @cached_property
    def named(self) -> Mapping[str, Box]:
        """The boxes by id."""
        return {box.id: box for box in self.boxes}

    @property
    def flow_nodes(self) -> tuple[Box, ...]:
        """The boxes that a token can be at."""
        return tuple(box for box in self.boxes if box.shape in {"event", "gateway", "task"} or box.kind == "subProcess")


def read(content: bytes) -> Plan:
    """Read the drawing of a file: no entities, no network, no document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise NotDrawable(str(broken)) from broken
    if root.getroottree().docinfo.doctype:
        raise NotDrawable("document type declarations are not read")
    process = next((each for each in root.iter(f"{BPMN}process") if each.get("isExecutable") == "true"), None)
    if process is None:
        raise NotDrawable("no process in it can run")
    named = {node.get("id", ""): node for node in root.iter(f"{BPMN}*") if node.get("id")}
    return _Reader(named).plan(root, process)


class _Reader:
    """Joins the shapes of a file to the elements that they draw."""

    def __init__(self, named: Mapping[str, Node]) -> None:
        self.named = named
        lanes = [node for node in named.values() if _tag(node) == "lane"]
        inside = [(ref.text, lane.get("name", "")) for lane in lanes for ref in lane.iter(f"{BPMN}flowNodeRef")]
        self.lanes = {(name or "").strip(): lane for name, lane in inside}
        self.defaults = {node.get("default", "") for node in named.values()}

    def plan(self, root: Node, process: Node) -> Plan:
        boxes = sorted(self._boxes(root), key=_layer)
        calls = {box.id: box.calls for box in boxes if box.calls}
        outcomes: dict[str, tuple[str, ...]] = {}
        for box in boxes:
            if box.kind == "endEvent":
                code = _outcome(self.named[box.id])
                outcomes[code] = tuple(dict.fromkeys((*outcomes.get(code, ()), box.name)))
        arrows = tuple(self._arrows(root))
        return Plan(process.get("id", ""), process.get("name", ""), tuple(boxes), arrows, calls, outcomes)

    def _boxes(self, root: Node) -> Iterator[Box]:
        for shape in root.iter(f"{DI}BPMNShape"):
            node, at = self.named.get(shape.get("bpmnElement", "")), _bounds(shape)
            if node is not None and at is not None:
                yield self._box(node, at, _label(shape))

    def _box(self, node: Node, at: Bounds, label: Bounds | None) -> Box:
        kind, name = _tag(node), node.get("id", "")
        called = next(node.iter(f"{ZEEBE}calledElement"), None) if kind == "callActivity" else None
        return Box(
            name,
            kind,
            _words(node),
            at,
            label,
            event=next(
                (_tag(each).removesuffix("EventDefinition") for each in node if _tag(each).endswith("EventDefinition")),
                "",
            ),
            calls="" if called is None else called.get("processId", ""),
            lane=self.lanes.get(name, ""),
            interrupting=node.get("cancelActivity", "true") == "true",
        )

    def _arrows(self, root: Node) -> Iterator[Arrow]:
        for edge in root.iter(f"{DI}BPMNEdge"):
            node = self.named.get(edge.get("bpmnElement", ""))
            points = tuple((_figure(point, "x"), _figure(point, "y")) for point in edge.iter(WAYPOINT))
            if node is not None and len(points) > 1:
                name, target = node.get("id", ""), node.get("targetRef", "")
                default = name in self.defaults
                yield Arrow(name, _tag(node), node.get("name", ""), points, _label(edge), target, default)


def _layer(box: Box) -> int:
    """Pools below lanes below opened subprocesses below all else; an event on an edge above its task."""
    return (*CONTAINERS, "", "boundaryEvent").index(box.kind if box.kind in {*CONTAINERS, "boundaryEvent"} else "")


def _outcome(node: Node) -> str:
    """What an end says of how the process ended: its property of this name, or its id."""
    told = [each.get("value", "") for each in node.iter(f"{ZEEBE}property") if each.get("name") == "outcome"]
    return str((told or [node.get("id", "")])[0])


def _tag(node: Node) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _words(node: Node) -> str:
    text = node.find(f"{BPMN}text")
    return node.get("name", "") or ((text.text or "").strip() if text is not None else "")


def _label(drawn: Node) -> Bounds | None:
    label = drawn.find(f"{DI}BPMNLabel")
    return None if label is None else _bounds(label)


def _bounds(drawn: Node) -> Bounds | None:
    found = drawn.find(f"{DC}Bounds")
    if found is None:
        return None
    return Bounds(*(_figure(found, name) for name in ("x", "y", "width", "height")))


def _figure(node: Node, name: str) -> float:
    try:
        value = float(node.get(name, ""))
    except ValueError as wrong:
        raise NotDrawable(f"{name} is no number") from wrong
    if not abs(value) < 1e6:  # a NaN compares false
        raise NotDrawable(f"{name} is out of bounds")
    return value
