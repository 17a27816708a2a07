"""Whether each diagram shows all that runs: an element without a shape is law that nobody can see."""

from collections.abc import Iterator, Mapping

from lxml import etree

from app.catalogue.checks.texts import finding
from app.errors import Finding

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
_EDGES = frozenset({"sequenceFlow", "messageFlow", "association"})
_SHAPES = frozenset(
    {
        *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"),
        *("task", "userTask", "serviceTask", "businessRuleTask", "callActivity", "subProcess"),
        *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"),
        *("participant", "lane", "textAnnotation"),
    }
)
_SIZES = ("x", "y", "width", "height")


def drawings(xml: Mapping[str, etree._Element]) -> Iterator[Finding]:
    """Every element and flow has a shape or an edge with figures, and nothing is drawn that isn't there."""
    for file, root in xml.items():
        if file.endswith(".bpmn"):
            yield from _file(file, root)


def _file(file: str, root: etree._Element) -> Iterator[Finding]:
    drawn = {shape.get("bpmnElement") for shape in root.iter(f"{_DI}BPMNShape") if _placed(shape)}
    drawn |= {edge.get("bpmnElement") for edge in root.iter(f"{_DI}BPMNEdge") if _led(edge)}
    existing = set()
    for node in root.iter(f"{_BPMN}*"):
        existing.add(node.get("id"))
        kind = etree.QName(node).localname
        if kind in _SHAPES | _EDGES and node.get("id") not in drawn:
            yield finding("not_drawn", file, node.get("id"), kind=kind)
    for name in sorted(str(each) for each in drawn - existing):
        yield finding("drawn_only", file, name, id=name)


def _placed(shape: etree._Element) -> bool:
    bounds = shape.find(f"{_DC}Bounds")
    return bounds is not None and all(_figure(bounds.get(size)) for size in _SIZES)


def _led(edge: etree._Element) -> bool:
    points = edge.findall(_WAYPOINT)
    return len(points) > 1 and all(_figure(point.get("x")) and _figure(point.get("y")) for point in points)


def _figure(text: str | None) -> bool:
    try:
        return text is not None and abs(float(text)) < 1e6  # a NaN compares false
    except ValueError:
        return False
