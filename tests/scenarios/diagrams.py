"""The sequence flows of the diagrams, and which of them the tokens of a case took."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from app.events.facts import CaseOpened, Fact, TokensMoved
from tests.scenarios.installation import ROOT

Flow = tuple[str, str]


@dataclass(frozen=True)
class Diagrams:
    """The flows of each process, and which process a call activity calls."""

    folder: Path

    @cached_property
    def _trees(self) -> Mapping[str, etree._ElementTree]:
        return {path.stem: etree.parse(str(path)) for path in sorted(self.folder.glob("*.bpmn"))}

    @cached_property
    def flows(self) -> set[Flow]:
        found = ((name, one) for name, tree in self._trees.items() for one in tree.iter("{*}sequenceFlow"))
        return {(name, one.get("id")) for name, one in found}

    @cached_property
    def calls(self) -> Mapping[tuple[str, str], str]:
        found = ((name, one) for name, tree in self._trees.items() for one in tree.iter("{*}calledElement"))
        return {(name, one.getparent().getparent().get("id")): one.get("processId") for name, one in found}

    @cached_property
    def steps(self) -> set[str]:
        """Every step code that some element carries; a table that denies another one has a slip of the pen."""
        found = (one for tree in self._trees.values() for one in tree.iter("{*}property") if one.get("name") == "step")
        return {one.get("value") for one in found}

    @cached_property
    def tasks(self) -> set[str]:
        """The name of every task that people do."""
        found = (one for tree in self._trees.values() for one in tree.iter("{*}userTask"))
        return {one.get("name", "").replace("\n", "") for one in found}

    def walked(self, facts: Iterable[Fact]) -> Iterator[Flow]:
        """The flows that one case's tokens took, in its own diagram and in those that it called."""
        process = ""
        for fact in facts:
            if isinstance(fact, CaseOpened):
                process = fact.process
            elif isinstance(fact, TokensMoved):
                yield from (self._placed(process, ref) for verb, ref in fact.path if verb == "flow")

    def _placed(self, process: str, ref: str) -> Flow:
        *scopes, flow = ref.split("/")
        for scope in scopes:
            process = self.calls.get((process, scope.partition("#")[0]), process)
        return process, flow

    def table(self, walked: set[Flow]) -> Iterator[str]:
        """One line a diagram, and one for each flow that nobody walks."""
        for name in self._trees:
            flows = {flow for process, flow in self.flows if process == name}
            missing = sorted(flow for flow in flows if (name, flow) not in walked)
            yield f"{name:<20}{len(flows) - len(missing):>4} of {len(flows):>3} flows walked"
            yield from (f"    nobody walks {flow}" for flow in missing)
        yield f"{len(self.flows - walked)} of {len(self.flows)} flows are walked by no scenario"


DIAGRAMS = Diagrams(ROOT / "bpmn")
