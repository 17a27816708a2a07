"""What all elements have in common: a token enters, runs, writes its outputs and leaves by flows."""

from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from app.decisions.wire import to_wire
from app.engine.diagram.model import Diagram, Element, Flow, Message
from app.engine.tokens.clocks import moved
from app.engine.tokens.levels import Arm, Level, Token, drop
from app.errors import EngineError
from app.events.facts import StepTaken, TimerSet, WaitOpened

START = "(start)"


def spec_name(element: str) -> str:
    """SpiffWorkflow keeps names of its own ('Start', 'End', ...): elements get names that can't meet them."""
    return f"#{element}"


class DiagramSpec(BpmnProcessSpec):
    """One level of a diagram as SpiffWorkflow's process specification."""

    def __init__(self, diagram: Diagram) -> None:
        super().__init__(name=diagram.key, filename=diagram.file)
        self.diagram = diagram


class Node(BpmnTaskSpec):
    """An element. Nothing is predicted: the tree holds only where the case is, never where it may come."""

    def __init__(self, spec: DiagramSpec, element: Element) -> None:
        super().__init__(spec, spec_name(element.id), bpmn_name=element.name)
        self.element = element
        self.diagram = spec.diagram
        self.boundaries = spec.diagram.boundaries(element.id)

    def test(self) -> None:
        """The checks have looked at the diagram; nothing is left to test at run time."""

    def _predict(self, my_task: Token, *_args: Any, **_kwargs: Any) -> None:
        """No token stands where none is yet."""

    def _update_hook(self, my_task: Token) -> bool:
        my_task.data = dict(my_task.parent.data)
        return self.arrive(my_task)

    def _on_ready_hook(self, my_task: Token) -> None:
        if not self.manual:
            my_task.walk.ready.append(my_task)

    def _run_hook(self, my_task: Token) -> bool | None:
        return self.act(my_task)

    def _on_complete_hook(self, my_task: Token) -> None:
        self.leave(my_task)

    def where(self, what: str = "") -> str:
        """Name the element in an error."""
        return f"{self.diagram.file} {self.element.id}{' ' + what if what else ''}"

    def arrive(self, token: Token) -> bool:
        """A token comes; true when it can run at once."""
        self.enter(token)
        return True

    def enter(self, token: Token) -> None:
        token.ref = token.ref or token.level.visit(self.element.id)
        token.walk.note("enter", token.ref)
        if clock := self.element.properties.get("clock"):
            token.walk.facts.append(moved(token.walk, clock, token.data, token.ref, self.where("clock")))

    def act(self, _token: Token) -> bool | None:
        """Do the element's work; None when the token stays until something comes from outside."""
        return True

    def leave(self, token: Token) -> None:
        self.write(token)
        self.give_up(token, token.arms)
        self.depart(token)

    def write(self, token: Token) -> None:
        """Carry out the output mappings; then the token's own variables are gone."""
        token.walk.assign(self.element.outputs, token.data, token.local, token.data, self.where("output"))
        token.local = {}

    def depart(self, token: Token) -> None:
        token.walk.note("leave", token.ref)
        if self.element.step is not None:
            token.walk.facts.append(StepTaken(token.ref, self.element.step))
        for flow in self.choose(token):
            self.send(token, flow)

    def send(self, token: Token, flow: Flow) -> Token:
        token.walk.note("flow", f"{token.level.path}{flow.id}")
        return self.follow(token, flow)

    def follow(self, token: Token, flow: Flow) -> Token:
        """Lay a token at the other end of a flow; SpiffWorkflow lets it arrive when this one is complete."""
        follower = Token(token.level, token.level.spec.task_specs[spec_name(flow.target)], token)
        follower.flow = flow.id
        return follower

    def choose(self, _token: Token) -> tuple[Flow, ...]:
        return self.element.outgoing

    def withdraw(self, token: Token) -> None:
        """The token is taken away."""
        self.give_up(token, token.arms)

    def returned(self, token: Token, part: Level) -> None:
        """The level inside the token is over."""
        raise NotImplementedError

    def wait(self, token: Token, element: Element, ref: str) -> Arm:
        """Begin to wait for an event: its due time or its key is reckoned now."""
        where = f"{self.diagram.file} {element.id}"
        if element.timer is not None:
            arm = Arm(ref, element.id, due=token.walk.due(element.timer, token.data, where))
            token.walk.facts.append(TimerSet(ref, to_wire(arm.due)))
        else:
            assert element.message is not None
            key = self._key(token, element.message, where)
            arm = Arm(ref, element.id, message=element.message.name, key=key)
            token.walk.facts.append(WaitOpened(ref, element.message.name, key))
        return arm

    def _key(self, token: Token, message: Message, where: str) -> str:
        key = token.walk.feel(message.key, token.data, where)
        if not isinstance(key, str) or not key:
            raise EngineError(f"{where}: the correlation key {message.key} gave {key!r}, which is no text")
        return key

    def arm_boundaries(self, token: Token) -> None:
        token.arms = tuple(self.wait(token, each, token.level.visit(each.id)) for each in self.boundaries)

    def give_up(self, token: Token, arms: tuple[Arm, ...]) -> None:
        drop(token, arms)
        token.arms = ()

    def fire(self, token: Token, arm: Arm, payload: dict[str, Any]) -> None:
        """What a boundary event waited for has come."""
        event = next(each for each in self.boundaries if each.id == arm.element)
        raised = Token(token.level, token.level.spec.task_specs[spec_name(event.id)], token.level.task_tree)
        raised.data = dict(token.data)
        raised.ref = arm.ref
        raised.task_spec.enter(raised)
        self.set_off(raised, payload)
        if event.interrupting:
            token.arms = tuple(each for each in token.arms if each is not arm)
            raised.data.update(self.seen_inside(token))
            token.level.cancel_token(token)
        else:
            raised.data.update(self.seen_inside(token))
            self._rearm(token, arm, event)

    def seen_inside(self, _token: Token) -> dict[str, int]:
        return {}

    def set_off(self, token: Token, payload: dict[str, Any]) -> None:
        """Let a token that waited, or was raised, run on with what came."""
        token.local = token.walk.cells.put_all(payload)
        token.state = TaskState.READY
        token.walk.ready.append(token)

    def _rearm(self, token: Token, arm: Arm, event: Element) -> None:
        """A message that does not interrupt may come again; each time is a visit of its own."""
        index = token.arms.index(arm)
        again: tuple[Arm, ...] = ()
        if arm.due is None:
            fresh = Arm(token.level.visit(event.id), event.id, message=arm.message, key=arm.key)
            token.walk.facts.append(WaitOpened(fresh.ref, fresh.message or "", fresh.key))
            again = (fresh,)
        token.arms = (*token.arms[:index], *again, *token.arms[index + 1 :])
