"""Every text of the law that pages show has its English, and the catalogue holds no other."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.catalogue.english import GAP

CHINESE = re.compile(r"[\u3400-\u9fff]")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
# Lists that no page shows in English: names of people, letters (printed in Chinese), what tests read.
UNSHOWN = {"acceptance", "demo", "demo-people", "documents", "samples"}
# Remarks for those who edit a list, what the guide quotes in Chinese, marked as such, and samples.
UNSAID = {"about", "basis", "inputs", "note", "sample", "source"}
LABELLED = ("{*}decision", "{*}input", "{*}output", "{*}inputData", "{*}itemComponent")
IN_PAIRS = {"label", "dateLabel", "description", "text", "content"}


def test_every_text_of_the_law_has_its_english(texts, english):
    fragments = {part for key in english if GAP in key for part in key.split(GAP)}
    missing = sorted(text for text in texts if text not in english and text not in fragments)
    assert missing == [], "write their English into forms/i18n/en.json"


def test_the_catalogue_holds_nothing_that_the_law_no_longer_says(texts, english):
    stale = [key for key in english if key not in texts and not all(part in texts | {""} for part in key.split(GAP))]
    assert stale == []


def test_english_texts_are_english(english):
    assert [key for key, said in english.items() if CHINESE.search(said) or not said.strip()] == []


def test_a_sentence_with_gaps_has_as_many_in_english(english):
    assert [key for key, said in english.items() if key.count(GAP) != said.count(GAP)] == []


def test_letters_have_an_english_name(root):
    assert [
        one["code"] for one in _json(root / "forms/reference/documents.json")["documents"] if not one["name_en"]
    ] == []


def test_forms_speak_english(root):
    found = [f"{path.name}: {one}" for path in sorted(root.glob("forms/*.json")) for one in _unsaid(_json(path))]
    assert found == []


@pytest.fixture(scope="module")
def english(root) -> dict[str, str]:
    return _json(root / "forms/i18n/en.json")


@pytest.fixture(scope="module")
def texts(root) -> set[str]:
    found = [_diagram(path) for path in root.glob("bpmn/*.bpmn")]
    found += [_tables(path) for path in root.glob("dmn/*.dmn")]
    found += [_listed(_json(path)) for path in root.glob("forms/reference/*.json") if path.stem not in UNSHOWN]
    found += [iter([_json(path).get("title", "")]) for path in root.glob("forms/registers/*.json")]
    return {text for each in found for text in each if CHINESE.search(text)}


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _diagram(path: Path) -> Iterator[str]:
    """Names of all that is drawn and of clocks, what messages are about, and what the outputs of steps say."""
    root = etree.parse(str(path)).getroot()
    for node in root.iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}*"):
        yield (node.get("name") or "").replace("\n", "")
    for node in root.iterfind("{*}message/{*}documentation"):
        yield (node.text or "").strip()
    for node in root.iter("{*}output"):
        yield from LITERAL.findall(node.get("source") or "")
    for node in root.iterfind(".//{*}property[@name='clock']"):
        yield from LITERAL.findall(node.get("value") or "")


def _tables(path: Path) -> Iterator[str]:
    """Names of decisions, labels of columns, inputs and parts of contexts, and the texts that rules give."""
    for node in etree.parse(str(path)).getroot().iter(*LABELLED):
        yield node.get("label") or (node.get("name") or "" if node.tag.endswith("}decision") else "")
    for node in etree.parse(str(path)).getroot().iter("{*}outputEntry", "{*}literalExpression"):
        yield from LITERAL.findall(node.findtext("{*}text") or "")


def _listed(part: Any) -> Iterator[str]:
    """Texts of a reference list: names without an English one beside them, words for outcomes, what FEEL says."""
    if isinstance(part, dict):
        for key, inner in part.items():
            alike = key == "value" and inner == part.get("label")  # said as its label is
            if key not in UNSAID and f"{key}_en" not in part and not alike:
                yield from _listed(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _listed(inner)
    elif isinstance(part, str):
        yield from LITERAL.findall(part) if '"' in part else [part]


def _unsaid(part: dict[str, Any]) -> Iterator[str]:
    """What a form says in Chinese only."""
    given = part.get("properties", {})
    pairs = {key: part[key] for key in IN_PAIRS if isinstance(part.get(key), str)}
    pairs |= {key: given[key] for key in ("title", "message") if key in given}
    for key, said in pairs.items():
        if CHINESE.search(said) and not given.get("label_en" if key == "dateLabel" else f"{key}_en"):
            yield said
    pattern = str(part.get("validate", {}).get("patternErrorMessage") or "")
    if CHINESE.search(pattern) and not given.get("pattern_error_en"):
        yield pattern
    options = [str(one["label"]) for one in part.get("values") or ()]
    if CHINESE.search("".join(options)) and len(
        [one for one in given.get("options_en", "").split("|") if one.strip()]
    ) != len(options):
        yield " ".join(options)
    for inner in part.get("components", ()):
        yield from _unsaid(inner)
