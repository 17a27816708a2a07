"""All checks of a release joined: file by file in the rooms that run them, then the agreements between the files."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from app.calendar import Calendar, functions
from app.catalogue.checks.drawings import drawings
from app.catalogue.checks.letters import letters
from app.catalogue.checks.material import Material, Signature
from app.catalogue.checks.moments import scripts, timers
from app.catalogue.checks.names import decisions, forms, roles
from app.catalogue.checks.reference import reference_lists
from app.catalogue.checks.safety import Sifted, sift
from app.catalogue.checks.tasks import service_tasks
from app.catalogue.checks.texts import ERROR, NOTE
from app.catalogue.checks.wording import wording
from app.catalogue.memory import Memory, marks
from app.catalogue.tables import model_of, needed, others_for
from app.decisions import Model
from app.decisions.analysis import table_findings
from app.decisions.model import findings as decision_findings
from app.engine.checks import findings as diagram_findings
from app.engine.diagram.reader import read
from app.errors import Finding, ModelError
from app.forms import findings as form_findings

# What FEEL may call besides its own: the calendar's functions, and in forms a decision table and the English of a text.
HOST_FUNCTIONS = frozenset(functions(Calendar({})))
_IN_FORMS = HOST_FUNCTIONS | {"decide", "english"}
_IN_LETTERS = HOST_FUNCTIONS | {"decide", "reference"}
_AGREEMENTS: tuple[Callable[[Material], Iterator[Finding]], ...] = (
    service_tasks,
    decisions,
    forms,
    roles,
    timers,
    wording,
)
Found = tuple[Finding, ...]
# What was found, of whole releases and of their parts, by the files that each check looks at.
_whole: Memory[Found] = Memory(64)
_parts: Memory[Found] = Memory(512)


def findings(files: Mapping[str, bytes], delegates: Mapping[str, Signature]) -> list[Finding]:
    """Everything that is wrong with these files as a release: errors first, each said once."""
    named = ((name, each.kind, tuple(each.inputs), tuple(each.optional)) for name, each in delegates.items())
    return list(_whole.once((marks(files), tuple(sorted(named))), lambda: _looked_at(files, delegates)))


def _looked_at(files: Mapping[str, bytes], delegates: Mapping[str, Signature]) -> Found:
    sifted = sift(files)
    diagrams, tables = _part(sifted, "bpmn/"), _part(sifted, "dmn/")
    found = [
        *sifted.findings,
        *_parts.once(("diagrams", marks(diagrams)), lambda: tuple(diagram_findings(diagrams, HOST_FUNCTIONS))),
    ]
    for name in tables:
        found += _table(name, tables)
    for name, content in sifted.files.items():
        if name.startswith("forms/") and name.count("/") == 1 and name.endswith(".json"):
            found += _form(name, content)
    material = Material(sifted, read(diagrams).diagrams, _models(sifted), delegates)
    found += [each for agreement in _AGREEMENTS for each in agreement(material)]
    found += [*scripts(material, HOST_FUNCTIONS), *drawings(sifted.xml), *reference_lists(sifted.json)]
    found += letters(sifted.files, sifted.json, _IN_LETTERS)
    return tuple(_ordered(found))


def _table(name: str, tables: Mapping[str, bytes]) -> Found:
    def look() -> Found:
        content = tables[name]
        others = others_for(content, tables)
        told = decision_findings(content, name, others, functions=HOST_FUNCTIONS)
        analysed = table_findings(content, name, others, functions=HOST_FUNCTIONS)
        return (*told, *(each for each in analysed if each.severity != NOTE))

    return _parts.once(("table", needed(name, tables)), look)


def _form(name: str, content: bytes) -> Found:
    return _parts.once(("form", marks({name: content})), lambda: tuple(form_findings(content, name, _IN_FORMS)))


def has_errors(found: Iterable[Finding]) -> bool:
    return any(each.severity == ERROR for each in found)


def _part(sifted: Sifted, folder: str) -> dict[str, bytes]:
    return {name: content for name, content in sifted.files.items() if name.startswith(folder)}


def _models(sifted: Sifted) -> dict[str, Model]:
    """The tables that can be loaded, by file name; the others have their findings already."""
    tables, models = _part(sifted, "dmn/"), {}
    for name in tables:
        try:
            models[name.removeprefix("dmn/").removesuffix(".dmn")] = model_of(name, tables)
        except ModelError:
            continue
    return models


def _ordered(found: Iterable[Finding]) -> list[Finding]:
    once = dict.fromkeys(found)
    return sorted(once, key=lambda each: (each.severity != ERROR, each.file, each.element or "", each.what))
