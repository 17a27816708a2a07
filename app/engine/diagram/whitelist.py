"""What a diagram may hold, tag by tag and attribute by attribute; whatever else it says would silently be ignored."""

from collections.abc import Iterator

from app.engine.diagram import xml
from app.engine.diagram.elements import REPORTED
from app.engine.diagram.model import ELEMENTS, GATEWAYS
from app.engine.diagram.remedies import UNSUPPORTED
from app.engine.diagram.texts import finding
from app.errors import Finding

_NAMED = frozenset({"id", "name"})
_GATEWAY = _NAMED | {"default", "gatewayDirection", "eventGatewayType", "instantiate"}
_LEVELS = frozenset({"process", "subProcess"})
_LOOKS = frozenset(
    {xml.MODELER, "http://bpmn.io/schema/bpmn/biocolor/1.0", "http://www.omg.org/spec/BPMN/non-normative/color/1.0"}
)

_BPMN: dict[str, frozenset[str]] = {
    **dict.fromkeys(ELEMENTS, _NAMED),
    **dict.fromkeys(GATEWAYS, _GATEWAY),
    "definitions": _NAMED | {"targetNamespace", "exporter", "exporterVersion"},
    "collaboration": _NAMED,
    "participant": _NAMED | {"processRef"},
    "messageFlow": _NAMED | {"sourceRef", "targetRef"},
    "process": _NAMED | {"isExecutable"},
    "subProcess": _NAMED | {"triggeredByEvent"},
    "laneSet": _NAMED,
    "childLaneSet": _NAMED,
    "lane": _NAMED,
    "flowNodeRef": frozenset(),
    "incoming": frozenset(),
    "outgoing": frozenset(),
    "documentation": frozenset({"id", "textFormat"}),
    "textAnnotation": frozenset({"id", "textFormat"}),
    "text": frozenset(),
    "association": frozenset({"id", "sourceRef", "targetRef", "associationDirection"}),
    "group": frozenset({"id", "categoryValueRef"}),
    "category": _NAMED,
    "categoryValue": frozenset({"id", "value"}),
    "boundaryEvent": _NAMED | {"attachedToRef", "cancelActivity"},
    "messageEventDefinition": frozenset({"id", "messageRef"}),
    "timerEventDefinition": frozenset({"id"}),
    "terminateEventDefinition": frozenset({"id"}),
    "timeDate": frozenset({"id", "type"}),
    "timeDuration": frozenset({"id", "type"}),
    "sequenceFlow": _NAMED | {"sourceRef", "targetRef"},
    "conditionExpression": frozenset({"id", "type"}),
    "message": _NAMED,
    "extensionElements": frozenset(),
}

_ZEEBE: dict[str, frozenset[str]] = {
    "taskDefinition": frozenset({"type"}),
    "calledDecision": frozenset({"decisionId", "resultVariable", "bindingType"}),
    "userTask": frozenset(),
    "formDefinition": frozenset({"formId", "bindingType"}),
    "assignmentDefinition": frozenset({"candidateGroups"}),
    "calledElement": frozenset(
        {"processId", "bindingType", "propagateAllChildVariables", "propagateAllParentVariables"}
    ),
    "ioMapping": frozenset(),
    "input": frozenset({"source", "target"}),
    "output": frozenset({"source", "target"}),
    "subscription": frozenset({"correlationKey"}),
    "properties": frozenset(),
    "property": frozenset({"name", "value"}),
}
_TABLES = {xml.BPMN: _BPMN, xml.ZEEBE: _ZEEBE}


def strangers(root: xml.Node, file: str) -> Iterator[Finding]:
    """Name every tag and attribute that is not read, from the top of a file down."""
    waiting: list[tuple[xml.Node, str | None]] = [(root, None)]
    while waiting:
        node, owner = waiting.pop()
        owner = node.get("id") or owner
        known = _TABLES.get(xml.space(node) or "", {}).get(xml.local(node))
        if known is None:
            yield from _strange_tag(node, owner, file)
            continue
        yield from _strange_attributes(node, known, owner, file)
        waiting.extend((child, owner) for child in reversed(node) if not _is_drawing(child))


def _is_drawing(node: xml.Node) -> bool:
    return xml.local(node) == "BPMNDiagram"


def _strange_tag(node: xml.Node, owner: str | None, file: str) -> Iterator[Finding]:
    """The reader has already named the elements and triggers that it can't run."""
    tag, parent = xml.local(node), node.getparent()
    if tag in REPORTED or (parent is not None and xml.local(parent) in _LEVELS and xml.space(node) == xml.BPMN):
        return
    remedy, remedy_zh = UNSUPPORTED.get(tag, UNSUPPORTED["*"])
    yield finding("unsupported", file, owner, kind=tag, remedy=remedy, remedy_zh=remedy_zh)


def _strange_attributes(node: xml.Node, known: frozenset[str], owner: str | None, file: str) -> Iterator[Finding]:
    for attribute in node.attrib:
        space, _, name = str(attribute).rpartition("}")
        foreign = space.lstrip("{")
        if foreign in _LOOKS or (name in known and (not foreign or (name, foreign) == ("type", xml.XSI))):
            continue
        yield finding("attribute", file, owner, attribute=name, kind=xml.local(node))
