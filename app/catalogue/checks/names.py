"""Diagrams, tables and forms against each other: what is called exists, what exists is called, roles are roles."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from app.catalogue.checks.material import Material
from app.catalogue.checks.texts import finding
from app.engine.diagram.model import Diagram, Element
from app.errors import Finding

# In a JSON file the quotes of a FEEL text stand behind a backslash.
_ASKS_TABLE = r'decide\(\s*\\?"{}\\?"'
_WORD = re.compile(r"\w+")


def decisions(material: Material) -> Iterator[Finding]:
    """Tables are named as their decision, called ones exist with all they read mapped, existing ones are called."""
    for name, model in material.models.items():
        if name not in model.decisions:
            found = ", ".join(sorted(model.decisions)) or "-"
            yield finding("decision_name", f"dmn/{name}.dmn", None, id=name, found=found)
    for diagram, element in material.elements("businessRuleTask"):
        if element.decision is not None and element.decision not in material.decisions:
            yield finding("unknown_decision", diagram.file, element.id, id=element.decision)
        yield from _read(material, diagram, element)
    called = {element.decision for _, element in material.elements("businessRuleTask")}
    for name in sorted(material.decisions - called):
        if not _asked_elsewhere(material, name):
            yield finding("unused_decision", f"dmn/{name}.dmn", None)


def _read(material: Material, diagram: Diagram, element: Element) -> Iterator[Finding]:
    """A missing input would be null, and null chooses a rule silently: every input is mapped by its name."""
    decision = element.decision or ""
    model = material.models.get(decision)
    if model is None or decision not in model.decisions:
        return
    read, mapped = set(model.inputs(decision)), {assignment.target[0] for assignment in element.inputs}
    for name in sorted(read - mapped):
        yield finding("unmapped_input", diagram.file, element.id, id=decision, name=name)
    for name in sorted(mapped - read - _used_here(element)):
        yield finding("needless_input", diagram.file, element.id, id=decision, name=name)


def _used_here(element: Element) -> set[str]:
    """Words of the task's own outputs: a variable of the task may be meant for them, also inside a filter."""
    return {word for assignment in element.outputs for word in _WORD.findall(assignment.source)}


def _asked_elsewhere(material: Material, name: str) -> bool:
    """Whether another table refers to it, or a form or a reference list asks for it in FEEL."""
    namespace = _namespace(material.sifted.xml.get(f"dmn/{name}.dmn"))
    for file, root in material.sifted.xml.items():
        if file.endswith(".dmn") and namespace in {each.get("namespace") for each in root.iter("{*}import")}:
            return True
    asks = re.compile(_ASKS_TABLE.format(re.escape(name)).encode())
    return any(asks.search(content) for file, content in material.sifted.files.items() if file.endswith(".json"))


def _namespace(root: etree._Element | None) -> str | None:
    return None if root is None else root.get("namespace", "")


def forms(material: Material) -> Iterator[Finding]:
    """Every user task has a form that exists, and every form is somebody's."""
    used = {*material.messages, *_asked(material.list_of("services"))}
    for diagram, element in material.elements("userTask"):
        used.add(element.form or "")
        if element.form is not None and element.form not in material.forms:
            yield finding("unknown_form", diagram.file, element.id, id=element.form)
    for name in sorted(material.forms - used):
        if not any("home_division" in _properties(part) for part in material.components[name]):
            yield finding("unused_form", f"forms/{name}.json", None)
    yield from _lists(material)


def _asked(services: Any) -> Iterator[str]:
    """The forms by which something is told of a case, as the services name them."""
    for service in services.values() if isinstance(services, Mapping) else ():
        for told in service.values() if isinstance(service, Mapping) else ():
            if isinstance(told, Mapping) and isinstance(told.get("form"), str):
                yield told["form"]


def _lists(material: Material) -> Iterator[Finding]:
    known = material.names("forms/reference", ".json")
    for name, parts in material.components.items():
        for part in parts:
            source = _properties(part).get("options_from")
            if isinstance(source, str) and source not in known:
                key = str(part.get("key") or part.get("id"))
                yield finding("unknown_list", f"forms/{name}.json", key, name=source)


def _properties(part: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = part.get("properties")
    return properties if isinstance(properties, Mapping) else {}


def roles(material: Material) -> Iterator[Finding]:
    """Every user task is for one role of the list."""
    listed = material.list_of("roles")
    codes = [each.get("code") for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    known = sorted(code for code in codes if isinstance(code, str))
    if not known:
        yield finding("no_roles", "forms/reference/roles.json", None)
        return
    for diagram, element in material.elements("userTask"):
        if element.role is not None and element.role not in known:
            yield finding("unknown_role", diagram.file, element.id, role=element.role, known=", ".join(known))
