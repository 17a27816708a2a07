"""Which elements lie behind and ahead of a joining gateway; the gateway itself and the checks ask."""

from app.engine.diagram.model import Diagram, Flow


def behind(diagram: Diagram, gateway: str, flow: Flow) -> frozenset[str]:
    """Give the elements from which a flow can be reached without passing the gateway."""
    found: set[str] = set()
    open_ends = [flow.source]
    while open_ends:
        name = open_ends.pop()
        if name in found or name == gateway:
            continue
        found.add(name)
        element = diagram.elements[name]
        open_ends.extend(each.source for each in element.incoming)
        if element.attached:
            open_ends.append(element.attached)
    return frozenset(found)


def ahead(diagram: Diagram, gateway: str) -> frozenset[str]:
    """Give the elements that can be reached from the gateway."""
    found: set[str] = set()
    open_ends = [flow.target for flow in diagram.elements[gateway].outgoing]
    while open_ends:
        name = open_ends.pop()
        if name not in found:
            found.add(name)
            open_ends.extend(flow.target for flow in diagram.elements[name].outgoing)
            open_ends.extend(event.id for event in diagram.boundaries(name))
    return frozenset(found)


class Coming:
    """Who can still come to an inclusive join."""

    def __init__(self, diagram: Diagram, gateway: str) -> None:
        incoming = diagram.elements[gateway].incoming
        self._behind = {flow.id: behind(diagram, gateway, flow) for flow in incoming}
        self._ahead = ahead(diagram, gateway)

    def may_come(self, element: str, filled: frozenset[str]) -> bool:
        """Say whether a token at an element can reach a flow that none has come by; `filled` are the others.

        A token that is past this gateway and could also come by a flow that has its token starts the next round of
        a loop: waiting for it would wait for ever.
        """
        awaited = any(element in behind for flow, behind in self._behind.items() if flow not in filled)
        next_round = element in self._ahead and any(element in self._behind[flow] for flow in filled)
        return awaited and not next_round
