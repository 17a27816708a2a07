"""From diagrams to SpiffWorkflow specifications, flow by flow without recursion; shared read-only between threads."""

from collections.abc import Mapping

from app.engine.diagram.model import Diagram
from app.engine.nodes.activities import Call, RuleTask, ServiceTask, Subprocess, UserTask
from app.engine.nodes.base import DiagramSpec, Node
from app.engine.nodes.events import Catch, End, EventGateway, Plain, Start
from app.engine.nodes.gateways import Exclusive, Inclusive, Parallel

NODES: dict[str, type[Node]] = {
    "startEvent": Plain,
    "endEvent": End,
    "intermediateCatchEvent": Catch,
    "boundaryEvent": Catch,
    "userTask": UserTask,
    "serviceTask": ServiceTask,
    "businessRuleTask": RuleTask,
    "callActivity": Call,
    "subProcess": Subprocess,
    "exclusiveGateway": Exclusive,
    "parallelGateway": Parallel,
    "inclusiveGateway": Inclusive,
    "eventBasedGateway": EventGateway,
}


def build(diagrams: Mapping[str, Diagram]) -> dict[str, DiagramSpec]:
    return {key: _level(diagram) for key, diagram in diagrams.items()}


def _level(diagram: Diagram) -> DiagramSpec:
    spec = DiagramSpec(diagram)
    spec.start = Start(spec, diagram)
    for element in diagram.elements.values():
        NODES[element.kind](spec, element)
    return spec
