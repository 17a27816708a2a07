"""Reading one element of a diagram with its Camunda 8 extensions; only the reader calls it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.engine.diagram import xml
from app.engine.diagram.model import Assignment, Element, Message, TimerText

_TRIGGERS = {
    "signalEventDefinition": "signal event",
    "errorEventDefinition": "error event",
    "escalationEventDefinition": "escalation event",
    "conditionalEventDefinition": "conditional event",
    "cancelEventDefinition": "cancel event",
    "compensateEventDefinition": "compensation",
    "linkEventDefinition": "link event",
}
_MARKERS = {
    "multiInstanceLoopCharacteristics": "multi-instance",
    "standardLoopCharacteristics": "standard loop",
    "ioSpecification": "ioSpecification",
}
REPORTED = frozenset({*_TRIGGERS, *_MARKERS, "timeCycle"})
_CATCHING = frozenset({"intermediateCatchEvent", "boundaryEvent"})

Details = dict[str, Any]
Missing = list[str]


def unsupported(node: xml.Node, kind: str) -> Iterator[str]:
    """Name everything about an element that changes its meaning and does not run here."""
    yield from (_MARKERS[xml.local(child)] for child in node if xml.local(child) in _MARKERS)
    if node.get("isForCompensation") == "true":
        yield "compensation"
    if node.get("triggeredByEvent") == "true":
        yield "event subprocess"
    if node.get("instantiate") == "true":
        yield "instantiating gateway"
    if kind.endswith("Event"):
        yield from _unsupported_triggers(kind, _triggers(node))


def _triggers(node: xml.Node) -> list[str]:
    return [xml.local(child) for child in node if xml.local(child).endswith("EventDefinition")]


def _unsupported_triggers(kind: str, triggers: list[str]) -> Iterator[str]:
    yield from (_TRIGGERS[each] for each in triggers if each in _TRIGGERS)
    if len(triggers) > 1:
        yield "several triggers"
    plain = [each for each in triggers if each not in _TRIGGERS]
    if kind == "startEvent" and plain:
        yield "trigger on a start event"
    if kind == "endEvent" and plain not in ([], ["terminateEventDefinition"]):
        yield "trigger on an end event"
    if kind in _CATCHING and (not triggers or "terminateEventDefinition" in plain):
        yield "event without a trigger"


def read(node: xml.Node, kind: str, messages: Mapping[str | None, xml.Node]) -> tuple[Element, Missing]:
    """Read an element; the second value lists what it lacks to run."""
    details: Details = {
        "id": node.get("id"),
        "kind": kind,
        "name": node.get("name") or "",
        "default": node.get("default"),
        "inputs": _mappings(node, "input"),
        "outputs": _mappings(node, "output"),
        "properties": {
            each.get("name") or "": each.get("value") or "" for each in xml.zeebe_all(node, "properties/property")
        },
    }
    missing: Missing = []
    if kind in _READERS:
        _READERS[kind](node, details, missing)
    if kind in _CATCHING:
        _trigger(node, details, missing, messages)
    return Element(**details), missing


def _mappings(node: xml.Node, side: str) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(tuple((each.get("target") or "").strip().split(".")), each.get("source") or "")
        for each in xml.zeebe_all(node, f"ioMapping/{side}")
    )


def _user_task(node: xml.Node, details: Details, _missing: Missing) -> None:
    details["form"] = xml.zeebe_attribute(node, "formDefinition", "formId")
    details["role"] = xml.zeebe_attribute(node, "assignmentDefinition", "candidateGroups")


def _service_task(node: xml.Node, details: Details, missing: Missing) -> None:
    details["delegate"] = xml.zeebe_attribute(node, "taskDefinition", "type")
    if details["delegate"] is None:
        missing.append("zeebe:taskDefinition type")


def _rule_task(node: xml.Node, details: Details, missing: Missing) -> None:
    details["decision"] = xml.zeebe_attribute(node, "calledDecision", "decisionId")
    details["result"] = xml.zeebe_attribute(node, "calledDecision", "resultVariable")
    details["binding"] = xml.zeebe_attribute(node, "calledDecision", "bindingType") or "deployment"
    if details["decision"] is None:
        missing.append("zeebe:calledDecision decisionId")
    if details["result"] is None:
        missing.append("zeebe:calledDecision resultVariable")


def _call(node: xml.Node, details: Details, missing: Missing) -> None:
    details["called"] = xml.zeebe_attribute(node, "calledElement", "processId")
    if details["called"] is None:
        missing.append("zeebe:calledElement processId")


def _end(node: xml.Node, details: Details, _missing: Missing) -> None:
    details["terminate"] = "terminateEventDefinition" in _triggers(node)


def _boundary(node: xml.Node, details: Details, _missing: Missing) -> None:
    details["attached"] = node.get("attachedToRef") or ""
    details["interrupting"] = node.get("cancelActivity", "true") == "true"


_READERS: dict[str, Callable[[xml.Node, Details, Missing], None]] = {
    "userTask": _user_task,
    "serviceTask": _service_task,
    "businessRuleTask": _rule_task,
    "callActivity": _call,
    "endEvent": _end,
    "boundaryEvent": _boundary,
}


def _trigger(node: xml.Node, details: Details, missing: Missing, messages: Mapping[str | None, xml.Node]) -> None:
    for definition in xml.bpmn(node, "messageEventDefinition"):
        details["message"] = _message(messages.get(definition.get("messageRef")), missing)
    for definition in xml.bpmn(node, "timerEventDefinition"):
        details["timer"] = _timer(definition, missing)


def _message(node: xml.Node | None, missing: Missing) -> Message | None:
    if node is None or not node.get("name"):
        missing.append("a message with a name")
        return None
    key = xml.zeebe_attribute(node, "subscription", "correlationKey")
    if key is None:
        missing.append("a correlation key on its message")
        return None
    return Message(node.get("name") or "", key)


def _timer(definition: xml.Node, missing: Missing) -> TimerText | None:
    for kind in ("timeDate", "timeDuration"):
        for child in xml.bpmn(definition, kind):
            content = xml.text(child)
            if content is not None:
                return TimerText(kind, content)
    missing.append("a date or a duration (a cycle does not run here: use a single timer in a loop)")
    return None
