"""The diagrams can be read on a screen and in print: every picture is held to the rules of a tidy drawing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import etree

FOLDER = Path(__file__).parents[2] / "bpmn"
FILES = sorted(FOLDER.glob("*.bpmn"))
NS = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "d": "http://www.omg.org/spec/DD/20100524/DI",
    "m": "http://camunda.org/schema/modeler/1.0",
}
LANES = (  # the plan's order of those who act
    "申请人／监护人",
    "居住地县级残联",
    "户籍地县级残联",
    "评定机构",
    "县级民政",
    "省就业中心",
    "市残联",
    "省残联",  # reading.md F1: the last word on a disputed result
    "人社（养老系统）",
    "系统（省平台）",
)
POINTS = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
GAP = 2  # pixels that lines may come near before they count as touching

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle of the picture."""

    x: float
    y: float
    w: float
    h: float

    def overlaps(self, other: "Box", gap: float = 0) -> bool:
        return (
            self.x < other.x + other.w - gap
            and other.x < self.x + self.w - gap
            and self.y < other.y + other.h - gap
            and other.y < self.y + self.h - gap
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.w <= self.x + self.w
            and other.y + other.h <= self.y + self.h
        )

    def edge_holds(self, point: Point) -> bool:
        """Whether the middle of one side is this point: flows dock there."""
        cx, cy = self.x + self.w / 2, self.y + self.h / 2
        docks = [(self.x, cy), (self.x + self.w, cy), (cx, self.y), (cx, self.y + self.h)]
        return any(abs(point[0] - x) <= GAP and abs(point[1] - y) <= GAP for x, y in docks)


@dataclass
class Picture:
    """What one file draws: boxes by element, lines by flow, labels by their owner."""

    root: etree._Element
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)

    def element(self, name: str) -> etree._Element:
        return self.root.xpath(f"//b:*[@id='{name}']", namespaces=NS)[0]

    @property
    def pool(self) -> Box:
        return self.boxes[self.root.find("b:collaboration/b:participant", NS).get("id")]

    @property
    def nodes(self) -> list[etree._Element]:
        kinds = ("Task", "Event", "Gateway", "Activity")
        inside = self.root.iterfind("b:process/*", NS)
        return [each for each in inside if etree.QName(each).localname.endswith(kinds)]

    @property
    def shapes(self) -> dict[str, Box]:
        return {each.get("id"): self.boxes[each.get("id")] for each in self.nodes}

    def segments(self, flow: str) -> Iterator[Box]:
        for (x1, y1), (x2, y2) in pairwise(self.lines[flow]):
            yield Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))

    def ends(self, flow: str) -> tuple[str, str]:
        element = self.element(flow)
        return element.get("sourceRef"), element.get("targetRef")


def box(element: etree._Element) -> Box:
    return Box(*(float(element.get(each)) for each in ("x", "y", "width", "height")))


@cache
def picture(file: Path) -> Picture:
    drawn = Picture(etree.parse(file).getroot())
    for shape in drawn.root.iter(f"{{{NS['di']}}}BPMNShape"):
        drawn.boxes[shape.get("bpmnElement")] = box(shape.find("dc:Bounds", NS))
    for edge in drawn.root.iter(f"{{{NS['di']}}}BPMNEdge"):
        points = edge.findall("d:waypoint", NS)
        drawn.lines[edge.get("bpmnElement")] = [(float(each.get("x")), float(each.get("y"))) for each in points]
    for label in drawn.root.iter(f"{{{NS['di']}}}BPMNLabel"):
        drawn.labels[label.getparent().get("bpmnElement")] = box(label.find("dc:Bounds", NS))
    return drawn


def touching(one: Box, other: Box) -> bool:
    """Whether two straight pieces of lines meet or run over each other."""
    return (
        one.x <= other.x + other.w
        and other.x <= one.x + one.w
        and one.y <= other.y + other.h
        and other.y <= one.y + one.h
    )


each_file = pytest.mark.parametrize("file", FILES, ids=lambda each: each.stem)


def test_there_are_diagrams() -> None:
    assert FILES


@each_file
def test_a_diagram_is_of_the_camunda_8_dialect_and_says_what_it_was_rebuilt_from(file: Path) -> None:
    root = picture(file).root
    assert root.get(f"{{{NS['m']}}}executionPlatform") == "Camunda Cloud"
    assert root.get(f"{{{NS['m']}}}executionPlatformVersion") == "8.6.0"
    process = root.find("b:process", NS)
    assert process.get("id") == file.stem
    assert "附件1" in process.findtext("b:documentation", namespaces=NS)
    assert "重构" in process.findtext("b:documentation", namespaces=NS)


@each_file
def test_ids_are_ascii_and_tasks_and_events_have_chinese_names_and_say_why(file: Path) -> None:
    drawn = picture(file)
    for element in drawn.nodes:
        kind = etree.QName(element).localname
        assert POINTS.fullmatch(element.get("id")), element.get("id")
        if not kind.endswith("Gateway"):
            assert re.search("[一-鿿]", element.get("name") or ""), element.get("id")
        if kind.endswith(("Task", "Activity")):
            assert element.findtext("b:documentation", namespaces=NS), element.get("id")


@each_file
def test_everything_is_drawn_once_and_nothing_else_is(file: Path) -> None:
    drawn = picture(file)
    flows = {each.get("id") for each in drawn.root.iterfind("b:process/b:sequenceFlow", NS)}
    assert set(drawn.lines) == flows
    assert set(drawn.shapes) <= set(drawn.boxes)


@each_file
def test_lanes_are_in_the_plans_order_and_hold_their_elements(file: Path) -> None:
    drawn = picture(file)
    lanes = drawn.root.findall("b:process/b:laneSet/b:lane", NS)
    names = [lane.get("name") for lane in sorted(lanes, key=lambda each: drawn.boxes[each.get("id")].y)]
    assert names == [each for each in LANES if each in names]
    placed = [ref.text for lane in lanes for ref in lane.iterfind("b:flowNodeRef", NS)]
    assert sorted(placed) == sorted(drawn.shapes)
    for lane in lanes:
        for ref in lane.iterfind("b:flowNodeRef", NS):
            assert drawn.boxes[lane.get("id")].holds(drawn.boxes[ref.text]), ref.text


@each_file
def test_flows_are_made_of_level_and_upright_lines_from_dock_to_dock(file: Path) -> None:
    drawn = picture(file)
    pool = drawn.pool
    for flow, points in drawn.lines.items():
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points)), flow
        assert all(pool.holds(each) for each in drawn.segments(flow)), flow
        source, target = drawn.ends(flow)
        assert drawn.boxes[source].edge_holds(points[0]), flow
        assert drawn.boxes[target].edge_holds(points[-1]), flow


@each_file
def test_shapes_stand_apart(file: Path) -> None:
    drawn = picture(file)
    for (one, first), (other, second) in combinations(drawn.shapes.items(), 2):
        if drawn.element(one).get("attachedToRef") == other or drawn.element(other).get("attachedToRef") == one:
            continue  # a boundary event sits on the edge of its activity
        assert not first.overlaps(second, -10), f"{one} and {other}"


@each_file
def test_flows_cross_neither_each_other_nor_a_shape(file: Path) -> None:
    drawn = picture(file)
    for one, other in combinations(drawn.lines, 2):
        if set(drawn.ends(one)) & set(drawn.ends(other)):
            continue
        meet = any(touching(a, b) for a in drawn.segments(one) for b in drawn.segments(other))
        assert not meet, f"{one} crosses {other}"
    for flow in drawn.lines:
        for name, shape in drawn.shapes.items():
            if name not in drawn.ends(flow):
                assert not any(touching(each, shape) for each in drawn.segments(flow)), f"{flow} through {name}"


@each_file
def test_flows_that_share_an_element_only_run_together_at_it(file: Path) -> None:
    """One that comes in and one that goes out of an element must not lie on each other."""
    drawn = picture(file)
    for one, other in combinations(drawn.lines, 2):
        (a, b), (c, d) = drawn.ends(one), drawn.ends(other)
        if (b == c or a == d) and a != c and b != d:
            meet = any(touching(x, y) for x in drawn.segments(one) for y in drawn.segments(other))
            assert not meet, f"{one} lies on {other}"


@each_file
def test_labels_lie_on_nothing(file: Path) -> None:
    drawn = picture(file)
    for (one, first), (other, second) in combinations(drawn.labels.items(), 2):
        assert not first.overlaps(second, GAP), f"labels of {one} and {other}"
    for owner, label in drawn.labels.items():
        assert drawn.pool.holds(label), owner
        for name, shape in drawn.shapes.items():
            assert not label.overlaps(shape, GAP), f"label of {owner} on {name}"
        for flow in drawn.lines:
            assert not any(label.overlaps(each, GAP) for each in drawn.segments(flow)), f"label of {owner} on {flow}"
