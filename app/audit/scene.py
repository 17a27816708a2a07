"""The diagrams of a case as they stood at one of its facts, and the same in words, element by element."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.cases.shown.views import FactLine
from app.web.drawing import Box, Level, Mark, Plan, Trail, picture, trail
from app.web.law import Law
from app.web.look.language import say

KINDS: Final[Mapping[str, str]] = {
    "startEvent": "开始",
    "endEvent": "结束",
    "intermediateCatchEvent": "等待事件",
    "boundaryEvent": "边界事件",
    "exclusiveGateway": "择一网关",
    "parallelGateway": "并行网关",
    "inclusiveGateway": "多选网关",
    "eventBasedGateway": "等待网关",
    "userTask": "人工任务",
    "serviceTask": "系统步骤",
    "businessRuleTask": "规则判断",
    "callActivity": "调用流程",
    "subProcess": "子流程",
}
STATES: Final[Mapping[str, str]] = {
    "done": "已经过",
    "active": "正在办理",
    "waiting": "等待",
    "stopped": "已撤回",
    "message": "等待消息",
    "timer": "等待时刻",
    "answer": "等待外部系统答复",
    "join": "等待其他分支",
    "task": "等待经办人办理",
}


@dataclass(frozen=True)
class Row:
    """One element in the table beside the drawing."""

    name: str
    kind: str
    lane: str
    state: str
    words: str
    visits: int
    seq: int
    now: bool
    opens: str | None  # the key of the diagram that it called


@dataclass(frozen=True)
class Part:
    """One diagram that can be looked at."""

    key: str
    title: str
    depth: int
    state: str
    chosen: bool


@dataclass(frozen=True)
class Scene:
    """All that is shown of one moment."""

    title: str
    desc: str
    svg: str
    parts: list[Part]
    rows: list[Row]
    untouched: int


def follow(facts: Sequence[FactLine], process: str, law: Law) -> Trail:
    """Follow facts through the diagrams of the case's release."""
    return trail(facts, process, lambda name: law.plan(name).calls, lambda name: law.plan(name).targets)


def scene(facts: Sequence[FactLine], process: str, law: Law, key: str | None) -> Scene:
    """Show the diagram asked for, or the one that the last of the facts touched."""
    went = follow(facts, process, law)
    level = went.of(key)
    plan, title = law.plan(level.process), law.title(level.process)
    rows = [_row(box, level.marks[box.id], level, went, law) for box in _in_order(plan) if box.id in level.marks]
    told = {box.id: f"{named(box, law)}：{state(level.marks[box.id])}" for box in plan.boxes if box.id in level.marks}
    desc = describe(rows, facts[-1].seq)
    svg = picture(plan, level, title=title, desc=desc, words=law.words(), told=told)
    parts = [_part(each, went, law, chosen=each.key == level.key) for each in went.levels.values()]
    return Scene(title, desc, svg, parts, rows, len(plan.flow_nodes) - len(rows))


def describe(rows: Sequence[Row], seq: int) -> str:
    """Tell in a sentence what the drawing shows."""
    done = sum(row.state == "done" for row in rows)
    told = [say("截至第{n}条事实，已经过{done}个环节。", n=seq, done=done)]
    standing = {name: [row.name for row in rows if row.state == name] for name in ("active", "waiting", "stopped")}
    told += [
        say(STATES[name]) + say("：") + say("、").join(names) + say("。") for name, names in standing.items() if names
    ]
    return "".join(told)


def named(box: Box, law: Law) -> str:
    """An element's name; one without is named by what it is."""
    return law.say(box.name) if box.name else say(KINDS.get(box.kind, "环节"))


def state(mark: Mark) -> str:
    """A state in words."""
    return say(STATES[mark.waits_for or mark.state])


def _row(box: Box, mark: Mark, level: Level, went: Trail, law: Law) -> Row:
    inside = [key for key in went.levels if _is_inside(key, level.key, box.id)]
    return Row(
        name=named(box, law),
        kind=say(KINDS.get(box.kind, "环节")),
        lane=law.say(box.lane),
        state=mark.state,
        words=state(mark),
        visits=mark.visits,
        seq=mark.seq,
        now=mark.now,
        opens=inside[-1] if inside else None,
    )


def _is_inside(key: str, above: str, element: str) -> bool:
    """Whether a level is what an element of another began."""
    parent, _, last = key.rpartition("/")
    return bool(key) and parent == above and last.partition("#")[0] == element


def _part(level: Level, went: Trail, law: Law, *, chosen: bool) -> Part:
    parent, _, last = level.key.rpartition("/")
    marks = went.levels[parent].marks if parent in went.levels else {}
    mark = marks.get(last.partition("#")[0])
    depth = level.key.count("/") + 1 if level.key else 0
    number = last.partition("#")[2]
    title = law.title(level.process) + (say("（第{n}次）", n=number) if number not in {"", "1"} else "")
    return Part(level.key, title, depth, state(mark) if mark and level.key else "", chosen)


def _in_order(plan: Plan) -> list[Box]:
    """From left to right, as the diagram is read."""
    return sorted(plan.flow_nodes, key=lambda box: (box.at.middle[0], box.at.middle[1]))
