"""Gateways: which flows are taken, and how branches are joined; tokens wait at a join as live tokens of their level."""

from collections.abc import Iterator

from SpiffWorkflow import TaskState

from app.engine.diagram.model import Diagram, Element, Flow
from app.engine.nodes.base import DiagramSpec, Node
from app.engine.tokens.levels import Token
from app.engine.tokens.variables import newest
from app.errors import EngineError

Parked = dict[str, Token]


class _Choosing(Node):
    """A gateway whose flows have conditions."""

    def holding(self, token: Token) -> Iterator[Flow]:
        """The flows whose condition is true, reckoned one after the other as they are asked for."""
        for flow in self.element.outgoing:
            if flow.condition is not None and flow.id != self.element.default and self._holds(token, flow):
                yield flow

    def _holds(self, token: Token, flow: Flow) -> bool:
        verdict = token.walk.feel(flow.condition or "", token.data, self.where(flow.id))
        if not isinstance(verdict, bool):
            raise EngineError(f"{self.where(flow.id)}: {flow.condition} gave {verdict!r}, neither true nor false")
        return verdict

    def otherwise(self) -> tuple[Flow, ...]:
        """The default flow, or the only one when it has no condition."""
        plain = [flow for flow in self.element.outgoing if flow.id == self.element.default]
        if not plain and len(self.element.outgoing) == 1 and self.element.outgoing[0].condition is None:
            plain = [self.element.outgoing[0]]
        if not plain:
            raise EngineError(f"{self.where()}: no condition is true and there is no default flow")
        return tuple(plain)


class Exclusive(_Choosing):
    """The first flow whose condition is true, in the order of the file."""

    def choose(self, token: Token) -> tuple[Flow, ...]:
        for flow in self.holding(token):
            return (flow,)
        return self.otherwise()


class _Joining(Node):
    """A gateway where branches meet: of each variable the newest value goes on."""

    def arrive(self, token: Token) -> bool:
        if len(self.element.incoming) > 1:
            token.state = TaskState.WAITING
            parked = self.parked(token)
            if not self.complete(token, parked):
                return False
            self.join(token, parked)
        self.enter(token)
        return True

    def parked(self, token: Token) -> Parked:
        """The token that waits longest on each incoming flow."""
        found: Parked = {}
        for each in token.level.live():
            if each.task_spec is self and each.state == TaskState.WAITING:
                found.setdefault(each.flow or "", each)
        return found

    def complete(self, token: Token, parked: Parked) -> bool:
        raise NotImplementedError

    def join(self, token: Token, parked: Parked) -> None:
        token.data = newest(each.data for each in parked.values())
        for each in parked.values():
            if each is not token:
                token.level.forget(each)


class Parallel(_Joining):
    """One token from every incoming flow; one to every outgoing flow. What came twice waits for the next time."""

    def complete(self, _token: Token, parked: Parked) -> bool:
        return len(parked) == len(self.element.incoming)


class Inclusive(_Joining, _Choosing):
    """A token to every flow whose condition is true; a join waits for every branch that can still reach it."""

    def __init__(self, spec: DiagramSpec, element: Element) -> None:
        super().__init__(spec, element)
        self.behind = {flow.id: _behind(spec.diagram, element.id, flow) for flow in element.incoming}
        self.ahead = _ahead(spec.diagram, element.id)

    def choose(self, token: Token) -> tuple[Flow, ...]:
        return tuple(self.holding(token)) or self.otherwise()

    def complete(self, _token: Token, _parked: Parked) -> bool:
        """Only when everything else has come to rest is it known who can still come."""
        return False

    def release(self, token: Token) -> bool:
        """Go on from a token that waits here, if nobody else can come; called when all else is at rest."""
        parked = self.parked(token)
        if any(
            self._may_come(other.task_spec.element.id, parked)
            for other in token.level.live()
            if other.task_spec is not self
        ):
            return False
        self.join(token, parked)
        self.enter(token)
        token.state = TaskState.READY
        token.walk.ready.append(token)
        return True

    def _may_come(self, element: str, parked: Parked) -> bool:
        """Whether a token there can reach a flow that none has come by.

        A token that is past this gateway and could also come by a flow that has its token starts the next round of
        a loop: waiting for it would wait for ever.
        """
        awaited = any(element in behind for flow, behind in self.behind.items() if flow not in parked)
        next_round = element in self.ahead and any(element in self.behind[flow] for flow in parked)
        return awaited and not next_round


def _behind(diagram: Diagram, gateway: str, flow: Flow) -> frozenset[str]:
    """The elements from which a flow can be reached without passing the gateway."""
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


def _ahead(diagram: Diagram, gateway: str) -> frozenset[str]:
    """The elements that can be reached from the gateway."""
    found: set[str] = set()
    open_ends = [flow.target for flow in diagram.elements[gateway].outgoing]
    while open_ends:
        name = open_ends.pop()
        if name not in found:
            found.add(name)
            open_ends.extend(flow.target for flow in diagram.elements[name].outgoing)
            open_ends.extend(event.id for event in diagram.boundaries(name))
    return frozenset(found)
