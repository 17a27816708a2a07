"""Events: starts and ends, waits for messages and times, and the gateway that waits for whichever comes first."""

from typing import Any

from SpiffWorkflow import TaskState

from app.engine.diagram.model import Diagram, Element, Flow
from app.engine.nodes.base import START, DiagramSpec, Node
from app.engine.tokens.levels import Arm, Token
from app.engine.tokens.variables import newest


class Start(Node):
    """The root of every level's tree, before its start event; it is never seen outside."""

    def __init__(self, spec: DiagramSpec, diagram: Diagram) -> None:
        flow = Flow(START, START, diagram.start)
        super().__init__(spec, Element(START, START, outgoing=(flow,)))

    def leave(self, token: Token) -> None:
        self.follow(token, self.element.outgoing[0])


class Plain(Node):
    """A start event: a token passes."""


class End(Node):
    """A branch's end; what it saw stays with its level."""

    def leave(self, token: Token) -> None:
        super().leave(token)
        level = token.level
        level.kept = level.seen() if self.element.terminate else newest([level.kept, token.data])
        level.outcome = self.element.outcome
        if self.element.terminate:  # what the other branches had come to see stays with the level too
            for other in level.live():
                if other is not token:
                    level.cancel_token(other)


class Catch(Node):
    """A wait for a message or a time, between two elements or on the edge of one."""

    def arrive(self, token: Token) -> bool:
        if token.chosen is not None:
            token.ref = token.chosen.ref
            self.enter(token)
            return True
        self.enter(token)
        token.arms = (self.wait(token, self.element, token.ref),)
        token.state = TaskState.WAITING
        return False

    def fire(self, token: Token, _arm: Arm, payload: dict[str, Any]) -> None:
        token.arms = ()
        self.set_off(token, payload)


class EventGateway(Node):
    """Waits for several events; the first that comes closes the others."""

    def arrive(self, token: Token) -> bool:
        self.enter(token)
        targets = [self.diagram.elements[flow.target] for flow in self.element.outgoing]
        token.arms = tuple(self.wait(token, target, token.level.visit(target.id)) for target in targets)
        token.state = TaskState.WAITING
        return False

    def fire(self, token: Token, arm: Arm, payload: dict[str, Any]) -> None:
        token.chosen = arm
        self.give_up(token, tuple(each for each in token.arms if each is not arm))
        self.set_off(token, payload)

    def choose(self, token: Token) -> tuple[Flow, ...]:
        assert token.chosen is not None
        return tuple(flow for flow in self.element.outgoing if flow.target == token.chosen.element)

    def write(self, _token: Token) -> None:
        """What came belongs to the event that follows."""

    def send(self, token: Token, flow: Flow) -> Token:
        follower = super().send(token, flow)
        follower.chosen, follower.local = token.chosen, token.local
        return follower
