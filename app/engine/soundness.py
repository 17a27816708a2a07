"""Whether a case can always come to its end, by playing every course that a level of a diagram allows; checks call it.

Conditions are left open: at a choice every flow is taken, so that a course found here needs no particular data. What is
found is one of three things, each with the shortest course that leads to it: a join that waits for a branch that never
comes, work that can never end, and work that is under way twice at once because branches meet without being joined.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import Final, NamedTuple

from app.engine.diagram.model import ACTIVITIES, Diagram, Element, Flow
from app.engine.diagram.texts import finding
from app.engine.diagram.ways import Coming
from app.errors import Finding

MOST: Final = 50_000  # states of one level; beyond them the check says that it has not seen all
LONGEST: Final = 12  # elements of a course that are told
WIDEST: Final = 6  # flows of an inclusive gateway whose every combination is played; of more, each alone and all


class Place(NamedTuple):
    """Where a token is: at an element, or on the flow by which it waits for others at a join; `rung` has gone off."""

    element: str
    flow: str = ""
    rung: tuple[str, ...] = ()


State = tuple[Place, ...]


def unsound(diagram: Diagram) -> Iterator[Finding]:
    """Find what keeps a case of this level from its end."""
    if not diagram.start:
        return  # told where the file is read
    courses = _Courses(diagram)
    courses.play()
    yield from courses.stuck()
    yield from courses.twice()
    if courses.cut:
        yield finding("too_many_courses", diagram.file, diagram.key, id=diagram.key, count=MOST)
    else:
        yield from courses.endless()


class _Courses:
    """Every state that the tokens of one level can come to, and from which other it was first reached."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram, self.cut = diagram, False
        self.begin: State = (Place(diagram.start),)
        self.came: dict[State, State | None] = {self.begin: None}
        self.onward: dict[State, list[State]] = {}
        self.coming = cache(lambda gateway: Coming(diagram, gateway))
        self.moves = cache(lambda place: tuple(self._moves(place)))
        self.main = _without_bells(diagram)

    def play(self) -> None:
        waiting = deque([self.begin])
        while waiting:
            state = waiting.popleft()
            after = self.onward[state] = (
                [] if _doubled(state) else list(dict.fromkeys(map(self._once, self._after(state))))
            )
            for reached in after:
                if reached in self.came:
                    continue
                if len(self.came) >= MOST:
                    self.cut = True
                    return
                self.came[reached] = state
                waiting.append(reached)

    def _once(self, places: Iterable[Place]) -> State:
        """A state; what only an event beside the work leads to may well be under way twice, and counts once."""
        counted = list[Place]()
        for place in sorted(places):
            if place.element in self.main or place not in counted:
                counted.append(place)
        return tuple(counted)

    def stuck(self) -> Iterator[Finding]:
        """Joins at which tokens wait for others when nothing else can move."""
        told = set[str]()
        for state, after in self.onward.items():
            if not state or after or _doubled(state):
                continue
            for gateway in sorted({place.element for place in state} - told):
                told.add(gateway)
                filled = {place.flow for place in state if place.element == gateway}
                missing = [flow.source for flow in self.diagram.elements[gateway].incoming if flow.id not in filled]
                yield self._finding("stuck", gateway, state, missing="、".join(map(self._name, missing)))

    def twice(self) -> Iterator[Finding]:
        """Activities that two tokens of one case can be at."""
        told = set[str]()
        for state in self.onward:
            for element in sorted(_doubled(state) - told):
                told.add(element)
                if self.diagram.elements[element].kind in ACTIVITIES:
                    yield self._finding("twice", element, state)

    def endless(self) -> Iterator[Finding]:
        """States from which no course leads to the end, though something can always move."""
        back: dict[State, list[State]] = {}
        for state, after in self.onward.items():
            for reached in after:
                back.setdefault(reached, []).append(state)
        waiting = [state for state, after in self.onward.items() if not after and not _doubled(state)]
        ending = set(waiting)
        while waiting:
            for state in back.get(waiting.pop(), ()):
                if state not in ending:
                    ending.add(state)
                    waiting.append(state)
        lost = next((state for state in self.onward if state not in ending and not _doubled(state)), None)
        if lost is not None:
            yield self._finding("endless", lost[0].element, lost)

    def _finding(self, key: str, element: str, state: State, **details: str) -> Finding:
        path = " → ".join(map(self._name, self._course(state)))
        return finding(key, self.diagram.file, element, path=path, **details)

    def _course(self, state: State) -> list[str]:
        """The elements that were entered on the shortest way to a state, the last of them."""
        entered: list[str] = []
        at: State | None = state
        while at is not None:
            before = self.came[at]
            new = [place for place in at if before is None or place not in before]
            entered.extend(place.element for place in reversed(new))
            at = before
        names = [name for name in reversed(entered) if self.diagram.elements[name].name]
        return list(dict.fromkeys(names))[-LONGEST:]

    def _name(self, element: str) -> str:
        return self.diagram.elements[element].name.replace("\n", "") or element

    def _after(self, state: State) -> Iterator[Iterable[Place]]:
        for place in dict.fromkeys(state):
            rest = list(state)
            rest.remove(place)
            if place.flow:
                yield from self._joined(state, place.element)
            else:
                for moved in self.moves(place):
                    yield () if moved is None else (*rest, *moved)

    def _moves(self, place: Place) -> Iterator[list[Place] | None]:
        """What a token turns into; None ends the whole level."""
        element = self.diagram.elements[place.element]
        if element.kind == "endEvent":
            yield None if element.terminate else []
            return
        yield from ([self._arrive(flow.id, flow.target) for flow in flows] for flows in _ways(element))
        for event in self.diagram.boundaries(element.id):
            rung = [self._arrive(flow.id, flow.target) for flow in event.outgoing]
            if event.interrupting:
                yield rung
            elif event.id not in place.rung:
                yield [Place(element.id, "", tuple(sorted((*place.rung, event.id)))), *rung]

    def _arrive(self, flow: str, target: str) -> Place:
        return Place(target, flow) if self._joins(self.diagram.elements[target]) else Place(target)

    @staticmethod
    def _joins(element: Element) -> bool:
        return element.kind in {"parallelGateway", "inclusiveGateway"} and len(element.incoming) > 1

    def _joined(self, state: State, gateway: str) -> Iterator[Iterable[Place]]:
        """The states after a join, when all have come whom it waits for."""
        element = self.diagram.elements[gateway]
        filled = frozenset(place.flow for place in state if place.element == gateway and place.flow)
        if element.kind == "parallelGateway":
            complete = len(filled) == len(element.incoming)
        else:
            others = (place.element for place in state if place.element != gateway)
            complete = not any(self.coming(gateway).may_come(other, filled) for other in others)
        if complete:
            rest = list(state)
            for flow in filled:
                rest.remove(Place(gateway, flow))
            for flows in _ways(element):
                yield (*rest, *(self._arrive(flow.id, flow.target) for flow in flows))


def _ways(element: Element) -> Iterator[tuple[Flow, ...]]:
    """The sets of flows that a token may leave by."""
    flows = element.outgoing
    if element.kind == "inclusiveGateway" and len(flows) > 1:
        chosen = [flow for flow in flows if flow.id != element.default]
        sizes = range(1, len(chosen) + 1) if len(chosen) <= WIDEST else (1, len(chosen))
        for size in sizes:
            yield from combinations(chosen, size)
        yield from ((flow,) for flow in flows if flow.id == element.default)
    elif element.kind in {"exclusiveGateway", "eventBasedGateway"}:
        yield from ((flow,) for flow in flows)
    else:
        yield flows


def _without_bells(diagram: Diagram) -> frozenset[str]:
    """The elements that a token comes to without an event that goes off beside the work."""
    found: set[str] = set()
    waiting = [diagram.start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(flow.target for flow in diagram.elements[name].outgoing)
            waiting.extend(event.id for event in diagram.boundaries(name) if event.interrupting)
    return frozenset(found)


def _doubled(state: State) -> set[str]:
    """The elements at which two tokens are, or to which two came by one flow."""
    seen, twice = set[tuple[str, str]](), set[str]()
    for place in state:
        key = (place.element, place.flow)
        if key in seen:
            twice.add(place.element)
        seen.add(key)
    return twice
