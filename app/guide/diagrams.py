"""What a release's diagrams say to who wants to know how an item goes; the guide only."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from app.web.drawing import Plan, read
from app.web.drawing.plan import Box

QUOTE: Final = re.compile("「([^」]*)」")
LITERAL: Final = re.compile(r'\s*=?\s*"([^"]*)"\s*')


@dataclass(frozen=True)
class Step:
    """Something that takes its time: its name, whose lane it is in, and the name of its time limit if it has one."""

    element: str
    name: str
    lane: str
    limit: str = ""
    of_people: bool = True  # not the reckoning of a limit


@dataclass(frozen=True)
class Process:
    """One process as its file has it."""

    plan: Plan
    quotes: tuple[str, ...]  # the sentences that its elements cite
    decisions: tuple[str, ...]  # the ids of the decisions that it asks itself
    limits: Mapping[str, str]  # element -> name of its time limit
    conditions: Mapping[str, str]  # call activity -> condition of the flow that leads to it
    opens: Mapping[str, str]  # service task -> the process of the case that it opens


@dataclass
class Diagrams:
    """The diagrams of one release, each read when it is asked for."""

    files: Mapping[str, bytes]
    _read: dict[str, Process] = field(default_factory=dict)

    def __getitem__(self, process: str) -> Process:
        if process not in self._read:
            self._read[process] = _process(self.files[f"bpmn/{process}.bpmn"])
        return self._read[process]

    def __contains__(self, process: str) -> bool:
        return f"bpmn/{process}.bpmn" in self.files

    def called_for(self, master: str, item: str) -> str | None:
        """Give the process that the master calls for an item: the flow to the call names the item's code."""
        found = self[master]
        calls = {box.id: box.calls for box in found.plan.boxes if box.calls}
        wanted = (element for element, condition in found.conditions.items() if f'"{item}"' in condition)
        return next((calls[element] for element in wanted if element in calls), None)

    def steps(self, process: str, followed: Collection[str], above: tuple[str, ...] = ()) -> Iterator[Step]:
        """Tell the people's steps and the time limits from left to right, those of called processes where they are.

        Of the cases that a process opens, those that are `followed` belong to the way of who applied, too.
        """
        found = self[process]
        for box in sorted(found.plan.flow_nodes, key=lambda box: (box.at.x, box.at.y)):
            opened = found.opens.get(box.id, "")
            inner = box.calls or (opened if opened in followed else "")
            if inner and inner in self and inner not in (*above, process):
                yield from self.steps(inner, followed, (*above, process))
            elif _takes_time(box, found):
                name, lane = (text.replace("\n", "") for text in (box.name, box.lane))
                yield Step(box.id, name, lane, found.limits.get(box.id, ""), box.kind == "userTask")


def _takes_time(box: Box, process: Process) -> bool:
    return box.kind == "userTask" or (box.kind == "businessRuleTask" and box.id in process.limits)


def parsed(content: bytes) -> etree._Element:
    """Read a release's file, a diagram or a table: no entities, no network, no document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(content, parser)


def _process(content: bytes) -> Process:
    root = parsed(content)
    notes = (note.text or "" for note in root.iter("{*}documentation"))
    quotes = dict.fromkeys(quote for note in notes for quote in QUOTE.findall(note))
    decisions = dict.fromkeys(each.get("decisionId", "") for each in root.iter("{*}calledDecision"))
    return Process(
        read(content), tuple(quotes), tuple(decisions), dict(_limits(root)), dict(_conditions(root)), dict(_opens(root))
    )


def _limits(root: etree._Element) -> Iterator[tuple[str, str]]:
    """A task's own property `step`, or the literal that is handed as `step` to a decision."""
    for kind in ("userTask", "businessRuleTask"):
        for element in root.iter(f"{{*}}{kind}"):
            said = [each.get("value", "") for each in element.iter("{*}property") if each.get("name") == "step"]
            handed = [each.get("source", "") for each in element.iter("{*}input") if each.get("target") == "step"]
            said += [literal[1] for each in handed if (literal := LITERAL.fullmatch(each))]
            if said:
                yield element.get("id", ""), said[0]


def _opens(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("{*}serviceTask"):
        for handed in element.iter("{*}input"):
            if handed.get("target") == "process" and (literal := LITERAL.fullmatch(handed.get("source", ""))):
                yield element.get("id", ""), literal[1]


def _conditions(root: etree._Element) -> Iterator[tuple[str, str]]:
    for flow in root.iter("{*}sequenceFlow"):
        for condition in flow.iter("{*}conditionExpression"):
            yield flow.get("targetRef", ""), condition.text or ""
