"""Every diagram of the seed release is drawn from its own coordinates, with all that it holds, in lines that fit."""

from pathlib import Path

import pytest
from lxml import etree

from app.web.drawing import Level, Mark, NotDrawable, picture, read
from app.web.drawing.lines import width, wrapped

ROOT = Path(__file__).resolve().parents[3]
DIAGRAMS = sorted((ROOT / "bpmn").glob("*.bpmn"))
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(text):
    return etree.fromstring(str(text).encode())


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_all_that_runs_is_drawn(file):
    plan, root = read(file.read_bytes()), etree.parse(file).getroot()
    svg = drawn(picture(plan, name="d"))
    ids = {node.get("id", "").removeprefix("d-") for node in svg.iter(f"{SVG}g")}
    nodes = {box.id for box in plan.flow_nodes} | {arrow.id for arrow in plan.arrows}
    assert nodes <= ids
    told = {node.get("id") for node in root.iter(f"{BPMN}*") if node.find(f"{BPMN}incoming") is not None}
    assert told <= ids
    said = "".join(node.text or "" for node in svg.iter(f"{SVG}text"))
    for box in plan.boxes:
        assert box.name.replace("\n", "").replace(" ", "") in said.replace(" ", ""), box.id


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_no_name_is_wider_than_its_task(file):
    for box in read(file.read_bytes()).boxes:
        if box.shape == "task":
            lines = wrapped(box.name, (box.at.width - 10) / 12)
            assert max(width(line) for line in lines) * 12 <= box.at.width + 3, box.name


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("审核申请并指定评定机构", ["审核申请", "并指定评", "定机构"]),
        ("一二三四五。六七八", ["一二三四五。", "六七八"]),
        ("一二三四（五六）", ["一二三四", "（五六）"]),
        ("Check papers now", ["Check", "papers", "now"]),
        ("上\n下", ["上", "下"]),
        ("", []),
    ],
)
def test_chinese_breaks_anywhere_but_before_a_stop(text, lines):
    assert wrapped(text, 5) == lines


def test_what_finds_no_room_ends_in_an_ellipsis():
    assert wrapped("一二三四五六", 2, 2) == ["一二", "三…"]


def test_a_state_is_told_by_signs_and_words_not_only_by_colour():
    plan = read((ROOT / "bpmn" / "public_notice.bpmn").read_bytes())
    first, second, third, fourth = (box.id for box in plan.flow_nodes[:4])
    level = Level("", plan.process)
    level.marks = {
        first: Mark("done", 2),
        second: Mark("active", 1, "task", 7, now=True),
        third: Mark("waiting", 1, "timer"),
        fourth: Mark("stopped", 1),
    }
    level.flows = {plan.arrows[0].id: 2}
    svg = drawn(picture(plan, level, name="d", title="公示", desc="四个环节", told={second: "办理中"}))
    badges = {
        group.get("id"): group.find(f"{SVG}g[@class='badge']") for group in svg.iter(f"{SVG}g") if group.get("id")
    }
    paths = [badges[f"d-{name}"].xpath("string(.//*[local-name()='path']/@d)") for name in (first, third, fourth)]
    assert len({path.split("l")[-1] for path in paths}) == 3
    assert "×2" in "".join(svg.itertext())
    assert svg.find(f".//{SVG}rect[@class='halo']").getparent().get("id") == f"d-{second}"
    assert svg.get("aria-labelledby") == "d-title d-desc"
    assert [node.text for node in svg.iter(f"{SVG}title")] == ["公示", "办理中"]
    assert svg.find(f".//{SVG}g[@class='flow taken']").get("id") == f"d-{plan.arrows[0].id}"


def test_names_are_escaped_and_inline_styles_are_not_used():
    content = (ROOT / "bpmn" / "delivery.bpmn").read_bytes()
    name = read(content).boxes[0].name
    evil = content.replace(f'name="{name}"'.encode(), b'name="&lt;script&gt;"')
    svg = str(picture(read(evil)))
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg
    assert "style" not in svg


@pytest.mark.parametrize(
    "content",
    [
        b"no xml",
        b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
        b"<definitions/>",
        (ROOT / "bpmn" / "delivery.bpmn").read_bytes().replace(b'width="', b'width="x'),
        (ROOT / "bpmn" / "delivery.bpmn").read_bytes().replace(b'width="', b'width="1e9'),
    ],
)
def test_what_can_not_be_drawn_is_refused(content):
    with pytest.raises(NotDrawable):
        read(content)


def test_english_names_take_the_place_of_chinese_ones():
    plan = read((ROOT / "bpmn" / "delivery.bpmn").read_bytes())
    name = next(box.name for box in plan.boxes if box.shape == "task")
    assert "Handed over" in "".join(drawn(picture(plan, words={name: "Handed over"})).itertext())


SUBPROCESS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI">
  <process id="p" name="P" isExecutable="true">
    <subProcess id="Inside" name="Check it"><startEvent id="Begin"/><boundaryEvent id="Edge" attachedToRef="Inside"
      cancelActivity="false"><timerEventDefinition/></boundaryEvent></subProcess>
    <textAnnotation id="Note"><text>A note on it</text></textAnnotation>
    <association id="Tie" sourceRef="Note" targetRef="Inside"/>
  </process>
  <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">
    <bpmndi:BPMNShape bpmnElement="Begin"><dc:Bounds x="150" y="150" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape bpmnElement="Edge"><dc:Bounds x="282" y="232" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape bpmnElement="Inside"><dc:Bounds x="100" y="100" width="300" height="150"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape bpmnElement="Note"><dc:Bounds x="450" y="100" width="100" height="30"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge bpmnElement="Tie"><di:waypoint x="400" y="120"/><di:waypoint x="450" y="115"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>"""


def test_an_opened_subprocess_stands_below_what_is_in_it_and_shows_its_state():
    plan = read(SUBPROCESS)
    assert [box.id for box in plan.boxes] == ["Inside", "Begin", "Note", "Edge"]
    level = Level("", "p")
    level.marks = {"Inside": Mark("active", 1), "Begin": Mark("done", 1)}
    svg = drawn(picture(plan, level, name="d"))
    groups = {group.get("id"): group for group in svg.iter(f"{SVG}g") if group.get("id")}
    assert "active" in groups["d-Inside"].get("class")
    assert groups["d-Inside"].find(f"{SVG}g[@class='badge']") is not None
    said = ["".join(node.itertext()) for node in svg.iter(f"{SVG}text")]
    assert said[0] == "Check it"
    assert "A note on it" in " ".join(said)
    edge = groups["d-Edge"].find(f"{SVG}circle")
    assert edge.get("stroke-dasharray") == "4 3"
    assert groups["d-Tie"].find(f"{SVG}polygon") is None
