"""Whether people can read what tables ask and give: every code has a word, every part a label, all of it English."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.catalogue.checks.material import Material
from app.catalogue.checks.texts import finding
from app.catalogue.english import CATALOGUE, LISTS, English
from app.catalogue.words import LIST, PROCESSES, processes, source, words_in
from app.decisions.analysis import codes_of
from app.errors import Finding

_PLAIN: Final = re.compile(r"[\u3400-\u9fff]")


def wording(material: Material) -> Iterator[Finding]:
    """What people would be shown as it is written for programs, or in Chinese only."""
    json = material.sifted.json
    yield from _sources(json.get(LIST), material)
    listed = words_in(json.get(LIST), lambda name: _found(name, material))
    words = {(word.field, word.code): word for word in listed}
    english = _english(json)
    for name, model in material.models.items():
        file = f"dmn/{name}.dmn"
        yield from _unlabelled(file, material.sifted.xml[file])
        for code in codes_of(model):
            word = words.get((code.field, code.text))
            if word is None and not _PLAIN.search(code.text):
                yield finding("no_word", file, code.element, code=code.text, field=code.field, column=code.label)
            said = word.zh if word else code.text
            if not (word and word.en) and _PLAIN.search(said) and english.say(said) == said:
                yield finding("no_english", file, code.element, text=said)


def _english(json: Mapping[str, Any]) -> English:
    """What can be read of the release's English."""
    lists = [content for name, content in json.items() if name.startswith(LISTS) and isinstance(content, list)]
    entries = [one for each in lists for one in each if isinstance(one, Mapping)]
    told = {one.get("name"): one.get("name_en") for one in entries}
    catalogue = json.get(CATALOGUE)
    told |= catalogue if isinstance(catalogue, Mapping) else {}
    return English({text: said for text, said in told.items() if isinstance(text, str) and isinstance(said, str)})


def _found(name: str, material: Material) -> Any:
    if name == PROCESSES:
        return processes(root for file, root in material.sifted.xml.items() if file.startswith("bpmn/"))
    return material.sifted.json.get(name)


def _sources(listed: Any, material: Material) -> Iterator[Finding]:
    """Entries that point to what is not there, or say nothing."""
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, Mapping) or not isinstance(entry.get("fields"), list):
            yield finding("reference", LIST, None, detail="every entry has `fields`, and `from` or `code` and `name`")
        elif "from" in entry and source(str(entry["from"]), lambda name: _found(name, material)) is None:
            yield finding("unknown_words", LIST, str(entry["from"]), name=entry["from"])
        elif "from" not in entry and not (entry.get("code") and entry.get("name")):
            yield finding("reference", LIST, None, detail="every entry has `fields`, and `from` or `code` and `name`")


def _unlabelled(file: str, root: Any) -> Iterator[Finding]:
    for part in root.iter("{*}inputData", "{*}input", "{*}itemComponent", "{*}output"):
        if not part.get("label") and not _PLAIN.search(part.get("name") or ""):
            yield finding("no_label", file, part.get("id"), name=part.get("name") or part.get("id"))
