"""Service tasks against what exists: delegates and their inputs, outside operations, registers, processes, messages."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from app.catalogue.checks.material import Material
from app.catalogue.checks.texts import finding
from app.connectors import OPERATIONS
from app.engine.diagram.model import Diagram, Element
from app.errors import Finding

_TEXT = re.compile(r'=\s*"((?:[^"\\]|\\.)*)"\s*')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\](),:]|[^"{}\[\](),:]+')
_OPENING, _CLOSING = frozenset("{[("), frozenset("}])")


def service_tasks(material: Material) -> Iterator[Finding]:
    """Everything about service tasks that would only be seen when a case comes there."""
    for diagram, element in material.elements("serviceTask"):
        signature = material.delegates.get(element.delegate or "")
        if element.delegate is None:
            continue
        if signature is None:
            known = _listed(material.delegates)
            yield finding("unknown_delegate", diagram.file, element.id, name=element.delegate, known=known)
            continue
        mapped = {assignment.target[0] for assignment in element.inputs}
        for name in sorted(set(signature.inputs) - mapped):
            yield finding("missing_input", diagram.file, element.id, delegate=element.delegate, name=name)
        known = _listed((*signature.inputs, *signature.optional))
        for name in sorted(mapped - set(signature.inputs) - set(signature.optional)):
            yield finding("unknown_input", diagram.file, element.id, delegate=element.delegate, name=name, known=known)
        if signature.kind != "ask":
            yield from _boundaries(diagram, element)
        yield from _targets(material, diagram, element)
        yield from _operation(diagram, element)
        yield from _entry(material, diagram, element)


def _boundaries(diagram: Diagram, element: Element) -> Iterator[Finding]:
    """Nothing can happen on the edge of what is done within the command."""
    for event in diagram.elements.values():
        if event.attached == element.id:
            yield finding("never_waits", diagram.file, event.id, delegate=element.delegate)


def _targets(material: Material, diagram: Diagram, element: Element) -> Iterator[Finding]:
    """Inputs that name something of the release by a literal text name something that exists."""
    for name, known in _KNOWN.items():
        value, existing = _literal(element, name), known(material)
        if value is not None and value not in existing:
            listed = _listed(existing)
            yield finding("unknown_target", diagram.file, element.id, kind=name, name=value, known=listed)


def _operation(diagram: Diagram, element: Element) -> Iterator[Finding]:
    """What is sent to an outside system is what that system takes."""
    system, operation = _literal(element, "system"), _literal(element, "operation")
    if system is None or operation is None:
        return
    known = OPERATIONS.get((system, operation))
    if known is None:
        listed = _listed(".".join(pair) for pair in OPERATIONS)
        yield finding("unknown_operation", diagram.file, element.id, system=system, operation=operation, known=listed)
        return
    allowed = None if known.open_ended else frozenset(known.fields)
    yield from _keys(diagram, element, "payload", f"{system}.{operation}", (known.required(), allowed))


def _entry(material: Material, diagram: Diagram, element: Element) -> Iterator[Finding]:
    """What is written into a register is what the register's schema takes."""
    register = _literal(element, "register")
    schema = material.sifted.json.get(f"forms/registers/{register}.json")
    if not isinstance(schema, Mapping) or not isinstance(schema.get("properties"), Mapping):
        return
    required = schema.get("required")
    needed = frozenset(map(str, required)) if isinstance(required, list) else frozenset()
    allowed = frozenset(schema["properties"]) if schema.get("additionalProperties") is False else None
    yield from _keys(diagram, element, "entry", str(register), (needed, allowed))


def _keys(
    diagram: Diagram, element: Element, where: str, owner: str, takes: tuple[frozenset[str], frozenset[str] | None]
) -> Iterator[Finding]:
    """The keys written into an input, as one literal context or by dotted targets, are those that its owner takes."""
    written = _written(element, where)
    if written is None:
        return
    needed, allowed = takes
    for name in sorted(needed - written):
        yield finding("missing_key", diagram.file, element.id, owner=owner, name=name, where=where)
    for name in sorted(written - allowed if allowed is not None else ()):
        known = _listed(allowed or ())
        yield finding("unknown_key", diagram.file, element.id, owner=owner, name=name, where=where, known=known)


def _written(element: Element, where: str) -> frozenset[str] | None:
    """The keys of an input; none when they are not written out and can't be known before a case runs."""
    sources = [each for each in element.inputs if each.target[0] == where]
    if not sources:
        return None
    if all(len(each.target) > 1 for each in sources):
        return frozenset(each.target[1] for each in sources)
    keys = context_keys(sources[-1].source) if len(sources) == 1 else None
    return None if keys is None else frozenset(keys)


def _literal(element: Element, name: str) -> str | None:
    sources = [each.source for each in element.inputs if each.target == (name,)]
    return literal_text(sources[0]) if len(sources) == 1 else None


_KNOWN: Mapping[str, Callable[[Material], Collection[str]]] = {
    "register": lambda material: material.names("forms/registers", ".json"),
    "process": lambda material: material.processes,
    "message": lambda material: material.messages,
}


def _listed(names: Any) -> str:
    return ", ".join(sorted(names)) or "-"


def literal_text(source: str) -> str | None:
    """The text of a source that is one text and nothing else."""
    found = _TEXT.fullmatch(source.strip())
    return found[1] if found else None


def context_keys(source: str) -> tuple[str, ...] | None:
    """The keys of a source that is one literal context and nothing else; none when it is anything else."""
    tokens = [token for token in (part.strip() for part in _TOKEN.findall(source.strip().removeprefix("="))) if token]
    if not tokens or tokens[0] != "{":
        return None
    keys, depth = [], 0
    for place, token in enumerate(tokens):
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
            if depth == 0 and place != len(tokens) - 1:
                return None
        elif depth == 1 and tokens[place - 1] in {"{", ","} and tokens[place + 1 : place + 2] == [":"]:
            keys.append(token.strip('"'))
    return tuple(keys) if depth == 0 else None
