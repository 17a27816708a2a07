"""Writes docs/policy-trace.md: every sentence of the plan with what carries it, or with --check says that it is stale.

An element, a rule or a field carries a sentence when its documentation quotes it between 「 and 」 or names its key.
docs/policy/carried.toml adds pages, commands and fields, and says of the rest why no system carries it.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
TRACE = ROOT / "docs" / "policy-trace.md"
DOCUMENTATION = "{http://www.omg.org/spec/BPMN/20100524/MODEL}documentation"
QUOTE = re.compile("「([^」]*)」")
KEY = re.compile(r"\b[A-Z]{2,4}\d{0,2}\b")
KIND = re.compile("^(新办|迁移|注销|挂失补办|类别等级变更|换领|困难残疾人生活补贴|重度残疾人护理补贴)：")
SAME = str.maketrans('(),;:"', "（），；：”", "“ \t\n")
HEAD = """# Where each sentence of the plan is carried

Written by `make docs` from docs/policy/plan.md, docs/policy/carried.toml and the files in bpmn/, dmn/ and forms/;
a test holds it to them. Of {all} sentences and cells, {held} are carried and {rest} are not, each with its reason.
"""


def plain(text: str) -> str:
    """The text without spaces and with one kind of bracket, comma and quotation mark, to compare by."""
    return text.translate(SAME)


@dataclass(frozen=True)
class Sentence:
    """One line of the plan: its address (附件1六（一）3.2 is the second line of that part) and its words."""

    address: str
    part: str
    text: str

    @property
    def label(self) -> str:
        """The name of a cell of the one form, without the kind of certificate before it and the choices behind it."""
        if not self.address.startswith("附件1四"):
            return ""
        return re.split("[：□*]|（(?!注销)", KIND.sub("", plain(self.text)))[0]


@dataclass(frozen=True)
class Carrier:
    """One place of the law: `bpmn/x.bpmn#Element`, its name, and the words that cite the plan."""

    place: str
    name: str
    words: str

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        return tuple(plain(words) for words in QUOTE.findall(self.words))

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(KEY.findall(QUOTE.sub("", self.words)))

    def is_field(self, label: str) -> bool:
        return self.place.startswith("forms/application.json#") and plain(self.name) == label


@dataclass(frozen=True)
class Trace:
    """The plan's sentences, the law's citations, and what was written by hand."""

    sentences: tuple[Sentence, ...]
    law: tuple[Carrier, ...]
    keys: dict[str, str]  # short name -> words of the plan
    by: dict[str, list[str]]  # address -> places
    not_by: dict[str, str]  # address -> why no system carries it

    @cached_property
    def places(self) -> dict[str, tuple[str, ...]]:
        """Address of a sentence to the places that carry it: the law's own citations first."""
        listed = {one.address: self._citing(one) for one in self.sentences}
        for address, more in self.by.items():
            found = listed.get(address, ())
            listed[address] = (*found, *(place for place in more if place not in found))
        return listed

    def _citing(self, sentence: Sentence) -> tuple[str, ...]:
        text, label = plain(sentence.text), sentence.label
        keys = {key for key, words in self.keys.items() if plain(words) in text}
        return tuple(
            one.place
            for one in self.law
            if any(words in text for words in one.quotes) or keys & one.keys or one.is_field(label)
        )

    def misquoted(self) -> list[str]:
        """Quotations in the law that the plan does not hold, with their place."""
        whole = "\n".join(plain(one.text) for one in self.sentences)
        return [f"{one.place}: 「{words}」" for one in self.law for words in one.quotes if words not in whole]

    def unexplained(self) -> list[str]:
        """Sentences without a carrier or a reason, reasons that no longer hold, and places that do not exist."""
        known = {one.address for one in self.sentences}
        silent = [one for one in self.sentences if not self.places[one.address] and one.address not in self.not_by]
        return [
            *(f"{one.address}: nothing carries it, and no reason is given: {one.text}" for one in silent),
            *(f"{address}: no such sentence" for address in (*self.by, *self.not_by) if address not in known),
            *(f"{place}: no such place" for more in self.by.values() for place in more if not _exists(place)),
            *(f"{address}: carried after all" for address in self.not_by if self.places.get(address)),
        ]

    def document(self) -> str:
        """docs/policy-trace.md."""
        held = sum(1 for one in self.sentences if self.places[one.address])
        lines = [HEAD.format(all=len(self.sentences), held=held, rest=len(self.sentences) - held)]
        part = ""
        for one in self.sentences:
            if one.part != part:
                part = one.part
                lines += ["", f"## {part}", "", "| sentence | carried by |", "|---|---|"]
            lines.append(f"| {_cell(one.text)} | {self._carriers(one)} |")
        return "\n".join(lines) + "\n"

    def _carriers(self, sentence: Sentence) -> str:
        names = {one.place: one.name for one in self.law}
        by_file: dict[str, list[str]] = {}
        for place in self.places[sentence.address]:
            file, _, item = place.partition("#")
            by_file.setdefault(file, []).append(_cell(names.get(place, item)))
        if not by_file:
            return f"*not carried:* {_cell(self.not_by.get(sentence.address, ''))}"
        shown = (f"`{file}`" + (f": {'、'.join(items)}" if any(items) else "") for file, items in by_file.items())
        return "<br>".join(shown)


def load() -> Trace:
    """The trace of the files as they are."""
    carried = tomllib.loads((ROOT / "docs" / "policy" / "carried.toml").read_text(encoding="utf-8"))
    law = (*_diagrams(), *_tables(), *_fields())
    return Trace(tuple(_sentences()), law, carried["keys"], carried["by"], carried["not_by"])


def _sentences() -> Iterator[Sentence]:
    address, part, count = "", "", 0
    for line in (ROOT / "docs" / "policy" / "plan.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            part, count = line[3:], 0
            address = part.partition(" ")[0]
        elif line.startswith("- "):
            count += 1
            yield Sentence(f"{address}.{count}", part, line[2:])


def _diagrams() -> Iterator[Carrier]:
    for path in sorted((ROOT / "bpmn").glob("*.bpmn")):
        yield from _noted(path, DOCUMENTATION)


def _tables() -> Iterator[Carrier]:
    for path in sorted((ROOT / "dmn").glob("*.dmn")):
        yield from _noted(path, "{*}description")


def _noted(path: Path, tag: str) -> Iterator[Carrier]:
    for note in etree.parse(path).iter(tag):
        element = note.getparent()
        if element is not None:
            identity = element.get("id", "")
            place = f"{path.relative_to(ROOT).as_posix()}#{identity}"
            yield Carrier(place, element.get("name") or identity, note.text or "")


def _fields() -> Iterator[Carrier]:
    for path in sorted((ROOT / "forms").glob("*.json")):
        for field in _nested(json.loads(path.read_text(encoding="utf-8")).get("components", [])):
            if "key" in field:
                name = field.get("label", field["key"])
                yield Carrier(f"forms/{path.name}#{field['key']}", name, field.get("description", ""))


def _nested(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _nested(component.get("components", []))


def _exists(place: str) -> bool:
    """A page is looked up by the test that knows the routes; anything else is a file, and a name in it."""
    file, _, item = place.partition("#")
    if file.startswith("page "):
        return True
    path = ROOT / file
    return path.is_file() and (not item or f'"{item}"' in path.read_text(encoding="utf-8"))


def _cell(text: str) -> str:
    return re.sub("<(http[^>]*)>", r"\1", text.replace("|", "\\|").replace("\n", " "))


def main() -> int:
    """Write, or compare."""
    trace = load()
    faults = trace.misquoted() + trace.unexplained()
    if "--check" not in sys.argv:
        TRACE.write_text(trace.document(), encoding="utf-8")
    elif not TRACE.exists() or TRACE.read_text(encoding="utf-8") != trace.document():
        faults.append(f"{TRACE.name} is stale; run `make docs`")
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
