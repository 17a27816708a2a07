"""Branches that run side by side and what each writes: two may not write one variable; only the checks call it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from app.engine.diagram.model import Diagram, Element
from app.engine.diagram.texts import finding
from app.errors import Finding

Branch = tuple[str, frozenset[str]]


def conflicts(diagram: Diagram, diagrams: Mapping[str, Diagram]) -> Iterator[Finding]:
    """Every variable that two branches of one split write before they meet again."""
    for split, branches in _splits(diagram):
        for (one, first), (other, second) in combinations(branches, 2):
            both = _written(diagram, first - second, diagrams) & _written(diagram, second - first, diagrams)
            for variable in sorted(both):
                yield finding("both_write", diagram.file, split, one=one, other=other, variable=variable)


def _splits(diagram: Diagram) -> Iterator[tuple[str, list[Branch]]]:
    for element in diagram.elements.values():
        if element.kind in {"parallelGateway", "inclusiveGateway"} and len(element.outgoing) > 1:
            starts = [(flow.id, flow.target) for flow in element.outgoing]
            yield element.id, [(flow, _reach(diagram, [target], element.id)) for flow, target in starts]
        elif element.attached and not element.interrupting:
            bearer = diagram.elements[element.attached]
            beside = _reach(diagram, [flow.target for flow in bearer.outgoing], bearer.id) | {bearer.id}
            yield element.id, [(element.id, _reach(diagram, [element.id], bearer.id)), (bearer.id, beside)]


def _reach(diagram: Diagram, starts: Iterable[str], stop: str) -> frozenset[str]:
    """All elements that can be reached without passing one of them again."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name in found or name == stop:
            continue
        found.add(name)
        waiting.extend(onward(diagram, diagram.elements[name]))
    return frozenset(found)


def onward(diagram: Diagram, element: Element) -> Iterator[str]:
    """Where a token at an element can go next."""
    yield from (flow.target for flow in element.outgoing)
    yield from (event.id for event in diagram.boundaries(element.id))


def _written(diagram: Diagram, names: Iterable[str], diagrams: Mapping[str, Diagram]) -> set[str]:
    written: set[str] = set()
    for name in names:
        element = diagram.elements[name]
        written.update(assignment.target[0] for assignment in element.outputs)
        if element.kind == "businessRuleTask" and not element.outputs and element.result:
            written.add(element.result)
        if element.inner is not None:
            inside = diagrams[element.inner]
            written |= _written(inside, inside.elements, diagrams)
    return written


def islands(diagram: Diagram) -> Iterator[Finding]:
    """Elements that no token reaches, and those from which none can ever come to an end."""
    reached = _reach(diagram, [diagram.start] if diagram.start else [], "")
    ending = _ending(diagram)
    for name, element in diagram.elements.items():
        if name not in reached and element.incoming:
            yield finding("no_way_in", diagram.file, name)
        elif element.outgoing and name not in ending:
            yield finding("no_way_out", diagram.file, name)


def _ending(diagram: Diagram) -> set[str]:
    """The elements from which an end event can be reached."""
    found: set[str] = set()
    waiting = [name for name, element in diagram.elements.items() if element.kind == "endEvent"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(flow.source for flow in diagram.elements[name].incoming)
            waiting.extend(filter(None, [diagram.elements[name].attached]))
    return found
