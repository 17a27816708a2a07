"""What a release calls the codes in its tables: `forms/reference/words.json`, and the choices it points to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from app.decisions.words import Words, unchanged
from app.events.canonical import decode

LIST: Final = "forms/reference/words.json"
PROCESSES: Final = "processes"
Find = Callable[[str], Any]
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


@dataclass(frozen=True)
class Word:
    """One code of one field in both languages; no English where there is none."""

    field: str
    code: str
    zh: str
    en: str


def read_words(files: Mapping[str, bytes], lang: str, say: Callable[[str], str]) -> Words:
    """The words of a release in a language; `say` gives the English of a text."""
    english = lang == "en"

    def find(name: str) -> Any:
        if name == PROCESSES:
            return processes(_root(files[path]) for path in files if path.startswith("bpmn/"))
        return decode(files[name]) if name in files else None

    said: dict[str, dict[str, str]] = {}
    for word in words_in(find(LIST), find):
        said.setdefault(word.field, {})[word.code] = (word.en or say(word.zh)) if english else word.zh
    labels = labels_in(_root(files[path]) for path in files if path.startswith("dmn/"))
    return Words(lang, said, labels, say if english else unchanged)


def labels_in(roots: Iterable[Any]) -> dict[str, str]:
    """What tables call their inputs and the parts of contexts; the first label of a name stands."""
    found: dict[str, str] = {}
    for part in (each for root in roots for each in root.iter("{*}itemComponent", "{*}inputData")):
        if part.get("label"):
            found.setdefault(str(part.get("name")), str(part.get("label")))
    return found


def processes(roots: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """The processes by their ids and names, in the shape of a list's entries."""
    for each in (process for root in roots for process in root.iter("{*}process")):
        yield {"code": str(each.get("id")), "name": str(each.get("name") or "").replace("\n", "")}


def _root(content: bytes) -> Any:
    return etree.fromstring(content, _PARSER)


def words_in(listed: Any, find: Find) -> Iterator[Word]:
    """Every word of the list, those that its sources give first; `find` gives a JSON file of the release, or None."""
    entries = [one for one in _list(listed) if isinstance(one, Mapping)]
    for entry in sorted(entries, key=lambda one: "from" not in one):
        given = [entry] if "code" in entry else source(str(entry.get("from", "")), find) or []
        for one in given:
            for name in _list(entry.get("fields")):
                yield Word(str(name), str(one["code"]), str(one.get("name", "")), str(one.get("name_en", "")))


def source(name: str, find: Find) -> list[Mapping[str, Any]] | None:
    """The codes and names that a source gives, a reference list or the choices of `form.field`; None: no source."""
    form, _, field = name.partition(".")
    if name == PROCESSES:
        return list(find(PROCESSES))
    if field:
        part = next((one for one in _parts(find(f"forms/{form}.json")) if one.get("key") == field), None)
        return None if part is None else _choices(part, find)
    listed = find(f"forms/reference/{form}.json")
    return [one for one in listed if isinstance(one, Mapping) and "code" in one] if isinstance(listed, list) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _choices(part: Mapping[str, Any], find: Find) -> list[Mapping[str, Any]]:
    """A question's choices; their English stands in one text, in the same order."""
    properties = part.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    if "options_from" in properties:
        return source(str(properties["options_from"]), find) or []
    english = [word.strip() for word in str(properties.get("options_en", "")).split("|")]
    given = [one for one in _list(part.get("values")) if isinstance(one, Mapping)]
    english += [""] * (len(given) - len(english))
    return [
        {"code": str(one.get("value")), "name": one.get("label"), "name_en": said}
        for one, said in zip(given, english, strict=False)
    ]


def _parts(held: Any) -> Iterator[Mapping[str, Any]]:
    inner = held.get("components") if isinstance(held, Mapping) else None
    for part in _list(inner):
        if isinstance(part, Mapping):
            yield part
            yield from _parts(part)
