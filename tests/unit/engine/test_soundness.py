"""Diagrams in which a case gets stuck are found before they run, and those that always end are let pass."""

from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue import read_folder
from app.engine.diagram.reader import read
from app.engine.soundness import unsound

ROOT = Path(__file__).resolve().parents[3]
KINDS = {"x": "exclusiveGateway", "+": "parallelGateway", "o": "inclusiveGateway", "e": "eventBasedGateway"}
NAMESPACE = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
FLOW = '<bpmn:sequenceFlow id="{0}_{1}" sourceRef="{0}" targetRef="{1}"/>'
HEAD = f'<bpmn:definitions {NAMESPACE}><bpmn:process id="p" isExecutable="true">'


def drawn(ways, extra="", terminate=()):
    """A diagram of "A > B > C" ways: capitals are tasks, x1 +1 o1 e1 gateways, begin and end... the events."""
    flows = [(one.strip(), other.strip()) for way in ways for one, other in pairwise(way.split(">"))]
    names = dict.fromkeys(name for flow in flows for name in flow)
    elements = "".join(map(_element(terminate), names))
    lines = "".join(
        f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in dict.fromkeys(flows)
    )
    content = f"{HEAD}{elements}{extra}{lines}</bpmn:process></bpmn:definitions>"
    return read({"bpmn/p.bpmn": content.encode()}).diagrams["p"]


def _element(terminate):
    def made(name):
        if name == "begin":
            return f'<bpmn:startEvent id="{name}"/>'
        if name.startswith("end"):
            inside = "<bpmn:terminateEventDefinition/>" if name in terminate else ""
            return f'<bpmn:endEvent id="{name}">{inside}</bpmn:endEvent>'
        if name[:1] in KINDS:
            kind = KINDS[name[:1]]
            return f'<bpmn:{kind} id="{name}" name="{name}"/>'
        return f'<bpmn:userTask id="{name}" name="{name}"/>' if name.isupper() else ""

    return made


def found(*ways, **more):
    return [(one.severity, one.element) for one in unsound(drawn(ways, **more))]


SOUND = {
    "in a row": ["begin > A > B > end"],
    "a choice": ["begin > x1 > A > x2 > end", "x1 > B > x2"],
    "side by side": ["begin > +1 > A > +2 > end", "+1 > B > +2"],
    "some of them": ["begin > o1 > A > o2 > end", "o1 > B > o2", "o1 > C > o2"],
    "a choice within side by side": ["begin > +1 > x1 > A > x2 > +2 > end", "x1 > B > x2", "+1 > C > +2"],
    "side by side to ends of their own": ["begin > +1 > A > end1", "+1 > B > end2"],
    "again until it is right": ["begin > x1 > A > x2 > end", "x2 > B > x1"],
    "some of them, one again": ["begin > o1 > x1 > A > x2 > o2 > end", "x2 > x1", "o1 > B > o2"],
}


@pytest.mark.parametrize("ways", SOUND.values(), ids=SOUND)
def test_what_always_ends_is_let_pass(ways):
    assert found(*ways) == []


UNSOUND = {
    "one of two is waited for": (["begin > x1 > A > +2 > end", "x1 > B > +2"], [("error", "+2")]),
    "some of two are waited for": (["begin > o1 > A > +2 > end", "o1 > B > +2"], [("error", "+2")]),
    "a branch leaves before the join": (
        ["begin > +1 > x1 > A > +2 > end", "x1 > B > end2", "+1 > C > +2"], [("error", "+2")],
    ),
    "a loop leads back between split and join": (
        ["begin > +1 > A > +2 > x2 > end", "+1 > x1 > B > +2", "x2 > x1"], [("error", "+2")],
    ),
    "branches meet without a join": (["begin > +1 > A > x2 > C > end", "+1 > B > x2"], [("warning", "C")]),
    "a branch begins itself again": (["begin > x1 > A > +1 > x1", "+1 > B > end"], [("error", "begin")]),
}  # fmt: skip


@pytest.mark.parametrize(("ways", "wrong"), UNSOUND.values(), ids=UNSOUND)
def test_what_gets_stuck_goes_on_for_ever_or_doubles_is_found(ways, wrong):
    assert [one for one in found(*ways) if one in wrong] == wrong


def test_the_finding_tells_the_course_and_the_branch_that_never_comes():
    [one] = unsound(drawn(["begin > x1 > A > +2 > end", "x1 > B > +2"]))
    assert "from 'B' that never comes" in one.what
    assert "x1 → A → +2" in one.what
    assert "等不到从“B”来的分支" in one.what_zh


def test_an_end_that_ends_all_ends_what_else_is_waiting():
    ways = ["begin > +1 > A > end1", "+1 > x1 > B > x1"]
    assert found(*ways) == [("error", "begin")]
    assert found(*ways, terminate=("end1",)) == []


EVENT = '<bpmn:boundaryEvent id="late" attachedToRef="A" {}><bpmn:timerEventDefinition/></bpmn:boundaryEvent>'
LATE = '<bpmn:userTask id="L" name="L"/><bpmn:endEvent id="end2"/>'
AFTER = FLOW.format("late", "L") + FLOW.format("L", "end2")


def test_what_an_event_beside_the_work_begins_may_be_under_way_twice():
    extra = EVENT.format('cancelActivity="false"') + LATE + AFTER
    assert found("begin > x1 > A > x2 > end", "x2 > x1", extra=extra) == []


def test_an_event_that_ends_the_work_leads_past_the_join_that_waits_for_it():
    extra = EVENT.format('cancelActivity="true"') + LATE + AFTER
    assert found("begin > +1 > A > +2 > end", "+1 > B > +2", extra=extra) == [("error", "+2")]


# Diagrams made of blocks, each split joined by its own kind: they end by construction.
BLOCKS = st.recursive(
    st.just("task"),
    lambda inner: st.one_of(
        st.tuples(st.just(">"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.sampled_from("x+o"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("again"), st.lists(inner, min_size=2, max_size=2)),
    ),
    max_leaves=7,
)


class Sketch:
    """Draws blocks and remembers which joins close a choice."""

    def __init__(self, block):
        self.ways, self.closing, self._numbers = [], {}, count(1)
        self.ways.append(f"{self._draw(block, 'begin')} > end")

    def _draw(self, block, at):
        """Draw a block from an element on; give the element at which it ends."""
        if block == "task":
            task = f"T{next(self._numbers)}"
            self.ways.append(f"{at} > {task}")
            return task
        kind, inner = block
        if kind == ">":
            for one in inner:
                at = self._draw(one, at)
            return at
        number = next(self._numbers)
        opening, closing = (f"{'x' if kind == 'again' else kind}{number}{end}" for end in "ab")
        self.ways.append(f"{at} > {opening}")
        if kind == "again":
            self.ways.append(f"{self._draw(inner[0], opening)} > {closing}")
            self.ways.append(f"{self._draw(inner[1], closing)} > {opening}")
            return closing
        for one in inner:
            self.ways.append(f"{self._draw(one, opening)} > {closing}")
        self.closing[closing] = kind
        return closing

    def mistaken(self, closing):
        """The same with one choice joined as if all its branches came."""
        return [way.replace(closing, f"+{closing[1:]}") for way in self.ways]


@given(BLOCKS)
@settings(max_examples=150, deadline=None)
def test_blocks_that_are_joined_as_they_were_split_always_end(block):
    assert found(*Sketch(block).ways) == []


@given(BLOCKS, st.data())
@settings(max_examples=150, deadline=None)
def test_a_choice_that_is_joined_as_if_all_came_is_always_found(block, data):
    sketch = Sketch(block)
    choices = [name for name, kind in sketch.closing.items() if kind in "xo"]
    if choices:
        wrong = data.draw(st.sampled_from(choices))
        assert ("error", f"+{wrong[1:]}") in found(*sketch.mistaken(wrong))


def test_every_diagram_of_the_seed_always_ends():
    diagrams = {name: content for name, content in read_folder(ROOT).items() if name.startswith("bpmn/")}
    assert [one for level in read(diagrams).diagrams.values() for one in unsound(level)] == []
