"""Activities: work of people, of delegates, of decisions and of other diagrams."""

from typing import Any

from app.engine.nodes.base import Node
from app.engine.tokens.levels import Level, Token
from app.engine.tokens.variables import newest
from app.errors import EngineError
from app.events.facts import (
    AskSent,
    DecisionMade,
    Fact,
    LookTaken,
    RecordWritten,
    TaskOpened,
    TaskWithdrawn,
    TellQueued,
)


class _Activity(Node):
    """Work with inputs, and events on its edge."""

    def arrive(self, token: Token) -> bool:
        self.enter(token)
        token.walk.assign(self.element.inputs, token.data, {}, token.local, self.where("input"))
        self.arm_boundaries(token)
        return True


class UserTask(_Activity):
    """A person's work: stays open until it is completed or withdrawn."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.manual = True

    def arrive(self, token: Token) -> bool:
        ready = super().arrive(token)
        token.division = self._division(token)
        element = self.element
        token.walk.facts.append(TaskOpened(token.ref, element.name, element.form, element.role, token.division))
        return ready

    def _division(self, token: Token) -> str | None:
        text = self.element.properties.get("division")
        if text is None:
            return None
        division = token.walk.feel(text, token.visible, self.where("division"))
        if division is not None and not isinstance(division, str):
            raise EngineError(f"{self.where('division')}: {text} gave {division!r}, which is no text")
        return division

    def withdraw(self, token: Token) -> None:
        token.walk.facts.append(TaskWithdrawn(token.ref))
        super().withdraw(token)


class ServiceTask(_Activity):
    """A delegate's work: done inline, or asked of an outside system and waited for."""

    def act(self, token: Token) -> bool | None:
        walk, delegate = token.walk, self.element.delegate or ""
        inputs = walk.cells.wire(token.local)
        kind = walk.host.kind_of(delegate)
        if kind == "ask":
            token.asked = walk.cells.put(inputs)
            walk.facts.append(AskSent(token.ref, delegate, inputs))
            return None
        result = walk.host.call(delegate, inputs, token.ref)
        walk.facts.append(_called(kind, token.ref, delegate, inputs, result))
        token.local = {**token.local, **walk.cells.put_all(result)}
        return True


def _called(kind: str, ref: str, delegate: str, inputs: dict[str, Any], result: dict[str, Any]) -> Fact:
    match kind:
        case "look":
            return LookTaken(ref, delegate, inputs, result)
        case "record":
            return RecordWritten(ref, delegate, inputs, result)
        case "tell":
            return TellQueued(ref, delegate, inputs, result)
        case _:
            raise EngineError(f"{ref}: the delegate {delegate} is of no known kind: {kind}")


class RuleTask(_Activity):
    """A decision's work. Without output mappings its outcome becomes the result variable."""

    def act(self, token: Token) -> bool | None:
        walk, element = token.walk, self.element
        decision, scope = element.decision or "", walk.cells.feel(token.visible)
        made = walk.host.decide(decision, element.binding, scope, walk.moment, token.ref)
        walk.facts.append(
            DecisionMade(token.ref, decision, element.binding, made.release, made.model, made.outcome, made.explanation)
        )
        cell = walk.cells.put(made.outcome)
        target = token.local if element.outputs else token.data
        target[element.result or ""] = cell
        return True


class Call(_Activity):
    """Another process: it sees the input mappings alone, and only the output mappings come back."""

    def act(self, token: Token) -> bool | None:
        token.workflow.top_workflow.start_part(token, self.element.starts, dict(token.local))
        return None

    def returned(self, token: Token, part: Level) -> None:
        token.local = {**token.local, **part.kept}
        token.complete()


class Subprocess(_Activity):
    """A part of the same diagram: it shares the variables of the level around it."""

    def act(self, token: Token) -> bool | None:
        token.workflow.top_workflow.start_part(token, self.element.starts, dict(token.data))
        return None

    def returned(self, token: Token, part: Level) -> None:
        token.data = newest([token.data, part.kept])
        token.complete()

    def seen_inside(self, token: Token) -> dict[str, int]:
        return token.inside.seen() if token.inside is not None else {}
