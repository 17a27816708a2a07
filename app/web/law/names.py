"""What the release of a case calls things, in the reader's language."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, cast

from lxml import etree

from app.catalogue import Release
from app.decisions.wire import from_wire
from app.errors import Problem
from app.events.canonical import decode
from app.web import desk
from app.web.drawing import Plan, read
from app.web.law.called import CODE, codes
from app.web.look.language import lang, say

FORM: Final = re.compile(r"forms/\w+\.json")
_kept: dict[str, "Law"] = {}


@dataclass(frozen=True)
class Law:
    """The diagrams of one release, read when they are asked for, and its English."""

    release: Release
    _plans: dict[str, Plan] = field(default_factory=dict)

    def plan(self, process: str) -> Plan:
        if process not in self._plans:
            self._plans[process] = read(self.release.files[f"bpmn/{process}.bpmn"])
        return self._plans[process]

    @cached_property
    def tables(self) -> Mapping[str, Any]:
        """The decision tables as their files write them, by id."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        files = [content for path, content in self.release.files.items() if path.startswith("dmn/")]
        found = [table for content in files for table in etree.fromstring(content, parser).iter("{*}decisionTable")]
        return {table.get("id", ""): table for table in found}

    @cached_property
    def slots(self) -> Mapping[str, str]:
        """What papers are called, by the slots of all forms."""
        return {slot.key: slot.label for name in self.release.forms for slot in self.release.form(name).files()}

    def say(self, chinese: str) -> str:
        """Say a name of the law's own; one without a translation stays Chinese."""
        plain = chinese.replace("\n", "")
        if lang() != "en":
            return plain
        said = self.release.english.say(plain)
        return self._asked.get(plain, plain) if said == plain else said

    @cached_property
    def _asked(self) -> Mapping[str, str]:
        """What the forms call their fields in English, by the Chinese label."""
        files = [decode(content) for path, content in self.release.files.items() if FORM.fullmatch(path)]
        return {str(part["label"]): said for form in files for part in _parts(form) if (said := _english(part))}

    @cached_property
    def codes(self) -> Mapping[str, str]:
        return codes(self.release.files)

    def called(self, code: str) -> str:
        """What the release calls one of its codes; what is no code of it stays as it is."""
        return self.say(self.codes[code]) if code in self.codes else code

    def spoken(self, text: str) -> str:
        """A text in which every code of the release stands by its name."""
        return CODE.sub(lambda found: self.called(found[0]), text)

    def local(self, entry: Mapping[str, Any]) -> str:
        """The name of an entry of a reference list."""
        return str(entry.get("name_en") or self.say(entry["name"])) if lang() == "en" else str(entry["name"])

    def words(self) -> Mapping[str, str]:
        """The translations that a drawing needs."""
        return self.release.english.whole if lang() == "en" else {}

    @cached_property
    def begun(self) -> list[str]:
        """The processes that are cases of their own: those that no other one calls."""
        paths = [path for path in self.release.files if path.startswith("bpmn/")]
        every = [path.removeprefix("bpmn/").removesuffix(".bpmn") for path in paths]
        called = {process for one in every for process in self.plan(one).calls.values()}
        return [process for process in sorted(every) if process not in called]

    def title(self, process: str) -> str:
        return self.say(self.plan(process).name) if f"bpmn/{process}.bpmn" in self.release.files else process

    def outcome(self, process: str, outcome: str | None) -> str:
        """How a process ended, by the name of its end event, or of all that end it so."""
        if not outcome:
            return ""
        found = self.plan(process).outcomes.get(outcome) if f"bpmn/{process}.bpmn" in self.release.files else None
        return "／".join(map(self.say, found)) if found else outcome

    def register(self, name: str) -> str:
        content = self.release.files.get(f"forms/registers/{name}.json")
        return self.say(str(decode(content).get("title", name))) if content else name


def law_of(number: int) -> Law:
    """Give the law of a release, read once."""
    release = cast("Release", desk.catalogue().release(number))
    return _kept.setdefault(release.hash, Law(release))


def decided(decision: str, outcome: Any, release: int, without: Collection[str] = ()) -> str:
    """What a decision of a release came to, in words; `without` the ids of its rules."""
    return law_of(release).release.words(lang(), decision).outcome(from_wire(outcome), decision, without)


def trouble(kind: str) -> str:
    """Say what went wrong, by the problem's name in the record."""
    return say(next((each.zh for each in _problems(Problem) if each.__name__ == kind), Problem.zh))


def _problems(root: type[Problem]) -> list[Any]:
    return [root, *(one for each in root.__subclasses__() for one in _problems(each))]


def _parts(held: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in held.get("components", ()):
        yield part
        yield from _parts(part)


def _english(part: Mapping[str, Any]) -> str:
    return str(part.get("properties", {}).get("label_en") or "") if part.get("label") else ""
