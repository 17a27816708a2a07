"""The parts of a diagram as frozen values: elements, flows, timers, messages, mappings; for the engine room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

ACTIVITIES = frozenset({"userTask", "serviceTask", "businessRuleTask", "callActivity", "subProcess"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent"})
ELEMENTS = ACTIVITIES | GATEWAYS | EVENTS
CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


@dataclass(frozen=True)
class Flow:
    """A sequence flow; its condition is FEEL, or None."""

    id: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True)
class Assignment:
    """One mapping: a FEEL source into a variable, or into a key inside a variable's context."""

    target: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Message:
    """A message that is waited for; the key is FEEL, reckoned when the wait begins."""

    name: str
    key: str


@dataclass(frozen=True)
class TimerText:
    """A time that is waited for: FEEL when it begins with an equals sign, else an ISO text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Element:
    """One element of a diagram with all that runs; a trait that the element lacks is None or empty."""

    id: str
    kind: str
    name: str = ""
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    default: str | None = None
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    form: str | None = None
    role: str | None = None
    delegate: str | None = None
    decision: str | None = None
    result: str | None = None
    binding: str = "deployment"
    called: str | None = None
    inner: str | None = None
    message: Message | None = None
    timer: TimerText | None = None
    terminate: bool = False
    attached: str | None = None
    interrupting: bool = True

    @property
    def step(self) -> str | None:
        return self.properties.get("step")

    @property
    def outcome(self) -> str:
        return self.properties.get("outcome", self.id)

    @property
    def starts(self) -> str | None:
        """The key of the diagram that runs inside this element: a called process or an embedded subprocess."""
        return self.called or self.inner


@dataclass(frozen=True)
class Diagram:
    """One level of a diagram: a process, or the inside of an embedded subprocess; `key` names it among all."""

    key: str
    process: str
    file: str
    elements: Mapping[str, Element]
    start: str

    def boundaries(self, element: str) -> tuple[Element, ...]:
        return self._boundaries.get(element, ())

    @cached_property
    def _boundaries(self) -> Mapping[str, tuple[Element, ...]]:
        found: dict[str, tuple[Element, ...]] = {}
        for each in self.elements.values():
            if each.attached is not None:
                found[each.attached] = (*found.get(each.attached, ()), each)
        return found
