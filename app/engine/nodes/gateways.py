"""Gateways: which flows are taken, and how branches are joined; tokens wait at a join as live tokens of their level."""

from collections.abc import Iterator

from SpiffWorkflow import TaskState

from app.engine.diagram.model import Element, Flow
from app.engine.diagram.ways import Coming
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
        self.coming = Coming(spec.diagram, element.id)

    def choose(self, token: Token) -> tuple[Flow, ...]:
        return tuple(self.holding(token)) or self.otherwise()

    def complete(self, _token: Token, _parked: Parked) -> bool:
        """Only when everything else has come to rest is it known who can still come."""
        return False

    def release(self, token: Token) -> bool:
        """Go on from a token that waits here, if nobody else can come; called when all else is at rest."""
        parked = self.parked(token)
        filled = frozenset(parked)
        if any(
            self.coming.may_come(other.task_spec.element.id, filled)
            for other in token.level.live()
            if other.task_spec is not self
        ):
            return False
        self.join(token, parked)
        self.enter(token)
        token.state = TaskState.READY
        token.walk.ready.append(token)
        return True
