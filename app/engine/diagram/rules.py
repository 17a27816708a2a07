"""Whether the elements of diagrams are joined so that they can run; machine and checks call it."""

from collections.abc import Iterator

from app.engine.diagram.model import CHOOSING, GATEWAYS, Diagram, Element
from app.engine.diagram.reader import Reading
from app.engine.diagram.texts import finding
from app.errors import Finding

# A decision is made at once: nothing could happen on its edge.
_BEARS_EVENTS = frozenset({"userTask", "serviceTask", "callActivity", "subProcess"})


def structure(reading: Reading) -> list[Finding]:
    """Everything that would make tokens go astray."""
    found = [each for diagram in reading.diagrams.values() for each in _diagram(diagram, reading)]
    return found + list(_circles(reading))


def _diagram(diagram: Diagram, reading: Reading) -> Iterator[Finding]:
    for element in diagram.elements.values():
        yield from _ways(diagram, element)
        yield from _flows(diagram, element)
        yield from _attachment(diagram, element)
        if element.called is not None and element.called not in reading.diagrams:
            yield finding("unknown_process", diagram.file, element.id, called=element.called)


def _ways(diagram: Diagram, element: Element) -> Iterator[Finding]:
    starts = element.kind in {"startEvent", "boundaryEvent"}
    if not starts and not element.incoming:
        yield finding("no_way_in", diagram.file, element.id)
    if starts and element.incoming:
        yield _wrong(
            diagram, element, "a flow leads into it", "Lead the flow elsewhere.", "有连线指向它", "请改连到其他元素。"
        )
    ends = element.kind == "endEvent"
    if not ends and not element.outgoing:
        yield finding("no_way_out", diagram.file, element.id)
    if ends and element.outgoing:
        yield _wrong(
            diagram, element, "a flow leaves it", "End events end.", "有连线离开它", "结束事件之后不能再有连线。"
        )


def _flows(diagram: Diagram, element: Element) -> Iterator[Finding]:
    if element.kind in CHOOSING:
        yield from _choices(diagram, element)
    elif any(flow.condition is not None for flow in element.outgoing):
        yield _wrong(
            diagram,
            element,
            "a flow that leaves it has a condition",
            "Choose at an exclusive or inclusive gateway.",
            "离开它的连线带有条件",
            "请用排他或包容网关作选择。",
        )
    if element.kind not in GATEWAYS and len(element.outgoing) > 1:
        yield _wrong(
            diagram,
            element,
            "several flows leave it",
            "Split at a parallel or inclusive gateway.",
            "有多条连线离开它",
            "请用并行或包容网关分支。",
        )
    if element.kind == "eventBasedGateway":
        yield from _events_behind(diagram, element)


def _choices(diagram: Diagram, element: Element) -> Iterator[Finding]:
    if element.default is not None and element.default not in {flow.id for flow in element.outgoing}:
        yield _wrong(
            diagram,
            element,
            "its default is no flow of its own",
            "Choose the default again.",
            "默认连线无效",
            "请重新选择。",
        )
    for flow in element.outgoing:
        needed = flow.id != element.default and len(element.outgoing) > 1
        if needed and flow.condition is None:
            yield finding("no_condition", diagram.file, element.id, flow=flow.id)


def _events_behind(diagram: Diagram, element: Element) -> Iterator[Finding]:
    targets = [diagram.elements[flow.target] for flow in element.outgoing]
    if any(target.kind != "intermediateCatchEvent" or len(target.incoming) != 1 for target in targets):
        yield _wrong(
            diagram,
            element,
            "it leads to something else than message and timer events of its own",
            "Let each flow lead to a catch event that nothing else leads to.",
            "其后不是独占的消息或定时捕获事件",
            "每条连线都应指向一个独占的捕获事件。",
        )


def _attachment(diagram: Diagram, element: Element) -> Iterator[Finding]:
    if element.kind != "boundaryEvent":
        return
    bearer = diagram.elements.get(element.attached or "")
    if bearer is None or bearer.kind not in _BEARS_EVENTS:
        yield finding("attached", diagram.file, element.id, attached=element.attached)


def _wrong(diagram: Diagram, element: Element, *texts: str) -> Finding:
    """A finding about flows: what in English, its remedy, and both in Chinese."""
    detail, remedy, detail_zh, remedy_zh = texts
    english = finding(
        "wrong_flows", diagram.file, element.id, kind=element.kind, detail=detail, remedy=remedy, remedy_zh=""
    )
    chinese = finding("wrong_flows", "", None, kind=element.kind, detail=detail_zh, remedy="", remedy_zh=remedy_zh)
    return Finding(
        english.severity,
        english.file,
        english.element,
        english.what,
        english.remedy,
        chinese.what_zh,
        chinese.remedy_zh,
    )


def _circles(reading: Reading) -> Iterator[Finding]:
    """Processes that call themselves, over however many others."""
    calls = {key: _starts(diagram) for key, diagram in reading.diagrams.items()}
    for key, diagram in reading.diagrams.items():
        path = _way_back(key, calls)
        if path:
            yield finding("calls_itself", diagram.file, key, path=" → ".join(path))


def _starts(diagram: Diagram) -> list[str]:
    return [element.starts for element in diagram.elements.values() if element.starts is not None]


def _way_back(key: str, calls: dict[str, list[str]]) -> tuple[str, ...]:
    """The shortest chain of calls from a process to itself, or nothing."""
    ways: list[tuple[str, ...]] = [(key,)]
    seen: set[str] = set()
    for way in ways:
        for called in calls.get(way[-1], ()):
            if called == key:
                return (*way, key)
            if called not in seen:
                seen.add(called)
                ways.append((*way, called))
    return ()
